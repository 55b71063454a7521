#include "compare/page/compare_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "compare/page/compare_charts.h"
#include "compare/page/study_tables.h"
#include "report/page/html/gate_words.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

std::string bold(const std::string& text) { return "<b>" + text + "</b>"; }

// A clause of the sentence for a metric that differs: "violation-hours down by 3.2".
Bilingual clause(Metric metric, const Comparison& it) {
  const MetricText& text = text_of(metric);
  const std::string size = bold(figure_text(metric, std::abs(it.difference)));
  const bool up = it.difference > 0;
  const std::string unit_zh = text.share ? "" : std::string(" ") + text.unit_zh;
  const std::string unit_en = text.share ? "" : std::string(" ") + text.unit_en;
  return {fmt::format("{}{} {}{}", text.name_zh, up ? "增加" : "减少", size, unit_zh),
          fmt::format("{} {} by {}{}", text.name_en, up ? "up" : "down", size, unit_en)};
}

// Joins names for one clause: "a、b", "a, b and c".
void join(Bilingual& names, Metric metric, bool last) {
  const MetricText& text = text_of(metric);
  names.zh += (names.zh.empty() ? "" : "、") + std::string(text.name_zh);
  names.en += (names.en.empty() ? "" : last ? " and " : ", ") + std::string(text.name_en);
}

// Words one policy's outcome: first what differs, then what is the same, then what chance hides.
Bilingual said_of(const StudyResults& study, std::size_t policy) {
  Bilingual said;
  std::vector<Metric> same, hidden;
  const auto add = [&](const Bilingual& part) {
    said.zh += (said.zh.empty() ? "" : "，") + part.zh;
    said.en += (said.en.empty() ? "" : "; ") + part.en;
  };
  for (const Metric metric : study.settings.metrics.primaries()) {
    const Comparison& it = study.of(metric).against_base[policy];
    const StudyVerdict verdict = it.verdict.value_or(StudyVerdict::undecided);
    if (verdict == StudyVerdict::equivalent) same.push_back(metric);
    else if (verdict == StudyVerdict::undecided) hidden.push_back(metric);
    else add(clause(metric, it));
  }
  for (const auto& [metrics, zh, en] :
       {std::tuple{same, "无实质差别", " the same"}, std::tuple{hidden, "尚无定论", " undecided"}}) {
    Bilingual names;
    for (std::size_t i = 0; i < metrics.size(); ++i) join(names, metrics[i], i + 1 == metrics.size());
    if (!metrics.empty()) add({names.zh + zh, names.en + en});
  }
  return said;
}

std::string item(const Bilingual& question, const Bilingual& answer) {
  return "<dt>" + both(question) + "</dt><dd>" + both_markup(answer) + "</dd>";
}

constexpr int kDaysOfAMonth = 30;

// The tenth and ninetieth of the replications' last 30 days, or of all days where there are fewer.
struct Month {
  double low = 0, high = 0;
};
Month month_of(const StudyResults& study, std::size_t policy, Curve curve) {
  const Band& band = study.policies[policy].by_day[static_cast<std::size_t>(curve)];
  const std::size_t days = std::min<std::size_t>(kDaysOfAMonth, band.mean.size());
  Month month;
  for (std::size_t i = band.mean.size() - days; i < band.mean.size(); ++i) {
    month.low += band.low[i];
    month.high += band.high[i];
  }
  if (days) month.low /= static_cast<double>(days), month.high /= static_cast<double>(days);
  return month;
}

// The last policy is what a reader means to introduce when there is only one beside the base.
Bilingual dashboard(const StudyResults& study) {
  Bilingual text;
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
    const std::string label = escape_html(study.settings.policies[policy].label);
    const Month green = month_of(study, policy, Curve::green), sms = month_of(study, policy, Curve::messages);
    text.zh += fmt::format("{}：绿码占比 <b>{:.1f}–{:.1f} %</b>，短信每日 <b>{:.1f}–{:.1f}</b> 条。", label,
                           100 * green.low, 100 * green.high, sms.low, sms.high);
    text.en += fmt::format("{}: green <b>{:.1f}–{:.1f} %</b>, SMS <b>{:.1f}–{:.1f}</b> a day. ", label, 100 * green.low,
                           100 * green.high, sms.low, sms.high);
  }
  const int days = std::min(kDaysOfAMonth, study.settings.days);
  text.zh += fmt::format("按仿真，最后 {} 天中约有八成日读数在此范围内；长期超出即说明仿真与本地不符。", days);
  text.en += fmt::format(
      "By the twin eight of ten days of the last {} read so; readings that stay outside would prove the twin wrong.",
      days);
  return text;
}

Bilingual worst_day(const StudyResults& study) {
  Bilingual text;
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
    const Band& band = study.policies[policy].by_day[static_cast<std::size_t>(Curve::officer_minutes)];
    const auto worst = std::max_element(band.high.begin(), band.high.end());
    const double minutes = worst == band.high.end() ? 0 : *worst;
    const auto day = static_cast<std::size_t>(worst - band.high.begin()) + 1;
    const std::string label = escape_html(study.settings.policies[policy].label);
    if (minutes == 0) {
      text.zh += fmt::format("{}：每天至多十次中有一次有工时。", label);
      text.en += fmt::format("{}: on no day do more than one month in ten have any work. ", label);
      continue;
    }
    text.zh += fmt::format("{}：第 {} 天，十次中有一次超过 <b>{:.0f}</b> 分钟。", label, day, minutes);
    text.en +=
        fmt::format("{}: day {}, on which one month in ten has more than <b>{:.0f}</b> min. ", label, day, minutes);
  }
  return text;
}

Bilingual wronged(const StudyResults& study) {
  Bilingual text;
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
    const Moments days = study.of(Metric::wrongful_days).of_policy[policy];
    const std::string name = escape_html(study.settings.policies[policy].label);
    // Where none was seen, all replications are alike, and an interval of their spread would bound chance by nought.
    if (days.mean == 0) {
      const double shop_years =
          static_cast<double>(study.plan.pairs) * study.settings.shops * study.settings.days / 365;
      text.zh += fmt::format("{}：共 {:.2f} 个店铺年，未出现误判降色；样本有限，给不出更紧的上限。", name, shop_years);
      text.en += fmt::format("{}: none was seen in {:.2f} shop-years, and what so few hide is not bounded. ", name,
                             shop_years);
      continue;
    }
    double high = days.mean;
    if (days.count >= 2) high = stein_interval(days.mean, days.count, days.deviation, days.count, 0.1).high;
    text.zh += fmt::format("{}：每店每年误判降色 <b>{:.2f}</b> 天，单侧 95% 上限 {:.2f} 天。", name, days.mean / 1000,
                           high / 1000);
    text.en += fmt::format("{}: <b>{:.2f}</b> wrongful days a year for an innocent shop, one-sided 95 % bound {:.2f}. ",
                           name, days.mean / 1000, high / 1000);
  }
  return text;
}

}  // namespace

Bilingual sentence_of(const StudyResults& study) {
  Bilingual sentence;
  for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
    const std::string label = escape_html(study.settings.policies[policy].label);
    const Bilingual said = said_of(study, policy);
    sentence.zh += fmt::format("{}“{}”：{}。", policy == 1 ? "与现行方案相比，" : "", label, said.zh);
    sentence.en += fmt::format("{}<i>{}</i>: {}. ", policy == 1 ? "Against the base, " : "", label, said.en);
  }
  return sentence;
}

std::string questions_html(const StudyResults& study) {
  const bool refolded = study.settings.question == StudyQuestion::transition && study.settings.warmup_days > 0;
  const std::string mayor =
      item({"下个月看板上会看到什么？什么读数说明仿真错了？",
            "What will my dashboard read next month, and which reading would prove the twin wrong?"},
           dashboard(study)) +
      item({"队员最忙的一天？", "What is the officers' worst day?"}, worst_day(study)) +
      item({"值多少钱？", "What does it cost?"},
           {"只计工时、短信和案件数，不折算成元；单价由各地填入。",
            "Hours, SMS and cases are counted and not turned into yuan; prices are yours."}) +
      item({"能退回来吗？", "Is there a way back?"},
           {"方案是一个文件，换回即恢复；期间的计次按当时生效的规则重新折算。",
            "A policy is a file; putting the old one back restores it, and strikes are folded again under the rules in "
            "force."});
  const std::string lawyer =
      item({"实施前的计次是否重新折算？", "Are strikes of before the date folded again?"},
           refolded
               ? Bilingual{"是。自实施日起，全部历史计次按新规则重新折算颜色。",
                           "Yes. From the switch on, every shop's whole history is folded under the new rule."}
               : Bilingual{"本次各方案自始生效，无切换。", "Each policy held from the start; there was no switch."}) +
      item({"无责店铺被降色的风险？", "What is the risk of an innocent shop?"}, wronged(study)) +
      item({"短信没有送达怎么办？", "What of an SMS that was not delivered?"},
           {"未送达的按“未告知”处理，不计为拒不整改；失联比例为假定值。",
            "It counts as not warned and never as not corrected; the share of wrong numbers is assumed."});
  const std::string video =
      item({"共享画面按小时值多少？最少需要哪些？", "What is a shared feed worth by the hour, and which are needed?"},
           {"本研究未撤下任何摄像机，无法回答。", "This study withdrew no camera and cannot say."}) +
      item({"谁看过，保存多久？", "Who looked, and for how long is it kept?"},
           {"研究不保存任何画面；运行中的系统只留存认定事件的证据图片。",
            "The study keeps no picture; the service keeps evidence of confirmed incidents only."});
  const auto card = [](const Bilingual& who, const std::string& items) {
    return "<div class=\"card\"><h3>" + both(who) + "</h3><dl>" + items + "</dl></div>";
  };
  return "<div class=\"questions\">" + card({"分管领导", "A deputy mayor"}, mayor) +
         card({"商户的律师", "A merchant's lawyer"}, lawyer) +
         card({"视频资源单位", "The owner of shared video"}, video) + "</div>";
}

std::string limits_html(const StudyResults& study) {
  std::string list;
  const auto add = [&](const Bilingual& text) { list += "<li>" + both(text) + "</li>"; };
  add({"仿真与现实的出入：街道、人流和违规频次为假定（见下方登记），区间只含仿真的随机波动。",
       "How far the twin is from the street: streets, people and rates are assumed (register below), and intervals "
       "hold "
       "the twin's own chance only."});
  add({fmt::format("其他城市：本次固定一个城市（城市种子 {}），只抽取不同的日子。", study.settings.city_seed),
       fmt::format("Other cities: one city was kept (city seed {}), and only its days were drawn.",
                   study.settings.city_seed)});
  if (study.settings.rung == "pixels")
    add({"真实画面上的识别能力：识别模型只在仿真画面上训练和使用（识别档 twin），通常比任何现场摄像机看得更准。",
         "Detection on real pictures: the detector was trained and used on the twin's own renders (profile twin) and "
         "sees "
         "them better than any field camera sees a street."});
  else
    add({fmt::format("真实画面上的识别能力：本次为{}，画面由统计模型代替（识别档：{}）。",
                     rung_words(study.settings.rung).zh, profile_words(study.profile).zh),
         fmt::format("Detection on real pictures: the rung was {}, in which a statistical model stands for pictures "
                     "(profile {}).",
                     study.settings.rung, study.profile)});
  if (!study.settings.gate_lacks.empty())
    add({"标定检验未通过：" + gate_words(study.settings.gate_lacks).zh,
         "The gate of the calibration is not passed: " + gate_words(study.settings.gate_lacks).en});
  add({"人的长期适应：除短信、上门和颜色的劝阻外，商户不会学会钻空子。",
       "How people adapt: beside deterrence by SMS, visits and colours, shops learn no tricks."});
  add({"同一记录换一种解释会怎样：见 tricolor readings 的页面；那是同样行为的另一种读法，不能与本页的行为变化并列。",
       "How the same record reads under another rule: tricolor readings has that; it is the same behaviour read again "
       "and "
       "must not stand beside the changes of behaviour here."});
  if (study.settings.question == StudyQuestion::transition)
    add({fmt::format("{} 天以后的情形：这是切换后的过程，不是稳态。", study.settings.days),
         fmt::format("What comes after {}: this is the course after a switch and no steady state.",
                     counted(study.settings.days, "day"))});
  return list;
}

std::string warning_html(const StudyResults& study) {
  std::string list;
  if (!study.accepted)
    list +=
        "<li>" +
        both({"稳态未达到：全绿与全红两种起点的结果不一致，预热期过短；本页不作任何判定。",
              "Not steady: a start with all shops green and one with all red disagree, so the warm-up is too short. "
              "Nothing here has a verdict."}) +
        "</li>";
  if (!study.settings.gate_lacks.empty())
    list += "<li>" +
            both({"识别模型的标定尚未通过检验，本研究的数字不能当作图像级仿真的结果。",
                  "The calibration of the detector's model has not passed its gate: figures here are not to be taken "
                  "for those of pixels."}) +
            "</li>";
  if (study.plan.pairs < kPilotPairs)
    list += "<li>" +
            both({fmt::format("只有 {} 对仿真，少于规定的 {} 对试算；仅供演示。", study.plan.pairs, kPilotPairs),
                  fmt::format("Only {}, fewer than the {} of a pilot: a demonstration and no study.",
                              counted(study.plan.pairs, "pair"), kPilotPairs)}) +
            "</li>";
  return list.empty() ? "" : "<div class=\"troubles\" role=\"alert\"><ul>" + list + "</ul></div>";
}

}  // namespace tricolor::harness
