#include "cli/study_run.h"

#include <fmt/format.h>

#include <atomic>
#include <cmath>

#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "compare/city_runs.h"
#include "compare/demand_worlds.h"
#include "run/load.h"
#include "run/progress.h"
#include "run/run_cost.h"
#include "run/shell_word.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

std::atomic<bool> stop_study{false};

// Says what is left of the pilot and what it will cost; how many pairs follow is not known before it.
void say_cost(const Study& study, const std::filesystem::path& folder, int jobs) {
  std::size_t pilot = 0;
  for (const ReplicationJob& job : jobs_of(study.settings, 0, study.settings.pilot()))
    if (!read_replication(folder, study.settings, job)) ++pilot;
  if (pilot == 0) return;
  std::string takes;
  if (study.base.vision) {
    const Scenario& scenario = study.base.scenario;
    const CameraLine usual, &camera = scenario.cameras.empty() ? usual : scenario.cameras.front();
    const RunCost one = estimated_cost(scenario, 1, detector_ms(*study.base.vision, camera.width_px, camera.height_px));
    takes = ", about " + seconds_text(one.wall_s * static_cast<double>(pilot) / jobs);
  }
  complain(fmt::format("{}: {} of {} for the pilot, {} at once{}; the pilot says how many follow\n",
                       study.settings.scenario, counted(pilot, "replication"),
                       counted(study.settings.warmup_days + study.settings.days, "day"), jobs, takes));
}

// Runs something that can be stopped and tells its progress.
template <class Run>
int run_told(const std::string& name, const std::filesystem::path& folder, StudyRunOptions options, const Run& run) {
  stop_study.store(false);
  options.stop = &stop_study;
  Progress progress(name);
  options.progress = [&](double share, const std::string& what) { progress.at(share, what); };
  const StopSignals signals([] { stop_study.store(true); });
  const bool finished = run(options);
  progress.done();
  if (finished) return kFine;
  complain(fmt::format("stopped; --resume goes on in {}\n", shell_word(folder.string())));
  return kStopped;
}

}  // namespace

std::string figure_for_terminal(double figure, bool sign) {
  if (std::abs(figure) < 999.5) return sign ? fmt::format("{:+.3g}", figure) : fmt::format("{:.3g}", figure);
  std::string digits = fmt::format("{:.0f}", std::abs(figure));
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return (figure < 0 ? "-" : sign ? "+" : "") + digits;
}

StudyRequest study_request_of(const StudyArguments& arguments) {
  StudyRequest request;
  request.base = arguments.base;
  request.metrics = arguments.metrics;
  request.days = arguments.days;
  request.warmup_days = arguments.warmup;
  request.most_pairs = static_cast<std::size_t>(arguments.seeds);
  request.first_seed = arguments.first_seed;
  request.city_seed = arguments.city_seed;
  request.rung = arguments.rung;
  request.profile = arguments.profile;
  request.accept_open_gate = arguments.accept_open_gate;
  return request;
}

std::string study_faults_of(const StudyArguments& arguments) {
  std::string faults;
  if (arguments.warmup + arguments.days > 3660)
    faults += fmt::format("--warmup and --days: must be at most 3660 days together, got {}\n",
                          arguments.warmup + arguments.days);
  if (arguments.out.empty()) faults += "--out: must be the folder of the study, got nothing\n";
  return faults;
}

StudyFolder folder_wanted(const StudyArguments& arguments) {
  return arguments.resume ? StudyFolder::resumed : StudyFolder::anew;
}

int run_in_folder(const Study& study, const std::filesystem::path& folder, StudyFolder wanted, StudyRunOptions options,
                  const StudyArguments& arguments) {
  open_study(study, folder, wanted);
  options.jobs = arguments.jobs;
  say_cost(study, folder, arguments.jobs);
  return run_told(study.settings.scenario, folder, options,
                  [&](const StudyRunOptions& told) { return run_study(study, folder, told); });
}

int run_cities_in_folder(const Study& study, const OtherCities& cities, const std::filesystem::path& folder,
                         const StudyArguments& arguments) {
  complain(fmt::format("{}: {} other cities, {} of runs in each\n", study.settings.scenario, cities.cities,
                       counted(kPairsPerCity, "pair")));
  StudyRunOptions options;
  options.jobs = arguments.jobs;
  return run_told(study.settings.scenario, folder, options,
                  [&](const StudyRunOptions& told) { return run_cities(study, cities, folder, told); });
}

int run_worlds_in_folder(const Study& study, const AssumedWorlds& worlds, const std::filesystem::path& folder,
                         const StudyArguments& arguments) {
  complain(fmt::format("{}: {} in which {} of the demand are others, one pair of runs each\n", study.settings.scenario,
                       counted(worlds.places.size(), "world"), counted(worlds.figures.size(), "figure")));
  StudyRunOptions options;
  options.jobs = arguments.jobs;
  return run_told(study.settings.scenario, folder, options,
                  [&](const StudyRunOptions& told) { return run_worlds(study, worlds, folder, told); });
}

}  // namespace tricolor::harness
