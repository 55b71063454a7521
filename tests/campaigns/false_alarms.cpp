#include <algorithm>
#include <chrono>
#include <cstdio>

#include "campaigns/campaigns.h"

namespace tricolor::harness {

int false_alarms_campaign(const CampaignOptions& options) {
  const std::uint64_t seed = options.seeds.empty() ? 301 : options.seeds.front();
  const LoopInputs inputs = campaign_inputs(
      options.scenario.empty() ? "campaigns/lawful_street.yaml" : options.scenario, options, seed);
  LoopOptions loop;
  loop.threads = options.threads;
  const RunRecord run = campaign_run(inputs, loop, "lawful street");
  const double camera_hours = 24 * run.camera_days();
  // A stay outside that is short is lawful too: a lawful street has no violation by the surveyed fronts, and
  // nothing there that nobody can decide. Every accusation is a false alarm, also one that the zones as drawn make.
  const std::size_t lawful = run.truth.stays.size(), alarms = run.judgement.incidents.size(),
                    unlawful = run.surveyed.violations.size() + run.surveyed.undecidable.size();
  const auto drawn = std::count_if(run.judgement.incidents.begin(), run.judgement.incidents.end(), [](const auto& it) {
    return it.wrong_by == WrongBy::none || it.wrong_by == WrongBy::undecidable;
  });
  char text[160];
  std::snprintf(text, sizeof text, "%.1f, %llu pictures, %zu lawful stays, %.0f s on %d threads", camera_hours,
                static_cast<unsigned long long>(run.frames.pictures), lawful, run.wall.total_s, run.threads);
  bool good = row("every-frame camera-hours, seed " + std::to_string(seed), text, "≥ 50", camera_hours >= 50);
  good &= row("violations by the surveyed fronts", std::to_string(unlawful), "0", unlawful == 0);
  row("accusations that the zones as drawn make, among the false alarms", std::to_string(drawn), "", true);
  std::snprintf(text, sizeof text, "%.3f (%zu)", static_cast<double>(alarms) / camera_hours, alarms);
  good &= row("false alarms a camera-hour", text, "≤ 0.05", static_cast<double>(alarms) <= 0.05 * camera_hours);
  for (const JudgedIncident& judged : run.judgement.incidents)
    row("alarm at " + engine::to_text(judged.incident.confirmed_at),
        run.configuration.classes.at(judged.incident.violation_class.value).code_name + ", " + name_of(judged.wrong_by),
        "", true);
  return good ? 0 : 1;
}

}  // namespace tricolor::harness
