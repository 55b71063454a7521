#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "adapters/pictures.h"
#include "adapters/stopwatch.h"
#include "cli/commands.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "cli/zone_drawing.h"
#include "run/load.h"
#include "run/progress.h"
#include "watch/evidence_picture.h"
#include "watch/source_loop.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using engine::Duration;

std::atomic<bool> stop_watching{false};

// A source that waits inside the system (for the writer of a pipe) cannot be asked to stop: it is given so long, then
// left behind.
constexpr std::chrono::milliseconds kPatience = 2s;

struct Plan {
  std::vector<PictureZone> zones;
  std::vector<SourceSettings> sources;
  std::shared_ptr<const engine::Vision> model;
  std::optional<LoopInputs> scenario;
  std::string camera;
  engine::Time starts;
  Duration dwell{10s};
};

void read_duration(const std::string& text, const char* option, Duration low, Duration high, Duration& out,
                   engine::Diagnostics& faults) {
  std::string fault;
  if (const auto length = engine::duration_within(text, low, high, fault)) out = *length;
  else faults.add({"command line", 1, 1}, option, fault);
}

bool has_camera(const LoopInputs& inputs, const std::string& name) {
  const auto cameras = configuration_of(inputs.scenario, inputs.classes).cameras;
  return std::any_of(cameras.begin(), cameras.end(), [&](const engine::Camera& camera) { return camera.name == name; });
}

// Files and folders are opened once before anything is watched or written; pipes and streams are waited for.
void check_source(const SourceSettings& source, engine::Diagnostics& faults) {
  std::error_code failed;
  const bool waited_for = engine::is_network_address(source.address) ||
                          (fs::exists(source.address, failed) && !fs::is_regular_file(source.address, failed) &&
                           !fs::is_directory(source.address, failed));
  std::string error;
  if (!waited_for && !engine::VideoSource::open(source.address, source.video, error))
    faults.add({"command line", 1, 1}, "source",
               "must be a video file, a folder of pictures or a network address; " + error);
}

// Names are short and never hold credentials: a file's own name, or the address as it may be shown.
std::string name_of(const std::string& address, std::map<std::string, int>& taken) {
  std::string name = engine::is_network_address(address)
                         ? engine::shown_address(address)
                         : (fs::path(address).filename().empty() ? fs::path(address).parent_path() : fs::path(address))
                               .filename()
                               .string();
  if (const int times = ++taken[name]; times > 1) name += fmt::format("({})", times);
  return name;
}

bool read_plan(const WatchArguments& arguments, Plan& plan, engine::Diagnostics& faults) {
  const engine::Origin here{"command line", 1, 1};
  Duration& dwell = plan.dwell;
  Duration every = arguments.scenario.empty() ? Duration{200ms} : Duration{0}, lasts{0};
  read_duration(arguments.dwell, "--dwell", 1s, 720h, dwell, faults);
  if (!arguments.every.empty()) read_duration(arguments.every, "--every", 0s, 1h, every, faults);
  if (!arguments.lasts.empty()) read_duration(arguments.lasts, "--lasts", 1s, kLongestRun, lasts, faults);
  if (!arguments.scenario.empty() && (!arguments.zones.empty() || !arguments.model.empty()))
    faults.add(here, "--scenario", "must be without --zones and --model: a scenario brings its own");
  if (!arguments.scenario.empty() && arguments.sources.size() != 1)
    faults.add(here, "--scenario", fmt::format("must be with one source, got {}", arguments.sources.size()));
  if (arguments.scenario.empty() && (!arguments.camera.empty() || !arguments.starts.empty()))
    faults.add(here, "--camera, --starts", "must be with --scenario");
  std::map<std::string, int> taken;
  for (const std::string& address : arguments.sources) {
    SourceSettings source;
    source.address = address;
    source.name = name_of(address, taken);
    source.video = {arguments.fps, every, 5s, &stop_watching};
    if (lasts > 0s) source.lasts = lasts;
    check_source(source, faults);
    plan.sources.push_back(std::move(source));
  }
  if (!arguments.draw.empty() && !(arguments.zones.empty() && arguments.scenario.empty()))
    faults.add(here, "--draw", "must be without --zones and --scenario: it is to make the zones");
  const std::string& zones_path = arguments.draw.empty() ? arguments.zones : arguments.draw;
  if (std::error_code code; !arguments.zones.empty() || (!arguments.draw.empty() && fs::exists(arguments.draw, code))) {
    plan.zones = read_zones(zones_path, dwell, faults);
  } else if (arguments.draw.empty()) {
    PictureZone whole;
    whole.name = "picture";
    whole.dwell = dwell;
    plan.zones.push_back(whole);
  }
  for (const PictureZone& zone : plan.zones)
    if (!zone.source.empty() && std::none_of(plan.sources.begin(), plan.sources.end(),
                                             [&](const SourceSettings& s) { return s.name == zone.source; }))
      faults.add({zones_path, 1, 1}, zone.name + ".source",
                 fmt::format("must be the name of a source, got '{}'", zone.source));
  if (!arguments.scenario.empty()) {
    plan.scenario = load_inputs(arguments.scenario, faults);
    if (!plan.scenario) return false;
    plan.starts = plan.scenario->scenario.start;
    if (!arguments.starts.empty()) {
      if (const auto instant = engine::instant_of(arguments.starts)) plan.starts = *instant;
      else
        faults.add(here, "--starts",
                   fmt::format("must be an instant such as '2020-11-02 08:58', got '{}'", arguments.starts));
    }
    plan.camera = arguments.camera;
    if (!arguments.camera.empty() && !has_camera(*plan.scenario, arguments.camera))
      faults.add(here, "--camera", fmt::format("must be a camera of the scenario, got '{}'", arguments.camera));
  }
  return faults.empty();
}

class Session {
 public:
  Session(const WatchArguments& arguments, Plan plan)
      : arguments_(arguments),
        plan_(std::move(plan)),
        alarms_(arguments.out),
        progress_("watching"),
        shares_(plan_.sources.size(), 0.0) {}

  int run() {
    Stopwatch watch;
    std::vector<SourceResult> results(plan_.sources.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < plan_.sources.size(); ++i)
      threads.emplace_back([&, i] {
        results[i] = guarded(i);
        std::lock_guard lock(ending_);
        ++ended_;
        one_ended_.notify_one();
      });
    const bool all_ended = wait_for_sources();
    progress_.done();
    if (!arguments_.json.empty()) alarms_.write_list(arguments_.json);
    if (!all_ended) leave_behind();
    for (std::thread& thread : threads) thread.join();
    bool sound = true;
    std::uint64_t decoded = 0;
    for (const SourceResult& result : results) {
      sound = sound && result.sound;
      decoded += result.decoded;
    }
    const double took = watch.total_s();
    complain(fmt::format("{} alarm{}; {} pictures in {}, {:.0f} a second\n", alarms_.all().size(),
                         alarms_.all().size() == 1 ? "" : "s", decoded, seconds_text(took),
                         static_cast<double>(decoded) / std::max(1e-6, took)));
    return stop_watching.load() ? kStopped : sound ? kFine : kFailed;
  }

 private:
  // False when the user has stopped the watch and a source has not ended in time.
  bool wait_for_sources() {
    constexpr std::chrono::milliseconds kStep = 100ms;
    std::chrono::milliseconds left = kPatience;
    std::unique_lock lock(ending_);
    while (ended_ < plan_.sources.size() && left > 0s) {
      one_ended_.wait_for(lock, kStep);
      if (stop_watching.load()) left -= kStep;
    }
    return ended_ == plan_.sources.size();
  }

  [[noreturn]] void leave_behind() {
    complain(fmt::format("{} alarm{}; stopped while a source still waited for its first picture or its end\n",
                         alarms_.all().size(), alarms_.all().size() == 1 ? "" : "s"));
    settle_output(kStopped);
    // Threads are left in the middle of a system call: nothing that they use may be destroyed.
    std::_Exit(kStopped);
  }

  // A fault of one source ends that one only.
  SourceResult guarded(std::size_t index) {
    try {
      return one(index);
    } catch (const std::exception& error) {
      say(fmt::format("{}: {}", plan_.sources[index].name, error.what()));
      return {};
    }
  }

  void say(const std::string& line) {
    std::lock_guard lock(mutex_);
    progress_.done();
    complain(line + "\n");
  }

  SourceResult one(std::size_t index) {
    const SourceSettings& source = plan_.sources[index];
    std::vector<PictureZone> zones;
    for (const PictureZone& zone : plan_.zones)
      if (zone.source.empty() || zone.source == source.name) zones.push_back(zone);
    WatchEars ears;
    ears.raised = [&](Alarm& alarm, const engine::Image& picture) {
      if (!arguments_.evidence.empty()) {
        alarm.evidence =
            (fs::path(arguments_.evidence) / fmt::format("{}-{:04}.jpg", index + 1, alarm.number)).string();
        write_jpeg(evidence_picture(picture, alarm, !arguments_.no_mask), alarm.evidence);
      }
      alarms_.raised(alarm);
    };
    ears.cleared = [&](const Alarm& alarm) { alarms_.cleared(alarm); };
    ears.blind = [&](Duration from, const std::string& reason) { alarms_.blind(source.name, from, reason); };
    ears.sees_again = [&](Duration at) { alarms_.sees_again(source.name, at); };
    const auto watch = plan_.scenario
                           ? watch_by_scenario(source.name, *plan_.scenario, plan_.camera, plan_.starts, ears)
                           : watch_still_objects(source.name, zones, plan_.model, ears);
    SourceEars heard;
    heard.said = [&](const std::string& line) { say(line); };
    heard.blind = [&](Duration from, const std::string& reason) { alarms_.blind(source.name, from, reason); };
    // With a scenario's camera nobody else says so; else the engine does.
    heard.sees_again = [&](Duration at) {
      if (plan_.scenario) alarms_.sees_again(source.name, at);
    };
    heard.progress = [&](double share, Duration at) {
      std::lock_guard lock(mutex_);
      shares_[index] = share;
      double sum = 0;
      for (const double each : shares_) sum += each;
      progress_.at(sum / static_cast<double>(shares_.size()),
                   engine::to_text(std::chrono::floor<std::chrono::seconds>(at)));
    };
    Duration next_preview{0};
    if (!arguments_.preview.empty())
      heard.looked = [&, index](const std::shared_ptr<const engine::Image>& picture, Duration at) {
        if (at < next_preview) return;
        next_preview = at + 1s;
        write_jpeg(preview_picture(*picture, zones, watch->timed(), at, !arguments_.no_mask),
                   (fs::path(arguments_.preview) /
                    fmt::format("{}-{:08.1f}.jpg", index + 1, static_cast<double>(at.count()) / 1e6))
                       .string());
      };
    return run_source(source, *watch, heard);
  }

  const WatchArguments& arguments_;
  Plan plan_;
  AlarmFile alarms_;
  Progress progress_;
  std::mutex mutex_;
  std::vector<double> shares_;
  std::mutex ending_;
  std::condition_variable one_ended_;
  std::size_t ended_ = 0;  // Sources, under `ending_`.
};

}  // namespace

int watch_command(const WatchArguments& arguments) {
  Plan plan;
  engine::Diagnostics faults;
  if (!read_plan(arguments, plan, faults)) {
    complain(faults.text());
    return kBadInput;
  }
  if (!arguments.model.empty()) {
    std::string error;
    plan.model = engine::load_vision(arguments.model, error);
    if (!plan.model) {
      complain(error + "\n");
      return kBadInput;
    }
  }
  if (plan.scenario) plan.scenario->vision = load_detector(plan.scenario->scenario.model_path);
  if (!arguments.draw.empty())
    if (const auto end = draw_before_watching(arguments.draw, plan.sources, plan.dwell, plan.zones)) return *end;
  for (const std::string& folder : {arguments.evidence, arguments.preview})
    if (!folder.empty()) fs::create_directories(folder);
  stop_watching.store(false);
  const StopSignals signals([] { stop_watching.store(true); });
  return Session(arguments, std::move(plan)).run();
}

}  // namespace tricolor::harness
