#include "load/load_point.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "clock/cpu_clock.h"
#include "load/cpu_account.h"
#include "load/machine.h"
#include "load/picture_line.h"
#include "load/point_recorder.h"
#include "load/timed_ports.h"
#include "load/trace.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Time after the last arrival within which what waits is still looked at.
constexpr std::int64_t kDrainNs = 10'000'000'000;

class Point {
 public:
  Point(const PointSettings& settings, const PointInputs& inputs, const std::atomic<bool>& stop)
      : settings_(settings),
        inputs_(inputs),
        stop_(stop),
        line_(engine::views_of(inputs.configuration), settings.threads - 1),
        cpu_(static_cast<std::size_t>(settings.threads) + 1),
        tracks_(tracks_of(settings)),
        clock_(&slowness_, track(0)),
        eyes_(std::make_shared<TimedVision>(*inputs.vision, clock_)),
        open_(settings.cameras),
        recorder_(settings, inputs.from) {
    if (settings.breaking.slow_stage) {
      slowness_.stage = *settings.breaking.slow_stage;
      slowness_.share = settings.breaking.slow_share;
    }
    recorder_.result.private_bytes_before = private_bytes();
    open_store();
    build_engine();
  }

  PointResult run(const std::function<void(double, const std::string&)>& progress) {
    progress_ = progress;
    const int helpers = settings_.threads - 1;
    cpu_.enter(0);
    std::vector<std::thread> threads;
    for (int i = 0; i < helpers; ++i)
      threads.emplace_back([this, i] {
        begin_thread(static_cast<std::size_t>(i) + 2);
        StageClock clock(&slowness_, track(static_cast<std::size_t>(i) + 2));
        guarded([&] { made_ahead_.fetch_add(line_.work_ahead(*inputs_.vision, clock), std::memory_order_relaxed); });
      });
    threads.emplace_back([this] {
      begin_thread(1);
      guarded([this] { hand_over(track(1)); });
      // Its processor time can be read while it lives.
      over_.wait(false, std::memory_order_acquire);
    });
    wait_for_threads(threads.size());
    start_ns_ = monotonic_ns() + 50'000'000;
    recorder_.begin(start_ns_);
    inputs_.pictures->start();
    go_.store(true, std::memory_order_release);
    go_.notify_all();
    drive();
    line_.close();
    over_.store(true, std::memory_order_release);
    over_.notify_all();
    inputs_.pictures->stop();
    for (std::thread& thread : threads) thread.join();
    if (fault_) std::rethrow_exception(fault_);
    return finish();
  }

 private:
  // A track for each thread where a trace is asked for.
  static std::vector<TraceTrack> tracks_of(const PointSettings& settings) {
    std::vector<TraceTrack> tracks;
    if (settings.trace.empty()) return tracks;
    tracks.emplace_back("engine");
    tracks.emplace_back("arrivals");
    for (int i = 1; i < settings.threads; ++i) tracks.emplace_back(fmt::format("ahead {}", i));
    return tracks;
  }
  TraceTrack* track(std::size_t thread) { return thread < tracks_.size() ? &tracks_[thread] : nullptr; }

  void begin_thread(std::size_t slot) {
    {
      std::lock_guard lock(mutex_);
      cpu_.enter(slot);
      ++begun_;
      changed_.notify_all();
    }
    go_.wait(false, std::memory_order_acquire);
  }

  // A fault on another thread ends the point; it is thrown where the point is run.
  template <class Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!fault_) fault_ = std::current_exception();
      failed_.store(true, std::memory_order_release);
    }
  }

  void wait_for_threads(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_ == count; });
  }

  void open_store() {
    std::filesystem::create_directories(settings_.folder);
    std::string error;
    journal_path_ = settings_.folder + "/journal.sqlite";
    store_ = engine::open_sqlite_store(journal_path_, error);
    if (!store_) throw std::runtime_error(error);
    timed_store_ = std::make_unique<TimedStore>(*store_, clock_);
    timed_store_->before = [this] {
      be_slow();
      return !disk_is_full();
    };
    evidence_ = std::make_unique<engine::FileEvidenceStore>(settings_.folder + "/evidence", settings_.most_evidence);
    timed_evidence_ = std::make_unique<TimedEvidence>(*evidence_, clock_);
    timed_evidence_->full = [this] { return disk_is_full(); };
  }

  void build_engine() {
    nobody_.wants_look = [this](engine::CameraId camera, engine::Time not_before) {
      wanted_[static_cast<int>(camera.value)] = not_before;
      tell_open(static_cast<int>(camera.value));
    };
    open_.changed = [this](int camera, bool) { tell_open(camera); };
    engine::Ports ports{&nobody_, &nobody_, &nobody_, &nobody_, timed_store_.get(), timed_evidence_.get(), {&open_}};
    engine_ = std::make_unique<engine::Engine>(eyes_, ports);
    open_.observe(engine_->state());
    engine_->configure(inputs_.from, inputs_.configuration, inputs_.policy);
  }

  // A camera has an open matter while a stay is open at it, or while the engine waits for a look that it asked for.
  void tell_open(int camera) { line_.set_open(camera, open_.open(camera) || wanted_.contains(camera)); }

  std::int64_t due_ns(engine::Duration since) const { return start_ns_ + 1000 * since.count(); }
  engine::Time engine_time(std::int64_t at_ns) const {
    return inputs_.from + engine::Duration{std::max<std::int64_t>(0, at_ns - start_ns_) / 1000};
  }

  // The thread of arrivals.
  void hand_over(TraceTrack* trace) {
    Arrivals arrivals(settings_.arrivals());
    while (const auto arrival = arrivals.next()) {
      if (stop_.load(std::memory_order_relaxed)) break;
      const std::int64_t due = due_ns(arrival->due);
      auto stream = inputs_.pictures->stream(arrival->camera);
      auto image = stream ? nullptr : inputs_.pictures->picture(*arrival);
      if (stream ? !inputs_.pictures->push(*arrival) : !image) break;
      sleep_until_ns(due);
      ArrivedPicture picture{arrival->camera, due, inputs_.from + arrival->taken, std::move(image), std::move(stream),
                             arrival->number};
      const std::int64_t late = monotonic_ns() - due;
      {
        std::lock_guard lock(mutex_);
        recorder_.arrived(picture, late);
      }
      std::optional<std::pair<ArrivedPicture, bool>> gone;
      const std::size_t waiting =
          line_.put(std::move(picture), [&](const ArrivedPicture& it, bool open) { gone.emplace(it, open); });
      const std::int64_t now = monotonic_ns();
      if (trace) trace->add_count(now, waiting);
      std::lock_guard lock(mutex_);
      if (gone) recorder_.dropped(gone->first, gone->second);
      recorder_.waits(now, waiting);
    }
    line_.end_of_arrivals();
  }

  void drive() {
    const std::int64_t window_ns = due_ns(settings_.warmup), end_ns = due_ns(settings_.warmup + settings_.measured);
    for (;;) {
      const std::int64_t now = monotonic_ns();
      if (!marked_begin_ && now >= window_ns) mark(begin_mark_), marked_begin_ = true;
      if (marked_begin_ && !marked_end_ && now >= end_ns) mark(end_mark_), marked_end_ = true;
      const bool stopped = stop_.load(std::memory_order_relaxed);
      if (failed_.load(std::memory_order_acquire)) break;
      if (now > end_ns + kDrainNs || ((stopped || marked_end_) && line_.finished())) break;
      tell_progress(now);
      plant(now);
      if (const auto work = line_.next()) serve(*work);
      else wake_if_due(monotonic_ns());
    }
    if (!marked_begin_) mark(begin_mark_);
    if (!marked_end_) mark(end_mark_);
  }

  void serve(const ReadyPicture& work) {
    const std::int64_t taken = monotonic_ns();
    const int camera = work.picture.camera;
    std::shared_ptr<const engine::Image> image = work.picture.image;
    const bool slowed = slowness_.on.load(std::memory_order_relaxed);
    clock_.start(image ? Stage::gate : Stage::decode, camera);
    if (!image) image = work.picture.stream->decode(work.picture.number);
    clock_.enter(Stage::gate);
    eyes_->offer(*image, work.analysis);
    const engine::Time now = engine_time(taken);
    const bool was_open = open_.open(camera);
    engine_->handle(
        engine::Frame{engine::CameraId{static_cast<std::uint32_t>(camera)}, work.picture.captured_at, image}, now);
    clock_.enter(Stage::case_side);
    if (const auto wanted = wanted_.find(camera);
        wanted != wanted_.end() && work.picture.captured_at >= wanted->second) {
      wanted_.erase(wanted);
      tell_open(camera);
    }
    if (engine_->commit(now)) wake(now);
    StageTimes times = clock_.stop();
    const std::int64_t done = monotonic_ns();
    times.add(work.ahead);
    times.wall_ns[static_cast<std::size_t>(Stage::wait)] +=
        (work.taken_ns - work.picture.due_ns) + (taken - work.ready_ns);
    ++served_;
    if (TraceTrack* trace = track(0)) trace->add_picture(camera, work.picture.due_ns, done);
    {
      std::lock_guard lock(mutex_);
      recorder_.looked(work.picture, times, done, was_open, slowed);
    }
    line_.done(camera);
  }

  void wake(engine::Time now) {
    for (auto due = engine_->next_deadline(); due && *due <= now; due = engine_->next_deadline()) {
      note_late(now - *due);
      engine_->wake(now);
      if (!engine_->commit(now)) return;
      if (const auto next = engine_->next_deadline(); next && *next <= *due) return;
    }
  }

  void note_late(engine::Duration late) {
    if (!marked_begin_ || marked_end_) return;
    recorder_.result.timers_late.add(late.count());
    recorder_.result.timers_missed += late > kTimerMissedAfter ? 1 : 0;
  }

  void wake_if_due(std::int64_t at_ns) {
    if (at_ns >= start_ns_) wake(engine_time(at_ns));
  }

  // Breaks on purpose what runs on the engine's thread.
  void plant(std::int64_t now) {
    const Breaking& breaking = settings_.breaking;
    if (breaking.slow_stage && now >= due_ns(settings_.warmup)) {
      constexpr std::int64_t kTurnNs = 10'000'000'000;
      slowness_.on.store((now - due_ns(settings_.warmup)) / kTurnNs % 2 == 1, std::memory_order_relaxed);
    }
    if (breaking.stall.count() > 0 && !stalled_ && now >= due_ns(settings_.broken_at())) {
      stalled_ = true;
      sleep_until_ns(now + 1000 * breaking.stall.count());
    }
  }

  // Between the instants at which a store is broken.
  bool in_broken_third(std::int64_t now) const {
    return now >= due_ns(settings_.broken_at()) && now < due_ns(settings_.broken_at() + settings_.measured / 3);
  }

  // Called before each group of events is stored.
  void be_slow() {
    const engine::Duration slow = settings_.breaking.slow_store;
    const std::int64_t now = monotonic_ns();
    if (slow.count() > 0 && in_broken_third(now)) sleep_until_ns(now + 1000 * slow.count());
  }

  bool disk_is_full() const { return settings_.breaking.full_disk && in_broken_third(monotonic_ns()); }

  struct Mark {
    CpuAccount::Reading cpu;
    std::uint64_t served = 0;
    engine::Engine::Counters counters;
    std::uint64_t closer_looks = 0;
  };
  void mark(Mark& mark) { mark = {cpu_.read(), served_, engine_->counters(), eyes_->closer_looks()}; }

  void tell_progress(std::int64_t now) {
    if (now < progress_due_ || !progress_) return;
    progress_due_ = now + 500'000'000;
    const double length_us = static_cast<double>((settings_.warmup + settings_.measured).count());
    progress_(std::clamp(static_cast<double>(now - start_ns_) / 1000 / length_us, 0.0, 1.0),
              fmt::format("{}, {} waiting, {} dropped{}", counted(settings_.cameras, "camera"), line_.waiting(),
                          line_.dropped(), marked_begin_ ? "" : ", warming up"));
  }

  PointResult finish() {
    PointResult& result = recorder_.finish(stop_.load(std::memory_order_relaxed));
    const CpuAccount::Reading used = end_mark_.cpu.since(begin_mark_.cpu);
    result.stopped = stop_.load(std::memory_order_relaxed);
    result.measured_s = static_cast<double>(used.wall_ns) / 1e9;
    result.engine_cpu_s = static_cast<double>(used.engine_ns) / 1e9;
    result.arrivals_cpu_s = static_cast<double>(used.arrivals_ns) / 1e9;
    result.twin_cpu_s = static_cast<double>(inputs_.pictures->twin_cpu_ns()) / 1e9;
    result.others_cpu_share = used.others_share();
    result.served = end_mark_.served - begin_mark_.served;
    engine::Engine::Counters counted = end_mark_.counters;
    const engine::Engine::Counters& before = begin_mark_.counters;
    counted.frames -= before.frames;
    counted.frames_bad -= before.frames_bad;
    counted.gate_passed -= before.gate_passed;
    counted.detector_runs -= before.detector_runs;
    counted.looks_requested -= before.looks_requested;
    counted.events -= before.events;
    counted.inputs_turned_away -= before.inputs_turned_away;
    result.counted = counted;
    result.closer_looks = end_mark_.closer_looks - begin_mark_.closer_looks;
    result.allocations = used.allocations;
    if (const auto& work = inputs_.net_work)
      result.multiply_adds = counted.detector_runs * work->analyse + result.closer_looks * work->closer_look;
    result.made_ahead = made_ahead_.load();
    result.made_ahead_used = eyes_->made_ahead_used();
    result.store_refusals = timed_store_->refusals();
    result.stays_begun = open_.begun();
    for (const engine::CameraRecord& camera : engine_->state().cameras()) result.cameras_blind += !camera.sees;
    result.evidence_bytes = timed_evidence_->bytes();
    result.private_bytes_after = private_bytes();
    result.broken_from = inputs_.from + settings_.broken_at();
    result.journal = store_->read_all();
    result.evidence_lost = timed_evidence_->lost();
    const std::uint64_t stored = result.journal.empty() ? 0 : result.journal.back().sequence;
    result.events_unstored = engine_->state().sequence() - std::min(engine_->state().sequence(), stored);
    if (!settings_.trace.empty()) result.trace_left_out = write_trace(settings_.trace, tracks_, start_ns_);
    std::error_code failed;
    for (const char* part : {"", "-wal"})
      if (const auto bytes = std::filesystem::file_size(journal_path_ + part, failed); !failed)
        result.journal_bytes += bytes;
    return std::move(result);
  }

  const PointSettings& settings_;
  const PointInputs& inputs_;
  const std::atomic<bool>& stop_;
  std::function<void(double, const std::string&)> progress_;

  PictureLine line_;
  CpuAccount cpu_;    ///< The engine's thread, that of arrivals, those that work ahead.
  std::mutex mutex_;  ///< Guards `recorder_`, `begun_`, and the beginning of threads.
  std::condition_variable changed_;
  std::size_t begun_ = 0;
  std::exception_ptr fault_;  ///< Guarded by `mutex_` until the threads have ended.
  std::atomic<bool> failed_{false};

  std::atomic<bool> go_{false}, over_{false};
  std::atomic<std::uint64_t> made_ahead_{0};
  PlantedSlowness slowness_;
  std::vector<TraceTrack> tracks_;  ///< Of the engine's thread, that of arrivals, those that work ahead; or none.
  StageClock clock_;
  std::shared_ptr<TimedVision> eyes_;
  OpenStays open_;
  UnansweredPorts nobody_;
  std::map<int, engine::Time> wanted_;  ///< Looks that the engine waits for, by camera.
  PointRecorder recorder_;
  std::string journal_path_;
  std::unique_ptr<engine::DurableStore> store_;
  std::unique_ptr<TimedStore> timed_store_;
  std::unique_ptr<engine::FileEvidenceStore> evidence_;
  std::unique_ptr<TimedEvidence> timed_evidence_;
  std::unique_ptr<engine::Engine> engine_;

  std::int64_t start_ns_ = 0, progress_due_ = 0;
  std::uint64_t served_ = 0;
  bool marked_begin_ = false, marked_end_ = false, stalled_ = false;
  Mark begin_mark_, end_mark_;
};

}  // namespace

engine::Duration PointSettings::broken_until() const {
  engine::Duration lasts = std::max({breaking.stall, breaking.burst_for, breaking.clump * every});
  if (breaking.slow_store.count() > 0 || breaking.full_disk) lasts = std::max(lasts, measured / 3);
  return broken_at() + lasts;
}

ArrivalPlan PointSettings::arrivals() const {
  ArrivalPlan plan;
  plan.cameras = cameras;
  plan.every = every;
  plan.lasts = warmup + measured;
  plan.seed = seed;
  if (breaking.burst_for.count() > 0)
    plan.burst = Burst{broken_at(), broken_at() + breaking.burst_for, breaking.burst_times};
  if (breaking.clump > 0) plan.clump = Clump{std::min(1, cameras - 1), broken_at(), breaking.clump};
  if (breaking.silent_camera) {
    plan.silent_camera = 0;
    plan.silent_from = broken_at();
  }
  return plan;
}

PointResult run_point(const PointSettings& settings, const PointInputs& inputs, const std::atomic<bool>& stop,
                      const std::function<void(double, const std::string&)>& progress) {
  return Point(settings, inputs, stop).run(progress);
}

}  // namespace tricolor::harness
