#include "compare/page/cities_html.h"

#include <fmt/format.h>

#include "compare/page/compare_charts.h"
#include "compare/page/study_tables.h"

namespace tricolor::harness {
namespace {

std::string span_text(Metric metric, const std::optional<Interval>& interval) {
  if (!interval) return "–";
  return fmt::format("[{} … {}]", signed_text(metric, interval->low), signed_text(metric, interval->high));
}

}  // namespace

std::string cities_html(const StudyResults& study) {
  if (!study.cities)
    return "<p class=\"none\">" +
           both_markup({"未作此项试算。加上 <code>--cities 10 --resume</code> 再执行一次同一命令即可。",
                        "Not tried. The same command again with <code>--cities 10 --resume</code> does so."}) +
           "</p>";
  const std::string count = fmt::format("{}", study.cities->cities.cities);
  Table table({"在其他城市中与基准之差", "differences from the base in other cities"},
              {{{"指标", "figure"}},
               {{"方案", "policy"}},
               {{"本市之差", "in this city"}, true},
               {{count + " 个城市的平均差", "mean of " + count + " cities"}, true},
               {{"再换一个城市", "in one more city"}, true},
               {{"方向相同", "same direction"}, true},
               {{"标准差：城市间；同城各对间", "deviation: cities; pairs of one"}, true}});
  for (const MetricInCities& row : study.cities->rows) {
    const DifferenceInCities& it = row.found;
    const MetricText& text = text_of(row.metric);
    table.row({both({text.name_zh, text.name_en}), policy_mark(study, row.policy),
               interval_markup(row.metric, study.of(row.metric).against_base.at(row.policy)),
               it.cities > 0 ? signed_text(row.metric, it.difference) + " " + span_text(row.metric, it.interval) : "–",
               span_text(row.metric, it.another_city), fmt::format("{} / {}", it.same_direction, it.cities),
               figure_text(row.metric, it.between) + "; " + figure_text(row.metric, it.within)});
  }
  return table.html();
}

}  // namespace tricolor::harness
