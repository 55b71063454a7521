#include "compare/page/compare_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "compare/page/plot.h"
#include "report/rows/twin_names.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

// The scale of the forest plot ends at this multiple of the smallest difference that matters; what is beyond has an
// arrow.
constexpr double kLargestMultiple = 10;
constexpr std::size_t kMostTrades = 12;

Interval mean_interval(const Moments& moments) {
  if (moments.count < 2) return {moments.mean, moments.mean};
  return stein_interval(moments.mean, moments.count, moments.deviation, moments.count, 0.05);
}

double shown_scale(Metric metric) { return text_of(metric).share ? 100 : 1; }

struct CurveText {
  Bilingual name;
  double scale;
};
CurveText text_of_curve(Curve curve) {
  switch (curve) {
    case Curve::violation_hours: return {{"违规时长（小时／百店·日）", "violation-hours a day, per 100 shops"}, 1};
    case Curve::strikes: return {{"每日计次", "strikes a day"}, 1};
    case Curve::messages: return {{"每日短信", "SMS a day"}, 1};
    case Curve::officer_minutes: return {{"队员办案工时（分钟／天）", "officers' work, min a day"}, 1};
    case Curve::green: return {{"绿码占比（%）", "green shops, %"}, 100};
  }
  return {};
}

std::string css_of(const Comparison& it) {
  if (!it.verdict) return "unjudged";
  switch (*it.verdict) {
    case StudyVerdict::better: return "better";
    case StudyVerdict::worse: return "worse";
    case StudyVerdict::equivalent: return "equivalent";
    default: return "undecided";
  }
}

std::string forest_row(const StudyResults& study, const MetricResult& metric, std::size_t policy, double scale) {
  const Comparison& it = metric.against_base[policy];
  const auto percent = [&](double value) { return std::clamp(50 + 50 * value / metric.minimum / scale, 0.0, 100.0); };
  std::string plot;
  if (it.interval) {
    const double bound = scale * metric.minimum;
    plot = fmt::format(
        R"(<i class="ci{}{}" style="--low:{:.2f};--high:{:.2f}"></i><i class="at" style="--value:{:.2f}"></i>)",
        it.interval->low < -bound ? " less" : "", it.interval->high > bound ? " more" : "", percent(it.interval->low),
        percent(it.interval->high), percent(it.difference));
  }
  return fmt::format(R"(<li class="{}"><span class="who">{}</span><span class="line" style="--one:{:.2f}">{}</span>)"
                     R"(<span class="said"><b>{}</b> <small>{}</small></span></li>)",
                     css_of(it), policy_mark(study, policy), 50 / scale, plot, both(verdict_text(it)),
                     interval_markup(metric.metric, it));
}

Bilingual shops_text(int shops) {
  return {count_text(shops) + " 店", count_text(shops) + (shops == 1 ? " shop" : " shops")};
}

}  // namespace

std::string policy_mark(const StudyResults& study, std::size_t policy) {
  const std::string label = escape_html(study.settings.policies.at(policy).label);
  const std::string base = policy == 0 ? " <small>" + both({"基准", "base"}) + "</small>" : "";
  return fmt::format(
      R"(<span class="policy"><svg class="pm" viewBox="-9 -9 18 18" aria-hidden="true">{}</svg>{}{}</span>)",
      shape_svg(policy, 0, 0, 6), label, base);
}

std::string figure_text(Metric metric, double value) {
  const double shown = value * shown_scale(metric);
  if (text_of(metric).share) return fmt::format("{:.1f} %", shown);
  if (std::abs(shown) >= 1000) return count_text(static_cast<std::int64_t>(std::llround(shown)));
  return std::abs(shown) >= 100  ? fmt::format("{:.0f}", shown)
         : std::abs(shown) >= 10 ? fmt::format("{:.1f}", shown)
                                 : fmt::format("{:.2f}", shown);
}

std::string signed_text(Metric metric, double value) {
  if (value == 0) return "0";
  const std::string size = figure_text(metric, std::abs(value));
  const std::string plain = text_of(metric).share ? size.substr(0, size.size() - 2) : size;
  return (value < 0 ? "−" : "+") + plain;
}

std::string interval_markup(Metric metric, const Comparison& it) {
  if (it.pairs == 0) return "–";
  if (!it.interval) return signed_text(metric, it.difference);
  return fmt::format("{} [{} … {}]", signed_text(metric, it.difference), signed_text(metric, it.interval->low),
                     signed_text(metric, it.interval->high));
}

Bilingual verdict_text(const Comparison& it) {
  if (!it.verdict) return {"不作判定", "no verdict"};
  const Bilingual beyond = it.beyond_minimum
                               ? Bilingual{"，超过最小有意义差异", ", beyond the minimum"}
                               : Bilingual{"，是否超过最小有意义差异未定", ", beyond the minimum: unsure"};
  switch (*it.verdict) {
    case StudyVerdict::equivalent: return {"无实质差别", "equivalent"};
    case StudyVerdict::better: return {"较好" + beyond.zh, "better" + beyond.en};
    case StudyVerdict::worse: return {"较差" + beyond.zh, "worse" + beyond.en};
    case StudyVerdict::more: return {"较多" + beyond.zh, "more" + beyond.en};
    case StudyVerdict::fewer: return {"较少" + beyond.zh, "fewer" + beyond.en};
    case StudyVerdict::undecided: break;
  }
  const std::string pairs = it.pairs_to_decide && *it.pairs_to_decide < 100'000
                                ? count_text(static_cast<std::int64_t>(*it.pairs_to_decide))
                                : "";
  return {pairs.empty() ? "尚无定论" : "尚无定论，约需 " + pairs + " 对",
          pairs.empty() ? "undecided" : "undecided, " + pairs + " pairs would decide"};
}

std::string forest_html(const StudyResults& study) {
  double most = 2;
  for (const Metric metric : study.settings.metrics.primaries())
    for (const Comparison& it : study.of(metric).against_base)
      if (it.interval)
        most = std::max({most, 1.15 * std::abs(it.interval->low) / study.of(metric).minimum,
                         1.15 * std::abs(it.interval->high) / study.of(metric).minimum});
  const double scale = std::min(most, kLargestMultiple);
  std::string html = "<div class=\"forest\">";
  for (const Metric metric : study.settings.metrics.primaries()) {
    const MetricText& text = text_of(metric);
    const MetricRules& rules = study.settings.metrics.rules[static_cast<std::size_t>(metric)];
    const Bilingual better = rules.goal == Goal::less   ? Bilingual{"越少越好", "less is better"}
                             : rules.goal == Goal::more ? Bilingual{"越多越好", "more is better"}
                                                        : Bilingual{"无好坏之分", "neither is better"};
    html += fmt::format("<h4>{} <small>{} · {} · {}</small></h4><ul>", both({text.name_zh, text.name_en}),
                        both({text.unit_zh, text.unit_en}), both(better),
                        both({"最小有意义差异 ±" + figure_text(metric, study.of(metric).minimum),
                              "smallest difference that matters ±" + figure_text(metric, study.of(metric).minimum)}));
    for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy)
      html += forest_row(study, study.of(metric), policy, scale);
    html += "</ul>";
  }
  return html + fmt::format(R"(<p class="scale"><span>{}</span><span>{}</span><span>{}</span></p></div>)",
                            both({"← 少于基准", "← less than the base"}), both({"与基准相同", "as the base"}),
                            both({"多于基准 →", "more than the base →"}));
}

std::string curve_svg(const StudyResults& study, Curve curve) {
  const CurveText text = text_of_curve(curve);
  const auto index = static_cast<std::size_t>(curve);
  double low = 0, high = 0;
  std::size_t days = 0;
  if (curve == Curve::green) low = 1e9;
  for (const PolicyResult& policy : study.policies) {
    const Band& band = policy.by_day[index];
    days = std::max(days, band.mean.size());
    for (std::size_t day = 0; day < band.mean.size(); ++day) {
      high = std::max(high, band.high[day] * text.scale);
      if (curve == Curve::green) low = std::min(low, band.low[day] * text.scale);
    }
  }
  if (high <= low) high = low + 1;
  if (curve == Curve::green) {
    low = std::max(0.0, low - 0.1 * (high - low));
    high = std::min(100.0, std::max(high, low + 1));
  }
  Plot plot(1, std::max<double>(2, static_cast<double>(days)), low, high, 230);
  plot.grid_y(5);
  plot.ticks_x(8, 1);
  for (std::size_t policy = 0; policy < study.policies.size(); ++policy) {
    const Band& band = study.policies[policy].by_day[index];
    std::string area, line;
    for (std::size_t day = 0; day < band.mean.size(); ++day) {
      const double x = plot.x(static_cast<double>(day + 1));
      area += fmt::format("{}{:.1f} {:.1f}", day ? "L" : "M", x, plot.y(band.high[day] * text.scale));
      line += fmt::format("{}{:.1f} {:.1f}", day ? "L" : "M", x, plot.y(band.mean[day] * text.scale));
    }
    for (std::size_t day = band.mean.size(); day-- > 0;)
      area += fmt::format("L{:.1f} {:.1f}", plot.x(static_cast<double>(day + 1)), plot.y(band.low[day] * text.scale));
    plot.add(
        fmt::format(R"(<path class="band p{0}" d="{1}Z"/><path class="mean p{0}" d="{2}"/>)", policy % 6, area, line));
    if (band.mean.empty()) continue;
    const std::size_t last = band.mean.size() - 1;
    plot.add(shape_svg(policy, plot.x(static_cast<double>(last + 1)), plot.y(band.mean[last] * text.scale), 4));
  }
  plot.name_y(text.name);
  plot.name_x(study.settings.question == StudyQuestion::transition ? Bilingual{"实施后第几天", "day since the switch"}
                                                                   : Bilingual{"第几天", "day"});
  return plot.svg(text.name);
}

std::string groups_html(const StudyResults& study) {
  const Json trades = trade_names_json();
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [name, exposure] : study.policies.front().trades) order.emplace_back(-exposure.innocent_days, name);
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), kMostTrades));
  const auto rate = [](const Exposure& it) {
    return it.innocent_days > 0 ? it.wrongful_days / it.innocent_days * 365 * 1000 : 0;
  };
  double most = 1;
  for (const auto& [days, name] : order)
    for (const PolicyResult& policy : study.policies)
      if (const auto found = policy.trades.find(name); found != policy.trades.end())
        most = std::max(most, rate(found->second));
  std::string html = "<div class=\"groups\">";
  for (const auto& [days, name] : order) {
    const Bilingual trade = trades.contains(name) ? bilingual(trades[name]) : Bilingual{name, name};
    html += fmt::format("<h4>{} <small>{}</small></h4><ul>", both(trade),
                        both(shops_text(study.policies.front().trades.at(name).shops)));
    for (std::size_t policy = 0; policy < study.policies.size(); ++policy) {
      const auto found = study.policies[policy].trades.find(name);
      const Exposure exposure = found == study.policies[policy].trades.end() ? Exposure{} : found->second;
      html += fmt::format(
          R"(<li><span class="who">{}</span><span class="length p{}" style="--to:{:.2f}"></span>)"
          R"(<span class="said">{} <small>{}</small></span></li>)",
          policy_mark(study, policy), policy % 6, 100 * rate(exposure) / most,
          count_text(static_cast<std::int64_t>(std::llround(rate(exposure)))),
          both({fmt::format("误计次 {}／{}", exposure.wrong_strikes, exposure.strikes),
                fmt::format("{} of {} wrong", exposure.wrong_strikes, counted(exposure.strikes, "strike"))}));
    }
    html += "</ul>";
  }
  return html + "</div>";
}

std::string load_html(const StudyResults& study) {
  double most = 1e-9;
  for (const PolicyResult& policy : study.policies)
    for (const auto& [squad, hours] : policy.busy_min)
      for (const double minutes : hours) most = std::max(most, minutes);
  std::string html = R"(<div class="load"><span></span>)";
  for (int hour = 0; hour < 24; ++hour) html += fmt::format("<span>{:02}</span>", hour);
  for (std::size_t policy = 0; policy < study.policies.size(); ++policy) {
    html += fmt::format(R"(<b class="all">{}</b>)", policy_mark(study, policy));
    for (const auto& [squad, hours] : study.policies[policy].busy_min) {
      html += fmt::format(R"(<span class="squad">{}</span>)", escape_html(squad));
      for (const double minutes : hours)
        html += fmt::format(
            R"(<i class="{}" style="--heat:{:.0f}">{}</i>)", minutes > 0.6 * most ? "hot" : "",
            minutes > 0 ? 8 + 84 * minutes / most : 0.0,
            minutes >= 0.05 ? (minutes >= 9.95 ? fmt::format("{:.0f}", minutes) : fmt::format("{:.1f}", minutes)) : "");
    }
  }
  return html + "</div>";
}

std::string trade_off_svg(const StudyResults& study) {
  struct Point {
    Interval hours, violations;
    double x, y;
  };
  std::vector<Point> points;
  double most_x = 0, most_y = 0, least_x = 1e18, least_y = 1e18;
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
    const Moments minutes = study.of(Metric::officer_minutes).of_policy[policy];
    const Moments violations = study.of(Metric::violation_hours).of_policy[policy];
    const Interval x = mean_interval(minutes), y = mean_interval(violations);
    points.push_back({{x.low / 60, x.high / 60}, y, minutes.mean / 60, violations.mean});
    most_x = std::max(most_x, x.high / 60), least_x = std::min(least_x, x.low / 60);
    most_y = std::max(most_y, y.high), least_y = std::min(least_y, y.low);
  }
  const double pad_x = std::max(0.05, 0.12 * (most_x - least_x)), pad_y = std::max(0.05, 0.12 * (most_y - least_y));
  Plot plot(std::max(0.0, least_x - pad_x), most_x + pad_x, std::max(0.0, least_y - pad_y), most_y + pad_y, 330);
  plot.grid_y(6);
  plot.ticks_x(6, 0);
  for (std::size_t policy = 0; policy < points.size(); ++policy) {
    const Point& it = points[policy];
    plot.add(fmt::format(R"(<path class="cross p{}" d="M{:.1f} {:.1f}H{:.1f}M{:.1f} {:.1f}V{:.1f}"/>)", policy % 6,
                         plot.x(std::max(0.0, it.hours.low)), plot.y(it.y), plot.x(it.hours.high), plot.x(it.x),
                         plot.y(std::max(0.0, it.violations.low)), plot.y(it.violations.high)));
    plot.add(shape_svg(policy, plot.x(it.x), plot.y(it.y), 6));
  }
  plot.name_x({"队员办案工时（小时／天）", "officers' work, hours a day"});
  plot.name_y({"违规时长（小时／百店·30 天）", "violation-hours per 100 shops and 30 days"});
  return plot.svg({"队员工时与违规时长", "officers' hours against violation-hours"});
}

}  // namespace tricolor::harness
