// Divides the time of one thread that serves pictures among the stages of that work, in wall time and in processor
// time. One stage is entered after the other, and what goes by belongs to the one that was entered last.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tricolor::harness {

class TraceTrack;

/// Stages of a picture's way, in its order.
enum class Stage : std::uint8_t {
  wait,       ///< From the instant at which it was to arrive until a thread takes it up, and for the engine's thread.
  decode,     ///< From a compressed picture to pixels, where pictures come compressed, on whichever thread.
  ahead,      ///< On another thread than the engine's: whether anything has changed, as a guess.
  gate,       ///< In the engine until it asks for the net; of a picture in which nothing has changed, all of its look
              ///< but closer looks, because the gate is nearly all of that.
  net,        ///< The detector's network, on whichever thread.
  closer,     ///< Closer looks at single things.
  judge,      ///< In the engine after the net: tracking, book of stays, incidents, cases, colours.
  case_side,  ///< The end of the instant, and timers that fell due: cases, notices, observers.
  store,      ///< Journal and evidence.
};
inline constexpr std::size_t kStages = 9;

/// Its word in load.json and on the command line: "wait", "net", "case_side".
std::string_view name_of(Stage stage);
std::optional<Stage> stage_of(std::string_view name);

/// The time that one picture took, by stage.
struct StageTimes {
  std::array<std::int64_t, kStages> wall_ns{}, cpu_ns{};
  /// Adds what another took, as when two threads served the same picture.
  void add(const StageTimes& other);
};

/// A stage that is slowed on purpose, by a share of what it takes. Shared by all threads; `on` may change at any time.
struct PlantedSlowness {
  Stage stage = Stage::net;
  double share = 0;  ///< ≥ 0.
  std::atomic<bool> on{false};
};

class StageClock {
 public:
  /// Both may be null, and outlive the clock. `trace` is told of every stretch of a stage.
  explicit StageClock(const PlantedSlowness* slowness = nullptr, TraceTrack* trace = nullptr)
      : slowness_(slowness), trace_(trace) {}

  /// Begins the measurement of a picture of a camera in this stage.
  void start(Stage stage, int camera = 0);
  /// Leaves the present stage for another, and gives the one that was left. Does nothing before `start`.
  Stage enter(Stage stage);
  /// Ends the measurement, and gives it.
  StageTimes stop();
  bool running() const { return running_; }

 private:
  void leave();

  const PlantedSlowness* slowness_;
  TraceTrack* trace_;
  int camera_ = 0;
  StageTimes times_;
  Stage stage_ = Stage::gate;
  bool running_ = false;
  std::int64_t wall_from_ = 0, cpu_from_ = 0;
};

}  // namespace tricolor::harness
