#include "compare/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <numeric>
#include <sstream>

#include "compare/measure.h"
#include "compare/processes.h"
#include "run/bad_input.h"
#include "run/load.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

std::string what_of(const StudySettings& settings, const ReplicationJob& job) {
  return fmt::format("{} seed {}", settings.policies.at(job.policy).label, settings.seed_of(job.pair));
}

// True where the policies of a pair begin with one warm-up under the base.
bool branches(const StudySettings& settings) {
  return settings.question == StudyQuestion::transition && settings.warmup_days > 0;
}

// A policy with a scenario of its own has a warm-up of its own.
bool shares_warmup(const Study& study, const ReplicationJob& job) {
  return branches(study.settings) && !study.worlds.contains(job.policy);
}

// The rules of a replication over time. The base is configured anew at the switch as well, so that the act of changing
// a policy makes no difference by itself.
PolicyHistory history_of(const Study& study, std::size_t policy) {
  if (!branches(study.settings)) return PolicyHistory(study.policies.at(policy));
  PolicyHistory history(study.policies.front());
  history.change(study.switches(), study.policies.at(policy));
  return history;
}

LoopInputs inputs_of(const Study& study, const ReplicationJob& job) {
  const auto own = study.worlds.find(job.policy);
  LoopInputs inputs = own == study.worlds.end() ? study.base : own->second;
  inputs.scenario.seed = study.settings.seed_of(job.pair);
  inputs.scenario.past = job.start == Start::all_green ? Scenario::Past::all_green
                         : job.start == Start::all_red ? Scenario::Past::all_red
                                                       : Scenario::Past::as_told;
  inputs.policies = history_of(study, job.policy);
  return inputs;
}

// How a run tells its progress, and is stopped when its parent wishes.
struct RunTie {
  const ParentLink* parent;
  double from = 0, weight = 1;  // The share that is told is `from` and this part of the run's own.
  std::function<void()> stop = {};
};

// All policies of a study leave out the same lawful things, so that they meet the same street.
LoopOptions options_of(const Study& study, RunTie& tie) {
  LoopOptions loop;
  loop.threads = 1;
  loop.look_ahead = 0;
  loop.judge = false;
  loop.keep_journal = false;
  loop.least_dwell = engine::Duration::max();
  for (const engine::Policy& policy : study.policies)
    loop.least_dwell = std::min(*loop.least_dwell, least_dwell_of(PolicyHistory(policy)));
  loop.give_stop = [&tie](std::function<void()> give) { tie.stop = std::move(give); };
  loop.progress = [&tie](double share, engine::Time) {
    if (tie.parent->stopped() && tie.stop) tie.stop();
    tie.parent->tell(tie.from + tie.weight * share);
  };
  return loop;
}

// Gives the file of a replication.
using FileOf = std::function<fs::path(const ReplicationJob&)>;

void write_replication(const Study& study, const FileOf& file, const ReplicationJob& job, const RunRecord& record) {
  if (!record.troubles.empty()) throw std::runtime_error(record.troubles.front().en);
  const Replication it = measure(record, PolicyHistory(study.policies.front()), study.switches(),
                                 study.settings.policies.at(job.policy).label, job.start);
  write_whole(file(job), to_text(it));
}

FileOf files_in(const Study& study, const fs::path& folder) {
  return [&study, folder](const ReplicationJob& job) { return folder / "replications" / file_of(study.settings, job); };
}

// Runs the replications of one pair. They have their warm-up in common: it is run once, and each policy goes on from
// there in a process of its own.
bool run_pair(const Study& study, const LoopInputs& inputs, const FileOf& file, const std::vector<ReplicationJob>& jobs,
              int at_once, const ParentLink& parent) {
  const double warmup = study.settings.warmup_days, days = study.settings.days;
  const double all = warmup + days * static_cast<double>(jobs.size());
  // The share that a run tells of itself counts its warm-up and one policy's days.
  RunTie tie{&parent, 0, (warmup + days) / all};
  const LoopOptions options = options_of(study, tie);
  RunInParts run(inputs, options);
  if (!run.run_until(study.switches())) return false;
  std::vector<PieceOfWork> pieces;
  for (const ReplicationJob& job : jobs)
    pieces.emplace_back([&, job](const ParentLink& own) {
      try {
        tie.parent = &own;
        tie.from = -warmup / days;
        tie.weight = (warmup + days) / days;
        run.put_last(study.policies.at(job.policy));
        const RunRecord record = run.finish();
        if (record.stopped) return false;
        write_replication(study, file, job, record);
      } catch (const std::exception& failed) {
        throw std::runtime_error(fmt::format("{}: {}", what_of(study.settings, job), failed.what()));
      }
      return true;
    });
  std::vector<double> shares(pieces.size(), 0.0);
  ProcessOptions processes;
  processes.at_once = at_once;
  processes.stop = parent.stop();
  processes.progress = [&](std::size_t piece, double share) {
    shares[piece] = share;
    double done = warmup;
    for (const double each : shares) done += days * each;
    parent.tell(done / all);
  };
  return run_in_processes(pieces, processes);
}

bool run_alone(const Study& study, const LoopInputs& inputs, const FileOf& file, const ReplicationJob& job,
               const ParentLink& parent) {
  try {
    RunTie tie{&parent};
    const RunRecord record = run_closed_loop(inputs, options_of(study, tie));
    if (record.stopped) return false;
    write_replication(study, file, job, record);
    return true;
  } catch (const std::exception& failed) {
    throw std::runtime_error(fmt::format("{}: {}", what_of(study.settings, job), failed.what()));
  }
}

// Parts replications into those that can share a warm-up.
std::vector<std::vector<ReplicationJob>> shared_work(const Study& study, const std::vector<ReplicationJob>& jobs) {
  std::vector<std::vector<ReplicationJob>> parts;
  std::map<std::size_t, std::size_t> part_of_pair;
  for (const ReplicationJob& job : jobs) {
    const auto known = part_of_pair.find(job.pair);
    if (shares_warmup(study, job) && known != part_of_pair.end()) {
      parts[known->second].push_back(job);
      continue;
    }
    if (shares_warmup(study, job)) part_of_pair[job.pair] = parts.size();
    parts.push_back({job});
  }
  return parts;
}

bool run_missing(const Study& study, const fs::path& folder, const StudyRunOptions& options,
                 const std::vector<ReplicationJob>& jobs, std::size_t others) {
  std::vector<ReplicationJob> missing;
  for (const ReplicationJob& job : jobs)
    if (!read_replication(folder, study.settings, job)) missing.push_back(job);
  if (missing.empty()) return true;
  const auto parts = shared_work(study, missing);
  // Where there are more processors than parts, a part runs several of its policies at once.
  const int at_once = std::max(1, options.jobs / static_cast<int>(parts.size()));
  std::vector<PieceOfWork> pieces;
  for (std::size_t i = 0; i < parts.size(); ++i)
    pieces.emplace_back([&, i, at_once](const ParentLink& parent) {
      const ReplicationJob& job = parts[i].front();
      const FileOf file = files_in(study, folder);
      if (!shares_warmup(study, job)) return run_alone(study, inputs_of(study, job), file, job, parent);
      return run_pair(study, inputs_of(study, {0, job.pair, job.start}), file, parts[i], at_once, parent);
    });
  std::vector<double> shares(parts.size(), 0.0);
  const double before = static_cast<double>(others + jobs.size() - missing.size());
  ProcessOptions processes;
  processes.at_once = options.jobs;
  processes.stop = options.stop;
  processes.progress = [&](std::size_t piece, double share) {
    if (!options.progress) return;
    shares[piece] = share;
    double done = before;
    for (std::size_t i = 0; i < parts.size(); ++i) done += shares[i] * static_cast<double>(parts[i].size());
    options.progress(done / static_cast<double>(others + jobs.size()),
                     fmt::format("seed {}", study.settings.seed_of(parts[piece].front().pair)));
  };
  return run_in_processes(pieces, processes);
}

}  // namespace

std::string text_in(const fs::path& path) {
  // Files of a study have some kilobytes; a larger one is another thing and is not taken into memory.
  constexpr std::uintmax_t kMostBytes = 64u << 20;
  std::error_code failed;
  if (const auto bytes = fs::file_size(path, failed); !failed && bytes > kMostBytes)
    throw BadInput(fmt::format("{}: must be at most 64 MiB, got {} bytes", path.string(), bytes));
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

engine::Time Study::switches() const { return base.scenario.start + std::chrono::hours{24} * settings.warmup_days; }

namespace {

// True where `folder` holds nothing but files of the study as they are written, perhaps one of them unfinished.
bool only_begun(const Study& study, const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) continue;
    fs::path name = fs::relative(entry.path(), folder);
    const bool unfinished = name.extension() == ".part";
    if (unfinished) name.replace_extension();
    const auto own = study.files.find(name.generic_string());
    const bool is_own = own != study.files.end() || (unfinished && name == "study.json");
    if (!is_own || (!unfinished && text_in(entry.path()) != own->second)) return false;
  }
  return true;
}

}  // namespace

void open_study(const Study& study, const fs::path& folder, StudyFolder wanted) {
  std::error_code failed;
  if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
    throw BadInput(fmt::format("--out: must be a folder, got the file {}", folder.string()));
  const bool is_study = fs::exists(folder / "study.json", failed);
  if (is_study) {
    const std::string other = what_differs(study.settings, read_study(folder));
    if (!other.empty())
      throw BadInput(
          fmt::format("{}: holds another study than the one that is asked for:\n{}", folder.string(), other));
    if (wanted == StudyFolder::anew)
      throw BadInput(fmt::format("{}: holds this study already; --resume goes on with it", folder.string()));
  } else if (wanted == StudyFolder::resumed) {
    throw BadInput(
        fmt::format("{}: must hold a study (study.json) for --resume to go on with, got none", folder.string()));
  } else if (fs::exists(folder, failed) && !only_begun(study, folder)) {
    throw BadInput(
        fmt::format("{}: must be a new folder or that of a study, got one with other files", folder.string()));
  }
  for (const fs::path& below :
       {folder, folder / "replications", folder / "inputs", folder / "policies", folder / "worlds"}) {
    fs::create_directories(below, failed);
    if (failed) throw std::runtime_error(fmt::format("{}: cannot be made: {}", below.string(), failed.message()));
  }
  for (const auto& [name, text] : study.files) {
    fs::create_directories((folder / name).parent_path(), failed);
    if (!fs::exists(folder / name, failed)) write_whole(folder / name, text);
  }
  // Written last: where it stands, all others do.
  if (!is_study) write_whole(folder / "study.json", to_text(study.settings));
}

StudySettings read_study(const fs::path& folder) {
  std::error_code failed;
  const fs::path path = folder / "study.json";
  if (!fs::is_regular_file(path, failed))
    throw BadInput(fmt::format("{}: must be the folder of a study (with study.json), got none there", folder.string()));
  const std::string text = text_in(path);
  try {
    return study_settings_of(text);
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", path.string(), wrong.what()));
  }
}

StudyPlan read_plan(const fs::path& folder) {
  std::error_code failed;
  const fs::path path = folder / "plan.json";
  if (!fs::is_regular_file(path, failed))
    throw BadInput(fmt::format("{}: must have a plan (plan.json), got none: its pilot is not over", folder.string()));
  const std::string text = text_in(path);
  try {
    return study_plan_of(text);
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", path.string(), wrong.what()));
  }
}

std::string file_of(const StudySettings& settings, const ReplicationJob& job) {
  const std::string start = job.start == Start::as_told ? "" : std::string("-") + name_of(job.start);
  return fmt::format("p{}-{}{}.json", job.policy, settings.seed_of(job.pair), start);
}

std::vector<ReplicationJob> jobs_of(const StudySettings& settings, std::size_t from_pair, std::size_t pairs) {
  std::vector<ReplicationJob> jobs;
  for (std::size_t pair = from_pair; pair < pairs; ++pair)
    for (std::size_t policy = 0; policy < settings.policies.size(); ++policy) {
      jobs.push_back({policy, pair, Start::as_told});
      if (settings.question != StudyQuestion::steady || pair >= settings.pilot()) continue;
      jobs.push_back({policy, pair, Start::all_green});
      jobs.push_back({policy, pair, Start::all_red});
    }
  return jobs;
}

std::optional<Replication> replication_in(const fs::path& file) {
  std::error_code failed;
  if (!fs::is_regular_file(file, failed)) return std::nullopt;
  try {
    return replication_of(text_in(file));
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", file.string(), wrong.what()));
  }
}

std::optional<Replication> read_replication(const fs::path& folder, const StudySettings& settings,
                                            const ReplicationJob& job) {
  const fs::path path = folder / "replications" / file_of(settings, job);
  const auto read = replication_in(path);
  if (!read) return std::nullopt;
  const Replication& it = *read;
  if (it.seed != settings.seed_of(job.pair) || it.policy != settings.policies.at(job.policy).label ||
      it.start != job.start)
    throw BadInput(
        fmt::format("{}: must be {}, got {} seed {}", path.string(), what_of(settings, job), it.policy, it.seed));
  return read;
}

bool run_study(const Study& study, const fs::path& folder, const StudyRunOptions& options) {
  const StudySettings& settings = study.settings;
  const std::vector<ReplicationJob> pilot = jobs_of(settings, 0, settings.pilot());
  // Until the plan is known, nobody knows how many pairs follow.
  if (!run_missing(study, folder, options, pilot, 0)) return false;
  const StudyPlan plan = plan_of(settings, [&](Metric metric, std::size_t policy) {
    PairColumn column;
    for (std::size_t pair = 0; pair < settings.pilot(); ++pair)
      column.push_back(read_replication(folder, settings, {policy, pair, Start::as_told})->value(metric));
    return column;
  });
  write_whole(folder / "plan.json", to_text(plan));
  if (options.pilot_only) return true;
  std::vector<ReplicationJob> rest;
  for (const ReplicationJob& job : jobs_of(settings, settings.pilot(), plan.pairs))
    if (job.pair % options.shards == options.shard) rest.push_back(job);
  return run_missing(study, folder, options, rest, pilot.size());
}

bool run_pairs(const Study& study, const std::vector<PairToRun>& pairs, const StudyRunOptions& options) {
  std::vector<PieceOfWork> pieces;
  for (const PairToRun& pair : pairs)
    pieces.emplace_back([&study, &pair](const ParentLink& parent) {
      const FileOf file = [&pair](const ReplicationJob& job) { return pair.file(job.policy); };
      std::vector<ReplicationJob> jobs;
      for (const std::size_t policy : pair.policies) jobs.push_back({policy, pair.pair, Start::as_told});
      LoopInputs inputs = inputs_of(study, {0, pair.pair, Start::as_told});
      inputs.demand.figures = pair.demand;
      if (pair.city_seed) inputs.scenario.city_seed = pair.city_seed;
      if (branches(study.settings)) return run_pair(study, inputs, file, jobs, 1, parent);
      for (const ReplicationJob& job : jobs) {
        inputs.policies = history_of(study, job.policy);
        if (!run_alone(study, inputs, file, job, parent)) return false;
      }
      return true;
    });
  ProcessOptions processes;
  processes.at_once = options.jobs;
  processes.stop = options.stop;
  std::vector<double> shares(pairs.size(), 0.0);
  processes.progress = [&](std::size_t piece, double share) {
    if (!options.progress) return;
    shares[piece] = share;
    options.progress(std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size()),
                     fmt::format("seed {}", study.settings.seed_of(pairs[piece].pair)));
  };
  return run_in_processes(pieces, processes);
}

}  // namespace tricolor::harness
