// Draws what a camera makes of one thing: a process of spells in which it is seen, hidden or missed, where it is taken
// to stand, and what single looks find. Every draw is keyed by the thing's opportunity and the camera; single looks
// besides by the sample of the calendar grid. None depends on what happened before, so that two policies meet the same
// eyes.
#pragma once

#include <cstdint>

#include "sim/random/streams.h"
#include "sim/surrogate/detector_model.h"
#include "sim/time.h"

namespace tricolor::sim {

/// Names a pair of a thing and a camera for its draws.
struct SightKey {
  std::uint64_t seed = 0;       ///< Of the run.
  std::uint64_t city_seed = 0;  ///< Of the city: what a place is to a camera stays when the days are drawn anew.
  ThingId thing = 0;            ///< Name of its opportunity.
  std::uint64_t place = 0;      ///< Name of the place: shared by all things that stand there.
  std::uint32_t camera = 0;
};

class SightProcess {
 public:
  enum class State : std::uint8_t { unseen, seen, hidden, missed };

  /// A thing comes into the sight of a camera at `from`. `model` must outlive it.
  SightProcess(const DetectorModel& model, const SightKey& key, const Sight& sight, Time from);

  /// True when the camera never sees it.
  bool never() const { return never_; }
  State state() const { return state_; }
  /// Instant of the next change of state while it stands; `Time::max()` when there is none.
  Time changes_at() const { return changes_at_; }
  /// Goes over to the next state. To be called only when `changes_at` has been reached.
  void advance();

  /// Instant until which it is held to stand there when it went at `went`; `went` itself for most.
  Time held_until(Time went) const;

  /// Gives the state of a thing that is `seen` at a look that the engine asks for. `sample`: number of the sample on
  /// the camera's grid.
  State look(std::int64_t sample) const;
  /// Confidence at a look, in 1/256, 1 … 255.
  std::uint8_t confidence_256(std::int64_t sample) const;

  /// Errors of its place at a look, metres: along the line of sight (positive is farther) and across it.
  struct Error {
    double along_m = 0, across_m = 0;
  };
  Error error(std::int64_t sample) const;
  /// Mean absolute error along the line of sight that the detector expects, metres.
  double expected_error_m() const;

 private:
  void plan_spell();

  const DetectorModel* model_;
  SightKey key_;
  Sight sight_;
  Draw spells_;
  bool never_ = false;
  State state_ = State::unseen;
  State next_ = State::seen;
  Time changes_at_;
  double look_shift_ = 0, confidence_ = 0, along_m_ = 0, across_m_ = 0;
};

/// True when a lawful thing is taken for an unlawful one. `key.place` names what clusters such errors, such as a shop;
/// the draw is keyed by it and by the thing, so that it knows no policy.
bool misleads(const FalseAlarms& alarms, const SightKey& key, const Thing& thing, double watched_hours);

}  // namespace tricolor::sim
