#include "view/words/words.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "engine/journal.h"

namespace tricolor::harness {
namespace {

namespace ev = engine::event;

using Pair = std::pair<const char*, const char*>;

const char* pick(Language language, const Pair& pair) { return language == Language::zh ? pair.first : pair.second; }

constexpr std::array<Pair, 3> kColours{{{"绿码", "green"}, {"黄码", "yellow"}, {"红码", "red"}}};
constexpr std::array<Pair, 12> kStates{{{"立案", "registered"},
                                        {"派遣", "dispatched"},
                                        {"接单", "acknowledged"},
                                        {"到场", "arrived"},
                                        {"处置完毕", "disposed"},
                                        {"反馈", "feedback"},
                                        {"核查", "being checked"},
                                        {"返工", "rework"},
                                        {"退回", "returned"},
                                        {"结案", "closed"},
                                        {"强制结案", "closed by force"},
                                        {"作废", "voided"}}};
constexpr std::array<Pair, 4> kOutcomes{{{"已整改", "put right"},
                                         {"未整改", "not put right"},
                                         {"看不清", "could not be seen"},
                                         {"再次发生", "back again"}}};
constexpr std::array<Pair, 7> kBlindWords{{{"画面黑", "dark"},
                                      {"断线", "disconnected"},
                                      {"画面冻结", "frozen"},
                                      {"无信号", "silent"},
                                      {"画面被换", "swapped"},
                                      {"坏图像", "bad picture"},
                                      {"摄像机被移动", "moved"}}};
constexpr std::array<Pair, 4> kEnds{{{"商户自行整改", "the shop put it right"},
                                     {"随案件结案", "ended with its case"},
                                     {"通知前已消失", "gone before the notice"},
                                     {"作废", "voided"}}};

}  // namespace

std::string class_text(const engine::Configuration& configuration, engine::ClassId id, Language language) {
  if (id.value >= configuration.classes.size()) return "?";
  const auto& entry = configuration.classes[id.value];
  return language == Language::zh ? entry.name_zh : entry.name_en;
}

std::string shop_text(const engine::Configuration& configuration, engine::MerchantId id) {
  if (id.value >= configuration.merchants.size()) return fmt::format("{}", id.value);
  const auto& shop = configuration.merchants[id.value];
  return fmt::format("{} {}", shop.name, shop.sign);
}

const char* colour_text(engine::Colour colour, Language language) {
  return pick(language, kColours.at(static_cast<std::size_t>(colour)));
}
const char* state_text(engine::CaseState state, Language language) {
  return pick(language, kStates.at(static_cast<std::size_t>(state)));
}
const char* outcome_text(engine::RecheckOutcome outcome, Language language) {
  return pick(language, kOutcomes.at(static_cast<std::size_t>(outcome)));
}
const char* blind_text(engine::BlindReason reason, Language language) {
  return pick(language, kBlindWords.at(static_cast<std::size_t>(reason)));
}
const char* end_text(ev::IncidentClosed::How how, Language language) {
  return pick(language, kEnds.at(static_cast<std::size_t>(how)));
}

std::string kind_text(const std::vector<KindOfThing>& kinds, const std::string& kind, Language language) {
  if (const KindOfThing* known = kind_named(kinds, kind))
    return language == Language::zh ? known->name_zh : known->name_en;
  return say(language, "物体", "object");
}

bool is_news(const engine::Event& event) {
  return std::visit(
      [](const auto& e) {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, ev::ColourBecame>) return e.from != e.to;
        else
          return std::is_same_v<T, ev::IncidentOpened> || std::is_same_v<T, ev::IncidentClosed> ||
                 std::is_same_v<T, ev::IncidentVoided> || std::is_same_v<T, ev::IncidentReopened> ||
                 std::is_same_v<T, ev::NoticeQueued> || std::is_same_v<T, ev::NoticeFate> ||
                 std::is_same_v<T, ev::Rechecked> || std::is_same_v<T, ev::CaseRegistered> ||
                 std::is_same_v<T, ev::CaseMoved> || std::is_same_v<T, ev::ReportReceived> ||
                 std::is_same_v<T, ev::CameraBecame>;
      },
      event.payload);
}

std::optional<engine::Colour> colour_given(const engine::Event& event) {
  const auto* colour = std::get_if<ev::ColourBecame>(&event.payload);
  return colour ? std::optional(colour->to) : std::nullopt;
}

FeedKind feed_kind(const engine::Event& event) {
  return std::visit(
      [](const auto& e) {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, ev::IncidentOpened> || std::is_same_v<T, ev::SightingConfirmed> ||
                      std::is_same_v<T, ev::IncidentRelapsed> || std::is_same_v<T, ev::IncidentReopened>)
          return FeedKind::incident;
        else if constexpr (std::is_same_v<T, ev::IncidentClosed> || std::is_same_v<T, ev::IncidentVoided>)
          return FeedKind::good;
        else if constexpr (std::is_same_v<T, ev::Rechecked>)
          return e.outcome == engine::RecheckOutcome::corrected ? FeedKind::good : FeedKind::notice;
        else if constexpr (std::is_same_v<T, ev::NoticeQueued> || std::is_same_v<T, ev::NoticeSent> ||
                           std::is_same_v<T, ev::NoticeFate> || std::is_same_v<T, ev::CorrectionDue>)
          return FeedKind::notice;
        else if constexpr (std::is_same_v<T, ev::CaseRegistered> || std::is_same_v<T, ev::CaseMoved>)
          return FeedKind::case_work;
        else if constexpr (std::is_same_v<T, ev::ColourBecame> || std::is_same_v<T, ev::StrikeCounted> ||
                           std::is_same_v<T, ev::StrikeImported>)
          return FeedKind::colour;
        else if constexpr (std::is_same_v<T, ev::ReportReceived> || std::is_same_v<T, ev::ReportAttached> ||
                           std::is_same_v<T, ev::ReportVerified>)
          return FeedKind::report;
        else if constexpr (std::is_same_v<T, ev::CameraBecame>) return FeedKind::camera;
        else return FeedKind::other;
      },
      event.payload);
}

namespace {

const char* answer_text(const ev::ReportAttached& e, Language l) {
  if (e.suggested_only) return say(l, "疑似重复，待核实", "may be one that is known: an officer looks");
  return say(l, "并入已知事件", "is about what is known");
}

// These events are left out of the feed, and stories tell them seldom. A kind of event without words does not compile.
std::string rare_line(const ev::ReviewAsked& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {}", say(l, "发现", "Sighting"), e.sighting.value,
                     say(l, "提请人工复核", "goes to a reviewer"));
}
std::string rare_line(const ev::OccupancyDoubted& e, const engine::Configuration&, Language l) {
  const bool in_doubt = !e.between.empty() || e.missing_since || e.unseen_since || e.undecided > 0 ||
                        e.looks_short > 0 || e.odds_short_256 > 0;
  return fmt::format("{} {} {}", say(l, "停留", "Stay"), e.occupancy,
                     in_doubt ? say(l, "存疑", "is in doubt") : say(l, "无疑点", "is in doubt no more"));
}
std::string rare_line(const ev::ReviewGiven& e, const engine::Configuration&, Language l) {
  return fmt::format(
      "{} #{} {}", say(l, "发现", "Sighting"), e.sighting.value,
      e.confirmed ? say(l, "复核通过", "confirmed by the reviewer") : say(l, "复核否决", "refused by the reviewer"));
}
std::string rare_line(const ev::ReviewLapsed& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {}", say(l, "发现", "Sighting"), e.sighting.value,
                     say(l, "复核超时", "was not reviewed in time"));
}
std::string rare_line(const ev::PlaceSeenClear& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {}", say(l, "事件", "Incident"), e.incident.value,
                     say(l, "现场已清", "its place is clear"));
}
std::string rare_line(const ev::MerchantReplied& e, const engine::Configuration& c, Language l) {
  return fmt::format("{} {}：{}", shop_text(c, e.merchant), say(l, "回复", "answers"), e.text);
}
std::string rare_line(const ev::CaseJoined& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {} #{}", say(l, "事件", "Incident"), e.incident.value, say(l, "并入案件", "joins case"),
                     e.case_id.value);
}
std::string rare_line(const ev::ReportAttached& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {}", say(l, "举报", "Report"), e.report.value, answer_text(e, l));
}
std::string rare_line(const ev::ReportVerifyAsked& e, const engine::Configuration& c, Language l) {
  const std::string officer = e.officer.value < c.officers.size() ? c.officers[e.officer.value].name : "?";
  return fmt::format("{} #{} {} {}", say(l, "举报", "Report"), e.report.value, say(l, "派员核实", "is looked into by"),
                     officer);
}
std::string rare_line(const ev::ReportReplied& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {}", say(l, "举报", "Report"), e.report.value, say(l, "已答复", "is answered"));
}
std::string rare_line(const ev::ReportExpired& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {}", say(l, "举报", "Report"), e.report.value,
                     say(l, "核实超时", "was not looked into in time"));
}
std::string rare_line(const ev::ReportVoided& e, const engine::Configuration&, Language l) {
  return fmt::format("{} #{} {}: {}", say(l, "举报", "Report"), e.report.value, say(l, "已撤销", "was taken back"),
                     e.reason);
}
std::string rare_line(const ev::ReportCounted& e, const engine::Configuration& c, Language l) {
  return fmt::format("{} #{} {} {}", say(l, "举报", "Report"), e.report.value, say(l, "计次", "counts against"),
                     shop_text(c, e.merchant));
}
std::string rare_line(const ev::OwnerChanged& e, const engine::Configuration& c, Language l) {
  return fmt::format("{} {}", shop_text(c, e.merchant), say(l, "变更经营者", "has another owner"));
}
std::string rare_line(const ev::Configured& e, const engine::Configuration&, Language l) {
  return fmt::format("{} {}", say(l, "政策", "policy"), e.policy_name);
}
std::string rare_line(const ev::TroubleAtPort& e, const engine::Configuration&, Language l) {
  return fmt::format("{} {}: {}", say(l, "接口故障", "trouble at"), e.port, e.what);
}
std::string rare_line(const ev::SceneLearnt& e, const engine::Configuration& c, Language l) {
  const std::string name = e.camera.value < c.cameras.size() ? c.cameras[e.camera.value].name : "?";
  return fmt::format("{} {} {}", say(l, "摄像机", "Camera"), name, say(l, "记录参考画面", "has its reference scene"));
}
std::string rare_line(const ev::SceneConfirmed& e, const engine::Configuration& c, Language l) {
  const std::string name = e.camera.value < c.cameras.size() ? c.cameras[e.camera.value].name : "?";
  return fmt::format("{} {} {}", say(l, "摄像机", "Camera"), name,
                     say(l, "新画面已由人工确认", "a person confirmed its new scene"));
}
std::string rare_line(const ev::EvidenceKept& e, const engine::Configuration&, Language l) {
  const std::string fate = e.sha256.empty() ? fmt::format("{} {}", say(l, "未保存：", "was not kept:"), e.reason)
                                            : std::string(say(l, "已保存", "is kept"));
  return fmt::format("{} #{} {} {}", say(l, "发现", "Sighting"), e.sighting.value, say(l, "证据", "evidence"), fate);
}

}  // namespace

std::string whose_text(const engine::Configuration& c, const ev::IncidentOpened& e, Language l) {
  using Answers = engine::ViolationClass::Answers;
  if (e.merchant) return shop_text(c, *e.merchant);
  switch (c.classes.at(e.violation_class.value).answers) {
    case Answers::vehicle: return say(l, "车辆所有人或使用人", "the vehicle's holder");
    case Answers::nobody: return say(l, "无责任人", "nobody answers for it");
    case Answers::merchant:
    case Answers::place: break;
  }
  return say(l, "公共场所", "a public place");
}

std::string event_line(const engine::Event& event, const engine::Configuration& c, Language l) {
  const auto place = [&](const std::optional<engine::MerchantId>& id) {
    return id ? shop_text(c, *id) : std::string(say(l, "公共场所", "a public place"));
  };
  const auto officer = [&](const std::optional<engine::OfficerId>& id) {
    return id && id->value < c.officers.size() ? " · " + c.officers[id->value].name : std::string{};
  };
  const auto camera = [&](engine::CameraId id) {
    return id.value < c.cameras.size() ? c.cameras[id.value].name : std::string("?");
  };
  return std::visit(
      [&](const auto& e) -> std::string {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, ev::IncidentOpened>)
          return fmt::format("{} #{} {} · {}", say(l, "事件", "Incident"), e.incident.value,
                             class_text(c, e.violation_class, l), place(e.merchant));
        else if constexpr (std::is_same_v<T, ev::IncidentClosed>)
          return fmt::format("{} #{} {}{}", say(l, "事件", "Incident"), e.incident.value, say(l, "结束：", "over: "),
                             end_text(e.how, l));
        else if constexpr (std::is_same_v<T, ev::IncidentVoided>)
          return fmt::format("{} #{} {} {}", say(l, "事件", "Incident"), e.incident.value,
                             say(l, "作废", "taken back:"), e.reason);
        else if constexpr (std::is_same_v<T, ev::IncidentRelapsed>)
          return fmt::format("{} #{} {}", say(l, "事件", "Incident"), e.incident.value, say(l, "再次发生", "is back"));
        else if constexpr (std::is_same_v<T, ev::IncidentReopened>)
          return fmt::format("{} #{} {}", say(l, "事件", "Incident"), e.incident.value,
                             say(l, "仍未消除，重新开启", "still stands: reopened"));
        else if constexpr (std::is_same_v<T, ev::NoticeQueued>)
          return fmt::format("{} #{} → {}", say(l, "短信", "SMS"), e.notice.value, shop_text(c, e.merchant));
        else if constexpr (std::is_same_v<T, ev::NoticeSent>)
          return fmt::format("{} #{} {}", say(l, "短信", "SMS"), e.notice.value,
                             e.result == 0   ? say(l, "网关已接收", "accepted by the gateway")
                             : e.result == 1 ? say(l, "网关拒绝", "refused")
                                             : say(l, "网关无应答", "no answer"));
        else if constexpr (std::is_same_v<T, ev::NoticeFate>)
          return fmt::format("{} #{} {}", say(l, "短信", "SMS"), e.notice.value,
                             e.delivered ? say(l, "已送达", "delivered") : say(l, "未送达", "not delivered"));
        else if constexpr (std::is_same_v<T, ev::CorrectionDue>)
          return fmt::format("{} {}", say(l, "整改期限", "to be cleared by"), time_text(e.due));
        else if constexpr (std::is_same_v<T, ev::Rechecked>)
          return fmt::format("{} #{} {}", say(l, "复查", "Re-check of"), e.incident.value, outcome_text(e.outcome, l));
        else if constexpr (std::is_same_v<T, ev::CaseRegistered>)
          return fmt::format("{} #{} {} {} {}", say(l, "案件", "Case"), e.case_id.value, say(l, "立案", "registered,"),
                             say(l, "限时", "due"), time_text(e.due));
        else if constexpr (std::is_same_v<T, ev::CaseMoved>)
          return fmt::format("{} #{} {}{}", say(l, "案件", "Case"), e.case_id.value, state_text(e.to, l),
                             officer(e.officer));
        else if constexpr (std::is_same_v<T, ev::ColourBecame>)
          return fmt::format("{} {} → {} ({})", shop_text(c, e.merchant), colour_text(e.from, l), colour_text(e.to, l),
                             e.count);
        else if constexpr (std::is_same_v<T, ev::StrikeCounted>)
          return fmt::format("{} {}", say(l, "记一次", "a strike against"), shop_text(c, e.merchant));
        else if constexpr (std::is_same_v<T, ev::StrikeImported>)
          return fmt::format("{} {}", say(l, "历史记录", "strike of history"), engine::to_text(e.at));
        else if constexpr (std::is_same_v<T, ev::ReportReceived>)
          return fmt::format("{} #{} {}", say(l, "举报", "Report"), e.report.value,
                             e.content.violation_class ? class_text(c, *e.content.violation_class, l) : "");
        else if constexpr (std::is_same_v<T, ev::ReportVerified>)
          return fmt::format("{} #{} {}", say(l, "举报", "Report"), e.report.value,
                             e.valid ? say(l, "属实", "is true") : say(l, "不实", "is not true"));
        else if constexpr (std::is_same_v<T, ev::CameraBecame>)
          return fmt::format("{} {} {}", say(l, "摄像机", "Camera"), camera(e.camera),
                             e.sees ? say(l, "恢复", "sees again") : blind_text(e.reason, l));
        else if constexpr (std::is_same_v<T, ev::OccupancyStarted>)
          return fmt::format("{} {} {} {}", camera(e.camera), say(l, "看到", "sees"),
                             class_text(c, e.violation_class, l), say(l, "，开始计时", "; the clock starts"));
        else if constexpr (std::is_same_v<T, ev::OccupancyEnded>)
          return fmt::format("{} {}", say(l, "停留结束，最后见到", "gone; last seen"), time_text(e.last_seen));
        else if constexpr (std::is_same_v<T, ev::SightingConfirmed>)
          return fmt::format("{} #{} {} {}", say(l, "发现", "Sighting"), e.sighting.value,
                             say(l, "超过规定时间", "exceeded the dwell"), camera(e.camera));
        else if constexpr (std::is_same_v<T, ev::SightingAttached>)
          return fmt::format("{} #{} {} #{}", say(l, "发现", "Sighting"), e.sighting.value,
                             say(l, "并入事件", "joined incident"), e.incident.value);
        else return rare_line(e, c, l);
      },
      event.payload);
}

std::string clock_text(engine::Duration length) {
  const auto s = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(length).count());
  return s < 3600 ? fmt::format("{:02}:{:02}", s / 60, s % 60)
                  : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::string time_text(engine::Time time) {
  return engine::to_text(std::chrono::floor<std::chrono::seconds>(time)).substr(11, 8);
}

std::string day_text(engine::Time time, Language language) {
  static constexpr std::array<Pair, 7> kDays{{{"星期日", "Sun"},
                                              {"星期一", "Mon"},
                                              {"星期二", "Tue"},
                                              {"星期三", "Wed"},
                                              {"星期四", "Thu"},
                                              {"星期五", "Fri"},
                                              {"星期六", "Sat"}}};
  const std::chrono::weekday day{std::chrono::floor<std::chrono::days>(time + engine::kUtcOffset)};
  const std::string date = engine::to_text(time).substr(0, 10);
  const char* name = pick(language, kDays.at(day.c_encoding()));
  return language == Language::zh ? fmt::format("{} {}", date, name) : fmt::format("{} {}", name, date);
}

}  // namespace tricolor::harness
