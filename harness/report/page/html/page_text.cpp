#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "report/page/html/gate_words.h"
#include "report/page/html/html.h"
#include "report/page/html/page_fragments.h"

namespace tricolor::harness {

namespace {

std::int64_t total(const Json& counts) {
  std::int64_t sum = 0;
  for (const auto& [key, count] : counts.items()) sum += count.get<std::int64_t>();
  return sum;
}

std::int64_t count_of(const Json& counts, const char* key) { return counts.value(key, std::int64_t{0}); }

/// Gives a score of day and night together.
Proportion all_hours(const Json& summary, const char* which) {
  Proportion sum;
  for (const char* when : {"by_day", "by_night"})
    if (summary[when].contains("all")) {
      const auto& part = summary[when]["all"][which];
      sum.hits += part["hits"].get<std::int64_t>();
      sum.of += part["of"].get<std::int64_t>();
    }
  return sum;
}

std::string many(std::int64_t count, const char* one, const char* more) {
  return count_text(count) + " " + (count == 1 ? one : more);
}
std::string bold(std::int64_t count) { return "<b>" + count_text(count) + "</b>"; }

Bilingual lasted(double days) {
  if (days < 1) return duration_text(days * 86400);
  const std::string number = decimal_text(days, days == std::floor(days) ? 0 : 1);
  return {number + " 天", number + (days == 1 ? " day" : " days")};
}

/// Names the number of towns, or the longest street and the number of the others. Stretches of a road with bends, which
/// have one name, are one street.
Bilingual streets_named(const Json& map) {
  const auto& streets = map["streets"];
  if (streets.empty()) return {"本区域", "this place"};
  if (const auto towns = static_cast<std::int64_t>(map["towns"].size()); towns > 1)
    return {fmt::format("全市 {} 个镇街道", towns), fmt::format("the {} towns of the city", towns)};
  std::map<std::string, double> lengths;
  std::string longest;
  double longest_m = -1;
  for (const auto& street : streets) {
    double& together = lengths[street["name"].get<std::string>()];
    together += std::hypot(street["to"][0].get<double>() - street["from"][0].get<double>(),
                           street["to"][1].get<double>() - street["from"][1].get<double>());
    if (together > longest_m) longest_m = together, longest = street["name"].get<std::string>();
  }
  const auto others = static_cast<std::int64_t>(lengths.size()) - 1;
  const std::string name = escape_html(longest);
  return {others ? fmt::format("{}及 {} 条支路", name, others) : name,
          others ? fmt::format("{} and {}", name, many(others, "side street", "side streets")) : name};
}

std::string sentence(const Json& data) {
  const auto& summary = data["summary"];
  const auto violations = summary["violations"].get<std::int64_t>(), found = count_of(summary["lost"], "found");
  const auto wrong = total(summary["wrong"]) - count_of(summary["wrong"], "right");
  const Proportion seen = all_hours(summary, "recall_opportunities");
  const auto& put_right = summary["indicators"]["correction"];
  const auto rechecked = put_right["of"].get<std::int64_t>(), corrected = put_right["hits"].get<std::int64_t>();
  const Bilingual time = lasted(summary["days"].get<double>()), streets = streets_named(data["map"]);
  if (violations == 0 && total(summary["wrong"]) == 0)
    return both_markup(
        {fmt::format("{}内，{}未发生违规，系统无告警。", time.zh, streets.zh),
         fmt::format("In {}, nothing unlawful happened on {}, and nobody was accused.", time.en, streets.en)});
  std::string zh =
      fmt::format("{}内，{}发生违规 {} 起，系统发现 {} 起", time.zh, streets.zh, bold(violations), bold(found));
  std::string en = fmt::format("In {}, {} saw {} {}; the engine found {}", time.en, streets.en, bold(violations),
                               violations == 1 ? "violation" : "violations", bold(found));
  if (seen.of > 0 && seen.of != violations) {
    zh += fmt::format("（摄像机可清晰看见的 {} 起中发现 {} 起）", seen.of, seen.hits);
    en += fmt::format(" ({} of the {} that a camera could see well)", seen.hits, seen.of);
  }
  zh += wrong ? fmt::format("，误告 {} 次", bold(wrong)) : "，无误告";
  en += wrong == 0   ? ", none of its accusations was wrong"
        : wrong == 1 ? ", <b>1</b> accusation was wrong"
                     : fmt::format(", {} accusations were wrong", bold(wrong));
  if (rechecked > 0) {
    zh += fmt::format("；短信提醒后复查 {} 起，店铺自行整改 {} 起", rechecked, bold(corrected));
    en += fmt::format(", and {} of {} after an SMS found the place put right", bold(corrected),
                      many(rechecked, "re-check", "re-checks"));
  }
  return both_markup({zh + "。", en + "."});
}

std::string facts(const Json& data) {
  const auto& summary = data["summary"];
  const std::string first = date_text(data["start"].get<std::int64_t>()),
                    last = date_text(data["end"].get<std::int64_t>() - 1);
  const auto item = [](const Bilingual& name, const std::string& value) {
    return fmt::format("<li>{} <b>{}</b></li>", both(name), value);
  };
  std::string policies;
  for (const Json& policy : data["policies"]) {
    const std::string name = escape_html(policy["name"].get<std::string>());
    const std::string from = moment_text(policy["from"].get<std::int64_t>());
    policies += policies.empty() ? name : both({"，" + from + " 起 ", ", from " + from + " "}) + name;
  }
  return "<ul class=\"facts\"><li class=\"twin\">" +
         both({"街道与人员为仿真，业务系统为实际运行", "simulated street and people, real engine"}) + "</li>" +
         item({"起止日期", "dates"}, first == last ? first : first + " – " + last) +
         item({"随机种子", "seed"}, std::to_string(summary["seed"].get<std::uint64_t>())) +
         item({"程序版本", "commit"}, escape_html(summary["commit"].get<std::string>())) +
         item({"政策", "policy"}, policies) +
         item({"仿真级别", "rung"}, both(word_of(data["words"], "rung", summary["rung"].get<std::string>()))) +
         item({"识别模型", "detector profile"},
              both(word_of(data["words"], "profile", summary["detector_profile"].get<std::string>()))) +
         "</ul>";
}

std::string tile(const std::string& value, const Bilingual& name, const std::string& detail) {
  return fmt::format("<div class=\"tile\"><dt>{}</dt><dd><b>{}</b>{}</dd></div>", both(name), value,
                     detail.empty() ? "" : "<small>" + detail + "</small>");
}
/// Writes a share as "92.2 % [85–96]".
std::string share_text(const Proportion& share) {
  if (share.of == 0) return both({"无样本", "none to judge"});
  return fmt::format("{:.0f} % [{:.0f}–{:.0f}]", 100 * share.value(), 100 * share.low(), 100 * share.high());
}
Proportion proportion_of(const Json& json) {
  return {json["hits"].get<std::int64_t>(), json["of"].get<std::int64_t>()};
}

std::string tiles(const Json& data) {
  const auto& summary = data["summary"];
  const auto& kpi = summary["indicators"];
  const auto violations = summary["violations"].get<std::int64_t>();
  const Proportion seen = all_hours(summary, "recall_opportunities"), right = all_hours(summary, "precision"),
                   all = all_hours(summary, "recall_all");
  const Proportion innocent = proportion_of(summary["outcomes"]["innocent_shop"]),
                   put_right = proportion_of(kpi["correction"]), closed = proportion_of(kpi["closing"]);
  const double days = summary["days"].get<double>();
  const auto reports = kpi["reports"].get<std::int64_t>();
  const auto of_all = [](const Proportion& share) {
    return fmt::format("{}<i>/{}</i>", count_text(share.hits), count_text(share.of));
  };
  return "<dl class=\"tiles\">" +
         tile(count_text(violations), {"实际违规", "true violations"},
              days >= 1 ? both({fmt::format("日均 {:.1f} 起（仿真真值）", static_cast<double>(violations) / days),
                                fmt::format("{:.1f} a day; only the judge knows them",
                                            static_cast<double>(violations) / days)})
                        : both({"仿真真值", "only the judge knows them"})) +
         tile(of_all(all), {"已发现", "found"}, share_text(all)) +
         tile(of_all(seen), {"可清晰看见的，已发现", "found of what could be seen"}, share_text(seen)) +
         tile(of_all(right), {"告警正确", "accusations that were right"}, share_text(right)) +
         tile(of_all(innocent), {"误告店铺", "accusations of an innocent shop"}, share_text(innocent)) +
         tile(of_all(put_right), {"短信提醒后自行整改", "put right after the SMS"}, share_text(put_right)) +
         tile(of_all(closed), {"案件结案", "cases closed"}, share_text(closed)) +
         tile(count_text(reports), {"市民举报", "citizens' reports"},
              both({fmt::format("核实属实 {} 件", kpi["reports_valid"].get<std::int64_t>()),
                    fmt::format("{} found true", kpi["reports_valid"].get<std::int64_t>())})) +
         "</dl>";
}

/// Says before any figure that the model of a run without pictures is not proven; nothing when it is, or is not used.
std::string open_gate(const Json& data) {
  const auto lacks = data["summary"].value("calibration_lacks", "");
  if (lacks.empty()) return "";
  const Bilingual words = gate_words(lacks);
  return "<div class=\"troubles\" role=\"status\">\n<p>" +
         both({"识别模型的标定尚未通过检验，本次运行的数字不能当作图像级仿真的结果。" + words.zh + "。",
               "The calibration of the detector's model has not passed its gate: figures here are not to be taken for "
               "those of pixels. " +
                   words.en + "."}) +
         "</p>\n</div>";
}

/// Writes the troubles that a reader must know before any figure, the gravest first; nothing when there are none.
std::string troubles(const Json& data) {
  const auto& list = data["summary"]["troubles"];
  if (list.empty()) return "";
  std::string items;
  for (const auto& it : list)
    items += "<li>" + both({it["zh"].get<std::string>(), it["en"].get<std::string>()}) + "</li>\n";
  const bool partial = data["summary"]["partial"].get<bool>();
  const Bilingual head =
      partial ? Bilingual{"本次运行未完成，阅读前请注意：", "PARTIAL: this run is not complete. Before you read on:"}
              : Bilingual{"阅读前请注意：", "Before you read on:"};
  return "<div class=\"troubles\" role=\"status\">\n<p>" + both(head) + "</p>\n<ul>\n" + items + "</ul>\n</div>";
}

Bilingual colour_note(const Json& data) {
  std::int64_t yellow = 0, red = 0, down = 0;
  for (const auto& day : data["days"])
    yellow += day["to_yellow"].get<std::int64_t>(), red += day["to_red"].get<std::int64_t>(),
        down += day["down"].get<std::int64_t>();
  return {fmt::format("本次运行期间：转黄 {} 次，转红 {} 次，降一级 {} 次。", yellow, red, down),
          fmt::format("In this time: {} turned yellow, {} turned red, {} went one level down.", yellow, red, down)};
}

/// Names the classes that the engine watched for; the source page counts fifteen.
Bilingual classes_note(const Json& data) {
  Bilingual names;
  for (const auto& it : data["classes"]) {
    names.zh += (names.zh.empty() ? "" : "、") + it["zh"].get<std::string>();
    names.en += (names.en.empty() ? "" : ", ") + it["en"].get<std::string>();
  }
  const auto count = data["classes"].size();
  return {fmt::format("来源报道列有十五类违规，本次仅含 {} 类：{}。", count, names.zh),
          fmt::format("Of the source page's fifteen classes this run has {}: {}.", count, names.en)};
}

Bilingual accusation_note(const Json& summary) {
  const auto& shop = summary["wrong_shop"];
  const auto look_alikes = summary["lawful_look_alikes"].get<std::int64_t>();
  const double doubles = summary["duplicates_per_violation"].get<double>();
  return {fmt::format("每起已发现的违规平均告警 {:.3f} 次；店铺错误 {}/{}。街面另有合法的相似物品 {} 件，均不应告警。",
                      doubles, shop["hits"].get<int>(), shop["of"].get<int>(), count_text(look_alikes)),
          fmt::format("{:.3f} accusations for each violation found; wrong shop {}/{}. The street also had {} lawful "
                      "look-alikes, none of which may be accused.",
                      doubles, shop["hits"].get<int>(), shop["of"].get<int>(), count_text(look_alikes))};
}

Bilingual frames_note(const Json& summary) {
  const auto& frames = summary["frames"];
  const auto& engine = summary["engine"];
  const auto n = [](const Json& value) { return count_text(value.get<std::int64_t>()); };
  const double looks = frames["looks_per_camera_day"].get<double>(),
               changes = frames["lawful_changes_per_camera_day"].get<double>();
  return {fmt::format("每台摄像机日均取图 {:.1f} 次，合法静止物品变化 {:.1f} 次。变化检测通过 {} / {}，坏帧 "
                      "{}，系统要求取图 {} 次。预先计算 {} 张，弃用 {} 张。",
                      looks, changes, n(engine["gate_passed"]), n(engine["frames"]), n(engine["frames_bad"]),
                      n(engine["looks_requested"]), n(frames["made_ahead"]), n(frames["discarded"])),
          fmt::format("{:.1f} looks and {:.1f} lawful changes a camera and day. The change gate let {} of {} through; "
                      "{} were bad; the engine asked for {}. {} were made ahead, {} in vain.",
                      looks, changes, n(engine["gate_passed"]), n(engine["frames"]), n(engine["frames_bad"]),
                      n(engine["looks_requested"]), n(frames["made_ahead"]), n(frames["discarded"]))};
}

}  // namespace

Fragments text_fragments(const Json& data) {
  const auto& summary = data["summary"];
  return {
      {"title", fmt::format("{}三色码运行报告 Tricolor · {}", summary["partial"].get<bool>() ? "PARTIAL 未完成 · " : "",
                            escape_html(summary["scenario"].get<std::string>()))},
      {"scenario", escape_html(summary["scenario"].get<std::string>())},
      {"troubles", troubles(data) + open_gate(data)},
      {"sentence", sentence(data)},
      {"facts", facts(data)},
      {"tiles", tiles(data)},
      {"note-colours", both(colour_note(data))},
      {"note-accusations", both(accusation_note(summary))},
      {"note-classes", both(classes_note(data))},
      {"note-frames", both(frames_note(summary))}};
}

}  // namespace tricolor::harness
