#include "compare/page/compare_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compare/page/cities_html.h"
#include "compare/page/compare_charts.h"
#include "compare/page/compare_words.h"
#include "compare/page/fairness_html.h"
#include "compare/page/study_tables.h"
#include "compare/page/worlds_html.h"
#include "report/page/html/page.h"
#include "report/rows/twin_names.h"
#include "run/shell_word.h"
#include "scenario/real_shops.h"

namespace tricolor::harness {
namespace {

std::string policies_html(const StudyResults& study) {
  std::string html;
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
    const StudyPolicy& it = study.settings.policies[policy];
    std::string list;
    for (const auto& [zh, en] : it.differences) list += "<li>" + both({zh, en}) + "</li>";
    if (list.empty() && policy > 0)
      list = "<li>" + both({"与基准的取值完全相同。", "Equal to the base in every value."}) + "</li>";
    if (policy == 0)
      list = "<li>" +
             both({"基准：其余方案逐项与它比较；切换前各方案共用其规则。",
                   "The base, with which the others are compared and under which all of them begin."}) +
             "</li>";
    html += "<div class=\"card\"><h3>" + policy_mark(study, policy) + " <small>" + code(it.name) +
            "</small></h3><ul class=\"differences\">" + list + "</ul></div>";
  }
  return html;
}

std::string legend(const StudyResults& study) {
  std::string list;
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy)
    list += "<li>" + policy_mark(study, policy) + "</li>";
  return "<ul class=\"legend\">" + list + "</ul>";
}

std::string curves(const StudyResults& study) {
  std::string html;
  for (std::size_t i = 0; i < kCurves; ++i)
    html += "<div class=\"card\">" + curve_svg(study, static_cast<Curve>(i)) + "</div>";
  return html;
}

std::string metric_name(Metric metric) {
  const MetricText& text = text_of(metric);
  return fmt::format("{}<br><small>{}</small>", both({text.name_zh, text.name_en}), both({text.unit_zh, text.unit_en}));
}

std::string figures_table(const StudyResults& study) {
  Table table({"全部指标与基准的差", "every figure against the base"},
              {{{"指标", "figure"}},
               {{"方案", "policy"}},
               {{"基准", "base"}, true},
               {{"该方案", "policy's"}, true},
               {{"差与区间", "difference and interval"}, true},
               {{"判定", "verdict"}}},
              "stacked");
  for (const MetricResult& metric : study.metrics)
    for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
      const Comparison& it = metric.against_base[policy];
      const bool primary = study.settings.metrics.rules[static_cast<std::size_t>(metric.metric)].primary;
      const bool any = it.pairs > 0;
      const std::string verdict =
          !primary ? "<small>" + both({"95% 区间，不判定", "95 %, no verdict"}) + "</small>" : both(verdict_text(it));
      table.row(
          {metric_name(metric.metric), policy_mark(study, policy), any ? figure_text(metric.metric, it.base) : "–",
           any ? figure_text(metric.metric, it.value) : "–", interval_markup(metric.metric, it), verdict},
          primary ? "sum" : "");
    }
  return table.html();
}

std::string pairing_table(const StudyResults& study) {
  Table table({"成对比较的效果", "what pairing was worth"},
              {{{"指标", "figure"}},
               {{"方案", "policy"}},
               {{"对数", "pairs"}, true},
               {{"相关系数", "correlation"}, true},
               {{"方差比（不成对／成对）", "variance, unpaired over paired"}, true}});
  for (const MetricResult& metric : study.metrics)
    for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
      const Comparison& it = metric.against_base[policy];
      const MetricText& text = text_of(metric.metric);
      table.row({both({text.name_zh, text.name_en}), policy_mark(study, policy), fmt::format("{}", it.pairs),
                 it.pairing.correlation ? fmt::format("{:.3f}", *it.pairing.correlation) : "–",
                 it.pairing.variance_ratio ? fmt::format("{:.1f}", *it.pairing.variance_ratio) : "–"});
    }
  return table.html();
}

std::string fairness_table(const StudyResults& study) {
  Table table({"按业态与街道的误计次", "wrong strikes by trade and street"},
              {{{"组", "group"}},
               {{"方案", "policy"}},
               {{"店铺", "shops"}, true},
               {{"误计次／全部", "wrong of all"}, true},
               {{"误计次率（每千注视无责店时）", "exposed rate, per 1,000 watched lawful shop-hours"}, true},
               {{"误判降色天数", "wrongful days"}, true},
               {{"因不可见而降色天数", "days by blindness"}, true}},
              "stacked");
  const Json trades = trade_names_json();
  const auto rows = [&](const std::string& name, const Bilingual& shown, auto&& groups) {
    for (std::size_t policy = 0; policy < study.policies.size(); ++policy) {
      const auto& all = groups(study.policies[policy]);
      const auto found = all.find(name);
      if (found == all.end()) continue;
      const Exposure& it = found->second;
      const double runs = static_cast<double>(std::max<std::size_t>(1, study.plan.pairs));
      table.row(
          {both(shown), policy_mark(study, policy), count_text(it.shops),
           fmt::format("{}/{}", it.wrong_strikes, it.strikes),
           it.watched_lawful_hours > 0 ? fmt::format("{:.3f}", 1000 * it.wrong_strikes / it.watched_lawful_hours) : "–",
           fmt::format("{:.1f}", it.wrongful_days / runs), fmt::format("{:.1f}", it.blind_days / runs)});
    }
  };
  for (const auto& [name, exposure] : study.policies.front().trades)
    rows(
        name, trades.contains(name) ? bilingual(trades[name]) : Bilingual{name, name},
        [](const PolicyResult& policy) -> const auto& { return policy.trades; });
  for (const auto& [name, exposure] : study.policies.front().streets)
    rows(
        name, {name, name}, [](const PolicyResult& policy) -> const auto& { return policy.streets; });
  return table.html();
}

std::string hidden_note(const StudyResults& study) {
  if (study.hidden_groups == 0) return "";
  const std::size_t count = study.hidden_groups;
  return "<p class=\"note\">" +
         both({fmt::format("店铺取自真实名册：不足 {} 家店铺的组（{} 个）一律不列出；比值与概率按全部组计算。",
                           kSmallestGroup, count),
               fmt::format("The shops are those of a real register: {} group{} of fewer than {} shops {} left out "
                           "everywhere; ratios and chances were computed with all groups.",
                           count, count == 1 ? "" : "s", kSmallestGroup, count == 1 ? "is" : "are")}) +
         "</p>";
}

std::string arrival_table(const StudyResults& study) {
  Table table({"到场用时", "officers' arrival"}, {{{"方案", "policy"}},
                                                  {{"九成到场不超过", "nine of ten within"}, true},
                                                  {{"按期结案率", "closed on time"}, true},
                                                  {{"立案／百店·30 天", "cases per 100 shops, 30 days"}, true}});
  const auto mean = [&](Metric metric, std::size_t policy) {
    const Moments& it = study.of(metric).of_policy[policy];
    return it.count ? figure_text(metric, it.mean) : std::string("–");
  };
  const auto arrival = [&](std::size_t policy) {
    const bool any = study.of(Metric::arrival_p90).of_policy[policy].count > 0;
    return mean(Metric::arrival_p90, policy) + (any ? " " + both({"分钟", "min"}) : "");
  };
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy)
    table.row({policy_mark(study, policy), arrival(policy), mean(Metric::closed_on_time, policy),
               mean(Metric::cases, policy)});
  return table.html();
}

std::string changes_table(const StudyResults& study) {
  std::vector<Table::Column> columns{{{"变码", "change"}}};
  for (const StudyPolicy& policy : study.settings.policies) columns.push_back({{policy.label, policy.label}, true});
  Table table({"变码次数（每次仿真平均）", "changes of colour in a mean replication"}, columns);
  static constexpr struct {
    const char *key, *zh, *en;
  } kChanges[] = {{"green_yellow", "绿→黄", "green → yellow"}, {"yellow_red", "黄→红", "yellow → red"},
                  {"red_yellow", "红→黄", "red → yellow"},     {"yellow_green", "黄→绿", "yellow → green"},
                  {"green_red", "绿→红", "green → red"},       {"red_green", "红→绿", "red → green"}};
  for (const auto& change : kChanges) {
    std::vector<std::string> cells{both({change.zh, change.en})};
    bool any = false;
    for (const PolicyResult& policy : study.policies) {
      const auto found = policy.changes.find(change.key);
      any = any || found != policy.changes.end();
      cells.push_back(fmt::format("{:.1f}", found == policy.changes.end() ? 0.0 : found->second));
    }
    if (any) table.row(cells);
  }
  return table.html();
}

std::string examples_table(const StudyResults& study) {
  if (study.examples.empty())
    return "<p class=\"none\">" +
           both({"各对仿真在主要指标上没有差别，无可回看。",
                 "No pair differs in a primary figure: there is nothing to see."}) +
           "</p>";
  Table table({"可回看的例子", "where to see it"},
              {{{"指标", "figure"}},
               {{"方案", "policy"}},
               {{"种子", "seed"}, true},
               {{"该对之差", "difference"}, true},
               {{"命令", "command"}}},
              "stacked");
  for (const Example& it : study.examples)
    table.row({both({text_of(it.metric).name_zh, text_of(it.metric).name_en}), policy_mark(study, it.policy),
               fmt::format("{}", it.seed), signed_text(it.metric, it.difference),
               "<code class=\"command\">" + escape_html(watch_command(study, it)) + "</code>"});
  return table.html();
}

std::string steady_table(const StudyResults& study) {
  if (study.settings.question != StudyQuestion::steady) return "";
  Table table({"是否已达稳态", "whether the state is steady"},
              {{{"指标", "figure"}},
               {{"方案", "policy"}},
               {{"全红起点减全绿起点", "begun red minus begun green"}, true},
               {{"结论", "finding"}}});
  for (const SteadyCheck& it : study.steady)
    table.row({both({text_of(it.metric).name_zh, text_of(it.metric).name_en}), policy_mark(study, it.policy),
               fmt::format("{} [{} … {}]", signed_text(it.metric, it.difference),
                           signed_text(it.metric, it.interval.low), signed_text(it.metric, it.interval.high)),
               it.agrees ? both({"一致", "agree"}) : "<b>" + both({"不一致", "disagree"}) + "</b>"});
  return "<div class=\"card\"><h3>" + both({"是否已达稳态", "Is it steady?"}) + "</h3>" + table.html() + "</div>";
}

Bilingual note_figures(const StudyResults& study) {
  const Terms terms = study.settings.terms();
  return {fmt::format("主要指标按 1 − 0.05／{}（{} 项比较）的置信度给出区间并作判定；其余为 95% "
                      "区间，仅供参考。无好坏方向的指标只说多少。",
                      terms.comparisons, terms.comparisons),
          fmt::format(
              "Primary figures (bold) have intervals at 1 − 0.05 / {} for {} comparisons and a verdict; others have "
              "95 % and none. A figure without a better direction is only more or fewer.",
              terms.comparisons, terms.comparisons)};
}

}  // namespace

std::string watch_command(const StudyResults& study, const Example& example) {
  std::string command =
      fmt::format("tricolor view {} --seed {}",
                  shell_word("worlds/" + study.settings.policies.at(example.policy).label + ".yaml"), example.seed);
  if (!example.moment) return command;
  command += fmt::format(" --at '{}'", example.moment->at);
  if (!example.moment->shop.empty()) command += " --select " + shell_word("shop:" + example.moment->shop);
  return command;
}

std::string compare_page(const StudyResults& study) {
  const bool transition = study.settings.question == StudyQuestion::transition;
  const std::string marks = legend(study);
  const std::map<std::string, std::string, std::less<>> fragments{
      {"warning", warning_html(study)},
      {"sentence", both_markup(sentence_of(study))},
      {"facts", facts(study)},
      {"forest", forest_html(study)},
      {"policies", policies_html(study)},
      {"about-course",
       both(transition
                ? Bilingual{"切换日起逐日均值；阴影为十次中八次所在的范围，即一个真实月份可能的读数，不是均值的误差。",
                            "Means by day from the switch on; the shade holds eight of ten months as a real "
                            "month would read, and is no error of the mean."}
                : Bilingual{"逐日均值；阴影为十次中八次所在的范围。",
                            "Means by day; the shade holds eight of ten months."})},
      {"curves", curves(study)},
      {"table-changes", changes_table(study)},
      {"legend", marks},
      {"groups", groups_html(study)},
      {"table-fairness", fairness_table(study) + hidden_note(study)},
      {"table-ratios", fairness_html(study)},
      {"trade-off", trade_off_svg(study)},
      {"table-arrival", arrival_table(study)},
      {"load", load_html(study)},
      {"table-figures", figures_table(study)},
      {"note-figures", both(note_figures(study))},
      {"table-pairing", pairing_table(study)},
      {"worlds", worlds_html(study)},
      {"worlds-ranges", worlds_ranges(study)},
      {"cities", cities_html(study)},
      {"questions", questions_html(study)},
      {"table-examples", examples_table(study)},
      {"limits", limits_html(study)},
      {"table-assumptions", assumptions_table(study)},
      {"table-plan", plan_table(study)},
      {"steady", steady_table(study)},
      {"table-provenance", provenance_table(study)}};
  const StudyPage page{"compare.html",
                       {"三色码方案比较", "Tricolor compare"},
                       study.settings.scenario,
                       {{"policies", {"方案", "Policies"}},
                        {"course", {"逐日变化", "Day by day"}},
                        {"fair", {"公平性", "Fairness"}},
                        {"work", {"工作量", "Work"}},
                        {"figures", {"全部指标", "All figures"}},
                        {"worlds", {"其他世界", "Worlds"}},
                        {"cities", {"其他城市", "Cities"}},
                        {"questions", {"问答", "Questions"}},
                        {"limits", {"适用范围", "Limits"}}},
                       {"compare.css"}};
  return fill_study_page(page, fragments);
}

}  // namespace tricolor::harness
