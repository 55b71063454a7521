// Runs the replications of a study and keeps each as a file, so that a study that was cut off goes on where it stood
// and one that is spread over machines comes to the same bytes.
//
//   study.json             what the study is; never changes
//   inputs/, policies/     scenario, demand, classes and policies as resolved
//   worlds/                a scenario for each policy, by which a replication can be looked at
//   replications/p1-14.json   policy 1 under seed 14, reduced to figures
//   plan.json              the number of pairs, frozen after the pilot
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/closed_loop.h"
#include "compare/plan/study_plan.h"
#include "compare/replication.h"

namespace tricolor::harness {

/// One policy to be held against the base, and perhaps a scenario of its own.
struct Variation {
  std::string label = {};          ///< Unique in the study; empty: from the name of its file.
  std::string policy_file = {};    ///< Empty: the base's policy.
  std::string policy_keys = {};    ///< YAML whose keys are laid over the policy's; empty: none.
  std::string scenario_keys = {};  ///< YAML whose keys are laid over the base's scenario; empty: none.
  /// The keys in words, in Chinese and English, beside the differences between the policies.
  std::vector<std::pair<std::string, std::string>> said = {};
  std::vector<std::size_t> at = {};  ///< In a sweep: the number of its value of each field.
};

/// The study as the user asks for it.
struct StudyRequest {
  std::string base;                   ///< Scenario file.
  std::vector<Variation> variations;  ///< At least one.
  std::vector<SweepField> fields;     ///< Of a sweep; empty in other studies.
  std::string metrics;                ///< File of metrics; empty: the program's own.
  StudyQuestion question = StudyQuestion::transition;
  int days = 0, warmup_days = 0;
  std::size_t most_pairs = 0;
  std::optional<std::uint64_t> first_seed;  ///< None: the scenario's.
  std::optional<std::uint64_t> city_seed;   ///< None: the scenario's city seed, or else its seed.
  std::optional<std::string> rung;          ///< "pixels" or "events"; none: the scenario's.
  std::optional<std::string> profile;       ///< Detector profile of the rung events; none: the scenario's.
  /// True to run at the rung events although its calibration has not passed its gate; the study says so first.
  bool accept_open_gate = false;
};

/// Everything that a replication needs.
struct Study {
  StudySettings settings;
  LoopInputs base;
  std::vector<engine::Policy> policies;      ///< By policy of the settings.
  std::map<std::size_t, LoopInputs> worlds;  ///< Inputs of policies that have a scenario of their own.
  std::map<std::string, std::string> files;  ///< By path in the study's folder: all but replications and plan.
  engine::Time switches() const;
};

/// Reads and checks everything. Throws BadInput with all faults; nothing is written.
Study make_study(const StudyRequest& request);

/// Says that a study's folder must be a new one, or that of a study which goes on, or may be either.
enum class StudyFolder : std::uint8_t { anew, resumed, either };

/// Writes the study's own files into a new folder, or checks that the folder holds the same study. A folder in which
/// this was cut off, so that it holds nothing but some of these files, counts as a new one. Throws BadInput when the
/// folder holds another study, naming what differs, when it holds other files, or when it is not as `wanted`.
void open_study(const Study& study, const std::filesystem::path& folder, StudyFolder wanted);

/// The bytes of a file; empty when it cannot be read.
std::string text_in(const std::filesystem::path& path);

/// Reads the settings in a study's folder. Throws BadInput when there are none.
StudySettings read_study(const std::filesystem::path& folder);
/// Reads the plan; throws BadInput when the pilot is not over.
StudyPlan read_plan(const std::filesystem::path& folder);

struct ReplicationJob {
  std::size_t policy = 0, pair = 0;
  Start start = Start::as_told;
};
/// The name of a replication's file.
std::string file_of(const StudySettings& settings, const ReplicationJob& job);
/// All replications of the first `pairs` pairs, pair by pair; those of a steady study's two starts among the pilot's.
std::vector<ReplicationJob> jobs_of(const StudySettings& settings, std::size_t from_pair, std::size_t pairs);

/// Reads the replication in a file; none when there is no such file. Throws BadInput when it holds something else.
std::optional<Replication> replication_in(const std::filesystem::path& file);

/// Reads a replication that is done; nothing when it is not there. Throws BadInput when it is another's.
std::optional<Replication> read_replication(const std::filesystem::path& folder, const StudySettings& settings,
                                            const ReplicationJob& job);

struct StudyRunOptions {
  int jobs = 1;                             ///< Replications at once, ≥ 1.
  std::size_t shard = 0, shards = 1;        ///< This shard's number, from 0, and how many there are.
  bool pilot_only = false;                  ///< True: it ends when the plan is written.
  const std::atomic<bool>* stop = nullptr;  ///< Set from outside when the user wants to stop.
  /// Called on the calling thread: the share done of what is known to be due, and what is being done.
  std::function<void(double share, const std::string& what)> progress;
};

/// Runs what is not done yet: the pilot, then the plan, then the shard's part of the rest, in processes of their own;
/// in a study of a transition the warm-up of a pair is run once, and its policies go on from there. False when it was
/// stopped. Throws std::runtime_error when a replication fails, with its seed and policy. To be called while the
/// process has one thread only.
bool run_study(const Study& study, const std::filesystem::path& folder, const StudyRunOptions& options);

/// Policies under one seed, one city and one demand, which begin with one warm-up.
struct PairToRun {
  std::size_t pair = 0;
  std::vector<std::size_t> policies;  ///< At least one.
  sim::Demand demand;
  std::function<std::filesystem::path(std::size_t policy)> file;  ///< Where a replication is written.
  std::optional<std::uint64_t> city_seed = {};                    ///< None: the study's.
};

/// Runs pairs of a study of a transition that have no warm-ups of their own, in processes of their own. False when it
/// was stopped.
bool run_pairs(const Study& study, const std::vector<PairToRun>& pairs, const StudyRunOptions& options);

}  // namespace tricolor::harness
