#include "report/page/html/html.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/time.h"

namespace tricolor::harness {

namespace {

constexpr const char* kDash = "–";

double number_of(const Json& value) { return value.get<double>(); }

/// Writes a number line from 0 to 1 with a point, its interval, a goal and marks; the style sheet draws it.
std::string axis_html(double low, double value, double high, double goal, bool has_interval,
                      const std::vector<double>& others) {
  std::string marks;
  for (const double other : others) marks += fmt::format(R"(<u style="--value:{:.2f}"></u>)", 100 * other);
  return fmt::format(
      R"(<i class="interval{}{}" style="--low:{:.1f};--value:{:.1f};--high:{:.1f};--goal:{:.1f}" aria-hidden="true">{}</i>)",
      has_interval ? "" : " bare", goal > 0 ? " goal" : "", 100 * low, 100 * value, 100 * high, 100 * goal, marks);
}

auto local_seconds(std::int64_t at_ms) {
  return std::chrono::floor<std::chrono::seconds>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(at_ms)) + engine::kUtcOffset);
}

}  // namespace

Bilingual bilingual(const Json& pair) { return {pair.at(0).get<std::string>(), pair.at(1).get<std::string>()}; }

std::string both_markup(const Bilingual& markup) {
  if (markup.zh == markup.en) return markup.zh;
  return fmt::format(R"(<span class="zh" lang="zh">{}</span><span class="en" lang="en">{}</span>)", markup.zh,
                     markup.en);
}
std::string both(const Bilingual& text) { return both_markup({escape_html(text.zh), escape_html(text.en)}); }

std::string label_attributes(const Bilingual& text) {
  const std::string zh = escape_html(text.zh), en = escape_html(text.en);
  return fmt::format(R"(aria-label="{0}" data-zh="{0}" data-en="{1}")", zh, en);
}

Bilingual word_of(const Json& words, const char* table, const std::string& key) {
  const auto& names = words.at(table);
  const auto word = names.find(key);
  return word == names.end() ? Bilingual{key, key} : bilingual(*word);
}

Bilingual reason_words(const Json& words, const std::string& reason) {
  constexpr std::string_view kLeader = "to the squad's leader: ", kReworked = "reworked ", kTimes = " times";
  if (reason.starts_with(kLeader)) {
    const Bilingual why = reason_words(words, reason.substr(kLeader.size()));
    return {"移交班组长：" + why.zh, std::string(kLeader) + why.en};
  }
  if (reason.starts_with(kReworked) && reason.ends_with(kTimes)) {
    const std::string times = reason.substr(kReworked.size(), reason.size() - kReworked.size() - kTimes.size());
    return {"已返工 " + times + " 次", "sent back " + times + " times"};
  }
  return word_of(words, "reason", reason);
}

std::string count_text(std::int64_t count) {
  std::string digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (count < 0 ? 1 : 0); at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}
std::string decimal_text(double value, int digits) { return fmt::format("{:.{}f}", value, digits); }
std::string percent_text(const Json& share, int digits) {
  return share.is_null() ? kDash : fmt::format("{:.{}f} %", 100 * number_of(share), digits);
}

std::string count_text(const Json& count) { return count_text(count.get<std::int64_t>()); }

std::string string_of(const Json& value) { return value.is_null() ? std::string{} : value.get<std::string>(); }

std::string small(const Bilingual& note) { return "<small>" + both(note) + "</small>"; }

Bilingual sample_text(std::int64_t count) { return {"样本 " + count_text(count), "n " + count_text(count)}; }

Bilingual duration_text(const Json& seconds) {
  if (seconds.is_null()) return {kDash, kDash};
  const double s = number_of(seconds);
  const auto text = [](double value, const char* zh, const char* en) {
    std::string number = fmt::format("{:.{}f}", value, value < 10 ? 1 : 0);
    if (number.ends_with(".0")) number.resize(number.size() - 2);
    return Bilingual{number + " " + zh, number + " " + en};
  };
  if (s < 100) return text(s, "秒", "s");
  if (s < 5400) return text(s / 60, "分钟", "min");
  return text(s / 3600, "小时", "h");
}

std::string date_text(std::int64_t at_ms) { return fmt::format("{:%Y-%m-%d}", local_seconds(at_ms)); }
std::string clock_text(std::int64_t at_ms) { return fmt::format("{:%H:%M:%S}", local_seconds(at_ms)); }

std::string minute_text(std::int64_t at_ms) { return clock_text(at_ms).substr(0, 5); }
std::string moment_text(std::int64_t at_ms) { return date_text(at_ms).substr(5) + " " + minute_text(at_ms); }

Bilingual weekday_text(std::int64_t at_ms) {
  static constexpr std::pair<const char*, const char*> kDays[] = {
      {"周日", "Sunday"},   {"周一", "Monday"}, {"周二", "Tuesday"}, {"周三", "Wednesday"},
      {"周四", "Thursday"}, {"周五", "Friday"}, {"周六", "Saturday"}};
  const std::chrono::weekday day{std::chrono::floor<std::chrono::days>(local_seconds(at_ms))};
  const auto& [zh, en] = kDays[day.c_encoding()];
  return {zh, en};
}

std::string proportion_html(const Json& proportion) {
  if (proportion["of"].get<std::int64_t>() == 0) return kDash;
  return fmt::format(R"(<b>{}</b> <small>{}/{} [{:.0f}–{:.0f}]</small>)", percent_text(proportion["value"]),
                     proportion["hits"].get<std::int64_t>(), proportion["of"].get<std::int64_t>(),
                     100 * number_of(proportion["low"]), 100 * number_of(proportion["high"]));
}

std::string interval_html(const Json& proportion, double goal, const std::vector<double>& others) {
  if (proportion["of"].get<std::int64_t>() == 0)
    return fmt::format(R"(<span class="none">{}</span>)", both({"无样本", "none to judge"}));
  return axis_html(number_of(proportion["low"]), number_of(proportion["value"]), number_of(proportion["high"]), goal,
                   true, others) +
         proportion_html(proportion);
}

std::string delay_html(const Json& delay, double most_s) {
  if (delay["median"].is_null()) return kDash;
  const double value = number_of(delay["median"]);
  const bool has_interval = !delay["low"].is_null();
  const double low = has_interval ? number_of(delay["low"]) : value,
               high = has_interval ? number_of(delay["high"]) : value;
  const auto share = [&](double seconds) { return std::min(1.0, seconds / most_s); };
  return axis_html(share(low), share(value), share(high), 0, has_interval, {}) +
         fmt::format(R"(<b>{}</b> <small>{}{}</small>)", both(duration_text(delay["median"])),
                     has_interval ? fmt::format("[{:.1f}–{:.1f}] ", low, high) : "",
                     both(sample_text(delay["n"].get<std::int64_t>())));
}

std::string bar_html(double from, double to, std::string_view kind) {
  return fmt::format(R"(<i class="bar {}" style="--from:{:.2f};--to:{:.2f}" aria-hidden="true"></i>)", kind, 100 * from,
                     100 * to);
}

std::string colour_mark(std::string_view colour) {
  const std::string_view shape = colour == "green" ? R"(<circle class="fill-green" cx="10" cy="10" r="9"/>)"
                                 : colour == "yellow"
                                     ? R"(<path class="fill-yellow" d="M10 0 20 19H0z"/>)"
                                     : R"(<rect class="fill-red" x="1" y="1" width="18" height="18"/>)";
  const bool green = colour == "green", yellow = colour == "yellow";
  return fmt::format(R"(<svg class="mark {}" viewBox="0 0 20 20" role="img" {}>{}<text x="10" y="{}">{}</text></svg>)",
                     colour,
                     label_attributes(green    ? Bilingual{"绿码", "green"}
                                      : yellow ? Bilingual{"黄码", "yellow"}
                                               : Bilingual{"红码", "red"}),
                     shape, yellow ? 16.0 : 14.3,
                     green    ? "G"
                     : yellow ? "Y"
                              : "R");
}

Table::Table(Bilingual caption, std::vector<Column> columns, std::string css_class)
    : caption_(std::move(caption)), columns_(std::move(columns)), css_class_(std::move(css_class)) {}

// On a narrow screen a table of class `stacked` puts its cells under one another, each with its column's name before
// it.
std::string Table::label_of(std::size_t column) const {
  if (css_class_.find("stacked") == std::string::npos || column >= columns_.size()) return "";
  return fmt::format(R"( data-zh="{}" data-en="{}")", escape_html(columns_[column].name.zh),
                     escape_html(columns_[column].name.en));
}

void Table::row(const std::vector<std::string>& cells, std::string_view css_class, std::string_view attributes) {
  ++count_;
  rows_ += "<tr";
  if (!css_class.empty()) rows_ += fmt::format(R"( class="{}")", css_class);
  if (!attributes.empty()) rows_ += fmt::format(" {}", attributes);
  rows_ += ">";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool number = i < columns_.size() && columns_[i].number;
    if (i == 0) rows_ += fmt::format(R"(<th scope="row">{}</th>)", cells[i]);
    else rows_ += fmt::format("<td{}{}>{}</td>", number ? R"( class="n")" : "", label_of(i), cells[i]);
  }
  rows_ += "</tr>\n";
}

void Table::wide_row(const std::string& markup, int columns, std::string_view css_class) {
  ++count_;
  rows_ += fmt::format("<tr class=\"{}\"><td colspan=\"{}\">{}</td></tr>\n", css_class, columns, markup);
}

std::string Table::html() const {
  // On paper a table that is no longer than this stays on one page.
  constexpr int kShort = 8;
  std::string head;
  for (const auto& column : columns_)
    head += fmt::format(R"(<th scope="col"{}>{}</th>)", column.number ? R"( class="n")" : "", both(column.name));
  const std::string css = css_class_.empty() ? "" : fmt::format(R"( class="{}")", css_class_);
  return fmt::format(R"(<div class="scroll{}"><table{}>)", count_ <= kShort ? " short" : "", css) +
         fmt::format("\n<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n", both(caption_), head) + rows_ +
         "</tbody>\n</table></div>";
}

}  // namespace tricolor::harness
