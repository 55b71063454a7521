// Points and polygons on the ground and in the picture, and the pinhole camera that joins them.
//
// World: x east, y north, z up, in metres, right-handed; the ground is z = 0. Picture: x to the right, y down, in
// pixels; the centre of the upper left pixel is (0.5, 0.5).
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace tricolor::engine {

/// A point on the ground, metres.
struct GroundPoint {
  double x_m = 0;
  double y_m = 0;
  friend bool operator==(const GroundPoint&, const GroundPoint&) = default;
};

/// A closed polygon on the ground, metres, at least three corners, counter-clockwise, not self-crossing. The last
/// corner is not repeated.
using GroundPolygon = std::vector<GroundPoint>;

/// A point in the picture, pixels.
struct ImagePoint {
  double x_px = 0;
  double y_px = 0;
};

/// An upright box in the picture, pixels. `width_px` and `height_px` are ≥ 0.
struct ImageBox {
  float x_px = 0;
  float y_px = 0;
  float width_px = 0;
  float height_px = 0;
};

/// A fixed pinhole camera without lens distortion.
struct CameraGeometry {
  int width_px = 640;       ///< Picture width, 64 … 4096.
  int height_px = 360;      ///< Picture height, 64 … 4096.
  double focal_px = 500;    ///< Focal length in pixels, > 0. Horizontal field of view is 2·atan(width / (2·focal)).
  double x_m = 0, y_m = 0;  ///< Foot of the pole on the ground.
  double height_m = 5;      ///< Height of the lens above the ground, > 0.
  double heading_rad = 0;   ///< Direction of view on the ground, from east towards north.
  double down_rad = 0.3;    ///< Tilt below the horizon, 0 … π/2.

  /// The picture point of a world point, or nothing when it lies behind the lens (less than 0.1 m in front of it).
  std::optional<ImagePoint> project(double x, double y, double z) const;

  /// The ground point seen at a picture point, or nothing when the ray does not come down within `reach_m` metres.
  std::optional<GroundPoint> ground_at(ImagePoint point, double reach_m = 200) const;

  friend bool operator==(const CameraGeometry&, const CameraGeometry&) = default;
};

/// Area in m², positive for counter-clockwise corners (shoelace formula).
double signed_area_m2(const GroundPolygon& polygon);

/// True when the point lies inside or on the border (winding number).
bool contains(const GroundPolygon& polygon, GroundPoint point);

/// The common area of two convex polygons in m² (Sutherland–Hodgman clipping).
double overlap_m2(const GroundPolygon& convex_a, const GroundPolygon& convex_b);

/// True when the longest edge of the polygon that lies nearest to the middle of the camera's picture runs within 45
/// degrees of its direction of view: zones lie along their street, so the camera looks along the street. Of zones of a
/// side street at the edge of the picture nothing is asked.
bool looks_along(const CameraGeometry& camera, std::span<const GroundPolygon* const> zones);

/// Distance in metres from a point to a polygon; 0 inside.
double distance_m(const GroundPolygon& polygon, GroundPoint point);

}  // namespace tricolor::engine
