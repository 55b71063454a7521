// Reads off pixel runs how a camera saw each thing: what `tricolor calibrate` fits its model on. A run of the sample
// has a short dwell, and nobody answers, so that no message cuts a stay short and each stay is looked at soon.
//
// The engine's journal of stays is held against the truth. A thing counts with each camera that watches its
// ground and has it in view all the time.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/run_record.h"
#include "calibrate/fits.h"
#include "sim/surrogate/detector_model.h"

namespace tricolor::harness {

/// Least length of a thing's stay that says whether it is ever seen. Assumed.
inline constexpr std::chrono::minutes kStaysLong{2};

/// One stay of the engine that was of a thing of the sample.
struct SampledStay {
  sim::Time onset, last_seen, ended;  ///< `ended`: the end of the run where it was open.
  bool open = false;
  bool by_blindness = false;
  bool confirmed = false;
  std::uint8_t score_256 = 0;        ///< When it was confirmed.
  bool missed_at_dwell = false;      ///< The first look after its dwell did not find it …
  bool hidden_at_dwell = false;      ///< … or found it hidden …
  bool undecided_at_dwell = false;   ///< … or left it in doubt.
  double along_m = 0, across_m = 0;  ///< Error of its spot along the line of sight and across it.
};

/// One thing that stood where it is unlawful, before one camera.
struct SampledPair {
  sim::Sight sight;
  std::uint64_t thing = 0, place_camera = 0;  ///< Groups whose members share effects.
  sim::Time from, until;                      ///< `until`: the end of the run where it stood on.
  bool stood_on = false;
  std::vector<SampledStay> stays;  ///< By onset.
};

/// Lawful things watched, and those of them that were accused.
struct SampledAlarms {
  std::array<Rate, sim::kWellKnownKinds> by_kind;  ///< Exposure: hours for which such things stood watched.
  std::int64_t of_nothing = 0;                     ///< Accusations where nothing stood at all.
  double camera_hours = 0;
};

struct Sample {
  std::vector<SampledPair> pairs;
  SampledAlarms alarms;
  std::size_t things = 0;
  std::size_t crowded = 0;  ///< Pairs left out, because a like thing stood beside.
  void add(const Sample& other);
};

/// The pairs as a table (RFC 4180), a row each: how the camera had the thing in view, and what became of it.
std::string pairs_csv(const Sample& sample);

/// The things of a run as they appeared, by name; and the thing of a stay, with its own look where it is known.
std::map<sim::ThingId, sim::Thing> things_of(const sim::Truth& truth);
sim::Thing thing_of(const sim::Stay& stay, const std::map<sim::ThingId, sim::Thing>& things);

/// Reads one run at the rung `pixels`.
Sample sample_of(const RunRecord& run, sim::Duration dwell);

}  // namespace tricolor::harness
