// A lane is the eye of one camera: it turns pictures and boxes into looks. It owns all that is about that camera's
// pixels: the change gate with the scene, the last analysis, the still objects, pictures of a few earlier looks, and
// the appearance of the things of open stays when they were last seen.
//
// A lane is fed in order of time from one thread; lanes of different cameras are independent of one another. Nothing of
// it is journalled but the scene: after a restart it starts cold.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "engine/input.h"
#include "engine/vision.h"
#include "eye/look.h"
#include "law/zone_map.h"

namespace tricolor::engine {

/// Holds the settings and the model that all lanes of an engine share. It outlives them.
struct Eyes {
  /// All arguments must outlive it; `vision` may be null: then only pictures that bring their analysis are understood.
  Eyes(const Configuration& configuration, const ZoneMap& law, const Vision* vision);

  const Configuration& configuration;
  const ZoneMap& law;
  const Vision* vision;
  /// The kinds of the detector, or those of the configuration for boxes that come without one; and the unknown object
  /// where a camera is watched for still objects.
  ObjectKinds kinds;
  std::vector<double> depths_m;  ///< Usual depth of each.
  std::vector<View> views;       ///< By camera.
};

class Lane {
 public:
  /// Counts since the start.
  struct Counters {
    std::uint64_t frames = 0;         ///< Frames handed in.
    std::uint64_t frames_bad = 0;     ///< Of these, unusable (wrong size, out of order).
    std::uint64_t gate_passed = 0;    ///< Frames in which something had changed.
    std::uint64_t detector_runs = 0;  ///< Frames of which `Vision` was asked for an analysis.
  };

  Lane(const Eyes& eyes, CameraId camera);
  ~Lane();
  Lane(Lane&&) noexcept;

  /// Looks at a picture. None when it is unusable, or older than the last.
  std::optional<Look> look(const Frame& frame, const Brief& brief);
  /// Takes the boxes of another analyser for a look. It has no picture.
  Look look(const Detections& detections, const Brief& brief);
  /// Takes what a continuous camera tells for a look. It has no picture, and the lane remembers nothing of it.
  Look look(const Telling& telling, const Brief& brief) const;
  /// Tells what became of the last look: `brief` is the state after it. The lane keeps how the things of its stays look
  /// and forgets those of stays that are over.
  void settle(const Brief& brief);

  /// Tells that the scene was journalled: pictures are judged by it from here on.
  void keep_scene(std::string_view cells);
  /// Takes over the memory of another lane of the same camera. `law_changed`: the zones that the camera watches, or
  /// what may stand in them, have changed, so that pictures of earlier looks no longer tell what was judged then.
  void take_over(Lane& before, bool law_changed);

  /// Forgets the scene: the next picture that sees shows it anew.
  void forget_scene();

  const Counters& counters() const;
  /// Memory of the camera's pictures and of what is kept of them, bytes; without its still-object model.
  std::size_t bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::engine
