// A camera gives one of three messages: a picture, "nothing still has changed", or "I see nothing".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/geometry.h"
#include "engine/ids.h"
#include "engine/time.h"

namespace tricolor::engine {

/// A colour picture: 8 bits a channel, blue green red, rows from the top, no padding between rows.
/// `bytes.size() == 3 · width_px · height_px`.
struct Image {
  int width_px = 0;
  int height_px = 0;
  std::vector<std::uint8_t> bytes;
};

/// The result of the pure part of vision (the detector) for one picture. Opaque to everybody but the engine.
struct PictureAnalysis;

/// One picture. The pixels are shared and never written again, so a frame is cheap to copy and safe to read from any
/// thread.
struct Frame {
  CameraId camera;
  Time captured_at;                    ///< Instant at which the shutter opened, by the source's clock.
  std::shared_ptr<const Image> image;  ///< Never null.
};

/// An edge camera's heartbeat: up to and including `through`, no still thing in view differs from the last frame.
/// A live stream never sends it. A frozen picture is not Unchanged.
struct Unchanged {
  CameraId camera;
  Time through;
};

/// `swapped`: the scene is another one for the moment; `moved`: it has been another one for so long that the camera was
/// turned or taken for another, and its zones no longer fit.
enum class BlindReason : std::uint8_t { dark, disconnected, frozen, silent, swapped, bad_picture, moved };

/// The camera has seen nothing since `from`. It ends with the next Frame.
struct Blind {
  CameraId camera;
  Time from;
  BlindReason reason = BlindReason::disconnected;
};

/// The ground on which a thing stands, as a detector judges it from the whole thing, whether or not its feet are seen.
/// It is a rectangle of ground in the picture, which may reach beyond the picture's border.
struct GroundMark {
  ImagePoint middle;
  ImagePoint right;    ///< From the middle to the middle of one side, pixels, x_px ≥ 0.
  ImagePoint up;       ///< From the middle to the middle of a neighbouring side, pixels, y_px ≤ 0.
  float doubt_px = 0;  ///< Mean absolute error that the detector expects of the middle's row, > 0.
};

/// One thing that the detector recognised in one picture.
struct Detection {
  std::uint8_t kind = 0;       ///< Index into the model's list of kinds (see `ObjectKinds`).
  std::uint8_t score_256 = 0;  ///< Confidence in 1/256, rounded down.
  ImageBox box;                ///< In pixels of the full picture, clipped to it.
  /// Instant since which it is in place, where its model knows that: a stay begins then. None: since this picture.
  std::optional<Time> since = {};
  /// Ground on which it stands. None from a detector that gives boxes only: then the box's lower edge is taken for the
  /// foot.
  std::optional<GroundMark> ground = {};
};

/// Names of the kinds of thing that a detector model tells apart, in the order of its outputs, for example
/// {"pile", "display", "stall", "motor", "nonmotor", "person", "rider", "sign", "bin", "dog"}.
using ObjectKinds = std::vector<std::string>;

}  // namespace tricolor::engine
