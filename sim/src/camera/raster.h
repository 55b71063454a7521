// Fills convex polygons and projects points as a pinhole camera does. Header-only: the fill is inlined into every
// caller's pixel loop.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "sim/city/city.h"

namespace tricolor::sim {

struct Vec3 {
  double x = 0, y = 0, z = 0;
  friend Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend Vec3 operator*(double k, Vec3 a) { return {k * a.x, k * a.y, k * a.z}; }
};
inline double dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline Vec3 unit(Vec3 a) { return (1 / std::sqrt(std::max(dot(a, a), 1e-12))) * a; }

struct Colour {
  std::uint8_t b = 0, g = 0, r = 0;
};
inline Colour scaled(Colour c, double k) {
  const auto one = [k](std::uint8_t v) { return static_cast<std::uint8_t>(std::clamp(v * k, 0.0, 255.0)); };
  return {one(c.b), one(c.g), one(c.r)};
}

struct PixelPoint {
  float x = 0, y = 0;
};

/// The camera as three axes and a focal length.
struct Pinhole {
  Vec3 at, forward, right, up;
  double focal_px, centre_x, centre_y;
  explicit Pinhole(const CameraPose& pose)
      : at{pose.at.x_m, pose.at.y_m, pose.height_m},
        forward{std::cos(pose.heading_rad) * std::cos(pose.down_rad),
                std::sin(pose.heading_rad) * std::cos(pose.down_rad), -std::sin(pose.down_rad)},
        right{std::sin(pose.heading_rad), -std::cos(pose.heading_rad), 0},
        up{std::cos(pose.heading_rad) * std::sin(pose.down_rad), std::sin(pose.heading_rad) * std::sin(pose.down_rad),
           std::cos(pose.down_rad)},
        focal_px(pose.focal_px),
        centre_x(pose.width_px / 2.0),
        centre_y(pose.height_px / 2.0) {}
  /// False when the point is nearer than 0.3 m or behind.
  bool project(Vec3 point, PixelPoint& out) const {
    const Vec3 ray = point - at;
    const double depth = dot(ray, forward);
    if (depth < 0.3) return false;
    out.x = static_cast<float>(centre_x + focal_px * dot(ray, right) / depth);
    out.y = static_cast<float>(centre_y - focal_px * dot(ray, up) / depth);
    return true;
  }
};

/// Calls span(y, x0, x1) for each row of pixels whose centres lie inside, x1 exclusive, clipped to the picture.
template <class Span>
void fill_convex(const PixelPoint* corner, int corners, int width, int height, Span&& span) {
  float low = corner[0].y, high = corner[0].y;
  for (int i = 1; i < corners; ++i) {
    low = std::min(low, corner[i].y);
    high = std::max(high, corner[i].y);
  }
  const int first = std::max(0, static_cast<int>(std::ceil(low - 0.5f)));
  const int last = std::min(height - 1, static_cast<int>(std::floor(high - 0.5f)));
  for (int y = first; y <= last; ++y) {
    const float centre = static_cast<float>(y) + 0.5f;
    float from = 1e9f, to = -1e9f;
    for (int i = 0, j = corners - 1; i < corners; j = i++) {
      const PixelPoint& a = corner[j];
      const PixelPoint& b = corner[i];
      if ((a.y <= centre) == (b.y <= centre)) continue;
      const float x = a.x + (centre - a.y) * (b.x - a.x) / (b.y - a.y);
      from = std::min(from, x);
      to = std::max(to, x);
    }
    const int x0 = std::max(0, static_cast<int>(std::ceil(from - 0.5f)));
    const int x1 = std::min(width, static_cast<int>(std::floor(to - 0.5f)) + 1);
    if (x0 < x1) span(y, x0, x1);
  }
}

/// The integer at or below a number, which is less than 2^62 in amount. `std::floor` without SSE4.1 is a call.
inline std::int64_t floor_of(double x) {
  const auto towards_zero = static_cast<std::int64_t>(x);
  return towards_zero - (x < static_cast<double>(towards_zero) ? 1 : 0);
}

/// `std::fmod(x, every)` to the last bit, in a quarter of its time, for 0 ≤ x < 2^25 × `every`; for other x it is
/// called.
inline double rest_of(double x, double every) {
  const double quotient = x / every;
  if (!(quotient >= 0 && quotient < 0x1p25)) return std::fmod(x, every);
  const auto whole = static_cast<double>(static_cast<std::int64_t>(quotient));
  // `every` is cut into two parts whose products with a whole number of 25 bits are exact. Then so are both
  // differences: the last one is the rest, a multiple of the last bit of `every` and smaller than it; or, where the
  // quotient was rounded up to a whole number, a tiny number below 0.
  const double high = std::bit_cast<double>(std::bit_cast<std::uint64_t>(every) & ~0x7FFFFFFull), low = every - high;
  const double rest = (x - whole * high) - whole * low;
  return rest < 0 ? rest + every : rest;
}

/// Mixes bits of small integers: a repeatable texture value, not a random stream.
inline std::uint32_t texture_hash(std::int64_t x, std::int64_t y, std::uint32_t salt) {
  std::uint64_t h = static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15ull ^
                    static_cast<std::uint64_t>(y) * 0xC2B2AE3D27D4EB4Full ^ (static_cast<std::uint64_t>(salt) << 20);
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ull;
  h ^= h >> 32;
  return static_cast<std::uint32_t>(h);
}
/// The same as a number in [0, 1).
inline double texture(std::int64_t x, std::int64_t y, std::uint32_t salt) { return texture_hash(x, y, salt) * 0x1p-32; }

}  // namespace tricolor::sim
