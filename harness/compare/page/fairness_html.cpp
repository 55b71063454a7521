#include "compare/page/fairness_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compare/page/compare_charts.h"
#include "report/rows/twin_names.h"

namespace tricolor::harness {
namespace {

// Groups nearer to 1 than these are all alike to a reader.
constexpr std::size_t kMostGroups = 8;

const Bilingual& words_of(GroupKind kind) {
  static const Bilingual kWords[kGroupKinds] = {{"按业态", "by trade"},
                                                {"按街道", "by street"},
                                                {"按摄像机", "by camera"},
                                                {"按视频来源", "by owner of the feed"}};
  return kWords[static_cast<std::size_t>(kind)];
}

Bilingual shown(GroupKind kind, const std::string& name, const Json& trades) {
  return kind == GroupKind::trade && trades.contains(name) ? bilingual(trades[name]) : Bilingual{name, name};
}

std::string cell_of(const ShrunkenRatio& it) {
  const std::string figures = fmt::format("{:.2f} <small>[{:.2f} … {:.2f}] {}/{:.0f} h</small>", it.ratio, it.low,
                                          it.high, it.events, it.exposure);
  return it.flagged ? "<b class=\"verdict-worse\">⚑ " + both({"标记", "flagged"}) + "</b> " + figures : figures;
}

std::string chance_text(double chance) { return chance < 0.001 ? "< 0.001" : fmt::format("{:.3f}", chance); }

std::string table_of(const StudyResults& study, GroupKind kind, const Json& trades) {
  std::vector<Table::Column> columns{{words_of(kind)}};
  for (const StudyPolicy& policy : study.settings.policies) columns.push_back({{policy.label, policy.label}, true});
  Table table(words_of(kind), columns, "stacked");
  std::map<std::string, double> worst;
  for (const PolicyResult& policy : study.policies)
    for (const ShrunkenRatio& it : policy.fairness_of(kind).groups)
      worst[it.name] = std::max(worst[it.name], it.events > 0 ? it.ratio : 0);
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [name, ratio] : worst)
    if (ratio > 0) order.emplace_back(-ratio, name);
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), kMostGroups));
  for (const auto& [ratio, name] : order) {
    std::vector<std::string> cells{both(shown(kind, name, trades))};
    for (const PolicyResult& policy : study.policies) {
      const auto& groups = policy.fairness_of(kind).groups;
      const auto found =
          std::find_if(groups.begin(), groups.end(), [&](const ShrunkenRatio& it) { return it.name == name; });
      cells.push_back(found == groups.end() ? "–" : cell_of(*found));
    }
    table.row(cells);
  }
  if (table.empty()) return "";
  std::vector<std::string> chances{
      "<small>" + both({"各组相同而出现此差异的概率", "chance that alike groups differ so"}) + "</small>"};
  for (const PolicyResult& policy : study.policies) chances.push_back(chance_text(policy.fairness_of(kind).chance));
  table.row(chances, "sum");
  return "<h4>" + both(words_of(kind)) + "</h4>" + table.html();
}

}  // namespace

std::string fairness_html(const StudyResults& study) {
  const Json trades = trade_names_json();
  std::string html;
  for (std::size_t kind = 0; kind < kGroupKinds; ++kind) html += table_of(study, static_cast<GroupKind>(kind), trades);
  return html.empty() ? "<p class=\"none\">" + both({"没有误计次。", "No strike was wrong."}) + "</p>" : html;
}

}  // namespace tricolor::harness
