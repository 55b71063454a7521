#include "report/rows/readings.h"

#include "engine/colour_code.h"
#include "engine/service_state.h"

namespace tricolor::harness {

using engine::ColourPolicy;

std::vector<RuleReading> readings_of(const RunRecord& run) {
  const engine::ServiceState service = engine::state_of(run.journal);
  std::vector<RuleReading> readings(1);
  readings.front().name = "as_run";
  for (std::uint32_t i = 0; i < run.configuration.merchants.size(); ++i) {
    const auto* record = service.merchant(engine::MerchantId{i});
    ++readings.front().shops[static_cast<std::size_t>(record ? record->colour : engine::Colour::green)];
  }

  const ColourPolicy& own = run.policy().colour;
  std::vector<engine::ColourHistory> histories;
  for (std::uint32_t i = 0; i < run.configuration.merchants.size(); ++i)
    histories.push_back(engine::colour_history_of(service, run.configuration, run.policy(), engine::MerchantId{i}));
  const auto read = [&](const char* name, const ColourPolicy& policy) {
    RuleReading reading{name, {}};
    for (const auto& history : histories)
      ++reading.shops[static_cast<std::size_t>(engine::standing_of(history, policy, run.end).colour)];
    readings.push_back(reading);
  };
  const std::pair<const char*, ColourPolicy::CountSince> spans[] = {
      {"last_step_down", ColourPolicy::CountSince::last_step_down},
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
