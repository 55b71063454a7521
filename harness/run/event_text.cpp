// Writes each event in words for the terminal. This file opens one payload at a time and knows nothing of the others.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "engine/journal.h"
#include "run/story.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

namespace ev = engine::event;

// Gives "not_corrected" as prose.
std::string spaced(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

std::string clock_of(engine::Time time) { return engine::to_text(time); }

// There is one function for each event, so that an event without words does not compile.
class Words {
 public:
  Words(const engine::Configuration& configuration, engine::Time now) : c_(configuration), now_(now) {}

  std::string operator()(const ev::CameraBecame& e) const {
    return fmt::format("camera {} {}", camera(e.camera),
                       e.sees ? "sees" : fmt::format("is blind ({})", engine::name_of(e.reason)));
  }
  std::string operator()(const ev::SceneLearnt& e) const {
    return fmt::format("camera {}: its scene was learnt", camera(e.camera));
  }
  std::string operator()(const ev::SceneConfirmed& e) const {
    return fmt::format("camera {}: a person confirmed its present view", camera(e.camera));
  }
  std::string operator()(const ev::OccupancyStarted& e) const {
    return fmt::format("camera {} sees {} in zone {}: the stay begins", camera(e.camera), klass(e.violation_class),
                       c_.zones.at(e.zone.value).name);
  }
  std::string operator()(const ev::OccupancyEnded& e) const {
    return fmt::format("stay {} ended; last seen {}", e.occupancy, clock_of(e.last_seen));
  }
  std::string operator()(const ev::OccupancyDoubted& e) const {
    std::vector<std::string> doubts;
    if (!e.between.empty())
      doubts.push_back(e.plain_since ? "one shop's since " + clock_of(*e.plain_since) + ", between shops before"
                                     : std::string("between shops"));
    if (e.missing_since) doubts.push_back("not found since " + clock_of(*e.missing_since));
    if (e.unseen_since) doubts.push_back("hidden since " + clock_of(*e.unseen_since));
    if (e.looks_short > 0) doubts.emplace_back("found in less than half of the looks");
    if (e.odds_short_256 > 0) doubts.emplace_back("the closer looks are not sure");
    if (e.undecided > 0) doubts.emplace_back("in doubt at the end of its dwell");
    return fmt::format("stay {}: {}", e.occupancy,
                       doubts.empty() ? "nothing against it" : fmt::format("{}", fmt::join(doubts, "; ")));
  }
  std::string operator()(const ev::SightingConfirmed& e) const {
    return fmt::format(
        "sighting {} by camera {} in zone {}: there for {} since {}, longer than the dwell; score {:.2f}, {} "
        "taken; {}",
        e.sighting.value, camera(e.camera), c_.zones.at(e.zone.value).name, engine::to_text(now_ - e.onset),
        clock_of(e.onset), e.score_256 / 256.0, counted(e.evidence.size(), "picture"),
        e.between.empty() ? maybe_shop(e.merchant) : "between two shops: a person must look");
  }
  std::string operator()(const ev::EvidenceKept& e) const {
    return fmt::format("sighting {}: its picture '{}' {}", e.sighting.value, engine::name_of(e.label.moment),
                       e.reason.empty() ? "is evidence/" + e.sha256 + ".jpg" : "was not kept: " + e.reason);
  }
  std::string operator()(const ev::ReviewAsked& e) const {
    return fmt::format("sighting {}: a person is asked", e.sighting.value);
  }
  std::string operator()(const ev::ReviewGiven& e) const {
    return fmt::format("sighting {}: the person {}", e.sighting.value,
                       e.confirmed ? fmt::format("confirms it: {}", maybe_shop(e.merchant)) : "sees no violation");
  }
  std::string operator()(const ev::ReviewLapsed& e) const {
    return fmt::format("sighting {}: nobody answered in time", e.sighting.value);
  }

  std::string operator()(const ev::IncidentOpened& e) const {
    return fmt::format("incident {} opened: {} at {}{}", e.incident.value, klass(e.violation_class),
                       maybe_shop(e.merchant), answerer(e.violation_class));
  }
  std::string operator()(const ev::SightingAttached& e) const {
    return fmt::format("sighting {} belongs to incident {}", e.sighting.value, e.incident.value);
  }
  std::string operator()(const ev::IncidentRelapsed& e) const {
    return fmt::format("incident {}: it came back", e.incident.value);
  }
  std::string operator()(const ev::IncidentReopened& e) const {
    return fmt::format("incident {} reopened: it still stands, since {}", e.incident.value, clock_of(e.held_since));
  }
  std::string operator()(const ev::PlaceSeenClear& e) const {
    return fmt::format("incident {}: its place was seen clear", e.incident.value);
  }
  std::string operator()(const ev::IncidentClosed& e) const {
    return fmt::format("incident {} closed: {}", e.incident.value, spaced(engine::name_of(e.how)));
  }
  std::string operator()(const ev::IncidentVoided& e) const {
    return fmt::format("incident {} taken back: {}", e.incident.value, e.reason);
  }
  std::string operator()(const ev::CorrectionDue& e) const {
    return fmt::format("to be cleared by {}", clock_of(e.due));
  }
  std::string operator()(const ev::Rechecked& e) const {
    return fmt::format("re-check: {}", spaced(engine::name_of(e.outcome)));
  }

  std::string operator()(const ev::NoticeQueued& e) const {
    return fmt::format("notice {} to {}: {}", e.notice.value, shop(e.merchant), e.text);
  }
  std::string operator()(const ev::NoticeSent& e) const {
    return fmt::format("notice {}: the gateway says {}", e.notice.value,
                       e.result == 0   ? "accepted"
                       : e.result == 1 ? "rejected"
                                       : "nothing; it will be asked");
  }
  std::string operator()(const ev::NoticeFate& e) const {
    if (e.delivered) return fmt::format("notice {} delivered", e.notice.value);
    return fmt::format("notice {} not delivered ({}): not warned", e.notice.value, spaced(engine::name_of(e.why)));
  }
  std::string operator()(const ev::MerchantReplied& e) const {
    return fmt::format("{} answers: {}", shop(e.merchant), e.text);
  }

  std::string operator()(const ev::CaseRegistered& e) const {
    return fmt::format("case {} registered, {}; due {}", e.case_id.value,
                       e.warned ? "the warning was in vain" : "nobody was warned", clock_of(e.due));
  }
  std::string operator()(const ev::CaseJoined& e) const {
    return fmt::format("case {}: incident {} joins it; nobody is sent again", e.case_id.value, e.incident.value);
  }
  std::string operator()(const ev::CaseMoved& e) const {
    return fmt::format("case {}: {} → {}{}{}", e.case_id.value, spaced(engine::name_of(e.from)),
                       spaced(engine::name_of(e.to)), e.officer ? " (" + officer(*e.officer) + ")" : "",
                       e.reason.empty() ? "" : ": " + e.reason);
  }

  std::string operator()(const ev::ReportReceived& e) const {
    return fmt::format("report {} of a citizen: {}", e.report.value, e.content.text);
  }
  std::string operator()(const ev::ReportAttached& e) const {
    const std::string about = e.incident  ? fmt::format("incident {}", e.incident->value)
                              : e.case_id ? fmt::format("case {}", e.case_id->value)
                              : e.parent  ? fmt::format("what report {} is about", e.parent->value)
                                          : "something known";
    return fmt::format("report {} {} about {}", e.report.value, e.suggested_only ? "may be" : "is", about);
  }
  std::string operator()(const ev::ReportVerifyAsked& e) const {
    return fmt::format("report {}: {} is asked to go and look, by {}", e.report.value, officer(e.officer),
                       clock_of(e.due));
  }
  std::string operator()(const ev::ReportVerified& e) const {
    if (!e.valid) return fmt::format("report {} is not true: nothing was found", e.report.value);
    return fmt::format("report {} is true{}", e.report.value, e.merchant ? ": " + shop(*e.merchant) : "");
  }
  std::string operator()(const ev::ReportVoided& e) const {
    return fmt::format("report {} taken back: {}", e.report.value, e.reason);
  }
  std::string operator()(const ev::ReportExpired& e) const {
    return fmt::format("report {}: nobody verified it in time", e.report.value);
  }
  std::string operator()(const ev::ReportReplied& e) const {
    return fmt::format("report {} answered: {}", e.report.value, e.text);
  }

  std::string operator()(const ev::StrikeImported& e) const {
    return fmt::format("strike of {} imported from history", clock_of(e.at));
  }
  std::string operator()(const ev::StrikeCounted& e) const {
    return fmt::format("a strike against {} for incident {}", shop(e.merchant), e.incident.value);
  }
  std::string operator()(const ev::ReportCounted& e) const {
    return fmt::format("a strike against {} for report {}, which an officer verified", shop(e.merchant),
                       e.report.value);
  }
  std::string operator()(const ev::ColourBecame& e) const {
    return fmt::format("{}: {} → {} with {} strikes", shop(e.merchant), engine::name_of(e.from), engine::name_of(e.to),
                       e.count);
  }
  std::string operator()(const ev::OwnerChanged& e) const {
    return fmt::format("{} has a new owner: {}", shop(e.merchant), e.legal_person);
  }

  std::string operator()(const ev::Configured& e) const {
    return fmt::format("the policy is '{}' from here on", e.policy_name);
  }
  std::string operator()(const ev::TroubleAtPort& e) const { return fmt::format("trouble: {}: {}", e.port, e.what); }

 private:
  const std::string& camera(engine::CameraId id) const { return c_.cameras.at(id.value).name; }
  const std::string& officer(engine::OfficerId id) const { return c_.officers.at(id.value).name; }
  std::string shop(engine::MerchantId id) const {
    return fmt::format("{} {}", c_.merchants.at(id.value).name, c_.merchants[id.value].sign);
  }
  std::string maybe_shop(const std::optional<engine::MerchantId>& id) const {
    return id ? shop(*id) : std::string("a public place");
  }
  // It says who answers, where that is neither a merchant nor the place.
  const char* answerer(engine::ClassId id) const {
    using Answers = engine::ViolationClass::Answers;
    switch (c_.classes.at(id.value).answers) {
      case Answers::vehicle: return "; the vehicle's holder answers for it";
      case Answers::nobody: return "; nobody answers for it";
      case Answers::merchant:
      case Answers::place: break;
    }
    return "";
  }
  std::string klass(engine::ClassId id) const {
    return fmt::format("{} {}", c_.classes.at(id.value).name_zh, c_.classes[id.value].code_name);
  }

  const engine::Configuration& c_;
  engine::Time now_;
};

}  // namespace

std::string event_text(const engine::Event& event, const engine::Configuration& configuration) {
  return fmt::format("{:>6}  {}  {}", event.sequence, clock_of(event.at),
                     std::visit(Words(configuration, event.at), event.payload));
}

}  // namespace tricolor::harness
