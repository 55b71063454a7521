#include "training/scenes.h"

#include <cmath>

#include "sim/camera/looks.h"

namespace tricolor::harness {
namespace {

using sim::ThingKind;

std::uint32_t look_for(Looks looks, sim::Draw& draw) {
  for (;;) {
    const std::uint32_t look = draw.bits() % sim::kLooks;
    if (looks == Looks::all || sim::held_out(look) == (looks == Looks::held_out)) return look;
  }
}

}  // namespace

sim::SceneView random_scene(const sim::City& city, int street_index, sim::Side side, double along_m, sim::Time at, Looks looks, sim::Draw& draw) {
  const sim::Street& street = city.streets.at(static_cast<std::size_t>(street_index));
  const double sign = side == sim::Side::left ? 1 : -1, half = street.carriageway_m / 2, pavement = street.pavement_m;
  sim::SceneView scene{at, sim::light_at(at), {}};
  sim::ThingId id = 1;
  std::vector<std::pair<sim::Point, double>> taken;
  const auto put = [&](ThingKind kind, double across, double heading, bool may_touch, double scale = 0) {
    const std::uint32_t look = look_for(looks, draw);
    const sim::Extent extent = sim::extent_of(kind, look);
    const double radius = may_touch ? 0 : 0.42 * std::hypot(extent.length_m, extent.width_m);
    for (int attempt = 0; attempt < 6; ++attempt) {
      const sim::Point place = street.at(along_m + draw.uniform(-15, 15), sign * across);
      bool free = true;
      for (const auto& [other, reach] : taken) free = free && (may_touch || std::hypot(other.x_m - place.x_m, other.y_m - place.y_m) > reach + radius);
      if (!free) continue;
      if (!may_touch) taken.emplace_back(place, radius);
      scene.things.push_back({id++, kind, look, place, street.heading_rad() + heading, scale > 0 ? scale : draw.uniform(0.9, 1.12), draw.uniform()});
      return;
    }
  };
  const auto parallel = [&] { return (draw.chance(0.5) ? 0 : 3.14159) + draw.uniform(-0.1, 0.1); };
  const int busy = draw.integer(0, 3);
  for (int i = draw.poisson(0.7); i > 0; --i) put(ThingKind::pile, half + draw.uniform(0.7, pavement - 0.4), draw.uniform(-0.25, 0.25), false);
  for (int i = draw.poisson(0.7); i > 0; --i) put(ThingKind::display, half + draw.uniform(0.7, pavement - 0.4), draw.uniform(-0.15, 0.15), false);
  // With their backs to the wall: what may lawfully stand there looks least like what may not when the eye judges distance well.
  for (int i = draw.poisson(0.5); i > 0; --i) put(ThingKind::pile, half + pavement - draw.uniform(0.36, 0.5), draw.uniform(-0.03, 0.03), false, draw.uniform(0.8, 0.95));
  for (int i = draw.poisson(0.9); i > 0; --i) put(ThingKind::display, half + pavement - draw.uniform(0.3, 0.5), draw.uniform(-0.03, 0.03), false, draw.uniform(0.8, 0.95));
  for (int i = draw.poisson(0.6); i > 0; --i) put(ThingKind::stall, half + draw.uniform(-1.5, 2.2), draw.uniform(-0.3, 0.3), false);
  for (int i = draw.poisson(0.8); i > 0; --i) put(ThingKind::motor, draw.chance(0.8) ? half - 1.15 + draw.uniform(-0.25, 0.2) : draw.uniform(1, half + 1.6), parallel(), false);
  for (int i = draw.poisson(1.3); i > 0; --i) put(ThingKind::nonmotor, half + draw.uniform(0.6, pavement - 0.6), draw.chance(0.7) ? 1.5708 + draw.uniform(-0.4, 0.4) : parallel(), false);
  for (int i = draw.poisson(0.6); i > 0; --i) put(ThingKind::sign, half + draw.uniform(0.5, pavement - 0.3), draw.uniform(-3.1, 3.1), false);
  for (int i = draw.poisson(0.5); i > 0; --i) put(ThingKind::bin, half + draw.uniform(0.4, 1.2), 1.5708 * (draw.chance(0.5) ? 1 : -1), false);
  for (int i = draw.poisson(0.35); i > 0; --i) put(ThingKind::dog, half + draw.uniform(0.3, pavement - 0.3), draw.uniform(-3.1, 3.1), true);
  for (int i = draw.poisson(1.0 + 2.0 * busy); i > 0; --i) put(ThingKind::person, half + draw.uniform(0.3, pavement - 0.2), draw.chance(0.8) ? parallel() : draw.uniform(-3.1, 3.1), true);
  for (int i = draw.poisson(0.4 + 0.5 * busy); i > 0; --i) put(ThingKind::rider, draw.uniform(-half + 0.5, half + 0.4), parallel(), true);
  return scene;
}

void only_trained_facades(sim::City& city) {
  for (sim::Shop& shop : city.shops)
    if (sim::held_out(shop.look)) ++shop.look;
}

}  // namespace tricolor::harness
