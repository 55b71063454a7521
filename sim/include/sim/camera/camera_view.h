// A virtual camera: draws what stands in the street as a colour picture, and beside it says what is truly visible.
//
// `draw` is a pure function of (city, pose, scene, noise key): equal arguments give equal pixels on one binary and CPU
// class. The background (façades, road, kerb, signs) is ray-cast once into an albedo picture and kept; each frame
// copies it, draws shadows, polyhedra and sprites from far to near, then applies light and sensor noise in one pass.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/city/city.h"
#include "sim/scene.h"

namespace tricolor::sim {

/// A picture: 8 bits a channel, blue green red, rows from the top, no padding.
struct Picture {
  int width_px = 0;
  int height_px = 0;
  std::vector<std::uint8_t> bytes;
};

/// The rectangle on which a thing stands, as it appears in the picture, hidden or not and not clipped: its middle, and
/// from there the middles of two neighbouring sides. `right` is the one that runs more along the picture's rows, with
/// x_px ≥ 0; `up` has y_px ≤ 0.
struct GroundMark {
  struct Offset {
    float x_px = 0, y_px = 0;
  };
  Offset middle, right, up;
};

/// The truly visible part of one thing in one picture.
struct Visible {
  ThingId id = 0;
  ThingKind kind = ThingKind::person;
  float x_px = 0, y_px = 0, width_px = 0, height_px = 0;  ///< Box of the whole thing, clipped to the picture.
  float share = 0;  ///< Visible pixels / pixels if nothing stood before it and the picture had no border, 0 … 1.
  GroundMark ground;
};

class CameraView {
 public:
  /// Builds the background; about 20 ms for 640 × 360. Holds one picture of this size and nothing else full-size. Keeps
  /// nothing of `city`. Throws std::runtime_error when the typeface of the signs is missing. Several may be built at
  /// once.
  CameraView(const City& city, const CameraPose& pose);
  ~CameraView();
  CameraView(CameraView&&) noexcept;

  /// Draws one picture. Thread-safe: may run for several scenes at once. `noise_key` seeds the sensor noise. `visible`,
  /// where wanted, is filled in the order of `scene.things` that touch the picture.
  Picture draw(const SceneView& scene, std::uint64_t noise_key, std::vector<Visible>* visible = nullptr) const;

  /// Measures only what is visible, without colours: for truth at instants at which no picture is taken.
  std::vector<Visible> measure(const SceneView& scene) const;

  /// Memory of the background: its picture, the outlines of trees, and the light maps of the night, bytes.
  std::size_t bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::sim
