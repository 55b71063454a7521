// Runs the closed loop for one scenario: a city on its kernel, its cameras, and the real engine.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "adapters/calibration.h"
#include "adapters/demand_file.h"
#include "adapters/run_record.h"
#include "engine/ports.h"
#include "engine/vision.h"
#include "scenario/kinds_file.h"
#include "scenario/policy_history.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

struct LoopOptions {
  int threads = 1;                   ///< Threads that render and detect, this one included; ≥ 1.
  std::size_t look_ahead = 48;       ///< Number of pictures made ahead of time; 0 is off.
  std::string evidence_folder;       ///< Folder for pictures of evidence; empty: none are kept.
  std::size_t most_evidence = 4000;  ///< Pictures kept at most.
  std::string durable_path;          ///< SQLite journal; empty: in memory.
  bool resume = false;               ///< True: repeat the run and verify the durable journal's events one by one.
  std::string film_folder;           ///< Folder for every picture as PNG; empty: none.
  std::set<std::uint64_t> crash_at;  ///< Sequence numbers at which the engine is destroyed and rebuilt.
  bool nobody_answers = false;       ///< True: messages and dispatches go nowhere, as calibration needs it.
  bool judge = true;                 ///< True: sample the truth and compare, which takes about a tenth of the time.
  /// False: neither journal nor scene log is kept, and the record has a fold of what was told (`RunRecord::heard`).
  /// Then the run is neither durable nor crashed, and it is judged by the zones as drawn whatever `judge` says.
  bool keep_journal = true;
  /// At the rung `events`: least dwell of any class under any policy that the run may come to. None: under its own.
  std::optional<engine::Duration> least_dwell;
  /// At the rung `events`: seed of what the cameras make of things, the persistent errors of a place included. None:
  /// the scenario's seeds. Calibration meets one city with many eyes by it.
  std::optional<std::uint64_t> eyes_seed;
  /// At the rung `events`: true keeps also what can change no decision, so that the truth is that of a run in pixels.
  bool whole_street = false;
  /// Called about ten times a second of wall time with the share done, 0 … 1.
  std::function<void(double share, sim::Time now)> progress;
  /// Observers that hear every event as it is committed, on the run's thread. They must outlive the run and change
  /// nothing.
  std::vector<engine::Observer*> observers;
  /// Called on the run's thread some hundred times in a run, with the log of exactly everything that happened up to
  /// `now`.
  std::function<void(sim::Time now, const std::vector<sim::SceneLogEntry>& log)> street_known;
  /// Called with a function that stops the run at the next instant; that function may be called from a signal handler.
  std::function<void(std::function<void()>)> give_stop;
};

/// Everything that a run needs and that is the same for many runs.
struct LoopInputs {
  Scenario scenario;
  PolicyHistory policies;
  engine::ClassTable classes;
  /// The kinds of things; empty: the twin's well-known ones, of which window and report say nothing.
  std::vector<KindOfThing> kinds;
  DemandModel demand;
  /// At the rung `events`: the calibration, and its model under the scenario's profile. Null and unread at others.
  std::shared_ptr<const Calibration> calibration;
  std::shared_ptr<const sim::DetectorModel> detector_model;
  std::shared_ptr<const engine::Vision> vision;  ///< The detector; null: the engine finds nothing in pictures.
  std::string commit;
  std::string digest;  ///< Digest of scenario, policies and classes as resolved; goes into the journal.
};

/// Is thrown when the durable journal cannot be opened: it is in use, invalid, or its place cannot be written. Nothing
/// was run.
struct StoreUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Runs the scenario to its end, or until stopped. Throws std::runtime_error when the machine fails (disk, model,
/// typeface), and when a resumed run does not repeat what is stored.
RunRecord run_closed_loop(const LoopInputs& inputs, const LoopOptions& options);

/// The same run in parts, so that ways can part: after a fork of the process each side goes on by itself, and comes to
/// what a run of its own would have come to. A process forks only while it has one thread (`LoopOptions::threads` 1).
class RunInParts {
 public:
  /// Both arguments must outlive it.
  RunInParts(const LoopInputs& inputs, const LoopOptions& options);
  ~RunInParts();
  /// Runs everything before `until`, or before the end of the scenario. False when it was stopped.
  bool run_until(engine::Time until);
  /// Lets another policy come into force at the last change of the inputs' policies, which must still lie ahead.
  void put_last(engine::Policy policy);
  /// Runs to the end, or until it is stopped. To be called once. Throws as `run_closed_loop` does.
  RunRecord finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
