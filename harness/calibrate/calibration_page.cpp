#include "calibrate/calibration_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "compare/page/plot.h"
#include "report/page/html/html.h"
#include "report/page/html/page.h"

namespace tricolor::harness {
namespace {

using Fits = nlohmann::ordered_json;

// Margins that the forest plot shows to each side; what lies farther is cut off.
constexpr double kMostMargins = 3;

// The place of a figure in units of its margin: 0 is equality, ±1 are the margin's ends.
double in_margins(const GateFinding& finding, double value) {
  if (!finding.ratio) return value / finding.most;
  if (value <= 0) return -kMostMargins;
  return value < 1 ? std::log(value) / -std::log(finding.least) : std::log(value) / std::log(finding.most);
}

std::string forest_svg(const std::vector<GateFinding>& findings) {
  constexpr double kRow = 22, kNames = 280, kWidth = 680, kTop = 10, kBottom = 34, kLast = kWidth - 14;
  const auto x = [&](double margins) {
    const double cut = std::clamp(margins, -kMostMargins, kMostMargins);
    return kNames + (cut + kMostMargins) / (2 * kMostMargins) * (kLast - kNames);
  };
  const double height = kTop + kRow * static_cast<double>(findings.size()) + kBottom, low = height - kBottom;
  std::string body =
      fmt::format(R"(<rect class="grid" x="{:.1f}" y="{}" width="{:.1f}" height="{:.1f}" opacity="0.25"/>)", x(-1),
                  kTop, x(1) - x(-1), low - kTop);
  for (const int margins : {-3, -2, -1, 0, 1, 2, 3})
    body += fmt::format(R"(<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2:.1f}"/>)"
                        R"(<text class="tick middle" x="{0:.1f}" y="{3:.1f}">{4}</text>)",
                        x(margins), kTop, low, low + 15, margins);
  body += both_svg({"以容许差为单位", "in margins"}, (kNames + kLast) / 2, height - 4, "axis middle");
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const GateFinding& finding = findings[i];
    const double y = kTop + kRow * (static_cast<double>(i) + 0.5);
    std::string en = finding.item.what.substr(0, finding.item.what.find(','));
    en.resize(std::min(en.size(), en.find(" within")));
    body += both_svg({finding.zh, en}, kNames - 8, y + 4, "tick end");
    if (!finding.known) {
      body += both_svg({"样本不足", "too few"}, x(0), y + 4, "tick middle");
      continue;
    }
    const double from = in_margins(finding, finding.low), to = in_margins(finding, finding.high);
    body += fmt::format(R"(<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}" stroke="currentColor" )"
                        R"(stroke-width="{}"/>)",
                        finding.item.shown ? "shown" : "open", x(from), x(to), y, y, finding.item.shown ? 3 : 1.5);
    if (std::abs(from + to) / 2 <= kMostMargins)
      body += shape_svg(finding.item.shown ? 0 : 2, x((from + to) / 2), y, 4);
  }
  return fmt::format(R"(<svg class="plot" viewBox="0 0 {} {:.0f}" role="img" {}>{}</svg>)", kWidth, height,
                     label_attributes({"检验各项的 90% 区间", "90 % intervals of the items of the gate"}), body);
}

// Observed shares by bands of a measure, with the mean of the model.
std::string share_plot(const Fits& rows, const char* key, double most_x, const Bilingual& name, const Bilingual& told) {
  Plot plot(0, most_x, 0, 1, 240);
  plot.grid_y(5);
  plot.ticks_x(7, most_x / 100);
  plot.name_x(name);
  plot.name_y({"被看见的占比", "share that is seen"});
  std::string curve;
  for (const Fits& row : rows) {
    const double middle = std::min(most_x, (row[key][0].get<double>() + row[key][1].get<double>()) / 2);
    plot.add(fmt::format(R"(<line x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}" stroke="currentColor"/>)",
                         plot.x(middle), plot.y(row["low"]), plot.y(row["high"])));
    plot.add(shape_svg(0, plot.x(middle), plot.y(row["value"]), 4));
    curve += fmt::format("{}{:.1f} {:.1f}", curve.empty() ? "M" : "L", plot.x(middle), plot.y(row["fitted"]));
  }
  plot.add(fmt::format(R"(<path d="{}" style="fill:none;stroke:currentColor;stroke-width:1.5;stroke-dasharray:5 3"/>)",
                       curve));
  return "<figure class=\"card\">" + plot.svg(told) + "<figcaption>" + both(told) + "</figcaption></figure>";
}

std::string gate_table(const CalibrationMade& made) {
  Table table({"检验各项", "the items of the gate"},
              {{{"项目", "item"}}, {{"结论", "verdict"}}, {{"所见（英文）", "what was found"}}}, "stacked");
  for (const GateItem& item : made.calibration.gate) {
    const auto finding = std::find_if(made.findings.begin(), made.findings.end(),
                                      [&](const GateFinding& it) { return it.item.what == item.what; });
    const Bilingual name{finding == made.findings.end() ? "每类不少于 2000 个“对象—摄像机”组合" : finding->zh,
                         item.what};
    table.row({both(name), item.shown ? "<b>" + both({"已证实", "shown"}) + "</b>" : both({"未证实", "not shown"}),
               escape_html(item.found)});
  }
  return table.html();
}

std::string fits_table(const Fits& fits) {
  Table table({"各项拟合所依据的样本", "what the fits rest on"}, {{{"项目", "estimate"}},
                                                                  {{"占比", "share"}, true},
                                                                  {{"95% 区间", "95 % interval"}, true},
                                                                  {{"样本", "n"}, true}});
  const std::pair<const char*, Bilingual> rows[] = {
      {"seen", {"被看见", "seen at all"}},
      {"seen_by_day", {"白天被看见", "seen by day"}},
      {"seen_by_night", {"夜间被看见", "seen by night"}},
      {"at_once", {"出现即被看见", "seen at once"}},
      {"look_misses", {"单次查看漏看", "single looks that miss"}},
      {"look_hidden", {"单次查看被遮挡", "single looks that find it hidden"}},
      {"held_after", {"离开后仍被认定在场", "held to stand after it went"}},
      {"unsure_at_dwell", {"停留期满时拿不准", "unsure when its dwell ends"}}};
  for (const auto& [key, name] : rows) {
    if (!fits.contains(key)) continue;
    const Fits& it = fits[key];
    table.row({both(name), fmt::format("{:.1f} %", 100 * it["value"].get<double>()),
               fmt::format("{:.1f}–{:.1f} %", 100 * it["low"].get<double>(), 100 * it["high"].get<double>()),
               count_text(it["of"].get<std::int64_t>())});
  }
  return table.html();
}

}  // namespace

std::string calibration_page(const CalibrationMade& made) {
  const Calibration& calibration = made.calibration;
  const Fits fits = Fits::parse(made.fits_json);
  const auto shown =
      std::count_if(calibration.gate.begin(), calibration.gate.end(), [](const GateItem& item) { return item.shown; });
  const std::string of = fmt::format("<b>{}</b>/{}", shown, calibration.gate.size());
  std::string limits;
  for (const Bilingual& limit :
       {Bilingual{
            "未证实不等于有差异：区间尚未全部落在容许差之内，可能只是样本不足。",
            "Not shown is not different: the interval does not yet lie within the margin, perhaps only for want of "
            "data."},
        Bilingual{"模型描述的是本程序自己的检测器看自己的渲染画面，不是现场摄像机看真实街道。",
                  "The model is of our own detector on our own renders, not of a field camera on a street."},
        Bilingual{"开环比较中无人响应，且街上的事件多于平时。",
                  "In the open gate nobody answers, and more goes on than usual."}})
    limits += "<li>" + both(limit) + "</li>";
  const std::map<std::string, std::string, std::less<>> fragments{
      {"sentence", both_markup({"事件级仿真的检测器模型：检验项目已证实 " + of + " 项。",
                                "The detector's model for the rung events: " + of + " items of its gate are shown."})},
      {"facts", "<ul class=\"facts\"><li>" + escape_html(calibration.made_by) + "</li><li>" +
                    escape_html(calibration.eyes) + "</li></ul>"},
      {"forest", forest_svg(made.findings)},
      {"table-gate", gate_table(made)},
      {"plots",
       share_plot(fits["seen_by_distance"], "distance_m", 45, {"距离（米）", "distance, m"},
                  {"被看见的占比与距离（未被房屋遮挡者）", "share seen by distance, where no front stands between"}) +
           share_plot(fits["seen_by_cut_off"], "cut_off", 1, {"落在画面之外的部分", "share outside of the picture"},
                      {"被看见的占比与画面裁切", "share seen by how much the picture cuts off"})},
      {"table-fits", fits_table(fits)},
      {"limits", limits}};
  const StudyPage page{
      "calibration.html", {"三色码标定", "Tricolor calibration"},
      calibration.name,   {{"gate", {"检验", "Gate"}}, {"fits", {"拟合", "Fits"}}, {"limits", {"适用范围", "Limits"}}},
      {"compare.css"},    ""};
  return fill_study_page(page, fragments);
}

}  // namespace tricolor::harness
