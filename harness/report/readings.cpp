#include "report/readings.h"

#include <algorithm>
#include <map>

#include "engine/colour_code.h"

namespace tricolor::harness {

namespace {

namespace ev = engine::event;
using engine::ColourPolicy;

struct History {
  std::vector<engine::Strike> strikes;
  std::vector<engine::Time> owner_changes;
};

std::vector<History> histories_of(const RunRecord& run) {
  std::vector<History> histories(run.configuration.merchants.size());
  std::map<engine::IncidentId, engine::MerchantId> accused;
  for (const auto& event : run.journal) {
    if (const auto* imported = std::get_if<ev::StrikeImported>(&event.payload)) {
      histories.at(imported->merchant.value).strikes.push_back({imported->at, std::nullopt, std::nullopt});
    } else if (const auto* counted = std::get_if<ev::StrikeCounted>(&event.payload)) {
      histories.at(counted->merchant.value).strikes.push_back({counted->at, counted->incident, std::nullopt});
      accused[counted->incident] = counted->merchant;
    } else if (const auto* voided = std::get_if<ev::IncidentVoided>(&event.payload)) {
      if (const auto merchant = accused.find(voided->incident); merchant != accused.end())
        for (auto& strike : histories[merchant->second.value].strikes)
          if (strike.incident == voided->incident) strike.voided_at = event.at;
    } else if (const auto* owner = std::get_if<ev::OwnerChanged>(&event.payload)) {
      histories.at(owner->merchant.value).owner_changes.push_back(event.at);
    }
  }
  return histories;
}

}  // namespace

std::vector<Reading> readings_of(const RunRecord& run) {
  std::vector<engine::Colour> colours(run.configuration.merchants.size(), engine::Colour::green);
  for (const auto& event : run.journal)
    if (const auto* became = std::get_if<ev::ColourBecame>(&event.payload)) colours.at(became->merchant.value) = became->to;
  std::vector<Reading> readings(1);
  readings.front().name = "as_run";
  for (const auto colour : colours) ++readings.front().shops[static_cast<std::size_t>(colour)];

  const ColourPolicy& own = run.policy.colour;
  const auto histories = histories_of(run);
  const auto read = [&](const char* name, const ColourPolicy& policy) {
    Reading reading{name, {}};
    for (const auto& history : histories)
      ++reading.shops[static_cast<std::size_t>(engine::standing_of(history.strikes, history.owner_changes, policy, run.end).colour)];
    readings.push_back(reading);
  };
  const std::pair<const char*, ColourPolicy::CountSince> spans[] = {{"last_step_down", ColourPolicy::CountSince::last_step_down},
                                                                    {"rolling_30_days", ColourPolicy::CountSince::rolling_30_days},
                                                                    {"calendar_month", ColourPolicy::CountSince::calendar_month}};
  for (const auto& [name, span] : spans) {
    if (own.count_since == span) continue;
    ColourPolicy policy = own;
    policy.count_since = span;
    read(name, policy);
  }
  if (own.yellow_from != 4 && own.red_from > 4) {
    ColourPolicy policy = own;
    policy.yellow_from = 4;
    read("yellow_from_4", policy);
  }
  return readings;
}

}  // namespace tricolor::harness
