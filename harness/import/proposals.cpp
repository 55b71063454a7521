// Proposes what no table says: duty grids, officers, and cameras where none are given.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "import/import.h"
#include "sim/city/generator.h"
#include "site/coverage.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Pinghu has 50 officers for its 1,050 shops (published), and Xinhua Road 60 cameras for 290 (its generator's).
// Officers of one grid come in two shifts, so that each grid needs two.
constexpr double kOfficersForShop = 50.0 / 1050, kCamerasForShop = 60.0 / 290;
constexpr std::size_t kFewestOfficers = 2;
// Squads of at least this many officers have a leader, as in generated cities. Assumed.
constexpr std::size_t kLeaderFrom = 5;
// Ground around the streets that belongs to their grids, metres.
constexpr double kBesideM = 60;

struct GridCell {
  ImportedGrid ground;
  std::vector<sim::Point> doors;
};

// Parts the doors of a cell by a line across its longer side, at the middle door. False when all lie on one line.
bool part(GridCell& cell, GridCell& rest) {
  const bool by_x = cell.ground.east_m - cell.ground.west_m > cell.ground.north_m - cell.ground.south_m;
  const auto place = [&](sim::Point door) { return by_x ? door.x_m : door.y_m; };
  std::stable_sort(cell.doors.begin(), cell.doors.end(),
                   [&](sim::Point a, sim::Point b) { return place(a) < place(b); });
  const std::size_t half = cell.doors.size() / 2;
  const double border = std::round((place(cell.doors[half - 1]) + place(cell.doors[half])) / 2);
  const auto first =
      std::find_if(cell.doors.begin(), cell.doors.end(), [&](sim::Point door) { return place(door) > border; });
  if (first == cell.doors.begin() || first == cell.doors.end()) return false;
  rest = cell;
  (by_x ? cell.ground.east_m : cell.ground.north_m) = border;
  (by_x ? rest.ground.west_m : rest.ground.south_m) = border;
  rest.doors.assign(first, cell.doors.end());
  cell.doors.erase(first, cell.doors.end());
  return true;
}

GridCell whole_ground(const ImportResult& result) {
  GridCell cell;
  ImportedGrid& it = cell.ground;
  it.west_m = it.south_m = 1e9, it.east_m = it.north_m = -1e9;
  for (const sim::Street& street : result.city.streets)
    for (const sim::Point end : {street.from, street.to}) {
      it.west_m = std::min(it.west_m, std::floor(end.x_m - kBesideM));
      it.east_m = std::max(it.east_m, std::ceil(end.x_m + kBesideM));
      it.south_m = std::min(it.south_m, std::floor(end.y_m - kBesideM));
      it.north_m = std::max(it.north_m, std::ceil(end.y_m + kBesideM));
    }
  for (const sim::Shop& shop : result.city.shops) cell.doors.push_back(sim::before_shop(result.city, shop, 0.5, 0.5));
  return cell;
}

std::size_t largest_of(const std::vector<GridCell>& cells) {
  std::size_t largest = 0;
  for (std::size_t i = 1; i < cells.size(); ++i)
    if (cells[i].doors.size() > cells[largest].doors.size()) largest = i;
  return largest;
}

bool holds_point(const ImportedGrid& grid, sim::Point at) {
  return at.x_m >= grid.west_m && at.x_m <= grid.east_m && at.y_m >= grid.south_m && at.y_m <= grid.north_m;
}

}  // namespace

void propose_grids_and_officers(ImportResult& result) {
  const auto shops = static_cast<double>(result.city.shops.size());
  const auto officers =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(shops * kOfficersForShop)), kFewestOfficers, 500);
  const bool led = officers >= kLeaderFrom;
  const std::size_t patrols = officers - led, wanted = std::max<std::size_t>(1, patrols / 2);
  std::vector<GridCell> cells{whole_ground(result)};
  while (cells.size() < wanted) {
    const std::size_t largest = largest_of(cells);
    GridCell rest;
    if (cells[largest].doors.size() < 2 || !part(cells[largest], rest)) break;
    cells.push_back(std::move(rest));
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i].ground.id = fmt::format("g{}", i + 1);
    cells[i].ground.shops = cells[i].doors.size();
    result.grids.push_back(cells[i].ground);
  }
  for (sim::Street& street : result.city.streets) {
    const sim::Point middle = street.at(street.length_m() / 2, 0);
    for (const ImportedGrid& grid : result.grids)
      if (holds_point(grid, middle)) {
        street.duty_grid = grid.id;
        break;
      }
  }
  for (std::size_t i = 0; i < officers; ++i) {
    const bool leads = led && i == 0;
    const GridCell& cell = cells[leads ? 0 : (i - led) % cells.size()];
    sim::OfficerPost post;
    post.id = fmt::format("o{}", i + 1);
    post.duty_grid = cell.ground.id;
    post.waits_at = cell.doors[cell.doors.size() / 2];
    const bool late = ((i - led) / cells.size()) % 2 == 1;
    post.on_duty_from = leads ? 8h : late ? 14h : 7h;
    post.on_duty_until = leads ? 18h : late ? 22h : 15h;
    post.leads = leads;
    result.city.officers.push_back(std::move(post));
  }
}

void propose_cameras(ImportResult& result) {
  const auto usual =
      static_cast<std::size_t>(std::ceil(static_cast<double>(result.city.shops.size()) * kCamerasForShop));
  const std::size_t wanted = result.request.proposed_cameras
                                 ? static_cast<std::size_t>(*result.request.proposed_cameras)
                                 : std::min<std::size_t>(usual, 2000);
  const auto weights = zone_weights(result.city, std::vector<std::size_t>(result.city.shops.size(), 0));
  const auto candidates = candidates_of(result.city, weights);
  for (const std::size_t i : best_set(candidates, weights, wanted, {})) {
    sim::CityCamera camera;
    camera.id = fmt::format("c{:03}", result.city.cameras.size() + 1);
    camera.pose = candidates[i].pose;
    result.city.cameras.push_back(std::move(camera));
    result.cameras.push_back({nullptr, candidates[i].towards});
  }
}

}  // namespace tricolor::harness
