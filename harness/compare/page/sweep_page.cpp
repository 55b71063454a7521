#include "compare/page/sweep_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "compare/front.h"
#include "compare/page/compare_charts.h"
#include "compare/page/compare_words.h"
#include "compare/page/plot.h"
#include "compare/page/point_labels.h"
#include "compare/page/study_tables.h"
#include "compare/policy_words.h"
#include "report/page/html/page.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

constexpr std::size_t kBase = 0;

std::string values_of(const StudySettings& settings, std::size_t policy) {
  std::string text;
  const StudyPolicy& it = settings.policies.at(policy);
  for (std::size_t field = 0; field < it.at.size(); ++field)
    text += (field ? " · " : "") + settings.fields.at(field).values.at(it.at[field]);
  return text;
}

std::string point_name(const StudySettings& settings, std::size_t policy) {
  if (policy == kBase) return both({"基准", "base"});
  return fmt::format("<b>{}</b> {}", policy, escape_html(values_of(settings, policy)));
}

std::size_t count_of(const std::vector<FrontPoint>& front, FrontPlace place) {
  return static_cast<std::size_t>(
      std::count_if(front.begin() + 1, front.end(), [place](const FrontPoint& point) { return point.place == place; }));
}

// The half-width of the paired interval against the base, about the point's own mean.
Interval around(const StudyResults& study, Metric metric, std::size_t policy) {
  const double mean = study.of(metric).of_policy[policy].mean;
  const Comparison& it = study.of(metric).against_base[policy];
  if (policy == kBase || !it.interval) return {mean, mean};
  return {mean + it.interval->low - it.difference, mean + it.interval->high - it.difference};
}

Bilingual metric_axis(Metric metric) {
  const MetricText& text = text_of(metric);
  return {fmt::format("{}（{}）", text.name_zh, text.unit_zh), fmt::format("{}, {}", text.name_en, text.unit_en)};
}

const char* css_of(FrontPlace place) {
  return place == FrontPlace::front ? "p1" : place == FrontPlace::unsure ? "p2" : "p5 faint";
}

std::string front_svg(const StudyResults& study, const std::vector<FrontPoint>& front, Metric along, Metric up) {
  double low_x = 1e18, high_x = -1e18, low_y = 1e18, high_y = -1e18;
  for (std::size_t policy = 0; policy < front.size(); ++policy) {
    const Interval x = around(study, along, policy), y = around(study, up, policy);
    low_x = std::min(low_x, x.low), high_x = std::max(high_x, x.high);
    low_y = std::min(low_y, y.low), high_y = std::max(high_y, y.high);
  }
  const double pad_x = std::max(0.02, 0.08 * (high_x - low_x)), pad_y = std::max(0.02, 0.1 * (high_y - low_y));
  Plot plot(std::max(0.0, low_x - pad_x), high_x + pad_x, std::max(0.0, low_y - pad_y), high_y + pad_y, 360);
  plot.grid_y(6);
  plot.ticks_x(6, 0);
  PointLabels labels;
  // Beaten points are drawn first, so that the front lies above it.
  for (const FrontPlace place : {FrontPlace::dominated, FrontPlace::unsure, FrontPlace::front})
    for (std::size_t policy = 0; policy < front.size(); ++policy) {
      if (front[policy].place != place) continue;
      const Interval x = around(study, along, policy), y = around(study, up, policy);
      const double at_x = plot.x(study.of(along).of_policy[policy].mean),
                   at_y = plot.y(study.of(up).of_policy[policy].mean);
      const char* css = policy == kBase ? "p0" : css_of(place);
      plot.add(fmt::format(R"(<path class="cross {}" d="M{:.1f} {:.1f}H{:.1f}M{:.1f} {:.1f}V{:.1f}"/>)", css,
                           plot.x(std::max(0.0, x.low)), at_y, plot.x(x.high), at_x, plot.y(std::max(0.0, y.low)),
                           plot.y(y.high)));
      plot.add(policy == kBase ? fmt::format(R"(<rect class="p0" x="{:.1f}" y="{:.1f}" width="11" height="11"/>)",
                                             at_x - 5.5, at_y - 5.5)
                               : fmt::format(R"(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>)", css, at_x, at_y,
                                             place == FrontPlace::dominated ? 3.5 : 6));
      if (policy != kBase && place != FrontPlace::dominated) labels.add(at_x, at_y, std::to_string(policy));
    }
  plot.add(labels.markup());
  plot.name_x(metric_axis(along));
  plot.name_y(metric_axis(up));
  return plot.svg({"各点与前沿", "points and front"});
}

// One field alone: a figure over its values, with the paired interval against the base.
std::string course_svg(const StudyResults& study, Metric metric) {
  const SweepField& field = study.settings.fields.front();
  const std::size_t count = field.values.size();
  double low = study.of(metric).of_policy[kBase].mean, high = low;
  for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
    const Interval it = around(study, metric, policy);
    low = std::min(low, it.low), high = std::max(high, it.high);
  }
  const double pad = std::max(0.02, 0.12 * (high - low)), scale = text_of(metric).share ? 100 : 1;
  Plot plot(-0.4, static_cast<double>(count) - 0.6, std::max(0.0, low - pad) * scale, (high + pad) * scale, 230);
  plot.grid_y(5);
  const double base = plot.y(study.of(metric).of_policy[kBase].mean * scale);
  plot.add(fmt::format(R"(<path class="mean p0" d="M{:.1f} {:.1f}H{:.1f}"/>)", Plot::kLeft, base,
                       Plot::kWidth - Plot::kRight));
  for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
    const double x = plot.x(static_cast<double>(study.settings.policies[policy].at.front()));
    const Interval it = around(study, metric, policy);
    plot.add(fmt::format(R"(<path class="cross p1" d="M{:.1f} {:.1f}V{:.1f}"/><circle class="p1" cx="{:.1f}" )"
                         R"(cy="{:.1f}" r="5"/>)",
                         x, plot.y(std::max(0.0, it.low) * scale), plot.y(it.high * scale), x,
                         plot.y(study.of(metric).of_policy[policy].mean * scale)));
    plot.tick_x(static_cast<double>(study.settings.policies[policy].at.front()),
                field.values[study.settings.policies[policy].at.front()]);
  }
  plot.name_x({field.path, field.path});
  plot.name_y(metric_axis(metric));
  return plot.svg(metric_axis(metric));
}

std::string difference_cell(const StudyResults& study, Metric metric, std::size_t policy) {
  const Comparison& it = study.of(metric).against_base[policy];
  const bool judged = it.verdict == StudyVerdict::better || it.verdict == StudyVerdict::worse;
  return fmt::format(R"(<span class="{}">{}</span>)",
                     judged ? (it.verdict == StudyVerdict::better ? "verdict-better" : "verdict-worse") : "",
                     interval_markup(metric, it));
}

// Two fields: one table for each figure, with the differences from the base.
std::string grid_table(const StudyResults& study, Metric metric) {
  const StudySettings& settings = study.settings;
  const SweepField &down = settings.fields[0], &along = settings.fields[1];
  std::vector<Table::Column> columns{{{down.path + " ＼ " + along.path, down.path + " \\ " + along.path}}};
  for (const std::string& value : along.values) columns.push_back({{value, value}, true});
  const MetricText& text = text_of(metric);
  Table table({fmt::format("{}与基准之差", text.name_zh), fmt::format("{}: difference from the base", text.name_en)},
              columns);
  for (std::size_t row = 0; row < down.values.size(); ++row) {
    std::vector<std::string> cells{escape_html(down.values[row])};
    for (std::size_t policy = 1; policy < settings.policies.size(); ++policy)
      if (settings.policies[policy].at.front() == row) cells.push_back(difference_cell(study, metric, policy));
    table.row(cells);
  }
  return table.html();
}

std::string grid_html(const StudyResults& study) {
  const auto primaries = study.settings.metrics.primaries();
  std::string html;
  if (study.settings.fields.size() == 1) {
    for (const Metric metric : primaries) html += "<div class=\"card\">" + course_svg(study, metric) + "</div>";
    return "<div class=\"plots\">" + html + "</div>";
  }
  if (study.settings.fields.size() == 2)
    for (const Metric metric : primaries) {
      const MetricText& text = text_of(metric);
      html += "<div class=\"card\"><h3>" + both({text.name_zh, text.name_en}) + " <small>" +
              both({text.unit_zh, text.unit_en}) + "</small></h3>" + grid_table(study, metric) + "</div>";
    }
  return html;
}

std::string place_text(const FrontPoint& point) {
  const std::string by = point.by == kBase ? both({"基准", "the base"}) : fmt::format("<b>{}</b>", point.by);
  switch (point.place) {
    case FrontPlace::front: return "<b>" + both({"前沿", "front"}) + "</b>";
    case FrontPlace::unsure: return both({"未定：均值不及", "unsure: in the means beaten by"}) + " " + by;
    case FrontPlace::dominated: return both({"明显不及", "plainly beaten by"}) + " " + by;
  }
  return "";
}

std::string points_table(const StudyResults& study, const std::vector<FrontPoint>& front) {
  std::vector<Table::Column> columns{{{"点", "point"}}, {{"位置", "place"}}};
  std::vector<Metric> shown(kFrontMetrics.begin(), kFrontMetrics.end());
  for (const Metric metric : study.settings.metrics.primaries())
    if (std::find(shown.begin(), shown.end(), metric) == shown.end()) shown.push_back(metric);
  for (const Metric metric : shown) {
    const MetricText& text = text_of(metric);
    columns.push_back({{text.name_zh, text.name_en}, true});
  }
  Table table({"全部的点", "all points"}, columns, "stacked");
  for (std::size_t policy = 0; policy < front.size(); ++policy) {
    std::vector<std::string> cells{point_name(study.settings, policy), place_text(front[policy])};
    for (const Metric metric : shown) {
      const Moments& own = study.of(metric).of_policy[policy];
      std::string cell = own.count ? figure_text(metric, own.mean) : "–";
      if (policy != kBase) cell += "<br><small>" + difference_cell(study, metric, policy) + "</small>";
      cells.push_back(cell);
    }
    table.row(cells, front[policy].place == FrontPlace::front ? "sum" : "");
  }
  return table.html();
}

std::string fields_html(const StudyResults& study) {
  std::string html;
  for (const SweepField& field : study.settings.fields) {
    std::string values;
    for (const std::string& value : field.values) values += (values.empty() ? "" : " · ") + escape_html(value);
    html += "<li>" + code(field.path) + " " +
            (field.of_scenario ? both({"（场景；自预热起即不同）", "(scenario: it differs from the warm-up on)"})
                               : both({"（方案；自切换日起不同）", "(policy: it differs from the switch on)"})) +
            " " + values + "<br><small>" + both({key_in_chinese(field.path), field.about}) + "</small></li>";
  }
  return "<ul>" + html + "</ul>";
}

std::string number_are(std::size_t count) { return fmt::format("<b>{}</b> {}", count, count == 1 ? "is" : "are"); }

Bilingual sentence(const StudyResults& study, const std::vector<FrontPoint>& front) {
  const std::size_t on = count_of(front, FrontPlace::front), beaten = count_of(front, FrontPlace::dominated),
                    unsure = count_of(front, FrontPlace::unsure);
  const FrontPoint& base = front[kBase];
  const std::string by = base.by == kBase ? "" : escape_html(values_of(study.settings, base.by));
  const Bilingual today =
      base.place == FrontPlace::front ? Bilingual{"现行方案没有被任何一点超过。", "No point beats today's rule."}
      : base.place == FrontPlace::unsure
          ? Bilingual{fmt::format("现行方案的均值不及“{}”，但差异可能出于偶然。", by),
                      fmt::format("Today's rule is beaten by <i>{}</i> in the means, which chance may explain.", by)}
          : Bilingual{fmt::format("现行方案明显不及“{}”。", by),
                      fmt::format("Today's rule is plainly beaten by <i>{}</i>.", by)};
  return {fmt::format("{} 个点中，<b>{}</b> 个在前沿上，<b>{}</b> 个明显不及其他点，{} 个未定。{}", front.size() - 1,
                      on, beaten, unsure, today.zh),
          fmt::format("Of {} {} on the front, {} plainly beaten, {} unsure. {}", counted(front.size() - 1, "point"),
                      number_are(on), number_are(beaten), number_are(unsure), today.en)};
}

}  // namespace

std::string sweep_page(const StudyResults& study) {
  const std::vector<FrontPoint> front = front_of(study);
  const std::size_t comparisons = front_comparisons(front.size());
  const std::map<std::string, std::string, std::less<>> fragments{
      {"warning", warning_html(study)},
      {"sentence", both_markup(sentence(study, front))},
      {"facts", facts(study)},
      {"front", front_svg(study, front, Metric::officer_minutes, Metric::violation_hours)},
      {"front-wrong", front_svg(study, front, Metric::wrong_strikes, Metric::violation_hours)},
      {"note-front",
       both({fmt::format(
                 "十字为该点与基准之差的成对区间，画在该点均值处。“明显不及”指另有一点三项均值都不更差、且至少一项"
                 "的成对区间不含 0（全部 {} 次比较共担 0.05 的误差）；不作名次。",
                 comparisons),
             fmt::format("A cross is the paired interval of the difference from the base, drawn about the point's own "
                         "mean. Plainly beaten: another point is no worse in all three means, and in one the paired "
                         "interval excludes 0 (all {} comparisons share an error of 0.05). Nothing is ranked.",
                         comparisons)})},
      {"fields", fields_html(study)},
      {"grid", grid_html(study)},
      {"table-points", points_table(study, front)},
      {"limits", limits_html(study)},
      {"table-assumptions", assumptions_table(study)},
      {"table-plan", plan_table(study)},
      {"table-provenance", provenance_table(study)}};
  const StudyPage page{"sweep.html",
                       {"三色码网格试算", "Tricolor sweep"},
                       study.settings.scenario,
                       {{"fields", {"字段", "Fields"}},
                        {"grid", {"逐值变化", "Value by value"}},
                        {"points", {"全部的点", "All points"}},
                        {"limits", {"适用范围", "Limits"}}},
                       {"compare.css"}};
  return fill_study_page(page, fragments);
}

}  // namespace tricolor::harness
