#include "compare/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "compare/measure.h"
#include "run/bad_input.h"
#include "run/load.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

std::string what_of(const StudySettings& settings, const ReplicationJob& job) {
  return fmt::format("{} seed {}", settings.policies.at(job.policy).label, settings.seed_of(job.pair));
}

// The rules of a replication over time. The base is configured anew at the switch as well, so that the act of changing
// a policy makes no difference by itself.
PolicyHistory history_of(const Study& study, std::size_t policy) {
  const bool branches = study.settings.question == StudyQuestion::transition && study.settings.warmup_days > 0;
  if (!branches) return PolicyHistory(study.policies.at(policy));
  PolicyHistory history(study.policies.front());
  history.change(study.switches(), study.policies.at(policy));
  return history;
}

// Runs one replication and reduces it; nothing when it was stopped.
std::optional<Replication> replicate(const Study& study, const ReplicationJob& job, const StudyRunOptions& options,
                                     const std::function<void(double)>& progress) {
  LoopInputs inputs = study.base;
  inputs.scenario.seed = study.settings.seed_of(job.pair);
  inputs.scenario.past = job.start == Start::all_green ? Scenario::Past::all_green
                         : job.start == Start::all_red ? Scenario::Past::all_red
                                                       : Scenario::Past::as_told;
  inputs.policies = history_of(study, job.policy);
  LoopOptions loop;
  loop.threads = 1;
  loop.look_ahead = 0;
  loop.judge = false;
  std::function<void()> stop;
  loop.give_stop = [&](std::function<void()> give) { stop = std::move(give); };
  loop.progress = [&](double share, engine::Time) {
    if (options.stop && options.stop->load() && stop) stop();
    progress(share);
  };
  const RunRecord record = run_closed_loop(inputs, loop);
  if (record.stopped) return std::nullopt;
  if (!record.troubles.empty()) throw std::runtime_error(record.troubles.front().en);
  return measure(record, PolicyHistory(study.policies.front()), study.switches(),
                 study.settings.policies.at(job.policy).label, job.start);
}

// Runs a list of jobs on several threads and writes each result when it is there.
class Workers {
 public:
  Workers(const Study& study, const fs::path& folder, const StudyRunOptions& options, std::vector<ReplicationJob> jobs,
          std::size_t done_before, std::size_t all)
      : study_(study),
        folder_(folder),
        options_(options),
        jobs_(std::move(jobs)),
        shares_(jobs_.size(), 0.0),
        done_before_(done_before),
        all_(all) {}

  bool run() {
    {
      std::vector<std::jthread> threads;
      for (int i = 1; i < options_.jobs; ++i) threads.emplace_back([this] { work(); });
      work();
    }
    if (!fault_.empty()) throw std::runtime_error(fault_);
    return !stopped_;
  }

 private:
  void work() {
    while (true) {
      std::size_t index = 0;
      {
        const std::lock_guard lock(mutex_);
        if (stopped_ || !fault_.empty() || next_ == jobs_.size()) return;
        index = next_++;
      }
      const ReplicationJob& job = jobs_[index];
      try {
        const auto done = replicate(study_, job, options_, [&](double share) { tell(index, share); });
        if (done) write_whole(folder_ / "replications" / file_of(study_.settings, job), to_text(*done));
        const std::lock_guard lock(mutex_);
        stopped_ = stopped_ || !done;
      } catch (const std::exception& failed) {
        const std::lock_guard lock(mutex_);
        if (fault_.empty()) fault_ = fmt::format("{}: {}", what_of(study_.settings, job), failed.what());
      }
    }
  }

  void tell(std::size_t index, double share) {
    if (!options_.progress) return;
    const std::lock_guard lock(mutex_);
    shares_[index] = share;
    double sum = static_cast<double>(done_before_);
    for (const double one : shares_) sum += one;
    options_.progress(sum / static_cast<double>(std::max<std::size_t>(1, all_)),
                      what_of(study_.settings, jobs_[index]));
  }

  const Study& study_;
  const fs::path& folder_;
  const StudyRunOptions& options_;
  std::vector<ReplicationJob> jobs_;
  std::vector<double> shares_;
  std::size_t done_before_, all_, next_ = 0;
  std::mutex mutex_;
  bool stopped_ = false;
  std::string fault_;
};

bool run_missing(const Study& study, const fs::path& folder, const StudyRunOptions& options,
                 const std::vector<ReplicationJob>& jobs, std::size_t others, std::size_t more) {
  std::vector<ReplicationJob> missing;
  for (const ReplicationJob& job : jobs)
    if (!read_replication(folder, study.settings, job)) missing.push_back(job);
  const std::size_t done = others + jobs.size() - missing.size();
  return Workers(study, folder, options, std::move(missing), done, others + jobs.size() + more).run();
}

}  // namespace

std::string text_in(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

engine::Time Study::switches() const { return base.scenario.start + std::chrono::hours{24} * settings.warmup_days; }

void open_study(const Study& study, const fs::path& folder, bool resume) {
  std::error_code failed;
  if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
    throw BadInput(fmt::format("--out: must be a folder, got the file {}", folder.string()));
  const bool is_study = fs::exists(folder / "study.json", failed);
  if (is_study) {
    const std::string other = what_differs(study.settings, read_study(folder));
    if (!other.empty())
      throw BadInput(
          fmt::format("{}: holds another study than the one that is asked for:\n{}", folder.string(), other));
    if (!resume) throw BadInput(fmt::format("{}: holds this study already; --resume goes on with it", folder.string()));
  } else if (fs::exists(folder, failed) && !fs::is_empty(folder, failed)) {
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
  try {
    return study_settings_of(text_in(path));
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", path.string(), wrong.what()));
  }
}

StudyPlan read_plan(const fs::path& folder) {
  std::error_code failed;
  const fs::path path = folder / "plan.json";
  if (!fs::is_regular_file(path, failed))
    throw BadInput(fmt::format("{}: must have a plan (plan.json), got none: its pilot is not over", folder.string()));
  try {
    return study_plan_of(text_in(path));
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

std::optional<Replication> read_replication(const fs::path& folder, const StudySettings& settings,
                                            const ReplicationJob& job) {
  const fs::path path = folder / "replications" / file_of(settings, job);
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return std::nullopt;
  Replication it;
  try {
    it = replication_of(text_in(path));
  } catch (const std::runtime_error& wrong) {
    throw BadInput(fmt::format("{}: {}", path.string(), wrong.what()));
  }
  if (it.seed != settings.seed_of(job.pair) || it.policy != settings.policies.at(job.policy).label ||
      it.start != job.start)
    throw BadInput(
        fmt::format("{}: must be {}, got {} seed {}", path.string(), what_of(settings, job), it.policy, it.seed));
  return it;
}

bool run_study(const Study& study, const fs::path& folder, const StudyRunOptions& options) {
  const StudySettings& settings = study.settings;
  const std::vector<ReplicationJob> pilot = jobs_of(settings, 0, settings.pilot());
  // Until the plan is known, nobody knows how many pairs follow.
  if (!run_missing(study, folder, options, pilot, 0, 0)) return false;
  const StudyPlan plan = plan_of(settings, [&](Metric metric, std::size_t policy) {
    PairColumn column;
    for (std::size_t pair = 0; pair < settings.pilot(); ++pair)
      column.push_back(read_replication(folder, settings, {policy, pair, Start::as_told})->value(metric));
    return column;
  });
  write_whole(folder / "plan.json", to_text(plan));
  std::vector<ReplicationJob> rest;
  for (const ReplicationJob& job : jobs_of(settings, settings.pilot(), plan.pairs))
    if (job.pair % options.shards == options.shard) rest.push_back(job);
  return run_missing(study, folder, options, rest, pilot.size(), 0);
}

}  // namespace tricolor::harness
