// Keeps the clock of the window: the instant shown and its speed. Its owner passes it measured lengths of wall time; it
// reads no clock.
#pragma once

#include <algorithm>
#include <array>

#include "view/model/timeline.h"

namespace tricolor::harness {

class Playback {
 public:
  static constexpr int kMostSpeed = 10000;
  /// Speeds, in multiples of real time, that `faster` and `slower` step through, slowest first.
  static constexpr std::array<int, 13> kSpeeds{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};

  /// `timeline` must outlive it. Begins at its start, paused, at 10×.
  explicit Playback(const Timeline& timeline);

  /// Lets `wall_s` seconds pass. It waits for instants that are not yet known; at the end of the run it pauses.
  void advance(double wall_s);

  engine::Time now() const { return now_; }
  bool playing() const { return playing_; }
  int speed() const { return speed_; }
  /// True when it plays, and is held up because the run itself is no further.
  bool waiting() const { return waiting_; }

  void play(bool on) { playing_ = on; }
  void faster();
  void slower();
  /// Sets the speed to `times`, clamped to 1 … 10,000; it need not be one of the steps.
  void set_speed(int times) { speed_ = std::clamp(times, 1, kMostSpeed); }

  /// Pauses and goes to an instant, clamped to the known ones.
  void seek(engine::Time instant);
  /// Goes to an instant and keeps playing if it played.
  void jump(engine::Time instant);
  /// Makes one step of `by` in either direction, and pauses.
  void step(engine::Duration by) { seek(now_ + by); }
  /// Goes to the next or last incident that opened after or before now. False when there is none.
  bool next_incident();
  bool last_incident();

 private:
  const Timeline& timeline_;
  engine::Time now_;
  bool playing_ = false, waiting_ = false;
  int speed_ = 10;
};

/// Gives the instant at which the window opens: `before` ahead of the first incident; in a run without one, of the
/// first line of the feed; without that, the first light of day. It is never before the start.
engine::Time opening_instant(const Timeline& timeline, engine::Duration before);

}  // namespace tricolor::harness
