// Shows that the generated Xinhua Road has the properties that other code relies on: as many shops and cameras as asked
// for, fronts that do not overlap or stand in a side street, bays off the corners, zones convex and counter-clockwise
// with the error that was asked for, cameras that face fronts, outages of the right share; and that it is a function of
// its seed.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <set>

#include "sim/city/generator.h"
#include "sim/city/trades.h"

namespace tricolor::sim::testing::generator_test {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() - kUtcOffset};

TEST(xinhua, has_its_shops_cameras_and_squad) {
  const City city = generate_xinhua(1, {}, kStart, 7);
  EXPECT_EQ(city.shops.size(), 290u);
  EXPECT_EQ(city.cameras.size(), 60u);
  EXPECT_EQ(city.officers.size(), 4u);
  std::set<std::string> trades, owners, names;
  for (const Shop& shop : city.shops) {
    trades.insert(shop.trade);
    names.insert(shop.name);
  }
  for (const CityCamera& camera : city.cameras) owners.insert(camera.owner);
  EXPECT_EQ(trades.size(), kTrades.size());
  EXPECT_GT(names.size(), 100u);
  EXPECT_EQ(owners, (std::set<std::string>{"city", "police", "town"}));
  // Two shifts cover 06:30 to 22:30 in both grids.
  for (const Duration hour : {Duration{7h}, Duration{14h}, Duration{15h}, Duration{22h}}) {
    std::set<std::string> grids;
    for (const OfficerPost& post : city.officers)
      if (post.on_duty_from <= hour && hour < post.on_duty_until) grids.insert(post.duty_grid);
    EXPECT_EQ(grids, (std::set<std::string>{"west", "east"}));
  }
}

TEST(xinhua, fronts_stand_side_by_side) {
  for (const std::uint64_t seed : {1ull, 2ull, 77ull}) {
    const City city = generate_xinhua(seed, {}, kStart, 1);
    for (std::size_t i = 0; i < city.shops.size(); ++i) {
      const Shop& a = city.shops[i];
      EXPECT_LT(a.from_m, a.to_m);
      EXPECT_GE(a.from_m, 0);
      EXPECT_LE(a.to_m, city.streets[static_cast<std::size_t>(a.street)].length_m());
      for (std::size_t k = i + 1; k < city.shops.size(); ++k) {
        const Shop& b = city.shops[k];
        if (a.street == b.street && a.side == b.side) {
          EXPECT_TRUE(a.to_m <= b.from_m + 1e-9 || b.to_m <= a.from_m + 1e-9)
              << a.id << " and " << b.id << ", seed " << seed;
        }
      }
    }
  }
}

TEST(xinhua, bays_lie_on_their_streets) {
  for (const std::uint64_t seed : {1ull, 6ull}) {
    const City city = generate_xinhua(seed, {}, kStart, 1);
    for (const Bay& bay : city.bays) {
      EXPECT_GE(bay.from_m, 0);
      EXPECT_LE(bay.to_m, city.streets[static_cast<std::size_t>(bay.street)].length_m());
      EXPECT_LT(bay.near_m, bay.far_m);
    }
  }
}

double signed_area(const std::vector<Point>& outline) {
  double twice = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const Point a = outline[i], b = outline[(i + 1) % outline.size()];
    twice += a.x_m * b.y_m - a.y_m * b.x_m;
  }
  return twice / 2;
}

TEST(zones, are_convex_counter_clockwise_and_off_by_the_drawing_error) {
  XinhuaParameters parameters;
  const City drawn = generate_xinhua(3, parameters, kStart, 1);
  parameters.drawing.error_m = 0;
  const City exact = generate_xinhua(3, parameters, kStart, 1);
  ASSERT_EQ(drawn.zones.size(), exact.zones.size());
  double squares = 0;
  int edges = 0;
  for (std::size_t i = 0; i < drawn.zones.size(); ++i) {
    const auto& outline = drawn.zones[i].outline;
    EXPECT_GT(signed_area(outline), 0) << drawn.zones[i].id;
    for (std::size_t k = 0; k < outline.size(); ++k) {
      const Point a = outline[k], b = outline[(k + 1) % outline.size()], c = outline[(k + 2) % outline.size()];
      EXPECT_GE((b.x_m - a.x_m) * (c.y_m - b.y_m) - (b.y_m - a.y_m) * (c.x_m - b.x_m), -1e-9);
    }
    if (drawn.zones[i].kind != DrawnZoneKind::shop_front) continue;
    EXPECT_TRUE(drawn.zones[i].shop);
    // Two opposite corners determine all four edges.
    for (const std::size_t corner : {std::size_t{0}, std::size_t{2}}) {
      const double dx = outline[corner].x_m - exact.zones[i].outline[corner].x_m,
                   dy = outline[corner].y_m - exact.zones[i].outline[corner].y_m;
      squares += dx * dx + dy * dy;
      edges += 2;
    }
  }
  EXPECT_NEAR(std::sqrt(squares / edges), 0.12, 0.012);
}

TEST(cameras, look_at_fronts_and_fail_now_and_then) {
  XinhuaParameters parameters;
  parameters.camera_down_share = 0.02;
  const City city = generate_xinhua(5, parameters, kStart, 30);
  std::vector<int> fronts(city.cameras.size(), 0);
  for (const DrawnZone& zone : city.zones)
    if (zone.kind == DrawnZoneKind::shop_front)
      for (const int camera : zone.cameras) ++fronts[static_cast<std::size_t>(camera)];
  for (std::size_t i = 0; i < fronts.size(); ++i) EXPECT_GE(fronts[i], 1) << city.cameras[i].id << " watches no front";
  double down_s = 0;
  for (const CityCamera& camera : city.cameras) {
    EXPECT_GE(camera.phase, Duration{0});
    EXPECT_LT(camera.phase, camera.frame_every);
    for (const auto& [from, until] : camera.down) {
      EXPECT_LT(from, until);
      down_s += std::chrono::duration<double>(until - from).count();
    }
  }
  EXPECT_NEAR(down_s / (30 * 86400.0 * static_cast<double>(city.cameras.size())), 0.02, 0.006);
}

TEST(xinhua, is_a_function_of_its_seed) {
  const City a = generate_xinhua(1, {}, kStart, 1), b = generate_xinhua(1, {}, kStart, 1),
             c = generate_xinhua(2, {}, kStart, 1);
  const auto same = [](const City& x, const City& y) {
    for (std::size_t i = 0; i < x.shops.size(); ++i)
      if (x.shops[i].from_m != y.shops[i].from_m || x.shops[i].name != y.shops[i].name ||
          x.shops[i].look != y.shops[i].look)
        return false;
    for (std::size_t i = 0; i < x.cameras.size(); ++i)
      if (x.cameras[i].pose.heading_rad != y.cameras[i].pose.heading_rad || x.cameras[i].phase != y.cameras[i].phase)
        return false;
    return true;
  };
  EXPECT_TRUE(same(a, b));
  EXPECT_FALSE(same(a, c));
}

TEST(xinhua, a_shop_more_moves_no_other) {
  XinhuaParameters parameters;
  parameters.shops = 200;
  const City fewer = generate_xinhua(1, parameters, kStart, 1);
  parameters.shops = 201;
  const City more = generate_xinhua(1, parameters, kStart, 1);
  for (std::size_t i = 0; i < fewer.shops.size(); ++i) {
    EXPECT_EQ(fewer.shops[i].from_m, more.shops[i].from_m);
    EXPECT_EQ(fewer.shops[i].trade, more.shops[i].trade);
    EXPECT_EQ(fewer.shops[i].name, more.shops[i].name);
  }
}

}  // namespace
}  // namespace tricolor::sim::testing::generator_test
