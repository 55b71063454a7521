#include "compare/page/study_tables.h"

#include <fmt/format.h>

#include <cstdint>

#include "compare/page/compare_charts.h"
#include "scenario/counted.h"

namespace tricolor::harness {

std::string code(const std::string& text) { return "<code>" + escape_html(text) + "</code>"; }

Bilingual rung_words(const std::string& rung) {
  if (rung == "events") return {"事件级（不绘制图像）", "events (no pictures are drawn)"};
  if (rung == "pixels") return {"图像级（绘制画面并识别）", "pixels (pictures are drawn and analysed)"};
  return {rung, rung};
}

Bilingual profile_words(const std::string& profile) {
  if (profile == "twin") return {"仿真画面识别能力（twin）", "twin: our own eyes on our own renders"};
  if (profile == "twin_upper") return {"误报取上限（twin_upper）", "twin_upper: false alarms at their upper bound"};
  if (profile == "field_81") return {"现场精度 81%（field_81）", "field_81: precision in the field 81 %"};
  if (profile == "field_70") return {"现场精度 70%（field_70）", "field_70: precision in the field 70 %"};
  return {profile, profile};
}

std::string facts(const StudyResults& study) {
  const StudySettings& it = study.settings;
  const auto fact = [](const Bilingual& name, const std::string& value) {
    return fmt::format("<li>{} <b>{}</b></li>", both(name), value);
  };
  const Bilingual question = it.question == StudyQuestion::transition
                                 ? Bilingual{"切换之后会怎样", "what a change brings"}
                                 : Bilingual{"长期会怎样", "what it comes to"};
  return "<ul class=\"facts\"><li class=\"twin\">" +
         both({"街道与人员为仿真，业务系统为实际运行", "simulated street and people, real engine"}) + "</li>" +
         fact({"问题", "question"}, both(question)) + fact({"成对仿真", "pairs"}, fmt::format("{}", study.plan.pairs)) +
         fact({"预热＋统计", "warm-up + figures"},
              both({fmt::format("{}＋{} 天", it.warmup_days, it.days),
                    fmt::format("{} + {}", it.warmup_days, counted(it.days, "day"))})) +
         fact({"店铺", "shops"}, count_text(it.shops)) + fact({"摄像机", "cameras"}, count_text(it.cameras)) +
         fact({"队员", "officers"}, count_text(it.officers)) + fact({"仿真级别", "rung"}, both(rung_words(it.rung))) +
         fact({"识别档", "detector profile"}, both(profile_words(study.profile))) + "</ul>";
}

std::string assumptions_table(const StudyResults& study) {
  Table table({"假定条件登记", "register of assumptions"},
              {{{"参数", "figure"}}, {{"取值", "value"}, true}, {{"含义", "meaning"}}, {{"依据", "mark"}}});
  const auto mark = [](const std::string& word) {
    return word == "published" ? Bilingual{"公开数据", "published"}
           : word == "fitted"  ? Bilingual{"拟合", "fitted"}
                               : Bilingual{"假定", "assumed"};
  };
  for (const Assumption& it : study.settings.assumptions)
    table.row({code(it.key), escape_html(it.value), both({it.zh, it.en}), both(mark(it.mark))});
  for (std::size_t i = 0; i < kMetrics; ++i) {
    const Metric metric = static_cast<Metric>(i);
    const MetricRules& rules = study.settings.metrics.rules[i];
    table.row({code(text_of(metric).key), "±" + figure_text(metric, study.of(metric).minimum),
               both({std::string("最小有意义差异：") + text_of(metric).name_zh,
                     std::string("smallest difference that matters: ") + text_of(metric).name_en}),
               both(mark(rules.mark)) + (rules.why.empty() ? "" : " <small>" + escape_html(rules.why) + "</small>")});
  }
  return table.html();
}

std::string plan_table(const StudyResults& study) {
  Table table({"需要多少对", "how many pairs it took"}, {{{"指标", "figure"}},
                                                         {{"方案", "policy"}},
                                                         {{"试算标准差", "pilot's deviation"}, true},
                                                         {{"最小有意义差异", "minimum"}, true},
                                                         {{"所需对数", "pairs asked for"}, true}});
  for (const PairsAsked& it : study.plan.requests)
    table.row({both({text_of(it.metric).name_zh, text_of(it.metric).name_en}), policy_mark(study, it.policy),
               figure_text(it.metric, it.pilot_deviation), figure_text(it.metric, it.minimum),
               count_text(static_cast<std::int64_t>(it.pairs))});
  const bool capped = study.plan.wanted > study.plan.pairs;
  return table.html() + "<p class=\"note\">" +
         both({fmt::format("两阶段法：先做 {} 对试算，由其标准差定总对数，再不更改。共 {} 对{}。",
                           study.settings.pilot(), study.plan.pairs,
                           capped ? "，因 --seeds 的上限少于所需，区间较宽" : ""),
               fmt::format(
                   "Two stages: {} pilot pairs, whose deviation says how many it takes; then nothing changes. {} "
                   "pairs were run{}.",
                   study.settings.pilot(), study.plan.pairs,
                   capped ? ", fewer than were asked for because of --seeds, so that intervals are wider" : "")}) +
         "</p>";
}

std::string provenance_table(const StudyResults& study) {
  const StudySettings& it = study.settings;
  Table table({"来源与重现", "provenance"}, {{{"项目", "what"}}, {{"值", "value"}}});
  table.row({both({"场景", "scenario"}), code(it.scenario)});
  table.row({both({"程序版本", "program's commit"}), code(it.commit)});
  table.row({both({"城市与条件的校验值", "digest of the world"}), code(it.world.substr(0, 16))});
  table.row({both({"城市种子；首对种子", "seed of the city; of the first pair"}),
             code(fmt::format("{}; {}", it.city_seed, it.first_seed))});
  table.row({both({"开始；切换", "begin; switch"}), escape_html(it.starts + "; " + it.switches)});
  table.row({both({"违规频次文件", "demand"}), code(it.demand)});
  table.row({both({"指标文件", "file of metrics"}), code(it.metrics.name)});
  if (!study.eyes.empty()) table.row({both({"识别模型", "detector"}), code(study.eyes)});
  for (const StudyPolicy& policy : it.policies)
    table.row({both({"方案", "policy"}) + " " + escape_html(policy.label), code(policy.digest.substr(0, 16))});
  return table.html();
}

}  // namespace tricolor::harness
