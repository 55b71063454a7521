#include "merchants/colour_ledger.h"

#include <algorithm>

#include "merchants/colour_history.h"

namespace tricolor::engine {
namespace {

// A citizen who names no class may mean any.
bool same_class(std::optional<ClassId> reported, std::optional<ClassId> seen) { return !reported || reported == seen; }

}  // namespace

ColourLedger::ColourLedger(const Configuration& configuration, const Policy& policy, const ServiceState& state)
    : configuration_(configuration),
      policy_(policy),
      state_(state),
      colours_(configuration.merchants.size(), Colour::green),
      cameras_of_(cameras_by_front(configuration)),
      fronts_of_(configuration.cameras.size()),
      expected_(configuration.merchants.size()),
      unsettled_(configuration.merchants.size()) {
  for (std::uint32_t i = 0; i < cameras_of_.size(); ++i)
    for (const CameraId camera : cameras_of_[i]) fronts_of_.at(camera.value).insert(MerchantId{i});
  shops_.reserve(configuration.merchants.size());
  for (const Dossier& dossier : configuration.merchants)
    shops_.push_back({ShopColour(policy.colour, closed_days(dossier))});
}

// A strike that was just folded: the last of its shop.
void ColourLedger::note_strike(MerchantId merchant, std::optional<IncidentId> incident,
                               std::optional<ReportId> report) {
  const StrikeOfShop strike{merchant, state_.merchant(merchant)->strikes.size() - 1};
  if (incident) strikes_of_incident_.add(*incident, strike);
  if (report) strikes_of_report_.add(*report, strike);
}

// Notes what an event changes of the past that colours follow from: all that `strike_of` and `unseen_since` read.
void ColourLedger::touch(const Event& event) {
  const auto touch_strike = [this](StrikeOfShop strike) {
    shops_[strike.first.value].touched.push_back(strike.second);
  };
  const auto touch_incident = [&](IncidentId id) { strikes_of_incident_.each(id, touch_strike); };
  const auto touch_report = [&](ReportId id) { strikes_of_report_.each(id, touch_strike); };
  if (const auto* counted = std::get_if<event::StrikeCounted>(&event.payload)) {
    note_strike(counted->merchant, counted->incident, std::nullopt);
  } else if (const auto* reported = std::get_if<event::ReportCounted>(&event.payload)) {
    note_strike(reported->merchant, std::nullopt, reported->report);
  } else if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    touch_incident(opened->incident);
  } else if (const auto* attached = std::get_if<event::SightingAttached>(&event.payload)) {
    touch_incident(attached->incident);
  } else if (const auto* clear = std::get_if<event::PlaceSeenClear>(&event.payload)) {
    touch_incident(clear->incident);
  } else if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload)) {
    touch_incident(closed->incident);
  } else if (const auto* reopened = std::get_if<event::IncidentReopened>(&event.payload)) {
    touch_incident(reopened->incident);
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    touch_incident(voided->incident);
  } else if (std::holds_alternative<event::OccupancyEnded>(event.payload)) {
    const auto& ended = state_.just_ended();
    const SightingRecord* sighting = ended && ended->sighting ? state_.sighting(*ended->sighting) : nullptr;
    if (sighting && sighting->incident) touch_incident(*sighting->incident);
  } else if (const auto* about = std::get_if<event::ReportAttached>(&event.payload)) {
    touch_report(about->report);
  } else if (const auto* taken_back = std::get_if<event::ReportVoided>(&event.payload)) {
    touch_report(taken_back->report);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    if (registered->report) touch_report(*registered->report);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    if (const auto found = strikes_of_case_.find(moved->case_id); found != strikes_of_case_.end())
      for (const auto& [merchant, strike] : found->second) shops_[merchant.value].touched.push_back(strike);
  } else if (const auto* camera = std::get_if<event::CameraBecame>(&event.payload)) {
    const CameraRecord& record = *state_.camera(camera->camera);
    if (record.blind.empty()) return;
    const TimeSpan& last = record.blind.back();
    const Time from = last.until.value_or(last.from);
    for (const MerchantId merchant : fronts_of_.at(camera->camera.value)) {
      std::optional<Time>& changed = shops_[merchant.value].unseen_changed_from;
      changed = changed ? std::min(*changed, from) : from;
    }
  }
}

// Reads one strike anew.
void ColourLedger::renew(Shop& shop, MerchantId merchant, std::size_t index) const {
  const StrikeRecord& record = state_.merchant(merchant)->strikes[index];
  StrikeMatter matter = matter_of(record, state_);
  Strike strike{record.at, record.incident};
  strike.voided_at = matter.voided_at;
  strike.weight = weight_of(matter.violation_class, configuration_, policy_);
  strike.stood = std::move(matter.stood);
  const bool voided = strike.voided_at.has_value();
  if (index == shop.colour.history().strikes.size()) {
    shop.colour.add(std::move(strike));
    shop.matter_ends.emplace_back();
  } else {
    shop.colour.change(index, std::move(strike));
  }
  const ReportRecord* report = record.report ? state_.report(*record.report) : nullptr;
  const CaseRecord* at_work = report && report->case_id ? state_.case_of(*report->case_id) : nullptr;
  if (at_work) {
    std::vector<StrikeOfShop>& of_case = strikes_of_case_[*report->case_id];
    const StrikeOfShop it{merchant, index};
    if (std::find(of_case.begin(), of_case.end(), it) == of_case.end()) of_case.push_back(it);
  }
  std::vector<std::pair<Time, std::size_t>>& ends = record.report ? shop.told_until : shop.seen_until;
  const auto place = [&ends](std::pair<Time, std::size_t> end) {
    return std::lower_bound(ends.begin(), ends.end(), end);
  };
  std::optional<Time>& known = shop.matter_ends[index];
  if (known) ends.erase(place({*known, index}));
  known.reset();
  if (voided) return;
  known = matter.ended;
  if (known) ends.insert(place({*known, index}), {*known, index});
}

void ColourLedger::renew_unseen(Shop& shop, MerchantId merchant) const {
  if (!shop.unseen_changed_from) return;
  Time since = *shop.unseen_changed_from;
  shop.unseen_changed_from.reset();
  // A blindness that reaches up to there may go on: it is read anew as a whole.
  const auto& known = shop.colour.history().unseen;
  const auto reaches = std::partition_point(
      known.begin(), known.end(), [since](const TimeSpan& span) { return span.until && *span.until < since; });
  if (reaches != known.end()) since = std::min(since, reaches->from);
  shop.colour.set_unseen(since, unseen_since(cameras_of_.at(merchant.value), state_, since));
}

ColourLedger::Shop& ColourLedger::up_to_date(MerchantId merchant) const {
  Shop& shop = shops_.at(merchant.value);
  renew_unseen(shop, merchant);
  const MerchantRecord* record = state_.merchant(merchant);
  if (!record) return shop;
  if (shop.touched.size() > 1) {
    std::sort(shop.touched.begin(), shop.touched.end());
    shop.touched.erase(std::unique(shop.touched.begin(), shop.touched.end()), shop.touched.end());
  }
  const std::size_t known = shop.colour.history().strikes.size();
  if (known == 0) {
    // A shop that is asked for the first time since a restart may have many strikes to come.
    shop.colour.expect(record->strikes.size());
    shop.matter_ends.reserve(record->strikes.size());
  }
  for (const std::size_t strike : shop.touched)
    if (strike < known) renew(shop, merchant, strike);
  shop.touched.clear();
  for (std::size_t strike = known; strike < record->strikes.size(); ++strike) renew(shop, merchant, strike);
  for (std::size_t i = shop.colour.history().owner_changes.size(); i < record->owner_changes.size(); ++i)
    shop.colour.add_owner_change(record->owner_changes[i].at);
  return shop;
}

void ColourLedger::unsettle(const IncidentRecord* incident) {
  if (incident && incident->opened.merchant) unsettled_.insert(*incident->opened.merchant);
}

// Notes the shops whose colour an event may have changed, now or at a later instant.
void ColourLedger::apply(const Event& event) {
  last_at_ = std::max(last_at_, event.at);
  touch(event);
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
    if (const auto merchant = merchant_of(voided->incident)) unsettled_.insert(*merchant);
  } else if (const auto* taken_back = std::get_if<event::ReportVoided>(&event.payload)) {
    if (const auto merchant = merchant_of(taken_back->report)) unsettled_.insert(*merchant);
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
      if (const MerchantRecord* record = state_.merchant(merchant);
          (record && !record->strikes.empty()) || shops_[merchant.value].colour.base())
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
  unsettled_.take_each([this](MerchantId merchant) {
    const Standing standing = this->standing(merchant, last_at_);
    // A colour that differs from what the rules now make of the history is corrected at once.
    expect(merchant, standing.colour == colours_[merchant.value] ? next_change(standing) : last_at_);
  });
}

// A step-down that waits for a camera to see again is computed anew when it does.
std::optional<Time> ColourLedger::next_change(const Standing& standing) {
  return standing.waits_for_sight ? std::nullopt : standing.steps_down_at;
}

Standing ColourLedger::standing(MerchantId merchant, Time as_of) const {
  return up_to_date(merchant).colour.standing(as_of);
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
  const MerchantId merchant = *incident.opened.merchant;
  const Shop& shop = up_to_date(merchant);
  const MerchantRecord* record = state_.merchant(merchant);
  for (auto told = shop.told_until.rbegin(); told != shop.told_until.rend(); ++told) {
    if (told->first < incident.opened.onset) return false;
    if (same_class(matter_of(record->strikes[told->second], state_).violation_class, incident.opened.violation_class))
      return true;
  }
  return false;
}

bool ColourLedger::seen_already(const ReportRecord& report, MerchantId merchant) const {
  const Shop& shop = up_to_date(merchant);
  const MerchantRecord* record = state_.merchant(merchant);
  for (auto seen = shop.seen_until.rbegin(); seen != shop.seen_until.rend(); ++seen) {
    if (seen->first < report.received_at) return false;
    if (same_class(report.received.content.violation_class,
                   matter_of(record->strikes[seen->second], state_).violation_class))
      return true;
  }
  return false;
}

void ColourLedger::count(const event::ReportVerified& verified, Time now, EventSink& out) {
  if (!policy_.colour.verified_report_counts || !verified.valid || !verified.merchant) return;
  const ReportRecord* report = state_.report(verified.report);
  if (!report || report->struck_at || report->voided_at ||
      is_of_an_owner_before(*verified.merchant, report->received_at))
    return;
  const auto violation_class = report->received.content.violation_class;
  const bool known = violation_class && violation_class->value < configuration_.classes.size();
  if (known && configuration_.classes[violation_class->value].answers != ViolationClass::Answers::merchant) return;
  if (weight_of(violation_class, configuration_, policy_) == 0 || seen_already(*report, *verified.merchant)) return;
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
    if (const auto merchant = merchant_of(voided->incident)) settle(*merchant, event.at, out);
  } else if (const auto* taken_back = std::get_if<event::ReportVoided>(&event.payload)) {
    if (const auto merchant = merchant_of(taken_back->report)) settle(*merchant, event.at, out);
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

void ColourLedger::import_history(Time now, std::size_t first, EventSink& out) {
  for (auto i = static_cast<std::uint32_t>(first); i < configuration_.merchants.size(); ++i)
    for (const Time at : configuration_.merchants[i].imported_strikes)
      if (at <= now) out.emit(event::StrikeImported{MerchantId{i}, at});
  for (auto i = static_cast<std::uint32_t>(first); i < configuration_.merchants.size(); ++i)
    if (const MerchantRecord* record = state_.merchant(MerchantId{i}); record && !record->strikes.empty())
      settle(MerchantId{i}, now, out);
}

}  // namespace tricolor::engine
