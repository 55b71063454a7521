// Gathers the events that belong to the story of a shop, a case or a colour.
#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "engine/service_state.h"
#include "engine/subject.h"
#include "run/story.h"

namespace tricolor::harness {
namespace ev = engine::event;
namespace {

// Gathers the events that answer a question, along the links of the read model.
class Answer {
 public:
  Answer(const engine::ServiceState& service, const engine::Configuration& c, const Question& question)
      : service_(service), only_colour_(!question.colour_of.empty()) {
    const std::string& shop = question.shop.empty() ? question.colour_of : question.shop;
    for (std::uint32_t i = 0; i < c.merchants.size(); ++i)
      if (!shop.empty() && c.merchants[i].name == shop) merchants_.insert(i);
    for (const auto& [id, incident] : service.incidents())
      if (incident.opened.merchant && merchants_.contains(incident.opened.merchant->value)) take(id);
    // A report that an officer verified is a strike without any incident.
    for (const std::uint64_t id : merchants_)
      if (const auto* its = service.merchant(engine::MerchantId{static_cast<std::uint32_t>(id)}))
        for (const engine::StrikeRecord& strike : its->strikes)
          if (strike.report) take(*strike.report);
    if (question.incident_number > 0) take(engine::IncidentId{static_cast<std::uint32_t>(question.incident_number)});
    if (question.case_number > 0) take(engine::CaseId{static_cast<std::uint32_t>(question.case_number)});
  }

  bool holds(const engine::Event& event) const {
    using Kind = engine::Subject::Kind;
    const engine::Subject subject = engine::subject_of(event);
    const auto of = [&](const std::set<std::uint64_t>& ids) { return ids.contains(subject.id); };
    const bool of_incident = subject.incident && incidents_.contains(subject.incident->value);
    switch (subject.kind) {
      case Kind::merchant: return (of(merchants_) && (!only_colour_ || feeds_the_colour(event))) || of_incident;
      case Kind::incident:
        return of_incident && (!only_colour_ || std::holds_alternative<ev::IncidentVoided>(event.payload));
      case Kind::sighting: return !only_colour_ && of(sightings_);
      case Kind::stay: return !only_colour_ && of(stays_);
      case Kind::notice: return !only_colour_ && of(notices_);
      case Kind::case_work: return !only_colour_ && of(cases_);
      case Kind::report: return of(reports_) && (!only_colour_ || settles_a_strike(event));
      case Kind::camera: return !only_colour_ && subject.camera && in_a_stay(*subject.camera, event.at);
      // The policy changes in mid-run.
      case Kind::none: return std::holds_alternative<ev::Configured>(event.payload) && event.sequence > 1;
    }
    return false;
  }

 private:
  static bool feeds_the_colour(const engine::Event& event) {
    return !std::holds_alternative<ev::MerchantReplied>(event.payload);
  }

  static bool settles_a_strike(const engine::Event& event) {
    return std::holds_alternative<ev::ReportCounted>(event.payload) ||
           std::holds_alternative<ev::ReportVoided>(event.payload);
  }
  // True when the instant lies within a stay of the answer that the camera watched: its blindness then is part of the
  // story.
  bool in_a_stay(engine::CameraId camera, engine::Time at) const {
    return std::any_of(seen_.begin(), seen_.end(), [&](const Seen& its) {
      return its.camera == camera && at >= its.from && (!its.until || at <= *its.until);
    });
  }

  // An incident takes its cases along and a case its incidents, until nothing is added.
  void take(engine::IncidentId id) {
    const engine::IncidentRecord* incident = service_.incident(id);
    if (!incident || !incidents_.insert(id.value).second) return;
    for (const engine::SightingId its : incident->sightings) {
      sightings_.insert(its.value);
      const auto* sighting = service_.sighting(its);
      if (!sighting) continue;
      stays_.insert(sighting->content.occupancy);
      seen_.push_back({sighting->content.camera, sighting->content.onset, incident->closed_at});
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
  void take(engine::ReportId id) {
    reports_.insert(id.value);
    const engine::ReportRecord* its = service_.report(id);
    if (its && its->case_id) take(*its->case_id);
  }

  struct Seen {
    engine::CameraId camera;
    engine::Time from;
    std::optional<engine::Time> until;
  };

  const engine::ServiceState& service_;
  bool only_colour_;
  std::set<std::uint64_t> merchants_, incidents_, sightings_, stays_, notices_, cases_, reports_;
  std::vector<Seen> seen_;
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
