// Puts bodies together from boxes, frusta, tubes, strips, wheels and panels.
#pragma once

#include <cmath>
#include <initializer_list>
#include <numbers>

#include "camera/solids.h"

namespace tricolor::sim {

class SolidBuilder {
 public:
  explicit SolidBuilder(std::uint32_t salt) : salt_(salt) {}

  /// The n-th repeatable choice of this body, in [0, 1).
  double pick(std::uint32_t n) const { return texture(n, 7, salt_); }
  double between(std::uint32_t n, double low, double high) const { return low + (high - low) * pick(n); }
  template <std::size_t N>
  Colour one_of(std::uint32_t n, const std::array<Colour, N>& colours) const {
    return colours[static_cast<std::size_t>(pick(n) * N)];
  }

  void face(std::initializer_list<Vec3> corners, Colour colour, bool both_sides = false) {
    Face f;
    f.corners = static_cast<int>(corners.size());
    int i = 0;
    for (const Vec3& c : corners) {
      f.corner[static_cast<std::size_t>(i++)] = c;
      f.centre = f.centre + (1.0 / f.corners) * c;
    }
    f.normal = unit(cross(f.corner[1] - f.corner[0], f.corner[2] - f.corner[0]));
    f.colour = colour;
    f.both_sides = both_sides;
    solid.push_back(f);
  }

  /// Adds a box by the centre of its foot, its lengths, and a turn about z. `top_scale` narrows the top.
  void box(double x, double y, double z, double lx, double ly, double lz, Colour colour, double yaw = 0,
           double top_scale = 1, double top_shift = 0) {
    const double c = std::cos(yaw), s = std::sin(yaw);
    const auto at = [&](double dx, double dy, double dz) {
      const double k = dz > 0 ? top_scale : 1, shift = dz > 0 ? top_shift : 0;
      const double px = dx * k * lx / 2 + shift, py = dy * k * ly / 2;
      return Vec3{x + px * c - py * s, y + px * s + py * c, z + dz * lz};
    };
    face({at(1, -1, 0), at(1, 1, 0), at(1, 1, 1), at(1, -1, 1)}, colour);
    face({at(-1, 1, 0), at(-1, -1, 0), at(-1, -1, 1), at(-1, 1, 1)}, colour);
    face({at(1, 1, 0), at(-1, 1, 0), at(-1, 1, 1), at(1, 1, 1)}, colour);
    face({at(-1, -1, 0), at(1, -1, 0), at(1, -1, 1), at(-1, -1, 1)}, colour);
    face({at(-1, -1, 1), at(1, -1, 1), at(1, 1, 1), at(-1, 1, 1)}, colour);
  }

  /// Adds a frustum with six sides; `other` colours every second side, as on an umbrella.
  void frustum(double x, double y, double z, double r_low, double r_high, double height, Colour colour, Colour other,
               bool lid = true) {
    constexpr int kSides = 6;
    const auto at = [&](int i, double r, double up) {
      const double angle = 2 * std::numbers::pi * i / kSides;
      return Vec3{x + r * std::cos(angle), y + r * std::sin(angle), z + up};
    };
    for (int i = 0; i < kSides; ++i)
      face({at(i, r_low, 0), at(i + 1, r_low, 0), at(i + 1, std::max(r_high, 0.01), height),
            at(i, std::max(r_high, 0.01), height)},
           i % 2 ? colour : other);
    if (lid && r_high > 0.02)
      face({at(0, r_high, height), at(1, r_high, height), at(2, r_high, height), at(3, r_high, height),
            at(4, r_high, height), at(5, r_high, height)},
           colour);
  }

  /// Adds a straight tube of square section between two points.
  void bar(Vec3 a, Vec3 b, double thick_m, Colour colour) {
    const Vec3 along = unit(b - a), side = unit(cross(along, std::abs(along.z) < 0.9 ? Vec3{0, 0, 1} : Vec3{1, 0, 0})),
               up = cross(side, along);
    const auto at = [&](Vec3 end, double s, double u) {
      return end + (s * thick_m / 2) * side + (u * thick_m / 2) * up;
    };
    face({at(a, 1, -1), at(b, 1, -1), at(b, 1, 1), at(a, 1, 1)}, colour);
    face({at(b, -1, -1), at(a, -1, -1), at(a, -1, 1), at(b, -1, 1)}, colour);
    face({at(a, 1, 1), at(b, 1, 1), at(b, -1, 1), at(a, -1, 1)}, colour);
    face({at(a, -1, -1), at(b, -1, -1), at(b, 1, -1), at(a, 1, -1)}, colour);
  }

  /// One colour of a row of tiles, up to a share of the row's length.
  struct Tile {
    double until;
    Colour colour;
  };
  /// Adds a flat strip between a lower and an upper edge, both from left to right as seen from outside, cut into tiles.
  /// Tiles of one strip never cover one another, so that it does not matter in which order they are drawn.
  void strip(Vec3 low_left, Vec3 low_right, Vec3 high_left, Vec3 high_right, std::initializer_list<Tile> tiles) {
    const auto between = [](Vec3 a, Vec3 b, double k) { return a + k * (b - a); };
    double from = 0;
    for (const Tile& tile : tiles) {
      face({between(low_left, low_right, from), between(low_left, low_right, tile.until),
            between(high_left, high_right, tile.until), between(high_left, high_right, from)},
           tile.colour);
      from = tile.until;
    }
  }

  /// Adds a wheel that rolls along x: a dark tyre with a lighter hub, seen from both sides, and its tread, seen from
  /// before and behind. `lift_m` draws it as though its middle stood higher: over the side of a body that it is mounted
  /// on.
  void wheel(double x, double y, double radius, Colour tyre, Colour hub, double width = 0.05, double lift_m = 0) {
    for (const double side : {-1.0, 1.0}) {
      disc(x, y + side * width / 2, radius, radius, tyre, side, lift_m);
      disc(x, y + side * (width / 2 + 0.005), radius, radius * 0.72, hub, side, lift_m + 0.01);
    }
    const auto rim = [&](int i, double side) {
      const double angle = 2 * std::numbers::pi * i / kWheelSides;
      return Vec3{x + radius * std::cos(angle), y + side * width / 2, radius + radius * std::sin(angle)};
    };
    for (int i = 0; i < kWheelSides; ++i)
      face({rim(i, -1), rim(i, 1), rim(i + 1, 1), rim(i + 1, -1)}, scaled(tyre, 1.25));
  }

  /// Adds a thin sheet.
  void panel(Vec3 a, Vec3 b, Vec3 c, Vec3 d, Colour colour) { face({a, b, c, d}, colour, true); }

  Solid solid;

 private:
  static constexpr int kWheelSides = 10;

  void disc(double x, double y, double height, double radius, Colour colour, double side, double lift_m) {
    const auto at = [&](int i) {
      const double angle = side * -2 * std::numbers::pi * i / kWheelSides;
      return Vec3{x + radius * std::cos(angle), y, height + radius * std::sin(angle)};
    };
    face({at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9)}, colour);
    solid.back().centre.z += lift_m;
  }
  std::uint32_t salt_;
};

}  // namespace tricolor::sim
