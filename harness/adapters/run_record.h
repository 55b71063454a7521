// Holds all results of one run as one value: its settings, the true events, the engine's decisions, the comparison of
// the two, and the time that it took. Reports, tests, `diff` and `explain` read this and nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/demand_file.h"
#include "adapters/frame_schedule.h"
#include "adapters/message.h"
#include "adapters/run_trouble.h"
#include "adapters/seeing_probe.h"
#include "adapters/telling_counters.h"
#include "engine/engine.h"
#include "judge/heard_journal.h"
#include "judge/judgement.h"
#include "scenario/kinds_file.h"
#include "scenario/plane.h"
#include "scenario/policy_history.h"
#include "sim/city/city.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// Fingerprints by ingredient, 64 bits in 16 hex digits. Equal runs have equal ones; scores and picture hashes are in
/// none.
struct Fingerprints {
  std::string kernel;     ///< Of every event of the simulation, by (time, phase, sequence).
  std::string scenes;     ///< Of the things that stood in the street: the scene log.
  std::string sightings;  ///< Occupancies and sightings.
  std::string decisions;  ///< Incidents, notices, cases, colours.
  std::string journal;    ///< Every line of the journal, scores and hashes left out.
  friend bool operator==(const Fingerprints&, const Fingerprints&) = default;
};

/// Counts of a run's pictures, by cause.
struct FrameRecord {
  std::uint64_t pictures = 0;
  std::array<std::uint64_t, kFrameCauses> by_cause{};
  std::vector<std::uint64_t> looks_by_camera;
  std::uint64_t still_changes = 0;         ///< Appearances and departures, summed over the cameras in view.
  std::uint64_t lawful_still_changes = 0;  ///< Those of them by things that nobody may be accused of.
  std::uint64_t made_ahead = 0;            ///< Pictures computed on another thread and used.
  std::uint64_t discarded = 0;             ///< Pictures computed ahead in vain.
  std::uint64_t analysed_in_vain = 0;      ///< Pictures analysed ahead whose analysis the engine did not want.
  std::uint64_t analyses_used = 0;         ///< Pictures analysed ahead whose analysis the engine wanted.
};

/// Memory of the twin's cameras at the end of a run, as they count it themselves; that of the engine's eyes is in
/// `engine::Engine::Counters`.
struct MemoryRecord {
  std::uint64_t backgrounds = 0;       ///< Backgrounds made; a camera that took no picture has none.
  std::uint64_t background_bytes = 0;  ///< Memory of these, bytes.
  std::uint64_t other_bytes = 0;       ///< Pictures made ahead, and analyses kept for comparison, bytes.
};

/// Wall times in seconds, of the twin and of the engine apart. Those of render and detect are summed over threads.
struct WallTimes {
  double total_s = 0;
  double render_s = 0;
  double detect_s = 0;
  double engine_s = 0;  ///< Time of everything in the engine except the detector, on the driving thread.
};

struct RunRecord {
  std::string scenario;       ///< Name of the scenario.
  std::string scenario_path;  ///< Path as given on the command line.
  std::string about;
  std::optional<LonLat> origin;  ///< Where the plane touches the Earth; none: nobody said.
  std::uint64_t seed = 0;
  std::string rung = "pixels";
  bool every_frame = false;
  std::string profile = "twin";  ///< Source of detections: the program's own detector on the twin's own renders.
  /// At the rung `events`: the calibration, who made it of what, and what its gate has not shown (empty: nothing).
  std::string calibration, calibration_made_by, calibration_lacks;
  TellingCounters told;  ///< At the rung `events`.
  std::string eyes;      ///< Identity of the detector (`Vision::identity`); empty where nothing was analysed.
  std::string commit;    ///< Commit of the program, short.
  int threads = 1;
  /// True when something is lacking: it was stopped before `planned_end`, or a trouble says what is lacking.
  bool partial = false;
  bool stopped = false;  ///< True when the user stopped it.
  /// Troubles, which must be reported before any figure, the gravest first. A run that has any ends with exit code
  /// 3.
  std::vector<RunTrouble> troubles;
  sim::Time start, end, planned_end;  ///< Events after `end` are in no figure.

  /// The policy in force at the end.
  const engine::Policy& policy() const { return policies.at(end); }

  sim::City city;
  std::vector<KindOfThing> kinds;  ///< What window and report say of the city's kinds.
  engine::Configuration configuration;
  PolicyHistory policies;
  std::string demand_name;
  std::vector<DemandRow> demand;  ///< Figures of the twin's demand as the run used them.
  /// Empty in a run that keeps none (`LoopOptions::keep_journal`); `heard` is what was told all the same.
  std::vector<engine::Event> journal;
  std::optional<HeardJournal> heard;  ///< Set in a run that keeps no journal.
  sim::Truth truth;                   ///< Without its scene log in a run that keeps no journal.
  Judgement judgement;              ///< By the zones as officers drew them.
  Judgement surveyed;               ///< The same by the surveyed fronts, where what drawing cost is a stage of its own.
  std::vector<Message> messages;    ///< Messages at the world's gateway.
  std::uint64_t repeated_keys = 0;  ///< Keys that the engine sent again although they had been accepted.
  std::uint64_t dispatches = 0;     ///< Dispatches at the world's handsets.
  std::uint64_t citizen_reports = 0;
  std::uint64_t engine_rebuilds = 0;
  FrameRecord frames;
  MemoryRecord memory;
  std::map<std::string, SeeingProbe::Found> detector_by_kind;
  engine::Engine::Counters engine;
  WallTimes wall;
  Fingerprints fingerprints;

  double days() const { return std::chrono::duration<double>(end - start).count() / 86400.0; }
  double camera_days() const { return days() * static_cast<double>(city.cameras.size()); }
};

}  // namespace tricolor::harness
