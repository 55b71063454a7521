// Shows by property, on small cities of many seeds and sizes, what other code relies on: as many shops, cameras and
// officers as asked for; no two shops overlap, nor a shop and another street; every shop lies in exactly one grid and
// its zone names that grid; every camera sees ground of a zone; the same seed gives the same city; a town more moves
// nothing in the others, a camera, an officer or a shop more moves nothing that was there.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::sim::testing::towns_test {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() - kUtcOffset};

// A city of one to three towns with numbers drawn from the seed; now and then none of something.
CityParameters drawn_parameters(std::uint64_t seed) {
  Draw draw({seed, 0, purpose("test.city"), 0});
  CityParameters parameters;
  for (int k = draw.integer(1, 3); k > 0; --k) {
    TownParameters town;
    town.main_street_shops = draw.integer(0, 60);
    town.other_shops = draw.integer(0, 90);
    town.city_cameras = draw.integer(0, 12);
    town.police_cameras = draw.integer(0, 12);
    town.field_cameras = draw.integer(0, 8);
    town.waste_cameras = draw.integer(0, 6);
    town.officers = draw.integer(0, 9);
    parameters.towns.push_back(town);
  }
  return parameters;
}

constexpr std::uint64_t kSeeds = 25;
std::string repeat(std::uint64_t seed) { return "drawn_parameters(" + std::to_string(seed) + ")"; }

using Outline = std::vector<Point>;

// Gives how far two convex outlines reach into one another along the direction in which they do least, metres; ≤ 0 when
// they are apart.
double depth_of_overlap(const Outline& a, const Outline& b) {
  double least = 1e300;
  for (const auto* one : {&a, &b})
    for (std::size_t i = 0; i < one->size(); ++i) {
      const Point p = (*one)[i], q = (*one)[(i + 1) % one->size()];
      const double length = std::hypot(q.x_m - p.x_m, q.y_m - p.y_m), nx = (q.y_m - p.y_m) / length,
                   ny = (p.x_m - q.x_m) / length;
      double a_low = 1e300, a_high = -1e300, b_low = 1e300, b_high = -1e300;
      for (const Point& c : a)
        a_low = std::min(a_low, c.x_m * nx + c.y_m * ny), a_high = std::max(a_high, c.x_m * nx + c.y_m * ny);
      for (const Point& c : b)
        b_low = std::min(b_low, c.x_m * nx + c.y_m * ny), b_high = std::max(b_high, c.x_m * nx + c.y_m * ny);
      least = std::min(least, std::min(a_high, b_high) - std::max(a_low, b_low));
    }
  return least;
}

// The pavement before a shop and 3 m of house behind its front.
Outline ground_of(const City& city, const Shop& shop) {
  const Street& street = city.streets[static_cast<std::size_t>(shop.street)];
  const double sign = shop.side == Side::left ? 1 : -1, near = street.carriageway_m / 2,
               far = near + street.pavement_m + 3;
  return {street.at(shop.from_m, sign * near), street.at(shop.to_m, sign * near), street.at(shop.to_m, sign * far),
          street.at(shop.from_m, sign * far)};
}

Outline ground_of(const Street& street) {
  const double reach = street.carriageway_m / 2 + street.pavement_m, length = street.length_m();
  return {street.at(0, -reach), street.at(length, -reach), street.at(length, reach), street.at(0, reach)};
}

int grids_at(const City& city, Point at, std::string* name = nullptr) {
  int found = 0;
  for (const GridGround& grid : city.grids) {
    bool inside = true;
    for (std::size_t i = 0; i < grid.outline.size(); ++i) {
      const Point a = grid.outline[i], b = grid.outline[(i + 1) % grid.outline.size()];
      inside = inside && (b.x_m - a.x_m) * (at.y_m - a.y_m) - (b.y_m - a.y_m) * (at.x_m - a.x_m) > 0;
    }
    if (!inside) continue;
    ++found;
    if (name) *name = grid.id;
  }
  return found;
}

TEST(towns, have_as_many_shops_cameras_and_officers_as_asked_for) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const CityParameters parameters = drawn_parameters(seed);
    const City city = generate_city(seed, parameters, kStart, 1);
    std::map<std::string, int> owners, wanted;
    std::size_t shops = 0, officers = 0;
    for (const TownParameters& town : parameters.towns) {
      shops += static_cast<std::size_t>(town.main_street_shops + town.other_shops);
      officers += static_cast<std::size_t>(town.officers);
      wanted["city"] += town.city_cameras, wanted["police"] += town.police_cameras;
      wanted["field"] += town.field_cameras, wanted["waste"] += town.waste_cameras;
    }
    for (const CityCamera& camera : city.cameras) ++owners[camera.owner];
    std::erase_if(wanted, [](const auto& entry) { return entry.second == 0; });
    EXPECT_EQ(city.shops.size(), shops) << repeat(seed);
    EXPECT_EQ(city.officers.size(), officers) << repeat(seed);
    EXPECT_EQ(owners, wanted) << repeat(seed);
    std::set<std::string> ids;
    for (const Shop& shop : city.shops) EXPECT_TRUE(ids.insert(shop.id).second) << shop.id << ", " << repeat(seed);
    for (const CityCamera& camera : city.cameras) EXPECT_TRUE(ids.insert(camera.id).second) << camera.id;
    for (const Street& street : city.streets) EXPECT_TRUE(ids.insert(street.id).second) << street.id;
    for (const DrawnZone& zone : city.zones) EXPECT_TRUE(ids.insert(zone.id).second) << zone.id;
  }
}

TEST(towns, no_two_shops_overlap_nor_a_shop_and_another_street) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const City city = generate_city(seed, drawn_parameters(seed), kStart, 1);
    std::vector<Outline> grounds;
    for (const Shop& shop : city.shops) grounds.push_back(ground_of(city, shop));
    for (std::size_t i = 0; i < grounds.size(); ++i) {
      for (std::size_t k = i + 1; k < grounds.size(); ++k)
        ASSERT_LT(depth_of_overlap(grounds[i], grounds[k]), 1e-3)
            << city.shops[i].id << " and " << city.shops[k].id << ", " << repeat(seed);
      for (std::size_t s = 0; s < city.streets.size(); ++s) {
        if (static_cast<int>(s) == city.shops[i].street) continue;
        ASSERT_LT(depth_of_overlap(grounds[i], ground_of(city.streets[s])), 1e-3)
            << city.shops[i].id << " and " << city.streets[s].id << ", " << repeat(seed);
      }
    }
  }
}

TEST(towns, every_shop_lies_in_exactly_one_grid_and_its_zone_says_so) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const City city = generate_city(seed, drawn_parameters(seed), kStart, 1);
    for (const DrawnZone& zone : city.zones) {
      if (!zone.shop) continue;
      const Shop& shop = city.shops[static_cast<std::size_t>(*zone.shop)];
      std::string grid;
      EXPECT_EQ(grids_at(city, before_shop(city, shop, 0.5, 0.5), &grid), 1) << shop.id << ", " << repeat(seed);
      EXPECT_EQ(zone.duty_grid, grid) << shop.id << ", " << repeat(seed);
    }
    std::map<std::string, std::string> squads;
    for (const GridGround& grid : city.grids) squads[grid.id] = grid.squad;
    for (const DrawnZone& zone : city.zones) EXPECT_TRUE(squads.contains(zone.duty_grid)) << zone.id;
    std::map<std::string, int> leaders, officers;
    for (const OfficerPost& post : city.officers) {
      ASSERT_TRUE(squads.contains(post.duty_grid)) << post.id;
      ++officers[squads[post.duty_grid]];
      leaders[squads[post.duty_grid]] += post.leads;
    }
    for (const auto& [squad, count] : officers) EXPECT_EQ(leaders[squad], count >= 5) << squad << ", " << repeat(seed);
  }
}

// The grids of a town do not overlap: a place of the middle of any grid lies in no other.
TEST(towns, grids_do_not_overlap) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const City city = generate_city(seed, drawn_parameters(seed), kStart, 1);
    for (std::size_t i = 0; i < city.grids.size(); ++i)
      for (std::size_t k = i + 1; k < city.grids.size(); ++k)
        EXPECT_LT(depth_of_overlap(city.grids[i].outline, city.grids[k].outline), 1e-6)
            << city.grids[i].id << " and " << city.grids[k].id << ", " << repeat(seed);
  }
}

TEST(towns, every_camera_sees_ground_of_a_zone) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const City city = generate_city(seed, drawn_parameters(seed), kStart, 1);
    std::vector<int> zones(city.cameras.size(), 0);
    for (const DrawnZone& zone : city.zones)
      for (const int camera : zone.cameras) ++zones[static_cast<std::size_t>(camera)];
    for (std::size_t i = 0; i < zones.size(); ++i) {
      const CameraPose& pose = city.cameras[i].pose;
      EXPECT_GT(zones[i], 0) << city.cameras[i].id << " of " << city.cameras[i].owner << ", " << repeat(seed);
      // The middle of the picture meets the ground within the distance at which zones are watched.
      EXPECT_LT(pose.height_m / std::tan(pose.down_rad), 42) << city.cameras[i].id;
      EXPECT_GE(pose.at.x_m, -100'000);
    }
  }
}

TEST(towns, cameras_look_along_the_street_as_well_as_across) {
  CityParameters parameters;
  parameters.towns.assign(2, {});
  const City city = generate_city(1, parameters, kStart, 1);
  std::map<std::string, std::pair<int, int>> along_of;
  int many_fronts = 0;
  std::vector<int> fronts(city.cameras.size(), 0);
  for (const DrawnZone& zone : city.zones)
    if (zone.shop)
      for (const int camera : zone.cameras) ++fronts[static_cast<std::size_t>(camera)];
  for (std::size_t i = 0; i < city.cameras.size(); ++i) {
    const CameraPose& pose = city.cameras[i].pose;
    const Street* nearest = nullptr;
    double least = 1e9;
    for (const Street& street : city.streets) {
      const double dx = pose.at.x_m - street.from.x_m, dy = pose.at.y_m - street.from.y_m,
                   c = std::cos(street.heading_rad()), s = std::sin(street.heading_rad()), run = dx * c + dy * s,
                   beside = std::abs(-dx * s + dy * c);
      if (run > -1 && run < street.length_m() + 1 && beside < least) least = beside, nearest = &street;
    }
    ASSERT_NE(nearest, nullptr);
    auto& [along, all] = along_of[city.cameras[i].owner];
    along += std::abs(std::cos(pose.heading_rad - nearest->heading_rad())) > 0.8;
    ++all;
    many_fronts += fronts[i] > 4;
  }
  for (const auto& [owner, count] : along_of) {
    const double share = static_cast<double>(count.first) / count.second;
    const std::map<std::string, std::pair<double, double>> bounds{
        {"field", {0.9, 1.01}}, {"police", {0.4, 0.9}}, {"city", {0.05, 0.5}}, {"waste", {-0.01, 0.2}}};
    EXPECT_GT(share, bounds.at(owner).first) << owner;
    EXPECT_LT(share, bounds.at(owner).second) << owner;
  }
  EXPECT_LT(many_fronts, static_cast<int>(city.cameras.size()) / 2) << "most cameras see few shops";
}

// A camera of a waste point has bins to look at; they stand at the façade, where no shop is.
TEST(Towns, AWasteCameraLooksAtAWastePointUnlessAShopIsThere) {
  int cameras = 0, with_point = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const City city = generate_city(seed, drawn_parameters(seed), Time{}, 1);
    for (const CityCamera& camera : city.cameras) {
      if (camera.owner != "waste") continue;
      ++cameras;
      with_point += std::ranges::any_of(city.waste_points, [&](const WastePoint& point) {
        const Street& street = city.streets[static_cast<std::size_t>(point.street)];
        const double sign = point.side == Side::left ? 1 : -1;
        const Point at = street.at(point.at_m, sign * (street.carriageway_m / 2 + street.pavement_m - 1));
        const double dx = at.x_m - camera.pose.at.x_m, dy = at.y_m - camera.pose.at.y_m;
        const double off = std::remainder(std::atan2(dy, dx) - camera.pose.heading_rad, 2 * std::acos(-1.0));
        return std::hypot(dx, dy) < 30 && std::abs(off) < 0.4;
      });
    }
    for (const WastePoint& point : city.waste_points)
      for (const Shop& shop : city.shops)
        EXPECT_FALSE(shop.street == point.street && shop.side == point.side && shop.from_m < point.at_m + 2.5 &&
                     shop.to_m > point.at_m - 2.5)
            << shop.id << " in " << repeat(seed);
  }
  EXPECT_GT(cameras, 100);
  EXPECT_GT(with_point, cameras * 8 / 10) << "of " << cameras;
}

std::string written(const Point& p) { return std::to_string(p.x_m) + "," + std::to_string(p.y_m) + " "; }

// Gives everything that has a place, by name.
std::map<std::string, std::string> places_of(const City& city) {
  std::map<std::string, std::string> places;
  for (const Street& s : city.streets) places["street " + s.id] = s.name + written(s.from) + written(s.to);
  for (const Shop& s : city.shops)
    places["shop " + s.id] = s.name + s.trade + std::to_string(s.look) + written(before_shop(city, s, 0, 0)) +
                             written(before_shop(city, s, 1, 0));
  for (const CityCamera& c : city.cameras)
    places["camera " + c.id] = c.owner + written(c.pose.at) + std::to_string(c.pose.heading_rad) +
                               std::to_string(c.phase.count()) + std::to_string(c.down.size());
  for (const OfficerPost& o : city.officers) places["officer " + o.id] = o.duty_grid + written(o.waits_at);
  for (const GridGround& g : city.grids) {
    places["grid " + g.id] = g.squad;
    for (const Point& corner : g.outline) places["grid " + g.id] += written(corner);
  }
  for (const DrawnZone& z : city.zones) {
    if (z.kind == DrawnZoneKind::bay) continue;  // Numbered through the city.
    places["zone " + z.id] = z.duty_grid;
    for (const Point& corner : z.outline) places["zone " + z.id] += written(corner);
  }
  return places;
}

// Expects that `more` has all that `fewer` has, except things whose name begins with one of these words.
void expect_holds(const City& more, const City& fewer, std::vector<std::string> but, const std::string& hint) {
  const auto all = places_of(more);
  for (const auto& [name, place] : places_of(fewer)) {
    if (std::any_of(but.begin(), but.end(), [&](const std::string& word) { return name.starts_with(word); })) continue;
    const auto found = all.find(name);
    ASSERT_NE(found, all.end()) << name << ", " << hint;
    ASSERT_EQ(found->second, place) << name << ", " << hint;
  }
}

TEST(towns, are_a_function_of_the_seed) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const CityParameters parameters = drawn_parameters(seed);
    const auto once = places_of(generate_city(seed, parameters, kStart, 2));
    EXPECT_EQ(once, places_of(generate_city(seed, parameters, kStart, 2))) << repeat(seed);
    EXPECT_NE(once, places_of(generate_city(seed + 1, parameters, kStart, 2))) << repeat(seed);
  }
}

TEST(towns, a_town_more_moves_nothing_in_the_others) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    CityParameters parameters = drawn_parameters(seed);
    const City fewer = generate_city(seed, parameters, kStart, 2);
    parameters.towns.push_back({});
    const City more = generate_city(seed, parameters, kStart, 2);
    EXPECT_GT(more.shops.size(), fewer.shops.size());
    expect_holds(more, fewer, {}, repeat(seed));
  }
}

TEST(towns, a_camera_an_officer_or_a_town_of_another_size_moves_no_shop) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    CityParameters parameters = drawn_parameters(seed);
    const City fewer = generate_city(seed, parameters, kStart, 2);
    for (TownParameters& town : parameters.towns) {
      ++town.officers;
      town.police_cameras += 3;
      town.waste_cameras += 2;
    }
    // Numbers of cameras run through a town, grids and posts follow the squad.
    expect_holds(generate_city(seed, parameters, kStart, 2), fewer, {"camera", "officer", "grid", "zone"},
                 repeat(seed));
    CityParameters other = drawn_parameters(seed);
    other.towns.front().other_shops += 40;
    const City larger = generate_city(seed, other, kStart, 2);
    expect_holds(
        larger, fewer,
        {"street t1_", "shop m1_", "camera c1_", "officer o1_", "grid g1_", "zone z_m1_", "zone p_t1_", "zone n_t1_"},
        repeat(seed));
  }
}

// The largest town of all that a scenario may ask for has room for its shops.
TEST(towns, have_room_for_the_most_that_may_be_asked_for) {
  CityParameters parameters;
  parameters.towns = {{600, 2000, 0, 0, 0, 0, 200}, {300, 2000, 0, 0, 200, 0, 0}};
  const City city = generate_city(3, parameters, kStart, 1);
  EXPECT_EQ(city.shops.size(), 4900u);
  for (const Shop& shop : city.shops) EXPECT_EQ(grids_at(city, before_shop(city, shop, 0.5, 0.5)), 1) << shop.id;
}

}  // namespace
}  // namespace tricolor::sim::testing::towns_test
