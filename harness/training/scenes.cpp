#include "training/scenes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "sim/camera/looks.h"
#include "sim/city/generator.h"

namespace tricolor::harness {
namespace {

using sim::ThingKind;

std::uint32_t look_for(Looks looks, sim::Draw& draw) {
  for (;;) {
    const std::uint32_t look = draw.bits() % sim::kLooks;
    if (looks == Looks::all || sim::held_out(look) == (looks == Looks::held_out)) return look;
  }
}

// Draws of one camera are made this many times on a street of fronts, and in a town, of whose cameras there are more.
constexpr int kPicturesBeforeFront = 26, kPicturesInTown = 13;

// A camera and the stretch of street before it.
struct Station {
  sim::CameraPose pose;
  int street = 0;
  double along_m = 0;
  std::vector<sim::Side> sides;  // Pavements on which things stand.
};

// A camera across the road from a front, a little off, at any height and focal length.
Station before_front(const sim::City& city, std::size_t camera, const sim::Shop& shop, sim::Draw& draw) {
  Station station{city.cameras[camera].pose, shop.street, (shop.from_m + shop.to_m) / 2, {shop.side}};
  station.pose.height_m = draw.uniform(4.4, 7.0);
  station.pose.focal_px *= draw.uniform(0.85, 1.25);
  sim::aim(station.pose, city, shop);
  station.pose.heading_rad += draw.uniform(-0.15, 0.15);
  station.pose.down_rad += draw.uniform(-0.05, 0.06);
  return station;
}

// A camera where its town hung it, turned a little. The stretch is the one nearest to the place at which it looks.
Station of_town(const sim::City& city, std::size_t camera, sim::Draw& draw) {
  Station station{city.cameras[camera].pose, 0, 0, {sim::Side::left, sim::Side::right}};
  sim::CameraPose& pose = station.pose;
  const double ahead = pose.height_m / std::tan(pose.down_rad);
  const double x = pose.at.x_m + ahead * std::cos(pose.heading_rad),
               y = pose.at.y_m + ahead * std::sin(pose.heading_rad);
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t s = 0; s < city.streets.size(); ++s) {
    const sim::Street& street = city.streets[s];
    const double cos = std::cos(street.heading_rad()), sin = std::sin(street.heading_rad());
    const double along =
        std::clamp((x - street.from.x_m) * cos + (y - street.from.y_m) * sin, 0.0, street.length_m());
    const sim::Point foot = street.at(along, 0);
    const double off = std::hypot(x - foot.x_m, y - foot.y_m);
    if (off < nearest) nearest = off, station.street = static_cast<int>(s), station.along_m = along;
  }
  pose.focal_px *= draw.uniform(0.9, 1.15);
  pose.heading_rad += draw.uniform(-0.08, 0.08);
  pose.down_rad += draw.uniform(-0.03, 0.04);
  return station;
}

// True when a camera looks within 45 degrees of the direction of its street.
bool looks_along(const sim::City& city, const Station& station) {
  const sim::Street& street = city.streets[static_cast<std::size_t>(station.street)];
  return std::abs(std::cos(station.pose.heading_rad - street.heading_rad())) > std::sqrt(0.5);
}

}  // namespace

sim::SceneView random_scene(const sim::City& city, int street_index, sim::Side side, double along_m, sim::Time at,
                            Looks looks, sim::Draw& draw) {
  const sim::Street& street = city.streets.at(static_cast<std::size_t>(street_index));
  const double sign = side == sim::Side::left ? 1 : -1, half = street.carriageway_m / 2, pavement = street.pavement_m;
  sim::SceneView scene{at, sim::light_at(at), {}};
  sim::ThingId id = 1;
  std::vector<std::pair<sim::Point, double>> taken;
  const auto put = [&](ThingKind kind, double across, double heading, bool may_touch, double scale = 0) {
    const std::uint32_t look = look_for(looks, draw);
    const sim::Extent& extent = city.kinds->extent_of(kind, look);
    const double radius = may_touch ? 0 : 0.42 * std::hypot(extent.length_m, extent.width_m);
    for (int attempt = 0; attempt < 6; ++attempt) {
      const sim::Point place = street.at(along_m + draw.uniform(-15, 15), sign * across);
      bool free = true;
      for (const auto& [other, reach] : taken)
        free = free && (may_touch || std::hypot(other.x_m - place.x_m, other.y_m - place.y_m) > reach + radius);
      if (!free) continue;
      if (!may_touch) taken.emplace_back(place, radius);
      scene.things.push_back({id++, kind, look, place, street.heading_rad() + heading,
                              scale > 0 ? scale : draw.uniform(0.9, 1.12), draw.uniform()});
      return;
    }
  };
  const auto parallel = [&] { return (draw.chance(0.5) ? 0 : 3.14159) + draw.uniform(-0.1, 0.1); };
  const int busy = draw.integer(0, 3);
  for (int i = draw.poisson(0.7); i > 0; --i)
    put(ThingKind::pile, half + draw.uniform(0.7, pavement - 0.4), draw.uniform(-0.25, 0.25), false);
  for (int i = draw.poisson(0.7); i > 0; --i)
    put(ThingKind::display, half + draw.uniform(0.7, pavement - 0.4), draw.uniform(-0.15, 0.15), false);
  // Some goods stand with their backs to the wall, so that the detector learns to tell by their distance from the wall
  // which goods stand lawfully.
  for (int i = draw.poisson(0.5); i > 0; --i)
    put(ThingKind::pile, half + pavement - draw.uniform(0.36, 0.5), draw.uniform(-0.03, 0.03), false,
        draw.uniform(0.8, 0.95));
  for (int i = draw.poisson(0.9); i > 0; --i)
    put(ThingKind::display, half + pavement - draw.uniform(0.3, 0.5), draw.uniform(-0.03, 0.03), false,
        draw.uniform(0.8, 0.95));
  for (int i = draw.poisson(0.6); i > 0; --i)
    put(ThingKind::stall, half + draw.uniform(-1.5, 2.2), draw.uniform(-0.3, 0.3), false);
  for (int i = draw.poisson(0.8); i > 0; --i)
    put(ThingKind::motor, draw.chance(0.8) ? half - 1.15 + draw.uniform(-0.25, 0.2) : draw.uniform(1, half + 1.6),
        parallel(), false);
  for (int i = draw.poisson(1.3); i > 0; --i)
    put(ThingKind::nonmotor, half + draw.uniform(0.6, pavement - 0.6),
        draw.chance(0.7) ? 1.5708 + draw.uniform(-0.4, 0.4) : parallel(), false);
  for (int i = draw.poisson(0.6); i > 0; --i)
    put(ThingKind::sign, half + draw.uniform(0.5, pavement - 0.3), draw.uniform(-3.1, 3.1), false);
  for (int i = draw.poisson(0.5); i > 0; --i)
    put(ThingKind::bin, half + draw.uniform(0.4, 1.2), 1.5708 * (draw.chance(0.5) ? 1 : -1), false);
  for (int i = draw.poisson(0.35); i > 0; --i)
    put(ThingKind::dog, half + draw.uniform(0.3, pavement - 0.3), draw.uniform(-3.1, 3.1), true);
  for (int i = draw.poisson(1.0 + 2.0 * busy); i > 0; --i)
    put(ThingKind::person, half + draw.uniform(0.3, pavement - 0.2),
        draw.chance(0.8) ? parallel() : draw.uniform(-3.1, 3.1), true);
  for (int i = draw.poisson(0.4 + 0.5 * busy); i > 0; --i)
    put(ThingKind::rider, draw.uniform(-half + 0.5, half + 0.4), parallel(), true);
  for (int kind = sim::kWellKnownKinds; kind < city.kinds->size(); ++kind)
    for (int i = draw.poisson(0.6); i > 0; --i)
      put(static_cast<ThingKind>(kind), half + draw.uniform(0.7, pavement - 0.4), draw.uniform(-3.1, 3.1), false);
  return scene;
}

bool draw_for_training(std::uint64_t seed, int pictures, Looks looks, Views views,
                       const std::shared_ptr<const sim::KindTable>& kinds, sim::Purpose purpose, const char* program,
                       const std::function<bool(sim::Picture, const std::vector<sim::Visible>&)>& each) {
  const sim::Time day = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} - sim::kUtcOffset;
  for (int made = 0; made < pictures; ++seed) {
    const bool town = views == Views::along || (views == Views::all && seed % 2 == 1);
    sim::CityParameters one_town;
    one_town.towns.emplace_back();
    sim::City city = town ? sim::generate_city(seed, one_town, day, 1) : sim::generate_xinhua(seed, {}, day, 1);
    city.kinds = kinds;
    if (looks == Looks::trained) only_trained_facades(city);
    const double stride = static_cast<double>(city.shops.size()) / static_cast<double>(city.cameras.size());
    for (std::size_t c = 0; c < city.cameras.size() && made < pictures; ++c) {
      sim::Draw draw({seed, c, purpose, 0});
      const auto nth = static_cast<std::size_t>((static_cast<double>(c) + 0.5) * stride);
      const Station station = town ? of_town(city, c, draw) : before_front(city, c, city.shops[nth], draw);
      if (views == Views::along && !looks_along(city, station)) continue;
      const sim::CameraView view(city, station.pose);
      for (int i = town ? kPicturesInTown : kPicturesBeforeFront; i > 0 && made < pictures; --i, ++made) {
        const double when = draw.uniform();
        const double hour = when < 0.66   ? draw.uniform(7, 16.8)
                            : when < 0.78 ? (draw.chance(0.5) ? draw.uniform(5.6, 7) : draw.uniform(16.6, 18))
                                          : draw.uniform(18, 23);
        const sim::Time at = day + sim::Duration{static_cast<std::int64_t>(hour * 3.6e9)};
        sim::SceneView scene;
        for (const sim::Side side : station.sides) {
          sim::SceneView part = random_scene(city, station.street, side, station.along_m, at, looks, draw);
          for (sim::Thing& thing : part.things) thing.id += static_cast<sim::ThingId>(scene.things.size());
          part.things.insert(part.things.begin(), scene.things.begin(), scene.things.end());
          scene = std::move(part);
        }
        std::vector<sim::Visible> visible;
        sim::Picture picture = view.draw(scene, draw.bits(), &visible);
        if (!each(std::move(picture), visible)) return false;
      }
    }
    std::fprintf(stderr, "%s: %d of %d pictures, street %llu\n", program, made, pictures,
                 static_cast<unsigned long long>(seed));
  }
  return true;
}

void only_trained_facades(sim::City& city) {
  for (sim::Shop& shop : city.shops)
    if (sim::held_out(shop.look)) ++shop.look;
}

}  // namespace tricolor::harness
