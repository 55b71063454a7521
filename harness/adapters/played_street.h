// Plays the city of a scenario by itself: nobody answers it, so that what happens in it does not depend on any engine,
// and may be played before an engine sees it or beside one. It gives what its cameras see, and what truly happened.
//
// It leaves out the scenario's script and faults, and planned outages of cameras. Every camera sees all the time.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "adapters/closed_loop.h"
#include "engine/configuration.h"
#include "engine/frame.h"
#include "judge/judgement.h"
#include "sim/camera/camera_view.h"
#include "sim/city/city.h"

namespace tricolor::harness {

/// The view of a camera from an instant on, until the next such span: things that stand, and a few passers-by.
struct StandingSpan {
  sim::Time from;
  std::vector<sim::SceneView> variants;  ///< Equal but for passers-by; none is without.
};

class PlayedStreet {
 public:
  /// Plays up to `from`, not before the scenario's start. The first `cameras` of the city are there, each with a
  /// picture every `frame_every`. `inputs` outlives it.
  PlayedStreet(const LoopInputs& inputs, int cameras, sim::Duration frame_every, sim::Time from, sim::Time until);
  ~PlayedStreet();

  /// The number of cameras of a scenario's city.
  static int cameras_of(const LoopInputs& inputs);

  /// Gives the configuration of this city with the first `cameras` of its cameras, at most all.
  engine::Configuration configuration(int cameras) const;
  const engine::Policy& policy() const;
  sim::Time from() const;
  sim::Time until() const;

  /// Makes the background of a camera's pictures, about 20 ms. Several may be made at once.
  std::unique_ptr<const sim::CameraView> view(int camera) const;

  /// Plays on, up to but without `at`.
  void play_until(sim::Time at);
  /// Gives the view of a camera now.
  sim::SceneView scene(int camera) const;

  /// Plays to the end, and gives for each camera all spans in order; the first begins at `from`. In every picture one
  /// passer-by walks, so that two variants differ wherever the street is empty. Vehicles that drive are left out, so
  /// that none seems to stand where it only passed again and again. The light is that of the beginning. To be called at
  /// most once, and not beside `play_until`.
  std::vector<std::vector<StandingSpan>> standing_spans(int variants);

  /// Notes which things a camera shows well enough for a judge (`SeeingProbe`) when what stands before it changes.
  void note_seen(int camera, const sim::CameraView& view, const std::vector<StandingSpan>& spans);

  /// Holds the journal of [from, until) of an engine with the first `cameras` against all that happened from the
  /// scenario's start on. To be called after all was played. A violation is in view where one of these cameras would
  /// show its place, hidden or not. It is an opportunity where one of them was noted to show its thing; where nothing
  /// was noted of any camera, wherever it is in view.
  Judgement judge(const std::vector<engine::Event>& journal, int cameras) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The pictures of one camera, drawn beforehand. One is kept whole; of the others only what differs, because the noise
/// of all is the same and little moves.
class CameraRing {
 public:
  CameraRing(const sim::CameraView& view, const std::vector<StandingSpan>& spans, std::uint64_t noise_key);

  int width_px() const { return width_px_; }
  int height_px() const { return height_px_; }
  /// Writes the picture of an instant into `into`, which gets the right size. The lowest bits
  /// of its first rows are a noise that follows from `number`, because two pictures in a row that are equal in all that
  /// the engine's gate samples mean a frozen camera. Safe for several threads at once.
  void copy(sim::Time at, std::uint64_t variant, std::uint64_t number, engine::Image& into) const;
  /// Memory, bytes.
  std::size_t bytes() const;

 private:
  struct Run {
    std::uint32_t at = 0, length = 0;  ///< In the picture's bytes.
  };
  struct Difference {
    std::vector<Run> runs;
    std::vector<std::uint8_t> bytes;
  };
  struct Span {
    sim::Time from;
    std::vector<Difference> variants;
  };
  Difference difference(const std::vector<std::uint8_t>& picture) const;

  int width_px_ = 0, height_px_ = 0;
  std::vector<std::uint8_t> whole_;
  std::vector<Span> spans_;
};

}  // namespace tricolor::harness
