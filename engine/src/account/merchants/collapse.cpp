// Lets the settled past of shops go: strikes that nobody can take back any more collapse into where the colour stood.
#include <algorithm>
#include <utility>

#include "merchants/colour_history.h"
#include "merchants/colour_ledger.h"

namespace tricolor::engine {

std::optional<MerchantId> ColourLedger::merchant_of(IncidentId id) const {
  if (const IncidentRecord* incident = state_.incident(id)) return incident->opened.merchant;
  const PastIncident* past = state_.past_incident(id);
  return past ? past->merchant : std::nullopt;
}

std::optional<MerchantId> ColourLedger::merchant_of(ReportId id) const {
  if (const ReportRecord* report = state_.report(id)) return report->merchant;
  const PastReport* past = state_.past_report(id);
  return past ? past->merchant : std::nullopt;
}

// The last instant before which nothing of a shop's past changes any more, and of which no later strike is about.
// None when a collapse would drop nothing.
std::optional<Time> ColourLedger::settled_until(MerchantId merchant, Time before, Time now) const {
  const MerchantRecord* record = state_.merchant(merchant);
  if (!record) return std::nullopt;
  // The base that an earlier collapse kept is replaced by this one.
  const std::optional<ShopColour::Base>& base = shops_[merchant.value].colour.base();
  const bool strikes = std::any_of(record->strikes.begin(), record->strikes.end(), [&](const StrikeRecord& strike) {
    return strike.at <= before && (!base || strike.at > base->at);
  });
  const bool owners = record->owner_changes.size() > 1 && record->owner_changes.front().at <= before;
  if (!strikes && !owners) return std::nullopt;
  const ColourHistory& history = up_to_date(merchant).colour.history();
  // True when what a strike does to the colour may change after an instant: by an appeal, or by one that came then.
  const auto changes_after = [&](const StrikeRecord& strike, Time at) {
    if (!strike.incident && !strike.report) return false;
    if (!strike.settled) return true;
    if (strike.settled->voided_at) return *strike.settled->voided_at > at;
    return !strike.settled->ended || now - *strike.settled->ended <= policy_.records.appeals_within;
  };
  Time until = before;
  for (bool changed = true; changed;) {
    changed = false;
    const auto not_after = [&](Time at) {
      if (until < at) return;
      until = at - Duration{1};
      changed = true;
    };
    for (std::size_t i = 0; i < record->strikes.size(); ++i) {
      const Strike& strike = history.strikes[i];
      if (strike.at <= until && changes_after(record->strikes[i], until)) not_after(strike.at);
      if (strike.at > until)
        for (const TimeSpan& span : strike.stood) not_after(span.from);
    }
  }
  return until;
}

// Gives the strikes that are left after a drop their new numbers.
void ColourLedger::number_anew(MerchantId merchant, const std::vector<std::size_t>& dropped) {
  Shop& shop = shops_[merchant.value];
  std::vector<std::optional<Time>> ends;
  auto next = dropped.begin();
  for (std::size_t i = 0; i < shop.matter_ends.size(); ++i) {
    if (next != dropped.end() && *next == i) ++next;
    else ends.push_back(shop.matter_ends[i]);
  }
  shop.matter_ends = std::move(ends);
  shop.seen_until.clear();
  shop.told_until.clear();
  const std::vector<StrikeRecord>& strikes = state_.merchant(merchant)->strikes;
  for (auto entry = strikes_of_case_.begin(); entry != strikes_of_case_.end();) {
    std::erase_if(entry->second, [merchant](const StrikeOfShop& strike) { return strike.first == merchant; });
    entry = entry->second.empty() ? strikes_of_case_.erase(entry) : std::next(entry);
  }
  for (std::size_t i = 0; i < shop.matter_ends.size(); ++i) {
    if (shop.matter_ends[i])
      (strikes[i].report ? shop.told_until : shop.seen_until).push_back({*shop.matter_ends[i], i});
    const ReportRecord* report = strikes[i].report ? state_.report(*strikes[i].report) : nullptr;
    if (report && report->case_id && state_.case_of(*report->case_id))
      strikes_of_case_[*report->case_id].push_back({merchant, i});
  }
  std::sort(shop.seen_until.begin(), shop.seen_until.end());
  std::sort(shop.told_until.begin(), shop.told_until.end());
}

void ColourLedger::find_causes() {
  std::vector<std::pair<IncidentId, StrikeOfShop>> of_incidents;
  std::vector<std::pair<ReportId, StrikeOfShop>> of_reports;
  for (std::uint32_t m = 0; m < state_.merchants().size(); ++m) {
    const std::vector<StrikeRecord>& strikes = state_.merchants()[m].strikes;
    for (std::size_t i = 0; i < strikes.size(); ++i) {
      if (strikes[i].incident) of_incidents.push_back({*strikes[i].incident, {MerchantId{m}, i}});
      if (strikes[i].report) of_reports.push_back({*strikes[i].report, {MerchantId{m}, i}});
    }
  }
  strikes_of_incident_.assign(std::move(of_incidents));
  strikes_of_report_.assign(std::move(of_reports));
}

void ColourLedger::collapse(Time before, Time now, const Drop& drop) {
  std::map<MerchantId, Time> first_open;
  for (const auto& [id, incident] : state_.incidents())
    if (incident.opened.merchant) {
      const auto [known, added] = first_open.try_emplace(*incident.opened.merchant, incident.opened_at);
      if (!added) known->second = std::min(known->second, incident.opened_at);
    }
  bool any = false;
  for (std::uint32_t i = 0; i < shops_.size(); ++i) {
    const MerchantId merchant{i};
    Time not_after = before;
    if (const auto open = first_open.find(merchant); open != first_open.end())
      not_after = std::min(not_after, open->second - Duration{1});
    const auto until = settled_until(merchant, not_after, now);
    if (!until) continue;
    const ShopColour::Dropped dropped = shops_[i].colour.collapse(*until);
    if (!dropped.any()) continue;
    any = true;
    drop(merchant, dropped.strikes, dropped.owner_changes);
    number_anew(merchant, dropped.strikes);
    unsettled_.insert(merchant);
  }
  for (Shop& shop : shops_) shop.colour.drop_unseen(shop.colour.sight_needed_from(before));
  if (any) find_causes();
}

Time ColourLedger::sight_needed_from(CameraId camera, Time since) const {
  for (const MerchantId merchant : fronts_of_.at(camera.value)) {
    since = shops_[merchant.value].colour.sight_needed_from(since);
    // Strikes that were not looked at yet.
    if (const MerchantRecord* record = state_.merchant(merchant))
      for (std::size_t i = shops_[merchant.value].colour.history().strikes.size(); i < record->strikes.size(); ++i)
        since = std::min(since, record->strikes[i].at);
  }
  return since;
}

void ColourLedger::take_up(const std::vector<std::pair<MerchantId, ShopColour::Base>>& bases, Time at) {
  last_at_ = at;
  for (const auto& [merchant, base] : bases)
    if (merchant.value < shops_.size()) shops_[merchant.value].colour.set_base(base);
  for (std::uint32_t i = 0; i < state_.merchants().size() && i < shops_.size(); ++i) {
    const MerchantRecord& record = state_.merchants()[i];
    colours_[i] = record.colour;
    shops_[i].unseen_changed_from = Time::min();
    if (!record.strikes.empty() || shops_[i].colour.base() || record.colour != Colour::green)
      unsettled_.insert(MerchantId{i});
  }
  find_causes();
}

}  // namespace tricolor::engine
