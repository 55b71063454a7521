#include "compare/policy_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/rows/policy_values.h"

namespace tricolor::harness {
namespace {

struct Phrase {
  const char *zh, *en;
};

// The phrases complete "…: A instead of B".
const std::map<std::string, Phrase, std::less<>>& phrases() {
  static const std::map<std::string, Phrase, std::less<>> kPhrases{
      {"occupancy.gap_tolerance", {"允许的间断时长", "the time out of sight that does not end a stay"}},
      {"occupancy.rearm_after_clear", {"视为清除所需的空置时长", "the time a place must be clear to end an episode"}},
      {"occupancy.min_overlap", {"计入责任区的最小占比", "the share of a thing that must lie in a zone"}},
      {"occupancy.between_shops", {"判为两店之间的占比", "the share from which a thing lies between two shops"}},
      {"occupancy.identity", {"停留计时依据", "what goes on dwelling"}},
      {"review.when", {"人工复核", "review by a person"}},
      {"review.share", {"抽查比例", "the share of sightings reviewed"}},
      {"review.answer_within", {"复核答复时限", "the time for a reviewer's answer"}},
      {"notice.text", {"短信内容", "the text of the SMS"}},
      {"notice.correct_within", {"整改时限", "the time to correct"}},
      {"notice.clock_starts", {"整改时限起算", "the start of the time to correct"}},
      {"notice.quiet_hours", {"免打扰时段", "the quiet hours"}},
      {"notice.undelivered_after", {"无回执视为未送达的时长", "the time without a receipt that means undelivered"}},
      {"notice.per_number_a_day", {"每号每日短信上限", "the most SMS to one number a day"}},
      {"notice.give_up_after", {"放弃发送的时长", "the time after which a message is given up"}},
      {"escalation.to", {"派单方式", "how cases are dispatched"}},
      {"escalation.first_action", {"首次处置方式", "the officer's first action"}},
      {"escalation.acknowledge_within", {"接单时限", "the time for an officer to acknowledge"}},
      {"escalation.believe_after", {"采信队员所需的到场次数", "the visits after which officers are believed"}},
      {"escalation.rework_at_most", {"返工次数上限", "the most reworks of a case"}},
      {"escalation.give_up_after", {"超期强制结案的时长", "the time past due after which a case is closed by force"}},
      {"escalation.reopen_after", {"结案后重新立案的时长", "the time after which a case is opened again"}},
      {"escalation.position_good_for", {"队员定位有效时长", "how long an officer's position is used"}},
      {"colour.strike_is", {"计次口径", "what counts as a strike"}},
      {"colour.count_since", {"计次起点", "since when strikes count"}},
      {"colour.yellow_from", {"转黄次数", "the strikes from which a shop is yellow"}},
      {"colour.red_from", {"转红次数", "the strikes from which a shop is red"}},
      {"colour.step_down_by", {"降级依据", "what takes a shop one colour down"}},
      {"colour.clean_day_is", {"无违规日的口径", "what a clean day is"}},
      {"colour.red_steps_down_to", {"红码降级去向", "the colour to which red steps down"}},
      {"colour.clean_while_standing", {"物品未清期间计为无违规", "whether time is clean while something stands"}},
      {"colour.verified_report", {"经核实的群众举报", "whether a verified report counts"}},
      {"colour.closed_days", {"歇业日", "whether days on which a shop is closed are clean"}},
      {"colour.step_down_after", {"降一级所需无违规时长", "the clean time for one colour down"}},
      {"colour.count_after_step_down", {"降级后的计次", "the count after a step down"}},
      {"colour.clean_month_at_green", {"绿码满一个月无违规", "what a clean month at green does to the count"}},
      {"colour.blind_time_counts_as_clean",
       {"可计为无违规的不可见时间比例", "the share of blind time that counts as clean"}},
      {"colour.voided_strike", {"撤销的计次", "what a strike taken back does"}},
      {"colour.owner_change", {"经营者变更", "what a new owner does to the colour"}},
      {"cameras.tell_moved_after", {"摄像机移位提示时长", "the time after which a moved camera is told of"}},
      {"records.appeals_within", {"申诉时限", "the time for appeals"}},
      {"records.closed_stay", {"办结记录保留时长", "how long closed records stay"}},
      {"route.verify_within", {"举报核实时限", "the time to verify a report"}},
      {"route.verify_give_up_after", {"放弃核实的时长", "the time after which a report stays unverified"}},
      {"route.nearest_grid", {"归入最近网格的距离", "the distance within which a place belongs to the nearest grid"}},
      {"route.suggest_near", {"举报并案距离", "the distance within which a report is taken for known"}},
      {"route.suggest_within", {"举报并案时间", "the age up to which a report is taken for known"}},
  };
  return kPhrases;
}

const std::map<std::string, Phrase, std::less<>>& words() {
  static const std::map<std::string, Phrase, std::less<>> kWords{
      {"none", {"无", "none"}},
      {"sampled", {"抽查", "sampled"}},
      {"before_notice", {"发送短信前复核", "before the SMS"}},
      {"before_escalation", {"派单前复核", "before an officer is sent"}},
      {"sent", {"自发出起", "when it is sent"}},
      {"delivered", {"自送达起", "when it is delivered"}},
      {"grid_owner", {"网格责任人", "to the grid's officer"}},
      {"nearest", {"就近", "to the nearest"}},
      {"least_loaded", {"任务最少者", "to the least loaded"}},
      {"assignment", {"统筹指派", "by assignment"}},
      {"persuade", {"劝导", "persuasion"}},
      {"zone", {"按责任区", "the zone"}},
      {"object", {"按物品", "the object"}},
      {"counted", {"认定即计", "every incident"}},
      {"notified", {"已提醒的", "those that were notified"}},
      {"uncorrected", {"逾期未改的", "those not corrected in time"}},
      {"officer_confirmed", {"队员确认的", "those an officer confirmed"}},
      {"last_step_down", {"上次降级", "the last step down"}},
      {"rolling_30_days", {"近 30 天", "the last 30 days"}},
      {"calendar_month", {"自然月", "the calendar month"}},
      {"ever", {"全部历史", "ever"}},
      {"clean_days", {"连续无违规天数", "clean days"}},
      {"count", {"计次数", "the count"}},
      {"any_24_hours", {"任意 24 小时", "any 24 hours"}},
      {"calendar_day", {"自然日", "a calendar day"}},
      {"open_day", {"营业日", "a day of trade"}},
      {"floor_of_colour", {"保留至该色起点", "the least of its colour"}},
      {"zero", {"清零", "zero"}},
      {"counts", {"计次", "it counts"}},
      {"does_not_count", {"不计次", "it does not count"}},
      {"clean", {"计为无违规", "clean"}},
      {"not_clean", {"不计", "not clean"}},
      {"clears", {"清零", "it clears it"}},
      {"keeps", {"保留", "it keeps it"}},
      {"rederives_history", {"重新推算历史", "history is derived anew"}},
      {"subtracts_from_now", {"自此扣减", "it is subtracted from now on"}},
      {"reset", {"重新起算", "begins anew"}},
      {"keep", {"沿用", "is kept"}},
      {"yes", {"是", "yes"}},
      {"no", {"否", "no"}},
      {"green", {"绿码", "green"}},
      {"yellow", {"黄码", "yellow"}},
  };
  return kWords;
}

std::string with_units_zh(const std::string& value) {
  static constexpr std::pair<const char*, const char*> kUnits[] = {{" urgent_hour", " 个紧急工作时"},
                                                                   {" work_hour", " 个工作时"},
                                                                   {" work_day", " 个工作日"},
                                                                   {" natural_day", " 个自然日"},
                                                                   {" min", " 分钟"},
                                                                   {" s", " 秒"},
                                                                   {" h", " 小时"},
                                                                   {" d", " 天"},
                                                                   {" m", " 米"}};
  std::string text = value;
  for (const auto& [en, zh] : kUnits) {
    const std::string_view unit(en);
    for (std::size_t at = 0; (at = text.find(unit, at)) != std::string::npos;) {
      const std::size_t after = at + unit.size();
      const bool whole = after == text.size() || text[after] == ' ';
      const bool number = at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';
      if (whole && number) text.replace(at, unit.size(), zh);
      ++at;
    }
  }
  return text;
}

Phrase phrase_of(const std::string& key, const engine::ClassTable& classes, std::string& zh, std::string& en) {
  if (const auto found = phrases().find(key); found != phrases().end()) return found->second;
  zh = en = key;
  if (key.starts_with("classes.")) {
    const std::size_t dot = key.find('.', 8);
    const std::string code = key.substr(8, dot - 8), what = key.substr(dot + 1);
    Phrase of{code.c_str(), code.c_str()};
    for (const engine::ViolationClass& entry : classes)
      if (entry.code_name == code) of = {entry.name_zh.c_str(), entry.name_en.c_str()};
    const Phrase noun = what == "dwell"                 ? Phrase{"停留时限", "the dwell"}
                        : what == "dwell_in.shop_front" ? Phrase{"店前区停留时限", "the dwell before shops"}
                        : what == "dwell_in.pavement"   ? Phrase{"人行道停留时限", "the dwell on pavements"}
                        : what == "dwell_in.no_stopping"
                            ? Phrase{"禁停区停留时限", "the dwell where stopping is forbidden"}
                        : what == "dwell_in.bay"   ? Phrase{"停车位停留时限", "the dwell in bays"}
                        : what == "weight"         ? Phrase{"每起计次数", "the weight"}
                        : what == "dispose_within" ? Phrase{"处置时限", "the time to dispose"}
                                                   : Phrase{what.c_str(), what.c_str()};
    zh = fmt::format("{}：{}", of.zh, noun.zh);
    en = fmt::format("{} of {}", noun.en, of.en);
  }
  return {zh.c_str(), en.c_str()};
}

std::pair<std::string, std::string> value_of(const std::string& key, const std::string& value) {
  if (key == "notice.text") return {"“" + value + "”", "'" + value + "'"};
  if (const auto found = words().find(value); found != words().end()) return {found->second.zh, found->second.en};
  return {with_units_zh(value), value};
}

}  // namespace

bool has_phrase(const std::string& key) { return phrases().contains(key); }

std::vector<std::pair<std::string, std::string>> policy_differences(const engine::Policy& from,
                                                                    const engine::Policy& to,
                                                                    const engine::ClassTable& classes) {
  const auto before = policy_values(from), after = policy_values(to);
  std::map<std::string, std::string> old(before.begin(), before.end()), now(after.begin(), after.end());
  // Keys in the order of the policy's values; those that only one of the two has come last.
  std::vector<std::string> keys;
  for (const auto* values : {&after, &before})
    for (const auto& [key, value] : *values)
      if (key != "policy" && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  std::vector<std::pair<std::string, std::string>> sentences;
  for (const std::string& key : keys) {
    const bool was = old.contains(key), is = now.contains(key);
    if (was && is && old[key] == now[key]) continue;
    std::string zh, en;
    const Phrase phrase = phrase_of(key, classes, zh, en);
    const auto there = was ? value_of(key, old[key]) : std::pair<std::string, std::string>{"未规定", "not regulated"};
    const auto here = is ? value_of(key, now[key]) : std::pair<std::string, std::string>{"未规定", "not regulated"};
    sentences.emplace_back(fmt::format("{}由{}改为{}", phrase.zh, there.first, here.first),
                           fmt::format("{}: {} instead of {}", phrase.en, here.second, there.second));
  }
  return sentences;
}

std::string key_in_chinese(const std::string& path) {
  static const std::map<std::string, const char*, std::less<>> kOfScenario{
      {"about", "说明"},
      {"passers_by", "每条街每小时行人数"},
      {"people", "人员行为"},
      {"city.kind", "城市类型"},
      {"city.towns", "镇街数量"},
      {"city.shops", "店铺数量"},
      {"city.main_street_shops", "主街店铺数量"},
      {"city.cameras", "摄像机数量"},
      {"city.camera_owners.police", "公安摄像机占比"},
      {"city.camera_owners.field", "城乡天眼占比"},
      {"city.camera_owners.waste", "垃圾分类点摄像机占比"},
      {"city.officers", "队员数量"},
      {"city.length", "主街长度"},
      {"city.drawing_error", "划区误差（标准差）"},
      {"city.camera_down", "摄像机停用时间占比"},
      {"origin.lon", "原点经度"},
      {"origin.lat", "原点纬度"},
      {"history.length", "此前历史的天数"},
      {"gateway.wrong_numbers", "错号店铺占比"},
      {"gateway.lost", "短信丢失占比"}};
  if (const auto found = phrases().find(path); found != phrases().end()) return found->second.zh;
  if (const auto found = kOfScenario.find(path); found != kOfScenario.end()) return found->second;
  if (path.starts_with("classes.")) {
    if (path.ends_with(".dwell") || path.find(".dwell_in.") != std::string::npos) return "该类别的停留时限";
    if (path.ends_with(".dispose_within")) return "该类别的处置时限";
    if (path.ends_with(".weight")) return "该类别每起计次";
  }
  return path;
}

}  // namespace tricolor::harness
