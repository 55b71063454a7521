#include "load/copied_city.h"

#include <string>

namespace tricolor::harness {
namespace {

// Distance between two copies, metres: farther than anything in one city is from anything else in it.
constexpr double kApartM = 100'000;

engine::GroundPolygon moved(engine::GroundPolygon outline, double east_m) {
  for (engine::GroundPoint& corner : outline) corner.x_m += east_m;
  return outline;
}

template <class Id>
Id shifted(Id id, std::size_t by) {
  id.value += static_cast<decltype(id.value)>(by);
  return id;
}

}  // namespace

engine::Configuration copies_of(const engine::Configuration& one, int copies) {
  engine::Configuration all = one;
  for (int copy = 1; copy < copies; ++copy) {
    const auto times = static_cast<std::size_t>(copy);
    const double east_m = kApartM * copy;
    const std::string ending = "." + std::to_string(copy + 1);
    for (engine::Camera camera : one.cameras) {
      camera.name += ending;
      if (camera.geometry) camera.geometry->x_m += east_m;
      all.cameras.push_back(std::move(camera));
    }
    for (engine::Zone zone : one.zones) {
      zone.name += ending;
      zone.outline = moved(std::move(zone.outline), east_m);
      if (zone.merchant) zone.merchant = shifted(*zone.merchant, times * one.merchants.size());
      zone.duty_grid = shifted(zone.duty_grid, times * one.duty_grids.size());
      for (engine::CameraId& camera : zone.cameras) camera = shifted(camera, times * one.cameras.size());
      all.zones.push_back(std::move(zone));
    }
    for (engine::Dossier dossier : one.merchants) {
      dossier.name += ending;
      dossier.duty_grid = shifted(dossier.duty_grid, times * one.duty_grids.size());
      dossier.door.x_m += east_m;
      all.merchants.push_back(std::move(dossier));
    }
    for (engine::DutyGrid grid : one.duty_grids) {
      grid.name += ending;
      if (grid.owner) grid.owner = shifted(*grid.owner, times * one.officers.size());
      if (!grid.squad.empty()) grid.squad += ending;
      grid.outline = moved(std::move(grid.outline), east_m);
      all.duty_grids.push_back(std::move(grid));
    }
    for (engine::Officer officer : one.officers) {
      officer.name += ending;
      officer.duty_grid = shifted(officer.duty_grid, times * one.duty_grids.size());
      officer.waits_at.x_m += east_m;
      all.officers.push_back(std::move(officer));
    }
    for (engine::Permit permit : one.permits) {
      if (permit.merchant) permit.merchant = shifted(*permit.merchant, times * one.merchants.size());
      permit.outline = moved(std::move(permit.outline), east_m);
      all.permits.push_back(std::move(permit));
    }
  }
  return all;
}

}  // namespace tricolor::harness
