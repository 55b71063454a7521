#include "merchants/colour_ledger.h"

#include <algorithm>

#include "merchants/colour_history.h"

namespace tricolor::engine {
namespace {

// A citizen who names no class may mean any.
bool same_class(const Report& report, const IncidentRecord& incident) {
  return !report.violation_class || *report.violation_class == incident.opened.violation_class;
}

}  // namespace

ColourLedger::ColourLedger(const Configuration& configuration, const Policy& policy, const ServiceState& state)
    : configuration_(configuration),
      policy_(policy),
      state_(state),
      colours_(configuration.merchants.size(), Colour::green),
      cameras_of_(cameras_by_front(configuration)),
      fronts_of_(configuration.cameras.size()),
      expected_(configuration.merchants.size()) {
  for (std::uint32_t i = 0; i < cameras_of_.size(); ++i)
    for (const CameraId camera : cameras_of_[i]) fronts_of_.at(camera.value).insert(MerchantId{i});
}

void ColourLedger::unsettle(const IncidentRecord* incident) {
  if (incident && incident->opened.merchant) unsettled_.insert(*incident->opened.merchant);
}

// Notes the shops whose colour an event may have changed, now or at a later instant.
void ColourLedger::apply(const Event& event) {
  last_at_ = std::max(last_at_, event.at);
  const auto stands = [this](SightingId sighting, IncidentId id) {
    const IncidentRecord* incident = state_.incident(id);
    const SightingRecord* sighted = state_.sighting(sighting);
    if (incident && incident->opened.merchant && sighted && !sighted->stay_ended_at)
      standing_before_[sighted->content.occupancy] = *incident->opened.merchant;
    unsettle(incident);
  };
  if (const auto* imported = std::get_if<event::StrikeImported>(&event.payload)) {
    unsettled_.insert(imported->merchant);
  } else if (const auto* counted = std::get_if<event::StrikeCounted>(&event.payload)) {
    unsettled_.insert(counted->merchant);
  } else if (const auto* reported = std::get_if<event::ReportCounted>(&event.payload)) {
    unsettled_.insert(reported->merchant);
  } else if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    stands(opened->sighting, opened->incident);
  } else if (const auto* attached = std::get_if<event::SightingAttached>(&event.payload)) {
    stands(attached->sighting, attached->incident);
  } else if (const auto* ended = std::get_if<event::OccupancyEnded>(&event.payload)) {
    const auto found = standing_before_.find(ended->occupancy);
    if (found == standing_before_.end()) return;
    unsettled_.insert(found->second);
    standing_before_.erase(found);
  } else if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload)) {
    unsettle(state_.incident(closed->incident));
  } else if (const auto* reopened = std::get_if<event::IncidentReopened>(&event.payload)) {
    unsettle(state_.incident(reopened->incident));
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    unsettle(state_.incident(voided->incident));
  } else if (const auto* taken_back = std::get_if<event::ReportVoided>(&event.payload)) {
    if (const ReportRecord* report = state_.report(taken_back->report); report && report->merchant)
      unsettled_.insert(*report->merchant);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    // The subject of a citizen's report stands until its case is over.
    const CaseRecord* record = state_.case_of(moved->case_id);
    const ReportRecord* report =
        record && record->over() && record->registered.report ? state_.report(*record->registered.report) : nullptr;
    if (report && report->merchant) unsettled_.insert(*report->merchant);
  } else if (const auto* owner = std::get_if<event::OwnerChanged>(&event.payload)) {
    unsettled_.insert(owner->merchant);
  } else if (const auto* became = std::get_if<event::ColourBecame>(&event.payload)) {
    colours_.at(became->merchant.value) = became->to;
    unsettled_.insert(became->merchant);
  } else if (const auto* camera = std::get_if<event::CameraBecame>(&event.payload)) {
    // The day of a step-down depends on what the camera sees; a step-down in a blindness that was not known yet is
    // taken back.
    for (const MerchantId merchant : fronts_of_.at(camera->camera.value))
      if (const MerchantRecord* record = state_.merchant(merchant); record && !record->strikes.empty())
        unsettled_.insert(merchant);
  }
}

void ColourLedger::expect(MerchantId merchant, std::optional<Time> deadline) const {
  std::optional<Time>& expected = expected_[merchant.value];
  if (expected) deadlines_.erase({*expected, merchant});
  expected = deadline;
  if (expected) deadlines_.insert({*expected, merchant});
}

void ColourLedger::expect_unsettled() const {
  for (const MerchantId merchant : unsettled_) {
    const Standing standing = this->standing(merchant, last_at_);
    // A colour that differs from what the rules now make of the history is corrected at once.
    expect(merchant, standing.colour == colours_[merchant.value] ? next_change(standing) : last_at_);
  }
  unsettled_.clear();
}

// A step-down that waits for a camera to see again is computed anew when it does.
std::optional<Time> ColourLedger::next_change(const Standing& standing) {
  return standing.waits_for_sight ? std::nullopt : standing.steps_down_at;
}

Standing ColourLedger::standing(MerchantId merchant, Time as_of) const {
  return standing_of(colour_history_of(state_, configuration_, policy_, merchant, cameras_of_.at(merchant.value)),
                     policy_.colour, as_of);
}

void ColourLedger::settle(MerchantId merchant, Time now, EventSink& out) {
  const Standing standing = this->standing(merchant, now);
  const auto next = next_change(standing);
  expect(merchant, next ? std::optional(std::max(*next, now + Duration{1})) : std::nullopt);
  while (colours_[merchant.value] != standing.colour) {
    const Colour from = colours_[merchant.value];
    const auto step = static_cast<Colour>(static_cast<int>(from) + (standing.colour > from ? 1 : -1));
    out.emit(event::ColourBecame{merchant, from, step, standing.count});
  }
  unsettled_.erase(merchant);
}

// True when a new owner begins anew and the thing began to stand there before he came: he does not answer for it.
bool ColourLedger::is_of_an_owner_before(MerchantId merchant, Time onset) const {
  return policy_.colour.owner_change_resets && state_.changed_hands_since(merchant, onset);
}

void ColourLedger::count(IncidentId id, Time now, EventSink& out) {
  const IncidentRecord* incident = state_.incident(id);
  if (!incident || !incident->opened.merchant || incident->struck_at || incident->voided()) return;
  const MerchantId merchant = *incident->opened.merchant;
  if (is_of_an_owner_before(merchant, incident->opened.onset) ||
      weight_of(incident->opened.violation_class, configuration_, policy_) == 0)
    return;
  if (told_of_already(*incident)) return;
  out.emit(event::StrikeCounted{merchant, id, now});
}

// True when a citizen has told of the same matter. A matter that a citizen tells of and a camera sees, in either order,
// is one strike: same shop, same class, overlapping time.
bool ColourLedger::told_of_already(const IncidentRecord& incident) const {
  const auto& strikes = state_.merchant(*incident.opened.merchant)->strikes;
  return std::any_of(strikes.begin(), strikes.end(), [&](const StrikeRecord& strike) {
    const ReportRecord* report = strike.report ? state_.report(*strike.report) : nullptr;
    if (!report || report->voided_at || !same_class(report->received.content, incident)) return false;
    const CaseRecord* at_work = report->case_id ? state_.case_of(*report->case_id) : nullptr;
    return at_work && (!at_work->over() || incident.opened.onset <= *at_work->over_at);
  });
}

bool ColourLedger::seen_already(const ReportRecord& report, MerchantId merchant) const {
  const MerchantRecord* record = state_.merchant(merchant);
  if (!record) return false;
  return std::any_of(record->strikes.begin(), record->strikes.end(), [&](const StrikeRecord& strike) {
    const IncidentRecord* incident = strike.incident ? state_.incident(*strike.incident) : nullptr;
    return incident && !incident->voided() && same_class(report.received.content, *incident) &&
           (incident->open() || report.received_at <= *incident->closed_at);
  });
}

void ColourLedger::count(const event::ReportVerified& verified, Time now, EventSink& out) {
  if (!policy_.colour.verified_report_counts || !verified.valid || !verified.merchant) return;
  const ReportRecord* report = state_.report(verified.report);
  if (!report || report->struck_at || report->voided_at ||
      is_of_an_owner_before(*verified.merchant, report->received_at))
    return;
  if (weight_of(report->received.content.violation_class, configuration_, policy_) == 0 ||
      seen_already(*report, *verified.merchant))
    return;
  out.emit(event::ReportCounted{*verified.merchant, verified.report, now});
}

void ColourLedger::react(const Event& event, EventSink& out) {
  using StrikeIs = ColourPolicy::StrikeIs;
  const StrikeIs reading = policy_.colour.strike_is;
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    if (reading == StrikeIs::counted) count(opened->incident, event.at, out);
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    const NoticeRecord* notice = state_.notice(fate->notice);
    if (reading == StrikeIs::notified && fate->delivered && notice) count(notice->queued.incident, event.at, out);
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    const bool in_vain =
        rechecked->outcome == RecheckOutcome::not_corrected || rechecked->outcome == RecheckOutcome::relapsed;
    if (reading == StrikeIs::uncorrected && in_vain) count(rechecked->incident, event.at, out);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    const CaseRecord* record = state_.case_of(moved->case_id);
    const bool found_it = moved->to == CaseState::arrived && moved->reason.empty();
    if (reading == StrikeIs::officer_confirmed && found_it && record)
      for (const IncidentId incident : record->incidents) count(incident, event.at, out);
  } else if (const auto* verified = std::get_if<event::ReportVerified>(&event.payload)) {
    // An officer who verifies a report has seen the thing himself.
    if (reading == StrikeIs::counted || reading == StrikeIs::officer_confirmed) count(*verified, event.at, out);
  } else if (const auto* counted = std::get_if<event::StrikeCounted>(&event.payload)) {
    settle(counted->merchant, event.at, out);
  } else if (const auto* reported = std::get_if<event::ReportCounted>(&event.payload)) {
    settle(reported->merchant, event.at, out);
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    if (const IncidentRecord* incident = state_.incident(voided->incident); incident && incident->opened.merchant)
      settle(*incident->opened.merchant, event.at, out);
  } else if (const auto* taken_back = std::get_if<event::ReportVoided>(&event.payload)) {
    if (const ReportRecord* report = state_.report(taken_back->report); report && report->merchant)
      settle(*report->merchant, event.at, out);
  } else if (const auto* owner = std::get_if<event::OwnerChanged>(&event.payload)) {
    settle(owner->merchant, event.at, out);
  }
}

std::optional<Time> ColourLedger::next_deadline() const {
  expect_unsettled();
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.begin()->first;
}

void ColourLedger::wake(Time now, EventSink& out) {
  expect_unsettled();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) settle(deadlines_.begin()->second, now, out);
}

void ColourLedger::import_history(Time now, EventSink& out) {
  for (std::uint32_t i = 0; i < configuration_.merchants.size(); ++i)
    for (const Time at : configuration_.merchants[i].imported_strikes)
      if (at <= now) out.emit(event::StrikeImported{MerchantId{i}, at});
  for (std::uint32_t i = 0; i < configuration_.merchants.size(); ++i)
    if (const MerchantRecord* record = state_.merchant(MerchantId{i}); record && !record->strikes.empty())
      settle(MerchantId{i}, now, out);
}

}  // namespace tricolor::engine
