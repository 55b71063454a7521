// Shows that a ray ends where a look at all streets says, to the last bit, and that every place on the ground is in the
// street that a look at all streets finds: in cities whose streets cross at any angle, or lie far apart.
#include "camera/street_rays.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>

namespace tricolor::sim::street_rays_test {
namespace {

// Height of the houses as street_rays.cpp has it, metres.
constexpr double kHouseHeightM = 13;

struct Lot {
  std::mt19937_64 bits;
  explicit Lot(std::uint64_t seed) : bits(seed) {}
  double between(double low, double high) { return low + (high - low) * static_cast<double>(bits() >> 11) * 0x1.0p-53; }
};

City city_of(Lot& lot, int streets, double extent_m) {
  City city;
  for (int i = 0; i < streets; ++i) {
    Street street;
    street.from = {lot.between(0, extent_m), lot.between(0, extent_m)};
    const double length = lot.between(30, 600);
    // Every third street runs exactly east or north, so that edges of streets and of cells coincide.
    const double heading = i % 3 ? lot.between(0, 6.28) : (i % 2 ? 0.0 : std::acos(-1.0) / 2);
    if (i % 3 == 0) street.from = {32 * std::floor(street.from.x_m / 32), 32 * std::floor(street.from.y_m / 32)};
    street.to = {street.from.x_m + length * std::cos(heading), street.from.y_m + length * std::sin(heading)};
    street.carriageway_m = lot.between(4, 40);
    street.pavement_m = lot.between(1.5, 12);
    city.streets.push_back(street);
  }
  return city;
}

// Looks at all streets.
int street_at_by_scan(const std::vector<StreetFrame>& frames, double x, double y, InStreet& where) {
  int best = -1;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const InStreet in = frames[i].locate(x, y);
    if (!in.inside) continue;
    if (best < 0 || (std::abs(in.across) < frames[i].half &&
                     std::abs(where.across) >= frames[static_cast<std::size_t>(best)].half)) {
      best = static_cast<int>(i);
      where = in;
    }
  }
  return best;
}

RayEnd trace_by_scan(const std::vector<StreetFrame>& frames, const Pinhole& eye, double px, double py) {
  const Vec3 ray =
      eye.forward + ((px - eye.centre_x) / eye.focal_px) * eye.right + ((eye.centre_y - py) / eye.focal_px) * eye.up;
  RayEnd end;
  end.distance = ray.z < -1e-6 ? -eye.at.z / ray.z : 1e9;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const StreetFrame& frame = frames[i];
    const double dx = eye.at.x - frame.street->from.x_m, dy = eye.at.y - frame.street->from.y_m;
    const double along0 = dx * frame.ex + dy * frame.ey, across0 = -dx * frame.ey + dy * frame.ex;
    const double run = ray.x * frame.ex + ray.y * frame.ey, rise = -ray.x * frame.ey + ray.y * frame.ex;
    if (std::abs(across0) > frame.reach || std::abs(rise) < 1e-9) continue;
    const Side side = rise > 0 ? Side::left : Side::right;
    const double t = ((side == Side::left ? frame.reach : -frame.reach) - across0) / rise;
    if (t <= 0 || t >= end.distance) continue;
    const double along = along0 + t * run, z = eye.at.z + t * ray.z;
    if (z < 0 || z > kHouseHeightM || along < 0 || along > frame.length) continue;
    const double x = eye.at.x + t * ray.x, y = eye.at.y + t * ray.y;
    bool open = false;
    for (std::size_t k = 0; k < frames.size() && !open; ++k) open = k != i && frames[k].locate(x, y).inside;
    if (!open) end = {RayEnd::On::wall, t, x, y, 0, static_cast<int>(i), side, along, z};
  }
  if (end.on == RayEnd::On::wall) return end;
  if (end.distance < 1e9) {
    end.on = RayEnd::On::ground;
    end.x = eye.at.x + end.distance * ray.x;
    end.y = eye.at.y + end.distance * ray.y;
  } else {
    end.up = std::clamp(ray.z / std::sqrt(dot(ray, ray)) * 2, 0.0, 1.0);
  }
  return end;
}

TEST(StreetRays, EndWhereALookAtAllStreetsSays) {
  int walls = 0, in_street = 0, off_street = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Lot lot(seed);
    // The last cities are so wide that their cells are larger than the finest.
    const double extent_m = seed <= 30 ? 1200 : 60'000;
    const City city = city_of(lot, 1 + static_cast<int>(seed % 30), extent_m);
    CameraPose pose;
    const Street& home = city.streets.front();
    pose.at = {(home.from.x_m + home.to.x_m) / 2 + lot.between(-5, 5),
               (home.from.y_m + home.to.y_m) / 2 + lot.between(-5, 5)};
    pose.heading_rad = lot.between(0, 6.28);
    pose.down_rad = lot.between(0, 0.5);
    const StreetRays rays(city, pose);
    for (int y = 0; y < pose.height_px; y += 7)
      for (int x = 0; x < pose.width_px; x += 7) {
        const RayEnd end = rays.trace(x + 0.25, y + 0.25);
        const RayEnd scan = trace_by_scan(rays.frames(), rays.eye(), x + 0.25, y + 0.25);
        ASSERT_EQ(end.on, scan.on);
        ASSERT_EQ(end.distance, scan.distance);
        ASSERT_EQ(std::tie(end.x, end.y, end.up, end.along, end.z),
                  std::tie(scan.x, scan.y, scan.up, scan.along, scan.z));
        ASSERT_EQ(std::tie(end.street, end.side), std::tie(scan.street, scan.side));
        walls += end.on == RayEnd::On::wall;
        if (end.on != RayEnd::On::ground) continue;
        InStreet where, where_by_scan;
        const int street = rays.street_at(end.x, end.y, where);
        ASSERT_EQ(street, street_at_by_scan(rays.frames(), end.x, end.y, where_by_scan));
        ASSERT_EQ(std::tie(where.along, where.across), std::tie(where_by_scan.along, where_by_scan.across));
        ++(street >= 0 ? in_street : off_street);
      }
    // Places all over the city and on the very edges of streets.
    for (int i = 0; i < 2000; ++i) {
      const auto n = static_cast<std::size_t>(lot.bits() % city.streets.size());
      const StreetFrame& frame = rays.frames()[n];
      const Point edge = frame.street->at(lot.between(0, frame.length), i % 4 == 0 ? frame.reach : -frame.half);
      const Point at = i % 2 ? Point{lot.between(-50, extent_m + 50), lot.between(-50, extent_m + 50)} : edge;
      InStreet where, where_by_scan;
      ASSERT_EQ(rays.street_at(at.x_m, at.y_m, where), street_at_by_scan(rays.frames(), at.x_m, at.y_m, where_by_scan));
      ASSERT_EQ(std::tie(where.along, where.across), std::tie(where_by_scan.along, where_by_scan.across));
    }
  }
  EXPECT_GT(walls, 1000);
  EXPECT_GT(in_street, 1000);
  EXPECT_GT(off_street, 1000);
}

TEST(StreetRays, ACityWithoutStreetsHasGroundAndSkyOnly) {
  const City city;
  const StreetRays rays(city, CameraPose{});
  InStreet where;
  EXPECT_EQ(rays.trace(320.5, 300.5).on, RayEnd::On::ground);
  EXPECT_EQ(rays.street_at(0, 0, where), -1);
}

}  // namespace
}  // namespace tricolor::sim::street_rays_test
