// Campaigns: measurements of the closed loop that take minutes. Each prints a table of measured beside required values,
// and returns 0 when every requirement holds, 1 when not. By default each takes a bounded time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"

namespace tricolor::harness {

/// Options that the command line may change.
struct CampaignOptions {
  std::vector<std::uint64_t> seeds;  ///< Empty: the campaign's own.
  std::string lasts;                 ///< Simulated time of each run; empty: the campaign's own.
  std::string scenario;              ///< Scenario below `scenarios/`; empty: the campaign's own. Not all heed it.
  int threads = 2;
  bool errors = false;  ///< Accuracy lists each error, after its seed.
};

/// Precision and recall by class on streets that training never saw, pooled over seeds, with Wilson intervals: by the
/// zones as drawn, and by the surveyed fronts. Heeds `scenario`.
int accuracy_campaign(const CampaignOptions& options);
/// Accusations in a busy street in which nobody breaks a rule, every frame analysed, per camera-hour. Heeds `scenario`.
int false_alarms_campaign(const CampaignOptions& options);
/// Runs the same scripted street by key frames and by every frame: the incidents must be the same, each within one
/// interval (design: exact test).
int key_frames_campaign(const CampaignOptions& options);
/// Destroys the engine at 50 random journal offsets of Xinhua Road while the city lives on, and counts at the world's
/// gateway.
int crashes_campaign(const CampaignOptions& options);
/// Wall time of Xinhua Road on one and on two threads, and fingerprints on 1, 2 and 4 threads.
int threads_campaign(const CampaignOptions& options);

/// Holds the rung `events` against the rung `pixels` on Xinhua Road: one city, the same people, the figures of both
/// side by side with 90 % intervals and the margins of the gate. What it has too few days to show is shown as missed.
int ladder_campaign(const CampaignOptions& options);

/// Holds the gate of a calibration against calibrations that are wrong on purpose, which it must refuse, and against
/// itself. Nothing is drawn.
int planted_campaign(const CampaignOptions& options);

/// Provokes every kind of storage trouble at 20 instants of a run of 6 h, and checks exit codes, messages, memory, and
/// that the same folder can be taken up afterwards.
int faults_campaign(const CampaignOptions& options);

/// Reads a scenario of this repository and applies the options. Throws std::runtime_error with the diagnostics.
LoopInputs campaign_scenario(const std::string& scenario, const CampaignOptions& options, std::uint64_t seed);

/// Reads a scenario of this repository, applies the options and loads its detector. Throws std::runtime_error with the
/// diagnostics.
LoopInputs campaign_inputs(const std::string& scenario, const CampaignOptions& options, std::uint64_t seed);

/// Runs it with a line of progress on standard error about every ten seconds.
RunRecord campaign_run(const LoopInputs& inputs, LoopOptions options, const std::string& what);

/// Prints each wrong accusation, each miss and each undecidable episode of a run, and the true and the seen stays
/// about.
void list_errors(const RunRecord& run);

/// Prints one row: name, measured value, required value, and "holds" or "MISSED". Returns `holds`.
bool row(const std::string& what, const std::string& measured, const std::string& must, bool holds);

/// "0.912 (83/91; 0.835 … 0.955)", or "none to judge".
std::string shown(const Proportion& share);

}  // namespace tricolor::harness
