// Writes small pieces of static HTML: text in two languages, figures, intervals, tables. A page of them can be read
// before any script runs, and without one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/escape.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// One text in Chinese and in English. Plain text unless a function says that it takes markup.
struct Bilingual {
  std::string zh, en;
};
/// Makes one from ["绿", "green"], as words.json holds names.
Bilingual bilingual(const Json& pair);

/// Writes both languages into the page; the style sheet shows the chosen one, and both without a script.
std::string both(const Bilingual& text);
std::string both_markup(const Bilingual& markup);

/// Writes attributes that name a thing for screen readers: in Chinese, and in the chosen language once a script runs.
std::string label_attributes(const Bilingual& text);
/// Gives `table`[`key`] of words.json; the key itself where there is no word.
Bilingual word_of(const Json& words, const char* table, const std::string& key);

/// Gives the journal's reason why a case moved or an incident was voided, in both languages. A person's own text stays
/// as it is.
Bilingual reason_words(const Json& words, const std::string& reason);

/// Writes a number as "6,452".
std::string count_text(std::int64_t count);
std::string count_text(const Json& count);
/// Gives the text of a JSON string, empty for null.
std::string string_of(const Json& value);
/// Writes a note in small letters.
std::string small(const Bilingual& note);
std::string decimal_text(double value, int digits);
/// Writes a share as "90.9 %"; a dash for null.
std::string percent_text(const Json& share, int digits = 1);
/// Writes the number of values behind a figure: "样本 12", "n 12".
Bilingual sample_text(std::int64_t count);
/// Writes a length of time as "2.1 s" or "12 min"; a dash for null.
Bilingual duration_text(const Json& seconds);
/// Writes milliseconds since 1970, UTC, as "2020-11-02" and "09:03:01" in UTC+8.
std::string date_text(std::int64_t at_ms);
std::string clock_text(std::int64_t at_ms);
/// Write "09:03", "11-02 09:03", and the day of the week: "周一", "Monday".
std::string minute_text(std::int64_t at_ms);
std::string moment_text(std::int64_t at_ms);
Bilingual weekday_text(std::int64_t at_ms);

/// Writes a share with its counts and its interval: "90.9 % 60/66 [82–96]"; a dash where nothing is known.
std::string proportion_html(const Json& proportion);
/// Writes the same with the interval drawn above it, from 0 to 100 %; `goal` is a share at which a line is drawn, 0 for
/// none; `others` are shares that are marked beside it.
std::string interval_html(const Json& proportion, double goal = 0, const std::vector<double>& others = {});
/// Writes a median with its interval drawn on a scale from 0 to `most_s`, seconds.
std::string delay_html(const Json& delay, double most_s);
/// Writes a bar from one share to another, 0 … 1, of a row. `kind` is its class in the style sheet.
std::string bar_html(double from, double to, std::string_view kind);

/// Writes the shape and letter of a colour, beside its hue: a circle G, a triangle Y, a square R.
std::string colour_mark(std::string_view colour);

/// Writes a table with a caption. The first cell of a row is its heading. Cells are markup.
class Table {
 public:
  struct Column {
    Bilingual name;
    bool number = false;  ///< True: set to the right.
  };
  Table(Bilingual caption, std::vector<Column> columns, std::string css_class = "");

  /// Adds a row. `attributes` are further attributes of the row's tag, as markup.
  void row(const std::vector<std::string>& cells, std::string_view css_class = "", std::string_view attributes = "");
  /// Adds a row that is one cell across `columns` columns.
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
