#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "clock/stopwatch.h"
#include "clock/wall_clock.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "cli/watch_outputs.h"
#include "cli/watch_plan.h"
#include "cli/zone_drawing.h"
#include "run/bad_input.h"
#include "run/load.h"
#include "run/progress.h"
#include "scenario/counted.h"
#include "service/watch/evidence_picture.h"
#include "service/watch/source_loop.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using engine::Duration;

std::atomic<bool> stop_watching{false};

// A source that waits inside the system (for the next picture of a pipe) cannot be asked to stop: the watch waits for
// it so long, then ends without it.
constexpr std::chrono::milliseconds kPatience = 2s;

// Ids ("lobby.mp4#STAMP-3") and names of pictures ("STAMP-1-0003.jpg") that an earlier watch wrote in this log and
// these folders are kept: a stamp that is used there already gets a number behind it ("STAMP.2").
std::string free_stamp(const std::string& stamp, const WatchArguments& arguments) {
  std::set<std::string> taken;
  std::error_code failed;
  const auto note = [&](const std::string& text, std::size_t at) {
    const std::size_t end = text.find('-', at + stamp.size());
    if (text.compare(at, stamp.size(), stamp) == 0 && end != std::string::npos) taken.insert(text.substr(at, end - at));
  };
  if (fs::is_regular_file(arguments.out, failed)) {
    std::ifstream log(arguments.out);
    for (std::string line; std::getline(log, line);)
      if (const std::size_t at = line.find("#" + stamp); at != std::string::npos) note(line, at + 1);
  }
  for (const std::string& folder : {arguments.evidence, arguments.preview})
    if (fs::is_directory(folder, failed))
      for (const auto& entry : fs::directory_iterator(folder, failed)) note(entry.path().filename().string(), 0);
  std::string free = stamp;
  for (int number = 2; taken.contains(free); ++number) free = fmt::format("{}.{}", stamp, number);
  return free;
}

class Session {
 public:
  Session(const WatchArguments& arguments, WatchPlan plan)
      : arguments_(arguments), plan_(std::move(plan)), alarms_(arguments.out), progress_("watching") {
    const engine::Time now = wall_clock();
    std::map<std::string, std::string> free;
    for (std::size_t i = 0; i < plan_.sources.size(); ++i) {
      states_.push_back({});
      if (plan_.timed[i]) states_[i].zero = plan_.first_taken[i];
      const std::string stamp = stamp_text(states_[i].zero.value_or(now));
      if (!free.contains(stamp)) free[stamp] = free_stamp(stamp, arguments);
      states_[i].stamp = free[stamp];
    }
  }

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
    {
      std::lock_guard lock(mutex_);
      progress_.done();
    }
    // Threads that still run must be ended whatever happens here.
    try {
      if (!arguments_.json.empty()) alarms_.write_list(arguments_.json);
    } catch (const std::exception& error) {
      lose_output(error.what());
    }
    if (!all_ended) leave_behind();
    for (std::thread& thread : threads) thread.join();
    bool sound = true;
    std::uint64_t decoded = 0;
    for (const SourceResult& result : results) {
      sound = sound && result.sound;
      decoded += result.decoded;
    }
    const double took = watch.total_s();
    complain(fmt::format("{}; {} in {}, {:.0f} a second\n", what_was_found(), counted(decoded, "picture"),
                         seconds_text(took), static_cast<double>(decoded) / std::max(1e-6, took)));
    if (output_lost_.load()) return kMachine;
    return stop_watching.load() ? kStopped : bad_input_.load() ? kBadInput : sound ? kFine : kFailed;
  }

 private:
  struct SourceState {
    std::optional<engine::Time> zero;  // Instant at which the first picture was taken, where it is known.
    std::string stamp;
    double share = 0;
  };

  std::string what_was_found() const {
    const std::size_t count = alarms_.all().size();
    std::string text = counted(count, "alarm");
    if (arguments_.out != "-") text += " in " + arguments_.out;
    if (count && !arguments_.evidence.empty()) text += ", pictures in " + arguments_.evidence;
    return text;
  }

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
    complain(what_was_found() + "; stopped while a source still waited for its first picture or its end\n");
    const int code = output_lost_.load() ? kMachine : kStopped;
    settle_output(code);
    // Some threads are still in a system call, so nothing that they use may be destroyed.
    std::_Exit(code);
  }

  // A fault of one source ends that one only.
  SourceResult guarded(std::size_t index) {
    try {
      return one(index);
    } catch (const BadInput& fault) {
      bad_input_.store(true);
      say_line(fault.what());
    } catch (const std::exception& error) {
      say_line(fmt::format("{}: {}", plan_.sources[index].name, error.what()));
    }
    return {};
  }

  void say_line(const std::string& line) {
    std::lock_guard lock(mutex_);
    progress_.done();
    complain(line.ends_with('\n') ? line : line + "\n");
  }

  void lose_output(const std::string& why) {
    if (!output_lost_.exchange(true)) say_line(why);
  }

  // An output that cannot be written ends the watch, because nobody would hear of the next alarm.
  template <class Write>
  void tell(Write write) {
    try {
      std::lock_guard lock(mutex_);
      progress_.done();
      write();
    } catch (const std::exception& error) {
      lose_output(error.what());
      stop_watching.store(true);
    }
  }

  // Writes a picture; when that fails the alarm is reported all the same.
  bool write_picture(const engine::Image& picture, const std::string& path) {
    try {
      write_jpeg(picture, path);
      return true;
    } catch (const std::exception& error) {
      lose_output(error.what());
      return false;
    }
  }

  // Gives the alarm as a line for the terminal.
  std::string told(const Alarm& alarm) const {
    const auto second = std::chrono::floor<std::chrono::seconds>(alarm.at);
    return fmt::format("{} {}: {} in {} for {:.1f} s{}\n",
                       alarm.zero ? engine::to_text(std::chrono::floor<std::chrono::seconds>(*alarm.zero + alarm.at))
                                  : "after " + engine::to_text(second),
                       alarm.source, alarm.class_name, alarm.zone,
                       static_cast<double>((alarm.at - alarm.since).count()) / 1e6,
                       alarm.evidence.empty() ? "" : ": " + alarm.evidence);
  }

  void raise(std::size_t index, Alarm& alarm, const engine::Image& picture) {
    SourceState& state = states_[index];
    if (plan_.live[index] && !plan_.timed[index]) state.zero = wall_clock() - alarm.at;
    alarm.zero = state.zero;
    alarm.watch = state.stamp;
    if (!arguments_.evidence.empty()) {
      const fs::path path =
          fs::path(arguments_.evidence) / fmt::format("{}-{}-{:04}.jpg", state.stamp, index + 1, alarm.number);
      if (write_picture(evidence_picture(picture, alarm, !arguments_.no_mask), path.string()))
        alarm.evidence = path.string();
    }
    tell([&] {
      alarms_.raised(alarm);
      if (arguments_.out != "-") complain(told(alarm));
    });
  }

  // Checks the first picture: its size bounds the zones, and gives a warning when it is not that of the scenario's
  // camera.
  void check_first(std::size_t index, const std::vector<PictureZone>& zones, const engine::Image& picture,
                   const std::optional<engine::CameraGeometry>& eye) {
    const std::string& name = plan_.sources[index].name;
    if (eye && (eye->width_px != picture.width_px || eye->height_px != picture.height_px))
      say_line(
          fmt::format("{}: warning: its pictures are {} × {} pixels and the scenario's camera gives {} × {}: places on "
                      "the ground are wrong unless it filmed with this very lens and size",
                      name, picture.width_px, picture.height_px, eye->width_px, eye->height_px));
    if (plan_.place || plan_.sizes[index].first > 0) return;
    engine::Diagnostics faults, warnings;
    check_zones_fit(zones, plan_.zones_path, name, picture.width_px, picture.height_px, faults, warnings);
    if (!warnings.empty()) say_line(warnings.text("warning: "));
    if (!faults.empty()) throw BadInput(faults.text());
  }

  SourceResult one(std::size_t index) {
    const SourceSettings& source = plan_.sources[index];
    SourceState& state = states_[index];
    std::vector<PictureZone> zones = zones_of_source(plan_.zones, source.name);
    std::optional<engine::CameraGeometry> eye;
    if (plan_.place) zones = zones_of_camera(plan_.place->configuration, plan_.camera, eye);
    WatchEars ears;
    ears.raised = [&](Alarm& alarm, const engine::Image& picture) { raise(index, alarm, picture); };
    ears.cleared = [&](const Alarm& alarm) { tell([&] { alarms_.cleared(alarm); }); };
    const auto blind = [&](Duration from, const std::string& reason) {
      tell([&] { alarms_.blind(source.name, zero_at(index, from), from, reason); });
    };
    const auto sees_again = [&](Duration at) {
      if (plan_.live[index] && !plan_.timed[index]) state.zero = wall_clock() - at;
      tell([&] { alarms_.sees_again(source.name, state.zero, at); });
    };
    ears.blind = blind;
    ears.sees_again = sees_again;
    const auto watch = plan_.place ? watch_surveyed(source.name, *plan_.place, plan_.camera, plan_.starts, ears)
                                   : watch_still_objects(source.name, zones, plan_.model, ears);
    SourceEars heard;
    heard.said = [&](const std::string& line) { say_line(line); };
    heard.first = [&](const engine::Image& picture) { check_first(index, zones, picture, eye); };
    heard.blind = blind;
    // With a scenario's camera only this code reports the blindness; otherwise the engine does.
    heard.sees_again = [&](Duration at) {
      if (plan_.place) sees_again(at);
    };
    heard.progress = [&](double share, Duration at) {
      std::lock_guard lock(mutex_);
      state.share = share;
      double sum = 0;
      for (const SourceState& each : states_) sum += each.share;
      progress_.at(sum / static_cast<double>(states_.size()),
                   engine::to_text(std::chrono::floor<std::chrono::seconds>(at)));
    };
    Duration next_preview{0};
    heard.looked = [&, index](const std::shared_ptr<const engine::Image>& picture, Duration at) {
      if (plan_.live[index] && !plan_.timed[index]) state.zero = wall_clock() - at;
      if (arguments_.preview.empty() || at < next_preview) return;
      next_preview = at + 1s;
      write_picture(preview_picture(*picture, zones, watch->timed(), at, !arguments_.no_mask),
                    (fs::path(arguments_.preview) /
                     fmt::format("{}-{}-{:08.1f}.jpg", state.stamp, index + 1, static_cast<double>(at.count()) / 1e6))
                        .string());
    };
    if (std::error_code failed; fs::is_fifo(source.address, failed))
      say_line(fmt::format("{}: a pipe; its first picture is waited for {} s at most", source.name,
                           source.video.writer_within / 1s));
    return run_source(source, *watch, heard);
  }

  // Gives the instant from which the source's times count. For a stream that has given no picture yet it is reckoned
  // from the wall clock, so that its blindness begins now.
  std::optional<engine::Time> zero_at(std::size_t index, Duration at) const {
    if (plan_.live[index] && !states_[index].zero) return wall_clock() - at;
    return states_[index].zero;
  }

  const WatchArguments& arguments_;
  WatchPlan plan_;
  AlarmFile alarms_;
  Progress progress_;
  std::mutex mutex_;  // Guards the terminal.
  std::vector<SourceState> states_;
  std::mutex ending_;
  std::condition_variable one_ended_;
  std::size_t ended_ = 0;  // Number of sources that have ended; guarded by `ending_`.
  std::atomic<bool> output_lost_{false}, bad_input_{false};
};

}  // namespace

int watch_command(const WatchArguments& arguments) {
  WatchPlan plan;
  engine::Diagnostics faults;
  read_watch_plan(arguments, &stop_watching, plan, faults);
  if (!arguments.model.empty()) {
    std::string error;
    plan.model = engine::load_vision(arguments.model, error);
    if (!plan.model && faults.empty()) {
      complain(error + "\n");
      return kBadInput;
    }
  }
  if (!faults.empty()) {
    complain(faults.text());
    return kBadInput;
  }
  complain(plan.warnings.text("warning: "));
  if (plan.place) plan.place->vision = load_detector(plan.place_model);
  if (!arguments.draw.empty())
    if (const auto end = draw_before_watching(arguments.draw, plan.sources, plan.dwell, plan.zones)) return *end;
  if (const std::string fault = first_unwritable(arguments); !fault.empty()) {
    complain(fault + "\n");
    return kMachine;
  }
  stop_watching.store(false);
  const StopSignals signals([] { stop_watching.store(true); });
  return Session(arguments, std::move(plan)).run();
}

}  // namespace tricolor::harness
