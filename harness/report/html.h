// Small pieces of static HTML: text in two languages, figures, intervals, tables. What is written with them can be read
// before any script runs, and without one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/escape.h"
#include "report/summary.h"

namespace tricolor::harness {

/// One text in Chinese and in English. Plain text unless a function says that it takes markup.
struct Bilingual {
  std::string zh, en;
};
/// From ["绿", "green"], as words.json holds names.
Bilingual bilingual(const Json& pair);

/// Both languages in the page; the style sheet shows the chosen one, and both without a script.
std::string both(const Bilingual& text);
std::string both_markup(const Bilingual& markup);

/// An attribute list that names a thing for those who cannot see it: in Chinese, and in the chosen language once a
/// script runs.
std::string label_attributes(const Bilingual& text);
/// `table`[`key`] of words.json; the key itself where there is no word.
Bilingual word_of(const Json& words, const char* table, const std::string& key);

/// Why a case moved or an incident was voided, as the journal says it, in both languages. What a person wrote stays as
/// it is.
Bilingual reason_words(const Json& words, const std::string& reason);

/// 6,452
std::string count_text(std::int64_t count);
std::string decimal_text(double value, int digits);
/// "90.9 %"; a dash for null.
std::string percent_text(const Json& share, int digits = 1);
/// How many values a figure rests on: "样本 12", "n 12".
Bilingual sample_text(std::int64_t count);
/// "2.1 s", "12 min"; a dash for null.
Bilingual duration_text(const Json& seconds);
/// Milliseconds since 1970, UTC, as "2020-11-02" and "09:03:01" in UTC+8.
std::string date_text(std::int64_t at_ms);
std::string clock_text(std::int64_t at_ms);
/// "09:03", "11-02 09:03", and the day of the week: "周一", "Monday".
std::string minute_text(std::int64_t at_ms);
std::string moment_text(std::int64_t at_ms);
Bilingual weekday_text(std::int64_t at_ms);

/// A share with what it is made of and its interval: "90.9 % 60/66 [82–96]"; a dash where nothing is known.
std::string proportion_html(const Json& proportion);
/// The same with the interval drawn above it, from 0 to 100 %; `goal` is a share at which a line is drawn, 0 for none;
/// `others` are shares that are marked beside it.
std::string interval_html(const Json& proportion, double goal = 0, const std::vector<double>& others = {});
/// A median with its interval drawn on a scale from 0 to `most_s`.
std::string delay_html(const Json& delay, double most_s);
/// A bar from one share to another, 0 … 1, of a row. `kind` is its class in the style sheet.
std::string bar_html(double from, double to, std::string_view kind);

/// The shape and letter of a colour, beside its hue: a circle G, a triangle Y, a square R.
std::string colour_mark(std::string_view colour);

/// A table with a caption. The first cell of a row is its heading. Cells are markup.
class Table {
 public:
  struct Column {
    Bilingual name;
    bool number = false;  ///< Set to the right.
  };
  Table(Bilingual caption, std::vector<Column> columns, std::string css_class = "");

  /// `attributes`: more of the row's tag, as markup.
  void row(const std::vector<std::string>& cells, std::string_view css_class = "", std::string_view attributes = "");
  /// A row that is one cell across `columns` columns.
  void wide_row(const std::string& markup, int columns, std::string_view css_class = "");
  bool empty() const { return rows_.empty(); }
  std::string html() const;

 private:
  std::string label_of(std::size_t column) const;

  Bilingual caption_;
  std::vector<Column> columns_;
  std::string css_class_, rows_;
  int count_ = 0;
};

}  // namespace tricolor::harness
