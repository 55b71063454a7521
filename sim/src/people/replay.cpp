#include "sim/people/replay.h"

#include <cmath>

#include "people/movers.h"
#include "people/world_state.h"

namespace tricolor::sim {

struct SceneReplay::Impl {
  const City& city;
  Demand demand;
  Movers movers;
  std::vector<SceneWedge> wedges;

  Impl(const City& c, const Demand& d, std::uint64_t seed) : city(c), demand(d), movers(city, demand, seed) {
    for (const CityCamera& camera : city.cameras) wedges.emplace_back(camera.pose);
  }
};

SceneReplay::SceneReplay(const City& city, const Demand& demand, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(city, demand, seed)) {}
SceneReplay::~SceneReplay() = default;

SceneView SceneReplay::scene(int camera, Time at, const std::vector<Thing>& standing) const {
  const auto index = static_cast<std::size_t>(camera);
  SceneView view{at, light_at(at), {}};
  for (const Thing& thing : standing)
    if (impl_->wedges.at(index).holds(thing.at)) view.things.push_back(thing);
  if (impl_->demand.passers_by_per_hour > 0)
    impl_->movers.add_to(view.things, impl_->city.cameras[index].pose.at, kMoversWithinM, at);
  return view;
}

std::vector<Thing> SceneReplay::passers_by(Point around, double reach_m, Time at) const {
  std::vector<Thing> things;
  if (impl_->demand.passers_by_per_hour > 0) impl_->movers.add_to(things, around, reach_m, at);
  return things;
}

}  // namespace tricolor::sim
