// Writes the list of all incidents as a table that can be read without a script; a script filters its rows.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/page/html/html.h"
#include "report/page/html/page_fragments.h"
#include "report/page/html/place_words.h"

namespace tricolor::harness {

namespace {

using Columns = std::vector<Table::Column>;

// More rows than this make a page slow to open; the list then says how many are left out and where they are.
constexpr std::size_t kMostListed = 5'000;

std::string shop_cell(const Json& data, const Json& row) {
  if (row["shop"].is_null()) {
    const Json& rule = data["classes"].at(row["class"].get<std::size_t>());
    const std::string answers = rule.value("answers", "");
    std::string cell = "<a href=\"#public-places\">" + both({"公共地段", "public place"}) + "</a>";
    if (answers == "vehicle")
      cell += " <small>" + both({"车辆所有人负责", "the vehicle's holder answers"}) + "</small>";
    if (answers == "nobody") cell += " <small>" + both({"无责任人", "nobody answers"}) + "</small>";
    if (rule.contains("desk"))
      cell += " <small>" +
              both({"处置席位：" + rule["desk"][0].get<std::string>(), "desk: " + rule["desk"][1].get<std::string>()}) +
              "</small>";
    return cell;
  }
  const auto& shop = data["shops"].at(row["shop"].get<std::size_t>());
  return fmt::format("<a href=\"#{}\">{}</a> <small>{}</small>", escape_html(shop["anchor"].get<std::string>()),
                     escape_html(shop["sign"].get<std::string>()), escape_html(shop["name"].get<std::string>()));
}

std::string judged_cell(const Json& data, const Json& row) {
  const std::string wrong = row["wrong_by"].get<std::string>();
  const std::string judged = both(word_of(data["words"], "wrong", wrong.empty() ? "right" : wrong));
  if (row["held_s"].is_null()) return judged;
  const Bilingual held = duration_text(row["held_s"]);
  return judged + " <small>" + both({"误判持续 " + held.zh, "held on for " + held.en}) + "</small>";
}

/// Gives the choices of one filter: only words that occur in the list, in the order of the word table.
std::string options_html(const Bilingual& all, const std::vector<std::pair<std::string, Bilingual>>& choices) {
  const auto option = [](const std::string& value, const Bilingual& text) {
    return fmt::format(R"(<option value="{}" data-zh="{}" data-en="{}">{}</option>)", escape_html(value),
                       escape_html(text.zh), escape_html(text.en), escape_html(text.zh));
  };
  std::string out = option("", all);
  for (const auto& [value, text] : choices) out += option(value, text);
  return out;
}

std::string filters_html(const Json& data) {
  std::set<std::string> outcomes, wrongs;
  std::set<std::size_t> classes;
  for (const auto& row : data["incidents"]) {
    outcomes.insert(row["outcome"].get<std::string>());
    wrongs.insert(row["wrong_by"].get<std::string>());
    classes.insert(row["class"].get<std::size_t>());
  }
  std::vector<std::pair<std::string, Bilingual>> by_class, by_outcome, by_judgement;
  for (const auto i : classes)
    by_class.emplace_back(std::to_string(i), Bilingual{data["classes"][i]["zh"].get<std::string>(),
                                                       data["classes"][i]["en"].get<std::string>()});
  for (const auto& outcome : outcomes) by_outcome.emplace_back(outcome, word_of(data["words"], "after", outcome));
  by_judgement.emplace_back("right", word_of(data["words"], "wrong", "right"));
  for (const auto& wrong : wrongs)
    if (!wrong.empty()) by_judgement.emplace_back(wrong, word_of(data["words"], "wrong", wrong));
  return "<form class=\"filters js-only\" id=\"incident-filters\">\n<label>" + both({"查找", "find"}) +
         " <input type=\"search\" name=\"find\" autocomplete=\"off\" spellcheck=\"false\"></label>\n<label>" +
         both({"类别", "class"}) + " <select name=\"class\">" + options_html({"全部", "all"}, by_class) +
         "</select></label>\n<label>" + both({"结果", "outcome"}) + " <select name=\"outcome\">" +
         options_html({"全部", "all"}, by_outcome) + "</select></label>\n<label>" + both({"真值评测", "truth"}) +
         " <select name=\"judged\">" + options_html({"全部", "all"}, by_judgement) +
         "</select></label>\n<output class=\"shown\" id=\"incident-count\" aria-live=\"polite\"></output>\n</form>\n";
}

std::string list_html(const Json& data) {
  const auto& rows = data["incidents"];
  if (rows.empty())
    return "<p class=\"none\">" + both({"本次未认定任何事件。", "The engine confirmed no incident."}) + "</p>";
  Table table({"事件清单", "all incidents"},
              Columns{{{"编号", "no."}},
                      {{"认定时间", "confirmed"}},
                      {{"类别", "class"}},
                      {{"店铺", "shop"}},
                      {{"地点", "place"}},
                      {{"结果", "outcome"}},
                      {{"办结", "closed"}},
                      {{"队员", "officer"}},
                      {{"真值评测", "truth"}}},
              "stacked incidents");
  for (std::size_t i = 0; i < std::min(rows.size(), kMostListed); ++i) {
    const auto& row = rows[i];
    const auto& kind = data["classes"].at(row["class"].get<std::size_t>());
    const std::string wrong = row["wrong_by"].get<std::string>(), id = std::to_string(row["id"].get<std::uint64_t>());
    table.row(
        {"#" + id, moment_text(row["confirmed"].get<std::int64_t>()),
         both({kind["zh"].get<std::string>(), kind["en"].get<std::string>()}), shop_cell(data, row),
         both(place_words(row["place"])), both(word_of(data["words"], "after", row["outcome"].get<std::string>())),
         row["closed"].is_null() ? "–" : moment_text(row["closed"].get<std::int64_t>()),
         row["officer"].is_null() ? "–" : escape_html(row["officer"].get<std::string>()), judged_cell(data, row)},
        wrong.empty() ? "" : "wrong",
        fmt::format(R"(id="incident-{}" data-class="{}" data-outcome="{}" data-judged="{}")", id,
                    row["class"].get<std::size_t>(), escape_html(row["outcome"].get<std::string>()),
                    escape_html(wrong.empty() ? "right" : wrong)));
  }
  std::string note;
  if (rows.size() > kMostListed) {
    const std::string listed = count_text(static_cast<std::int64_t>(kMostListed)),
                      all = count_text(static_cast<std::int64_t>(rows.size()));
    note = "<p class=\"limit\">" +
           both({fmt::format("本页列出前 {} 起；全部 {} 起见 tables/incidents.csv。", listed, all),
                 fmt::format("The first {} are listed here; all {} are in tables/incidents.csv.", listed, all)}) +
           "</p>\n";
  }
  return note + filters_html(data) + table.html();
}

}  // namespace

Fragments incident_fragments(const Json& data) { return {{"incident-list", list_html(data)}}; }

}  // namespace tricolor::harness
