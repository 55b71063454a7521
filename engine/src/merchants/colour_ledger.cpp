#include "merchants/colour_ledger.h"

#include <algorithm>

namespace tricolor::engine {

ColourLedger::ColourLedger(const Configuration& configuration, const Policy& policy, std::function<double(MerchantId, Time, Time)> blind)
    : configuration_(configuration), policy_(policy), blind_(std::move(blind)), records_(configuration.merchants.size()),
      colours_(configuration.merchants.size(), Colour::green), fronts_of_(configuration.cameras.size()), expected_(configuration.merchants.size()) {
  for (const Zone& zone : configuration.zones)
    if (zone.merchant)
      for (const CameraId camera : zone.cameras) fronts_of_.at(camera.value).insert(*zone.merchant);
}

void ColourLedger::apply(const Event& event) {
  last_at_ = std::max(last_at_, event.at);
  if (const auto* imported = std::get_if<event::StrikeImported>(&event.payload)) {
    records_.at(imported->merchant.value).strikes.push_back({imported->at, std::nullopt, std::nullopt});
    unsettled_.insert(imported->merchant);
  } else if (const auto* counted = std::get_if<event::StrikeCounted>(&event.payload)) {
    records_.at(counted->merchant.value).strikes.push_back({counted->at, counted->incident, std::nullopt});
    counted_.insert(counted->incident);
    unsettled_.insert(counted->merchant);
  } else if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    if (opened->merchant) merchant_of_[opened->incident] = *opened->merchant;
  } else if (const auto* queued = std::get_if<event::NoticeQueued>(&event.payload)) {
    incident_of_notice_[queued->notice] = queued->incident;
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    if (registered->incident) incident_of_case_[registered->case_id] = *registered->incident;
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    const auto merchant = merchant_of_.find(voided->incident);
    if (merchant == merchant_of_.end()) return;
    for (Strike& strike : records_[merchant->second.value].strikes)
      if (strike.incident == voided->incident) strike.voided_at = event.at;
    // Whatever is said of it later, it is no strike.
    counted_.insert(voided->incident);
    unsettled_.insert(merchant->second);
  } else if (const auto* owner = std::get_if<event::OwnerChanged>(&event.payload)) {
    records_.at(owner->merchant.value).resets.push_back(event.at);
    unsettled_.insert(owner->merchant);
  } else if (const auto* became = std::get_if<event::ColourBecame>(&event.payload)) {
    colours_.at(became->merchant.value) = became->to;
    unsettled_.insert(became->merchant);
  } else if (const auto* camera = std::get_if<event::CameraBecame>(&event.payload)) {
    // Blind days are not clean ones: the day of a step-down moves with what the camera sees.
    for (const MerchantId merchant : fronts_of_.at(camera->camera.value))
      if (colours_[merchant.value] != Colour::green) unsettled_.insert(merchant);
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
    // A colour that is not what the rules now make of the history is put right at once.
    expect(merchant, standing.colour == colours_[merchant.value] ? standing.steps_down_at : last_at_);
  }
  unsettled_.clear();
}

Standing ColourLedger::standing(MerchantId merchant, Time as_of) const {
  const Record& record = records_.at(merchant.value);
  return standing_of(record.strikes, record.resets, policy_.colour, as_of, [&](Time from, Time until) { return blind_ ? blind_(merchant, from, until) : 0.0; });
}

void ColourLedger::settle(MerchantId merchant, Time now, EventSink& out) {
  const Standing standing = this->standing(merchant, now);
  // A step-down that blindness has put off is looked at again when it may come about.
  expect(merchant, standing.steps_down_at ? std::optional(std::max(*standing.steps_down_at, now + Duration{1})) : std::nullopt);
  while (colours_[merchant.value] != standing.colour) {
    const Colour from = colours_[merchant.value];
    const auto step = static_cast<Colour>(static_cast<int>(from) + (standing.colour > from ? 1 : -1));
    out.emit(event::ColourBecame{merchant, from, step, standing.count});
  }
  unsettled_.erase(merchant);
}

void ColourLedger::count(IncidentId incident, Time now, EventSink& out) {
  const auto merchant = merchant_of_.find(incident);
  if (merchant == merchant_of_.end() || counted_.contains(incident)) return;
  out.emit(event::StrikeCounted{merchant->second, incident, now});
}

void ColourLedger::react(const Event& event, EventSink& out) {
  using StrikeIs = ColourPolicy::StrikeIs;
  const StrikeIs reading = policy_.colour.strike_is;
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    if (reading == StrikeIs::counted) count(opened->incident, event.at, out);
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    const auto incident = incident_of_notice_.find(fate->notice);
    if (reading == StrikeIs::notified && fate->delivered && incident != incident_of_notice_.end()) count(incident->second, event.at, out);
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    const bool in_vain = rechecked->outcome == RecheckOutcome::not_corrected || rechecked->outcome == RecheckOutcome::relapsed;
    if (reading == StrikeIs::uncorrected && in_vain) count(rechecked->incident, event.at, out);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    const auto incident = incident_of_case_.find(moved->case_id);
    if (reading == StrikeIs::officer_confirmed && moved->to == CaseState::arrived && moved->reason.empty() && incident != incident_of_case_.end())
      count(incident->second, event.at, out);
  } else if (const auto* counted = std::get_if<event::StrikeCounted>(&event.payload)) {
    settle(counted->merchant, event.at, out);
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    if (const auto merchant = merchant_of_.find(voided->incident); merchant != merchant_of_.end()) settle(merchant->second, event.at, out);
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
  for (std::uint32_t i = 0; i < records_.size(); ++i)
    if (!records_[i].strikes.empty()) settle(MerchantId{i}, now, out);
}

}  // namespace tricolor::engine
