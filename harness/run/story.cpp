#include "run/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/indicators.h"
#include "engine/journal.h"
#include "engine/service_state.h"
#include "engine/subject.h"
#include "run/progress.h"

namespace tricolor::harness {
namespace {

namespace ev = engine::event;

std::string proportion_text(const Proportion& p) {
  if (p.of == 0) return "none to judge";
  return fmt::format("{:.3f} ({}/{}; 95 % {:.3f} … {:.3f})", p.value(), p.hits, p.of, p.low(), p.high());
}

std::string clock_of(engine::Time time) { return engine::to_text(time); }

}  // namespace

std::string summary_text(const RunRecord& r) {
  const auto kpi = engine::indicators_of(engine::state_of(r.journal), r.end);
  std::string out;
  const auto line = [&](std::string text) { out += text + "\n"; };
  line(fmt::format("{}{}: {} to {}, seed {}, policy {}, {} frames", r.partial ? "PARTIAL " : "", r.scenario,
                   clock_of(r.start), clock_of(r.end), r.seed, r.policy().name, r.every_frame ? "all" : "key"));
  line(fmt::format(
      "  street       {} shops, {} cameras; {} true violations, {} lawful look-alikes ({:.1f} a violation)",
      r.city.shops.size(), r.city.cameras.size(), r.judgement.violations.size(), r.judgement.lawful_look_alikes,
      r.judgement.violations.empty()
          ? 0.0
          : static_cast<double>(r.judgement.lawful_look_alikes) / static_cast<double>(r.judgement.violations.size())));
  line(fmt::format("  engine       {} incidents, {} notices ({} delivered), {} self-corrected, {} cases ({} closed)",
                   kpi.incidents, kpi.notices, kpi.notices_delivered, kpi.corrected, kpi.cases, kpi.cases_closed));
  for (const auto& [name, scores] :
       {std::pair{"by day", &r.judgement.by_class_by_day}, std::pair{"by night", &r.judgement.by_class_by_night}}) {
    for (const auto& [code, score] : *scores) {
      if (score.precision.of == 0 && score.recall_all.of == 0) continue;
      line(fmt::format(
          "  {:<9} {:<17} precision {}; recall of opportunities {}; of working cameras {:.3f}; of all {:.3f}", name,
          code.empty() ? "all classes" : code, proportion_text(score.precision),
          proportion_text(score.recall_opportunities), score.recall_working.value(), score.recall_all.value()));
    }
  }
  line(fmt::format("  fairness     {:.3f} incidents a violation found; wrong shop {}",
                   r.judgement.duplicates_per_violation, proportion_text(r.judgement.wrong_shop)));
  std::string lost, wrong;
  for (const auto& [stage, count] : r.judgement.lost) lost += fmt::format(" {} {}", stage, count);
  for (const auto& [cause, count] : r.judgement.wrong) wrong += fmt::format(" {} {}", cause, count);
  line("  violations  " + lost);
  line("  accusations " + wrong);
  const double camera_days = std::max(1e-9, r.camera_days());
  std::string causes;
  for (int i = 0; i < kFrameCauses; ++i)
    causes +=
        fmt::format(" {} {}", name_of(static_cast<FrameCause>(i)), r.frames.by_cause[static_cast<std::size_t>(i)]);
  line(fmt::format("  frames       {} ({:.1f} looks and {:.1f} lawful changes a camera-day):{}", r.frames.pictures,
                   static_cast<double>(r.frames.pictures) / camera_days,
                   static_cast<double>(r.frames.lawful_still_changes) / camera_days, causes));
  const engine::ServiceState service = engine::state_of(r.journal);
  std::map<engine::Colour, int> census;
  for (std::uint32_t i = 0; i < r.configuration.merchants.size(); ++i) {
    const auto* shop = service.merchant(engine::MerchantId{i});
    ++census[shop ? shop->colour : engine::Colour::green];
  }
  line(fmt::format("  colours      G {} green, Y {} yellow, R {} red", census[engine::Colour::green],
                   census[engine::Colour::yellow], census[engine::Colour::red]));
  line(fmt::format("  fingerprint  journal {} decisions {} sightings {} scenes {} kernel {}", r.fingerprints.journal,
                   r.fingerprints.decisions, r.fingerprints.sightings, r.fingerprints.scenes, r.fingerprints.kernel));
  line(
      fmt::format("  wall time    {} on {} threads: twin's rendering {}, engine's detector {}, rest of the engine {}; "
                  "{} pictures made ahead, {} discarded",
                  seconds_text(r.wall.total_s), r.threads, seconds_text(r.wall.render_s), seconds_text(r.wall.detect_s),
                  seconds_text(r.wall.engine_s), r.frames.made_ahead, r.frames.discarded));
  return out;
}

// The one place of the terminal that opens payloads: it puts one event into words and knows nothing of the others.
std::string event_text(const engine::Event& event, const engine::Configuration& c) {
  const auto shop = [&](engine::MerchantId id) {
    return fmt::format("{} {}", c.merchants.at(id.value).name, c.merchants[id.value].sign);
  };
  const auto maybe_shop = [&](const std::optional<engine::MerchantId>& id) {
    return id ? shop(*id) : std::string("a public place");
  };
  const auto klass = [&](engine::ClassId id) {
    return fmt::format("{} {}", c.classes.at(id.value).name_zh, c.classes[id.value].code_name);
  };
  const auto officer = [&](const std::optional<engine::OfficerId>& id) {
    return id ? c.officers.at(id->value).name : std::string("nobody");
  };
  const std::string text = std::visit(
      [&](const auto& e) -> std::string {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, ev::OccupancyStarted>)
          return fmt::format("camera {} sees {} in zone {}: the stay begins", c.cameras.at(e.camera.value).name,
                             klass(e.violation_class), c.zones.at(e.zone.value).name);
        else if constexpr (std::is_same_v<T, ev::OccupancyEnded>)
          return fmt::format("stay {} ended; last seen {}", e.occupancy, clock_of(e.last_seen));
        else if constexpr (std::is_same_v<T, ev::SightingConfirmed>)
          return fmt::format("sighting {}: longer than the dwell ({} since {}), {} pictures kept; {}", e.sighting.value,
                             engine::to_text(event.at - e.onset), clock_of(e.onset), e.evidence.size(),
                             e.between.empty() ? maybe_shop(e.merchant) : "between two shops: a person must look");
        else if constexpr (std::is_same_v<T, ev::ReviewAsked>)
          return fmt::format("sighting {}: a person is asked", e.sighting.value);
        else if constexpr (std::is_same_v<T, ev::ReviewGiven>)
          return fmt::format(
              "sighting {}: the person {}", e.sighting.value,
              e.confirmed ? fmt::format("confirms it: {}", maybe_shop(e.merchant)) : "sees no violation");
        else if constexpr (std::is_same_v<T, ev::ReportReceived>)
          return fmt::format("report {} of a citizen: {}", e.report.value, e.content.text);
        else if constexpr (std::is_same_v<T, ev::ReportAttached>)
          return fmt::format("report {} is about this", e.report.value);
        else if constexpr (std::is_same_v<T, ev::ReportVerifyAsked>)
          return fmt::format("report {}: {} is asked to go and look, by {}", e.report.value, officer(e.officer),
                             clock_of(e.due));
        else if constexpr (std::is_same_v<T, ev::ReportVerified>)
          return fmt::format("report {} {}", e.report.value, e.valid ? "is true" : "is not: nothing was found");
        else if constexpr (std::is_same_v<T, ev::ReportReplied>)
          return fmt::format("report {} answered: {}", e.report.value, e.text);
        else if constexpr (std::is_same_v<T, ev::IncidentOpened>)
          return fmt::format("incident {} opened: {} at {}", e.incident.value, klass(e.violation_class),
                             maybe_shop(e.merchant));
        else if constexpr (std::is_same_v<T, ev::IncidentClosed>)
          return fmt::format("incident {} closed: {}", e.incident.value, engine::name_of(e.how));
        else if constexpr (std::is_same_v<T, ev::IncidentVoided>)
          return fmt::format("incident {} taken back: {}", e.incident.value, e.reason);
        else if constexpr (std::is_same_v<T, ev::IncidentRelapsed>)
          return fmt::format("incident {}: it came back", e.incident.value);
        else if constexpr (std::is_same_v<T, ev::NoticeQueued>)
          return fmt::format("notice {} to {}: {}", e.notice.value, shop(e.merchant), e.text);
        else if constexpr (std::is_same_v<T, ev::NoticeSent>)
          return fmt::format("notice {}: the gateway says {}", e.notice.value,
                             e.result == 0   ? "accepted"
                             : e.result == 1 ? "rejected"
                                             : "nothing; it will be asked");
        else if constexpr (std::is_same_v<T, ev::NoticeFate>)
          return fmt::format("notice {} {}", e.notice.value, e.delivered ? "delivered" : "not delivered: not warned");
        else if constexpr (std::is_same_v<T, ev::CorrectionDue>)
          return fmt::format("to be cleared by {}", clock_of(e.due));
        else if constexpr (std::is_same_v<T, ev::Rechecked>)
          return fmt::format("re-check: {}", engine::name_of(e.outcome));
        else if constexpr (std::is_same_v<T, ev::CaseRegistered>)
          return fmt::format("case {} registered, {}; due {}", e.case_id.value,
                             e.warned ? "the warning was in vain" : "nobody was warned", clock_of(e.due));
        else if constexpr (std::is_same_v<T, ev::CaseMoved>)
          return fmt::format("case {}: {} → {} ({}){}", e.case_id.value, engine::name_of(e.from), engine::name_of(e.to),
                             officer(e.officer), e.reason.empty() ? "" : ": " + e.reason);
        else if constexpr (std::is_same_v<T, ev::StrikeImported>)
          return fmt::format("strike of {} imported from history", clock_of(e.at));
        else if constexpr (std::is_same_v<T, ev::StrikeCounted>)
          return fmt::format("a strike against {}", shop(e.merchant));
        else if constexpr (std::is_same_v<T, ev::ColourBecame>)
          return fmt::format("{}: {} → {} with {} strikes", shop(e.merchant), engine::name_of(e.from),
                             engine::name_of(e.to), e.count);
        else if constexpr (std::is_same_v<T, ev::CameraBecame>)
          return fmt::format("camera {} {}", c.cameras.at(e.camera.value).name,
                             e.sees ? "sees" : fmt::format("is blind ({})", engine::name_of(e.reason)));
        else if constexpr (std::is_same_v<T, ev::SightingAttached>)
          return fmt::format("sighting {} belongs to incident {}", e.sighting.value, e.incident.value);
        else if constexpr (std::is_same_v<T, ev::ReviewLapsed>)
          return fmt::format("sighting {}: nobody answered in time", e.sighting.value);
        else if constexpr (std::is_same_v<T, ev::IncidentReopened>)
          return fmt::format("incident {} reopened: it still stands, since {}", e.incident.value,
                             clock_of(e.held_since));
        else if constexpr (std::is_same_v<T, ev::PlaceSeenClear>)
          return fmt::format("incident {}: its place was seen clear", e.incident.value);
        else if constexpr (std::is_same_v<T, ev::CaseJoined>)
          return fmt::format("case {}: incident {} joins it; nobody is sent again", e.case_id.value, e.incident.value);
        else if constexpr (std::is_same_v<T, ev::ReportExpired>)
          return fmt::format("report {}: nobody verified it in time", e.report.value);
        else if constexpr (std::is_same_v<T, ev::EvidenceKept>)
          return fmt::format("sighting {}: its picture '{}' {}", e.sighting.value, engine::name_of(e.label.moment),
                             e.reason.empty() ? "is in the evidence store" : "was not kept: " + e.reason);
        else if constexpr (std::is_same_v<T, ev::SceneLearnt>)
          return fmt::format("camera {}: its scene was learnt", c.cameras.at(e.camera.value).name);
        else if constexpr (std::is_same_v<T, ev::SceneConfirmed>)
          return fmt::format("camera {}: a person confirmed its present view", c.cameras.at(e.camera.value).name);
        else return engine::to_line(event, false);
      },
      event.payload);
  return fmt::format("{:>6}  {}  {}", event.sequence, clock_of(event.at), text);
}

namespace {

// What belongs to the answer of a question, gathered along the links of the read model.
class Answer {
 public:
  Answer(const engine::ServiceState& service, const engine::Configuration& c, const Question& question)
      : service_(service), only_colour_(!question.colour_of.empty()) {
    const std::string& shop = question.shop.empty() ? question.colour_of : question.shop;
    for (std::uint32_t i = 0; i < c.merchants.size(); ++i)
      if (!shop.empty() && c.merchants[i].name == shop) merchants_.insert(i);
    for (const auto& [id, incident] : service.incidents())
      if (incident.opened.merchant && merchants_.contains(incident.opened.merchant->value)) take(id);
    if (question.incident_number > 0) take(engine::IncidentId{static_cast<std::uint32_t>(question.incident_number)});
    if (question.case_number > 0) take(engine::CaseId{static_cast<std::uint32_t>(question.case_number)});
  }

  bool holds(const engine::Event& event) const {
    using Kind = engine::Subject::Kind;
    const engine::Subject subject = engine::subject_of(event);
    const auto of = [&](const std::set<std::uint64_t>& ids) { return ids.contains(subject.id); };
    const bool of_incident = subject.incident && incidents_.contains(subject.incident->value);
    switch (subject.kind) {
      case Kind::merchant: return (of(merchants_) && feeds_the_colour(event)) || of_incident;
      case Kind::incident:
        return of_incident && (!only_colour_ || std::holds_alternative<ev::IncidentVoided>(event.payload));
      case Kind::sighting: return !only_colour_ && of(sightings_);
      case Kind::stay: return !only_colour_ && of(stays_);
      case Kind::notice: return !only_colour_ && of(notices_);
      case Kind::case_work: return !only_colour_ && of(cases_);
      case Kind::report: return !only_colour_ && of(reports_);
      case Kind::camera:
      case Kind::none: return false;
    }
    return false;
  }

 private:
  static bool feeds_the_colour(const engine::Event& event) {
    return !std::holds_alternative<ev::MerchantReplied>(event.payload);
  }

  // An incident takes its cases along and a case its incidents, until nothing is added.
  void take(engine::IncidentId id) {
    const engine::IncidentRecord* incident = service_.incident(id);
    if (!incident || !incidents_.insert(id.value).second) return;
    for (const engine::SightingId its : incident->sightings) {
      sightings_.insert(its.value);
      if (const auto* sighting = service_.sighting(its)) stays_.insert(sighting->content.occupancy);
    }
    if (incident->notice) notices_.insert(incident->notice->value);
    for (const engine::ReportId its : incident->reports) reports_.insert(its.value);
    for (const engine::CaseId its : incident->cases) take(its);
  }
  void take(engine::CaseId id) {
    const engine::CaseRecord* its = service_.case_of(id);
    if (!its || !cases_.insert(id.value).second) return;
    if (its->registered.report) reports_.insert(its->registered.report->value);
    for (const engine::IncidentId incident : its->incidents) take(incident);
  }

  const engine::ServiceState& service_;
  bool only_colour_;
  std::set<std::uint64_t> merchants_, incidents_, sightings_, stays_, notices_, cases_, reports_;
};

}  // namespace

std::string explain(const std::vector<engine::Event>& journal, const engine::Configuration& c,
                    const Question& question) {
  const engine::ServiceState service = engine::state_of(journal);
  const Answer answer(service, c, question);
  std::string out;
  for (const engine::Event& event : journal)
    if (answer.holds(event)) out += event_text(event, c) + "\n";
  return out;
}

}  // namespace tricolor::harness
