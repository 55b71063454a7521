// Traces where a ray from the camera ends: on the ground, on the front of a house, or in the sky; and what stands there
// by the plan of the city.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "camera/raster.h"
#include "sim/city/city.h"

namespace tricolor::sim {

struct InStreet {
  double along = 0, across = 0;
  bool inside = false;  ///< Within length and width, pavements included.
};

/// A street with its axes at hand. `half` is half the carriageway, `reach` that and the pavement, metres.
struct StreetFrame {
  const Street* street;
  double ex, ey, length, half, reach;
  explicit StreetFrame(const Street& s);
  InStreet locate(double x, double y) const;
};

/// Finds the shop that stands at a place of a front.
class ShopRows {
 public:
  /// The city outlives it.
  explicit ShopRows(const City& city);
  /// Index into `City::shops`, or −1.
  int at(int street, Side side, double along_m) const;

 private:
  static std::size_t row(int street, Side side) {
    return 2 * static_cast<std::size_t>(street) + (side == Side::left ? 1 : 0);
  }
  const City& city_;
  std::vector<std::vector<int>> rows_;  ///< By street and side, along the street.
};

struct RayEnd {
  enum class On : std::uint8_t { sky, ground, wall };
  On on = On::sky;
  double distance = 0;  ///< Along the ray, in focal lengths of its pixel.
  double x = 0, y = 0;  ///< On the ground or at the foot of the wall.
  double up = 0;        ///< Height above the horizon, for the sky, 0 … 1.
  int street = -1;      ///< Street of a wall; −1 otherwise.
  Side side = Side::left;
  double along = 0, z = 0;  ///< On the wall.
};

/// Finds the streets that may hold a place on the ground by a grid of square cells. Its cost to build grows with the
/// length of all streets; that of a question does not.
class StreetCells {
 public:
  explicit StreetCells(const std::vector<StreetFrame>& frames);
  /// Gives, ascending, the indices of all frames that hold the place, and of some that it is only close to.
  std::span<const int> near(double x, double y) const;

 private:
  std::size_t cell(int column, int row) const { return static_cast<std::size_t>(row * columns_ + column); }
  /// Calls visit(cell) for every cell that the frame's rectangle may touch.
  template <typename Visit>
  void visit_cells(const StreetFrame& frame, Visit&& visit) const;

  double west_ = 0, south_ = 0, side_ = 1;  ///< Corner and side of a cell, metres. The side is a power of 2.
  double per_side_ = 1;                     ///< 1 / side, exact.
  int columns_ = 0, rows_ = 0;
  std::vector<std::size_t> begins_;  ///< By cell, and one past the last: where its streets begin in `streets_`.
  std::vector<int> streets_;
};

/// Gives, ascending, the stretches of a road with bends that a camera sees from another one: those next to the stretch
/// in which it hangs, up to two bends away on either side. Empty where streets stand alone.
std::vector<int> stretches_beyond_bends(const City& city, const std::vector<StreetFrame>& frames, Point camera);

class StreetRays {
 public:
  /// The city outlives it.
  StreetRays(const City& city, const CameraPose& pose);
  RayEnd trace(double px, double py) const { return meets(of_column(px) + of_row(py)); }
  /// The two parts of which the direction of a ray is the sum, so that a picture's columns and rows are computed once.
  Vec3 of_column(double px) const { return eye_.forward + ((px - eye_.centre_x) / eye_.focal_px) * eye_.right; }
  Vec3 of_row(double py) const { return ((eye_.centre_y - py) / eye_.focal_px) * eye_.up; }
  /// Gives the place at which a ray of this direction ends.
  RayEnd meets(const Vec3& ray) const;
  const Pinhole& eye() const { return eye_; }
  const std::vector<StreetFrame>& frames() const { return frames_; }

  /// The street at a place on the ground, or −1. Carriageways run through the pavements of the streets that they cross.
  int street_at(double x, double y, InStreet& where) const;
  /// True when the camera hangs over a lane: what lies beside it is fields.
  bool in_fields() const { return in_fields_; }

 private:
  Pinhole eye_;
  std::vector<StreetFrame> frames_;
  StreetCells cells_;
  /// A street in line with which the camera hangs, or a stretch beyond the bend: the rays meet no other's fronts.
  struct Own {
    std::size_t street;
    double ex, ey;       ///< Its axis.
    double along;        ///< Place of the camera.
    double left, right;  ///< Distance of the fronts from the camera across the street; the right ones' is negative.
    double from, to;     ///< Where its fronts begin and end; at a bend a little beyond it.
  };
  std::vector<Own> own_;  ///< Ascending.
  bool in_fields_ = false;
};

}  // namespace tricolor::sim
