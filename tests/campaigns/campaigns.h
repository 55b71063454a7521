// Campaigns: measurements of the closed loop that take minutes. Each prints a table of what was measured beside what
// must be, and returns 0 when every must holds, 1 when not. Bounded by default.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"

namespace tricolor::harness {

/// What the command line may change.
struct CampaignOptions {
  std::vector<std::uint64_t> seeds;  ///< Empty: the campaign's own.
  std::string lasts;                 ///< Simulated time of each run; empty: the campaign's own.
  int threads = 2;
};

/// Precision and recall by class on streets that training never saw, pooled over seeds, with Wilson intervals.
int accuracy_campaign(const CampaignOptions& options);
/// Accusations in a busy street in which nobody breaks a rule, each frame looked at, per camera-hour.
int false_alarms_campaign(const CampaignOptions& options);
/// The same scripted street by key frames and by every frame: the same incidents, each within one interval (design:
/// exact test).
int key_frames_campaign(const CampaignOptions& options);
/// The engine destroyed at 50 random journal offsets of Xinhua Road while the city lives on, counted at the world's
/// gateway.
int crashes_campaign(const CampaignOptions& options);
/// Wall time of Xinhua Road on one and on two threads, and fingerprints on 1, 2 and 4 threads.
int threads_campaign(const CampaignOptions& options);

/// Every kind of storage trouble at 20 instants of a run of 6 h: exit codes, what is told, memory, and the same folder
/// taken up afterwards.
int faults_campaign(const CampaignOptions& options);

/// A scenario of this repository with the options applied. Throws std::runtime_error with the diagnostics.
LoopInputs campaign_scenario(const std::string& scenario, const CampaignOptions& options, std::uint64_t seed);

/// A scenario of this repository with the options applied and its detector loaded. Throws std::runtime_error with the
/// diagnostics.
LoopInputs campaign_inputs(const std::string& scenario, const CampaignOptions& options, std::uint64_t seed);

/// Runs it with a line of progress on standard error about every ten seconds.
RunRecord campaign_run(const LoopInputs& inputs, LoopOptions options, const std::string& what);

/// One row: what, what was measured, what must be, and whether it holds. Returns `holds`.
bool row(const std::string& what, const std::string& measured, const std::string& must, bool holds);

/// "0.912 (83/91; 0.835 … 0.955)", or "none to judge".
std::string shown(const Proportion& share);

}  // namespace tricolor::harness
