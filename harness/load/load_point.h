// Runs one point of a load: so many cameras send pictures by the clock on the wall, whatever the engine does, and the
// engine looks at them on its threads. Everything is measured from the instant at which a picture was to arrive, so
// that what waits because the engine is late counts as late (no coordinated omission).
//
// Threads: one hands the pictures over when they are due; the caller's thread drives the engine and nothing else; with
// `threads` above 1 the others guess ahead whether a picture has changed, and analyse it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/engine.h"
#include "engine/net_work.h"
#include "engine/policy.h"
#include "engine/vision.h"
#include "load/arrivals.h"
#include "load/latency_histogram.h"
#include "load/look_gaps.h"
#include "load/picture_source.h"
#include "load/stage_clock.h"

namespace tricolor::harness {

/// The faults that are planted in the middle of the measured time.
struct Breaking {
  std::optional<Stage> slow_stage = {};  ///< In every second 10 s of the measured time …
  double slow_share = 0;                 ///< … it takes so much more than it does.
  engine::Duration stall{0};             ///< The engine's thread does nothing for so long.
  engine::Duration burst_for{0};         ///< Every camera sends …
  int burst_times = 1;                   ///< … so many times as often.
  bool silent_camera = false;            ///< The first camera sends nothing more.
  engine::Duration slow_store{0};  ///< For a third of the measured time every group of events takes the store so long.
  int clump = 0;                   ///< The second camera's next pictures, so many, arrive all at once.
  bool full_disk = false;          ///< For a third of the measured time neither journal nor evidence can be stored.
  bool any() const { return slow_stage || silent_camera || passes(); }
  /// True when something is planted that is over before the end.
  bool passes() const {
    return stall.count() > 0 || burst_for.count() > 0 || slow_store.count() > 0 || clump > 0 || full_disk;
  }
};

struct PointSettings {
  int cameras = 1;                    ///< ≥ 1.
  engine::Duration every{1'000'000};  ///< Spacing of a camera's pictures.
  engine::Duration warmup{0};         ///< Played and not measured.
  engine::Duration measured{0};       ///< > 0.
  int threads = 1;                    ///< Threads of the engine, ≥ 1.
  std::uint64_t seed = 1;
  std::string folder;               ///< For the journal and the evidence of this point; is made.
  std::size_t most_evidence = 200;  ///< Pictures of evidence that are kept.
  Breaking breaking = {};
  std::string trace;  ///< File for trace events; empty: none.
  /// When what is broken begins, since the beginning: a third into the measured time.
  engine::Duration broken_at() const { return warmup + measured / 3; }
  /// When what passes (stall, burst, slow store) is over, since the beginning; the last of them.
  engine::Duration broken_until() const;
  ArrivalPlan arrivals() const;
};

/// The arrivals of one second of the measured time, and what became of them.
struct SecondFigures {
  std::uint64_t offered = 0, analysed = 0, dropped = 0;
  std::int64_t p99_us = 0, most_us = 0;  ///< From due to verdict, of those that were due in this second.
  std::uint64_t waiting = 0;             ///< Most pictures that waited at once.
};

/// Processor time by stage, for pictures with and without the planted slowness.
struct StageCost {
  std::array<double, kStages> cpu_ms{};
  std::array<double, kStages> cpu_ms_squared{};  ///< Sum of squares, for intervals.
  std::uint64_t pictures = 0;
};

struct PointResult {
  bool stopped = false;  ///< The user stopped it; figures are of what was measured until then.
  double measured_s = 0;
  std::uint64_t offered = 0;   ///< Pictures that were due in the measured time.
  std::uint64_t analysed = 0;  ///< Of these, those that the engine has looked at, sooner or later.
  std::uint64_t dropped = 0, dropped_of_open = 0;
  LatencyHistogram latency;  ///< From due to verdict.
  LatencyHistogram latency_of_open;
  LatencyHistogram handed_late;  ///< How late the arrivals' own thread was; it is part of the latency.
  std::array<LatencyHistogram, kStages> stages;
  StageCost cost, cost_slowed;
  std::optional<LookGaps> gaps;
  LatencyHistogram timers_late;     ///< How late the engine was woken for its own deadlines, in the measured time.
  std::uint64_t timers_missed = 0;  ///< Of these, those that were more than `kTimerMissedAfter` late.
  std::vector<SecondFigures> seconds;
  double waiting_mean = 0;
  std::uint64_t waiting_most = 0;

  double engine_cpu_s = 0;      ///< Of all threads of the engine, in the measured time.
  std::uint64_t served = 0;     ///< Pictures that the engine has looked at in that time.
  double arrivals_cpu_s = 0;    ///< Of the thread that hands pictures over.
  double twin_cpu_s = 0;        ///< Of the twin's thread, in the whole point: it works ahead of the clock.
  double others_cpu_share = 0;  ///< Of all processors, that other programs used meanwhile.

  engine::Engine::Counters counted;  ///< By the engine, in the measured time; `picture_bytes` at its end.
  /// Multiply-adds of the nets for what the engine asked for in the measured time; none where they are not known.
  std::optional<std::uint64_t> multiply_adds;
  std::uint64_t allocations = 0;  ///< Of the engine's threads in the measured time; 0 where nobody counts.
  std::uint64_t closer_looks = 0, made_ahead_used = 0, made_ahead = 0, store_refusals = 0;
  std::uint64_t evidence_lost = 0;    ///< Pictures of evidence that the store refused, in the whole point.
  std::uint64_t events_unstored = 0;  ///< Events that the engine decided and that are not in the journal at its end.
  std::uint64_t stays_begun = 0, evidence_bytes = 0, journal_bytes = 0;  ///< Of the whole point.
  std::uint64_t trace_left_out = 0;                                      ///< Entries for which the trace had no room.
  std::uint64_t cameras_blind = 0;  ///< Cameras that the engine takes for blind at the end.
  std::uint64_t private_bytes_before = 0, private_bytes_after = 0;
  engine::Time broken_from;  ///< Instants of what was broken on purpose.
  std::vector<engine::Event> journal;
};

/// Lateness from which on a deadline of the engine counts as missed: the least time that any message to the world
/// takes.
inline constexpr engine::Duration kTimerMissedAfter{1'000'000};

struct PointInputs {
  engine::Configuration configuration;
  engine::Policy policy;
  engine::Time from;  ///< The engine's clock at the beginning.
  std::shared_ptr<const engine::Vision> vision;
  std::optional<engine::NetWork> net_work;
  PictureSource* pictures = nullptr;
};

/// Runs it. `progress` is called about twice a second on the caller's thread; `stop` may become true at any time.
/// Throws std::runtime_error when the journal cannot be opened.
PointResult run_point(const PointSettings& settings, const PointInputs& inputs, const std::atomic<bool>& stop,
                      const std::function<void(double share, const std::string& what)>& progress);

}  // namespace tricolor::harness
