#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html.h"
#include "report/page_fragments.h"

namespace tricolor::harness {

namespace {

std::int64_t total(const Json& counts) {
  std::int64_t sum = 0;
  for (const auto& [key, count] : counts.items()) sum += count.get<std::int64_t>();
  return sum;
}

std::int64_t count_of(const Json& counts, const char* key) { return counts.value(key, std::int64_t{0}); }

/// A score of day and night together.
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

std::string many(std::int64_t count, const char* one, const char* more) { return count_text(count) + " " + (count == 1 ? one : more); }
std::string bold(std::int64_t count) { return "<b>" + count_text(count) + "</b>"; }

Bilingual lasted(double days) {
  if (days < 1) return duration_text(days * 86400);
  const std::string number = decimal_text(days, days == std::floor(days) ? 0 : 1);
  return {number + " 天", number + (days == 1 ? " day" : " days")};
}

/// The longest street, and how many others there are.
Bilingual streets_named(const Json& map) {
  const auto& streets = map["streets"];
  if (streets.empty()) return {"这里", "this place"};
  const auto length = [](const Json& street) {
    return std::hypot(street["to"][0].get<double>() - street["from"][0].get<double>(), street["to"][1].get<double>() - street["from"][1].get<double>());
  };
  const auto longest = std::max_element(streets.begin(), streets.end(), [&](const Json& a, const Json& b) { return length(a) < length(b); });
  const auto others = static_cast<std::int64_t>(streets.size()) - 1;
  const std::string name = escape_html((*longest)["name"].get<std::string>());
  return {others ? fmt::format("{}和 {} 条支路", name, others) : name, others ? fmt::format("{} and {}", name, many(others, "side street", "side streets")) : name};
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
    return both_markup({fmt::format("{}里，{}没有发生违规，引擎也没有指认任何人。", time.zh, streets.zh), fmt::format("In {}, nothing unlawful happened on {}, and nobody was accused.", time.en, streets.en)});
  std::string zh = fmt::format("{}里，{}发生 {} 起违规，引擎发现 {} 起", time.zh, streets.zh, bold(violations), bold(found));
  std::string en = fmt::format("In {}, {} saw {} {}; the engine found {}", time.en, streets.en, bold(violations), violations == 1 ? "violation" : "violations", bold(found));
  if (seen.of > 0 && seen.of != violations) {
    zh += fmt::format("（摄像机看得清的 {} 起中发现 {} 起）", seen.of, seen.hits);
    en += fmt::format(" ({} of the {} that a camera could see well)", seen.hits, seen.of);
  }
  zh += wrong ? fmt::format("，{} 次指认是错的", bold(wrong)) : "，没有一次指认是错的";
  en += wrong == 0 ? ", none of its accusations was wrong" : wrong == 1 ? ", <b>1</b> accusation was wrong" : fmt::format(", {} accusations were wrong", bold(wrong));
  if (rechecked > 0) {
    zh += fmt::format("；短信之后复查 {} 起，{} 起店铺已自行整改", rechecked, bold(corrected));
    en += fmt::format(", and {} of {} after an SMS found the place put right", bold(corrected), many(rechecked, "re-check", "re-checks"));
  }
  return both_markup({zh + "。", en + "."});
}

std::string facts(const Json& data) {
  const auto& summary = data["summary"];
  const std::string first = date_text(data["start"].get<std::int64_t>()), last = date_text(data["end"].get<std::int64_t>() - 1);
  const auto item = [](const Bilingual& name, const std::string& value) { return fmt::format("<li>{} <b>{}</b></li>", both(name), value); };
  return "<ul class=\"facts\"><li class=\"twin\">" + both({"街道与人是模拟的，引擎是真的", "simulated street and people, real engine"}) + "</li>" +
         item({"日期", "dates"}, first == last ? first : first + " – " + last) + item({"种子", "seed"}, std::to_string(summary["seed"].get<std::uint64_t>())) +
         item({"版本", "commit"}, escape_html(summary["commit"].get<std::string>())) + item({"政策", "policy"}, escape_html(summary["policy"].get<std::string>())) +
         item({"层级", "rung"}, escape_html(summary["rung"].get<std::string>())) + item({"识别器档案", "detector profile"}, escape_html(summary["detector_profile"].get<std::string>())) + "</ul>";
}

std::string tile(const std::string& value, const Bilingual& name, const std::string& detail) {
  return fmt::format("<div class=\"tile\"><dt>{}</dt><dd><b>{}</b>{}</dd></div>", both(name), value, detail.empty() ? "" : "<small>" + detail + "</small>");
}
/// "92.2 % [85–96]"
std::string share_text(const Proportion& share) {
  if (share.of == 0) return both({"没有可判的", "none to judge"});
  return fmt::format("{:.0f} % [{:.0f}–{:.0f}]", 100 * share.value(), 100 * share.low(), 100 * share.high());
}
Proportion proportion_of(const Json& json) { return {json["hits"].get<std::int64_t>(), json["of"].get<std::int64_t>()}; }

std::string tiles(const Json& data) {
  const auto& summary = data["summary"];
  const auto& kpi = summary["indicators"];
  const auto violations = summary["violations"].get<std::int64_t>();
  const Proportion seen = all_hours(summary, "recall_opportunities"), right = all_hours(summary, "precision"), all = all_hours(summary, "recall_all");
  const Proportion innocent = proportion_of(summary["outcomes"]["innocent_shop"]), put_right = proportion_of(kpi["correction"]), closed = proportion_of(kpi["closing"]);
  const double days = summary["days"].get<double>();
  const auto reports = kpi["reports"].get<std::int64_t>();
  const auto of_all = [](const Proportion& share) { return fmt::format("{}<i>/{}</i>", count_text(share.hits), count_text(share.of)); };
  return "<dl class=\"tiles\">" +
         tile(count_text(violations), {"真实违规", "true violations"},
              days >= 1 ? both({fmt::format("每天 {:.1f} 起，真相只有裁判知道", static_cast<double>(violations) / days), fmt::format("{:.1f} a day; only the judge knows them", static_cast<double>(violations) / days)})
                        : both({"真相只有裁判知道", "only the judge knows them"})) +
         tile(of_all(all), {"被发现", "found"}, share_text(all)) + tile(of_all(seen), {"看得清的，被发现", "found of what could be seen"}, share_text(seen)) +
         tile(of_all(right), {"指认正确", "accusations that were right"}, share_text(right)) +
         tile(of_all(innocent), {"指认冤枉了店铺", "accusations of an innocent shop"}, share_text(innocent)) +
         tile(of_all(put_right), {"短信后自行整改", "put right after the SMS"}, share_text(put_right)) + tile(of_all(closed), {"案件结案", "cases closed"}, share_text(closed)) +
         tile(count_text(reports), {"市民举报", "citizens' reports"},
              both({fmt::format("{} 起属实", kpi["reports_valid"].get<std::int64_t>()), fmt::format("{} found true", kpi["reports_valid"].get<std::int64_t>())})) +
         "</dl>";
}

std::string partial(const Json& data) {
  const auto& summary = data["summary"];
  if (!summary["partial"].get<bool>()) return "";
  const std::string end = escape_html(summary["end"].get<std::string>()), planned = escape_html(summary["planned_end"].get<std::string>());
  return "<p class=\"partial\" role=\"status\">PARTIAL 未完成 · " +
         both_markup({fmt::format("在 {} 停止，计划到 {}。以下只说停止之前。", end, planned), fmt::format("stopped at {}, planned to {}. What follows speaks of the time before.", end, planned)}) + "</p>";
}

Bilingual colour_note(const Json& data) {
  std::int64_t yellow = 0, red = 0, down = 0;
  for (const auto& day : data["days"]) yellow += day["to_yellow"].get<std::int64_t>(), red += day["to_red"].get<std::int64_t>(), down += day["down"].get<std::int64_t>();
  return {fmt::format("这段时间：变黄 {} 次，变红 {} 次，降一级 {} 次。", yellow, red, down), fmt::format("In this time: {} turned yellow, {} turned red, {} went one level down.", yellow, red, down)};
}

Bilingual accusation_note(const Json& summary) {
  const auto& shop = summary["wrong_shop"];
  const auto look_alikes = summary["lawful_look_alikes"].get<std::int64_t>();
  const double doubles = summary["duplicates_per_violation"].get<double>();
  return {fmt::format("每起被发现的违规有 {:.3f} 次指认；认错店铺 {}/{}。街上还有 {} 个合法的相似物，它们都不该被指认。", doubles, shop["hits"].get<int>(), shop["of"].get<int>(), count_text(look_alikes)),
          fmt::format("{:.3f} accusations for each violation found; wrong shop {}/{}. The street also had {} lawful look-alikes, none of which may be accused.", doubles, shop["hits"].get<int>(),
                      shop["of"].get<int>(), count_text(look_alikes))};
}

Bilingual frames_note(const Json& summary) {
  const auto& frames = summary["frames"];
  const auto& engine = summary["engine"];
  const auto n = [](const Json& value) { return count_text(value.get<std::int64_t>()); };
  const double looks = frames["looks_per_camera_day"].get<double>(), changes = frames["lawful_changes_per_camera_day"].get<double>();
  return {fmt::format("每摄像机每天查看 {:.1f} 次，合法的静物变化 {:.1f} 次。变化门放行 {} / {}，坏帧 {}，引擎要求 {} 次。预先算好 {} 张，白算 {} 张。", looks, changes, n(engine["gate_passed"]), n(engine["frames"]),
                      n(engine["frames_bad"]), n(engine["looks_requested"]), n(frames["made_ahead"]), n(frames["discarded"])),
          fmt::format("{:.1f} looks and {:.1f} lawful changes a camera and day. The change gate let {} of {} through; {} were bad; the engine asked for {}. {} were made ahead, {} in vain.", looks, changes,
                      n(engine["gate_passed"]), n(engine["frames"]), n(engine["frames_bad"]), n(engine["looks_requested"]), n(frames["made_ahead"]), n(frames["discarded"]))};
}

}  // namespace

Fragments text_fragments(const Json& data) {
  const auto& summary = data["summary"];
  return {{"title", fmt::format("{}Tricolor 三色 · {}", summary["partial"].get<bool>() ? "PARTIAL 未完成 · " : "", escape_html(summary["scenario"].get<std::string>()))},
          {"scenario", escape_html(summary["scenario"].get<std::string>())},
          {"partial", partial(data)},
          {"sentence", sentence(data)},
          {"facts", facts(data)},
          {"tiles", tiles(data)},
          {"note-colours", both(colour_note(data))},
          {"note-accusations", both(accusation_note(summary))},
          {"note-frames", both(frames_note(summary))}};
}

}  // namespace tricolor::harness
