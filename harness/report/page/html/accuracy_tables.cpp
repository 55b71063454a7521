#include <fmt/format.h>

#include <algorithm>

#include "report/page/html/html.h"
#include "report/page/html/page_fragments.h"
#include "report/rows/outcomes.h"
#include "scenario/counted.h"

namespace tricolor::harness {

namespace {

using Columns = std::vector<Table::Column>;

Bilingual class_name(const Json& data, const std::string& code) {
  if (code == "all") return {"全部类别", "all classes"};
  for (const auto& it : data["classes"])
    if (it["code"] == code) return {it["zh"].get<std::string>(), it["en"].get<std::string>()};
  return {code, code};
}

/// Writes a share as "33.7" of 100, with the count and the interval.
std::string of_hundred(const Proportion& share) {
  if (share.of == 0) return "–";
  return fmt::format("<b>{:.1f}</b> <small>{}/{} [{:.0f}–{:.0f}]</small>", 100 * share.value(), share.hits, share.of,
                     100 * share.low(), 100 * share.high());
}

/// Stages at which nothing was lost share one row, so that the others stand out and all are named.
class EmptyStages {
 public:
  void add(const Json& name) {
    const Bilingual stage = bilingual(name);
    stages_.zh += (stages_.zh.empty() ? "" : "、") + stage.zh;
    stages_.en += (stages_.en.empty() ? "" : "; ") + stage.en;
  }
  void row(Table& table, int columns) const {
    if (!stages_.zh.empty())
      table.wide_row(both({"以下各项为 0：" + stages_.zh, "none: " + stages_.en}), columns, "nothing");
  }

 private:
  Bilingual stages_;
};

std::string classes_table(const Json& data) {
  Table table({"各类违规与告警", "violations and accusations by class"},
              Columns{{{"类别", "class"}},
                      {{"实际违规", "true violations"}},
                      {{"其中已发现", "of these found"}, true},
                      {{"告警", "accusations"}, true},
                      {{"其中误告", "of these wrong"}, true}},
              "classes middle");
  std::int64_t most = 1;
  for (const auto& it : data["classes"]) most = std::max(most, it["violations"].get<std::int64_t>());
  for (const auto& it : data["classes"]) {
    if (it["violations"] == 0 && it["accusations"] == 0) continue;
    const double truly = it["violations"].get<double>() / static_cast<double>(most),
                 found = it["found"].get<double>() / static_cast<double>(most);
    table.row({both({it["zh"].get<std::string>(), it["en"].get<std::string>()}),
               "<span class=\"bars\">" + bar_html(0, truly, "truth") + bar_html(0, found, "found") + "</span><b>" +
                   count_text(it["violations"]) + "</b>",
               count_text(it["found"]), count_text(it["accusations"]), count_text(it["wrong"])});
  }
  return table.empty() ? "<p class=\"none\">" + both({"无违规，无告警。", "No violation and no accusation."}) + "</p>"
                       : table.html();
}

/// Shows, of 100 true violations, the losses of each stage, the violations found, and their outcomes. Each bar begins
/// where the one before ended.
std::string waterfall_table(const Json& data) {
  const auto& summary = data["summary"];
  const auto& words = data["words"];
  const auto all = summary["violations"].get<std::int64_t>();
  if (all == 0) return "<p class=\"none\">" + both({"无实际违规，无漏失。", "No violation, so none to lose."}) + "</p>";
  Table table(
      {"每 100 起实际违规的漏失环节", "of 100 true violations, where they were lost"},
      Columns{{{"环节", "stage"}}, {{"每 100 起", "of 100"}}, {{"比例（95% 置信区间）", "share and interval"}, true}},
      "fall");
  std::int64_t left = all;
  const auto at = [&](std::int64_t count) { return static_cast<double>(count) / static_cast<double>(all); };
  const auto row = [&](const Bilingual& name, std::int64_t count, std::int64_t from, const char* kind,
                       const char* css = "") {
    table.row({both(name), count ? bar_html(at(from), at(from + count), kind) : "", of_hundred({count, all})}, css);
  };
  row({"实际违规", "true violations"}, all, 0, "truth", "sum");
  EmptyStages nothing_lost;
  for (const char* stage : kLostStages) {
    const auto count = summary["lost"].value(stage, std::int64_t{0});
    left -= count;
    if (count) row(bilingual(words["lost"][stage]), count, left, "lost");
    else nothing_lost.add(words["lost"][stage]);
  }
  nothing_lost.row(table, 3);
  row({"已发现", "found"}, left, 0, "found", "sum");
  EmptyStages nothing_after;
  for (const char* end : kAfterFound) {
    const bool handled = end == kAfterFound[0] || end == kAfterFound[1] || end == kAfterFound[2];
    const auto count = summary["outcomes"]["after_found"][end].get<std::int64_t>();
    left -= count;
    if (count) row(bilingual(words["after"][end]), count, left, handled ? "good" : "open");
    else nothing_after.add(words["after"][end]);
  }
  nothing_after.row(table, 3);
  return table.html();
}

/// Shows, of 100 accusations, the wrong ones by the stage that erred, and by shops and public places.
std::string accusations_table(const Json& data) {
  const auto& summary = data["summary"];
  const auto& words = data["words"];
  std::int64_t all = 0;
  for (const auto& [cause, count] : summary["wrong"].items()) all += count.get<std::int64_t>();
  if (all == 0) return "<p class=\"none\">" + both({"无告警。", "Nobody was accused."}) + "</p>";
  Table table({"每 100 次告警的差错环节", "of 100 accusations, what was wrong and where"},
              Columns{{{"告警", "accusation"}},
                      {{"每 100 次", "of 100"}},
                      {{"比例（95% 置信区间）", "share and interval"}, true},
                      {{"其中涉店", "named a shop"}, true}},
              "fall");
  const auto at = [&](std::int64_t count) { return static_cast<double>(count) / static_cast<double>(all); };
  const auto right = summary["wrong"].value("right", std::int64_t{0});
  auto right_of_shops = summary["outcomes"]["innocent_shop"]["of"].get<std::int64_t>();
  for (const auto& [cause, count] : summary["outcomes"]["wrong_of_shops"].items())
    right_of_shops -= count.get<std::int64_t>();
  table.row({both(bilingual(words["wrong"]["right"])), right ? bar_html(0, at(right), "found") : "",
             of_hundred({right, all}), count_text(right_of_shops)},
            "sum");
  auto from = right;
  EmptyStages nothing_wrong;
  for (const char* cause : kWrongCauses) {
    const auto count = summary["wrong"].value(cause, std::int64_t{0});
    if (count)
      table.row({both(bilingual(words["wrong"][cause])) + " " + small(bilingual(words["wrong_stage"][cause])),
                 bar_html(at(from), at(from + count), "lost"), of_hundred({count, all}),
                 count_text(summary["outcomes"]["wrong_of_shops"][cause])});
    else nothing_wrong.add(words["wrong"][cause]);
    from += count;
  }
  nothing_wrong.row(table, 4);
  const auto& innocent = summary["outcomes"]["innocent_shop"];
  const Proportion hit{innocent["hits"].get<std::int64_t>(), innocent["of"].get<std::int64_t>()};
  table.row({both({"涉店告警中误告店铺的", "of those that name a shop, innocent ones"}),
             hit.hits ? bar_html(0, hit.value(), "lost") : "", of_hundred(hit), count_text(innocent["hits"])},
            "sum");
  const auto held = summary["held_after_end"].get<std::int64_t>();
  table.row({both({"误判持续：违规消失后系统仍判定存在（不论告警对错）",
                   "held on: the engine still saw it after it had gone, whether rightly accused or not"}),
             held ? bar_html(0, at(held), "lost") : "", of_hundred({held, all}),
             count_text(summary["outcomes"]["held_after_end_of_shops"])},
            "sum");
  return table.html();
}

std::string scores_table(const Json& data, const char* when, const Bilingual& caption) {
  // The intervals are drawn beside the least precision and recall that `./dev campaign accuracy` asks for.
  constexpr double kGoal = 0.90;
  const auto& scores = data["summary"][when];
  if (scores.empty())
    return "<p class=\"none\">" + both({"该时段无样本。", "Nothing to judge in these hours."}) + "</p>";
  double most_s = 3;
  for (const auto& [code, score] : scores.items())
    for (const char* end : {"median", "high"})
      if (!score["delay"][end].is_null()) most_s = std::max(most_s, score["delay"][end].get<double>());
  const Bilingual delay{fmt::format("认定延迟中位数（0–{:.0f} 秒）", most_s),
                        fmt::format("delay, median (0–{:.0f} s)", most_s)};
  Table table(caption,
              Columns{{{"类别", "class"}},
                      {{"告警准确率", "precision"}},
                      {{"发现率：可清晰看见的", "recall: could be seen"}},
                      {{"发现率：摄像机正常的", "recall: camera worked"}},
                      {{"发现率：全部违规", "recall: all violations"}},
                      {delay}},
              "stacked middle scores");
  const auto row = [&](const std::string& code) {
    const auto& score = scores[code];
    table.row({both(class_name(data, code)), interval_html(score["precision"], kGoal),
               interval_html(score["recall_opportunities"], kGoal), interval_html(score["recall_working"]),
               interval_html(score["recall_all"]), delay_html(score["delay"], most_s)},
              code == "all" ? "sum" : "");
  };
  if (scores.contains("all")) row("all");
  for (const auto& it : data["classes"])
    if (scores.contains(it["code"].get<std::string>())) row(it["code"].get<std::string>());
  return table.html();
}

/// Shows what stood beside lines: the same run judged by the zones as drawn and by the surveyed fronts, what drawing
/// cost, what lay between shops or across a line, and what nobody can decide.
std::string lines_table(const Json& data) {
  const auto& summary = data["summary"];
  const auto& surveyed = summary["surveyed"];
  Table table(
      {"界线内外", "beside the lines"},
      Columns{{{"口径", "judged"}}, {{"告警准确率", "precision"}}, {{"发现率：可清晰看见的", "recall: could be seen"}}},
      "stacked middle scores");
  const auto row = [&](const Bilingual& name, const Json& score) {
    table.row({both(name), score.is_null() ? "–" : interval_html(score["precision"], 0.9),
               score.is_null() ? "–" : interval_html(score["recall_opportunities"], 0.9)});
  };
  const auto of = [](const Json& scores, const char* key) {
    return scores.contains(key) ? scores[key] : Json(nullptr);
  };
  row({"日间，按画定区域", "by day, by the zones as drawn"}, of(summary["by_day"], "all"));
  row({"日间，按实测界线", "by day, by the surveyed fronts"}, of(surveyed["by_day"], "all"));
  row({"其中跨两店门前", "of these, between two shops, day and night"}, of(summary["apart"], "between_shops"));
  row({"其中压界线", "of these, across the line of a front, day and night"}, of(summary["apart"], "across_line"));
  const auto lost = surveyed["lost"].value("drawing", std::int64_t{0}),
             wrong = surveyed["wrong"].value("drawing", std::int64_t{0}),
             shops = surveyed["innocent_shops"].get<std::int64_t>();
  table.wide_row(
      both({fmt::format("画线偏差的代价：按实测界线漏失 {} 起，误告 {} 次；按实测界线共误告 {} 家店铺。", lost, wrong,
                        shops),
            fmt::format(
                "What drawing cost: {} lost and {}, judged by the surveyed fronts; by these, {} accused innocently "
                "in all.",
                counted(lost, "violation"), counted(wrong, "wrong accusation"),
                counted(shops, "shop was", "different shops were"))}),
      3);
  table.wide_row(both({"无法判定（距时限一个取图间隔以内，或距界限 0.15 米以内），不计入准确率和发现率：",
                       "Undecidable (within one sampling interval of the dwell, or 0.15 m of a limit), in no precision "
                       "and no recall: "}) +
                     proportion_html(summary["undecidable"]),
                 3);
  return table.html();
}

/// Shows the run's own figures beside those that cities publish.
std::string cities_table(const Json& data) {
  const auto& summary = data["summary"];
  const auto& kpi = summary["indicators"];
  const auto& funnel = data["funnel"];
  const auto of_notices = [&](const char* what) {
    return proportion_json({funnel[what].get<std::int64_t>(), funnel["notices"].get<std::int64_t>()});
  };
  Proportion precision;
  for (const auto& [cause, count] : summary["wrong"].items())
    if (cause != "undecidable") precision.of += count.get<std::int64_t>();
  precision.hits = summary["wrong"].value("right", std::int64_t{0});
  const std::map<std::string, Json> shares{{"precision", proportion_json(precision)},
                                           {"correction", kpi["correction"]},
                                           {"warned_in_vain", of_notices("cases_warned")},
                                           {"visited", of_notices("visited")},
                                           {"closing", kpi["closing"]},
                                           {"on_time", kpi["on_time"]},
                                           {"reworked", kpi["reworked"]}};
  Table table({"与公开数据对照", "the twin and published figures"},
              Columns{{{"指标", "figure"}}, {{"本次", "this run"}}, {{"公开数据", "published"}}},
              "stacked middle cities");
  for (const auto& it : data["published"]) {
    const std::string figure = it["figure"].get<std::string>();
    const bool is_share = figure != "incidents_per_camera_day";
    std::string published;
    std::vector<double> marks;
    for (const auto& city : it["cities"]) {
      const double value = city["value"].get<double>();
      published +=
          fmt::format("<li>{} <b>{}</b> <small>{}</small></li>", both(bilingual(city["city"])),
                      is_share ? percent_text(value, value < 0.01 || value > 0.99 ? 2 : 1) : decimal_text(value, 2),
                      both(bilingual(city["note"])));
      if (is_share) marks.push_back(value);
    }
    std::string own = both({"未纳入仿真", "not simulated"});
    if (!is_share) own = "<b>" + decimal_text(summary["incidents_per_camera_day"].get<double>(), 2) + "</b>";
    if (const auto share = shares.find(figure); share != shares.end()) own = interval_html(share->second, 0, marks);
    table.row(
        {both(bilingual(it["name"])) +
             (it["put_in"].get<bool>() ? " <span class=\"assumed\">" + both({"输入假定", "assumed input"}) + "</span>"
                                       : ""),
         own, "<ul>" + published + "</ul>"});
  }
  return table.html();
}

}  // namespace

Fragments accuracy_fragments(const Json& data) {
  return {{"table-classes", classes_table(data)},
          {"table-waterfall", waterfall_table(data)},
          {"table-lines", lines_table(data)},
          {"table-accusations", accusations_table(data)},
          {"table-day", scores_table(data, "by_day", {"日间，分类别", "by day, class by class"})},
          {"table-night", scores_table(data, "by_night", {"夜间，分类别", "by night, class by class"})},
          {"table-cities", cities_table(data)}};
}

}  // namespace tricolor::harness
