// Divides a town into duty grids with about as many shops each, and gives them the officers of its squad.
#include <algorithm>
#include <chrono>
#include <string>

#include "city/town.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

// Squads of at least this many have a leader. Assumed.
constexpr int kLedFrom = 5;
// Least distance between two doors between which a border of grids may run, metres.
constexpr double kBorderM = 0.5;

struct Door {
  Point own;  ///< In the town's frame.
  int shop = 0;
};

// A rectangle of the town's frame and the doors in it.
struct Cell {
  double west, east, south, north;
  std::vector<Door> doors;
};

// Divides the doors of a cell in two halves by a line between two of them, across its longer side, and gives the second
// half; the cell keeps the first. False when no line parts them.
bool halve(Cell& cell, Cell& rest) {
  const bool by_x = cell.east - cell.west > cell.north - cell.south;
  const auto place = [&](const Door& door) { return by_x ? door.own.x_m : door.own.y_m; };
  std::ranges::sort(cell.doors, {}, place);
  std::size_t best = 0;
  const std::size_t half = cell.doors.size() / 2;
  const auto off = [&](std::size_t i) { return i > half ? i - half : half - i; };
  for (std::size_t i = 1; i < cell.doors.size(); ++i)
    if (place(cell.doors[i]) - place(cell.doors[i - 1]) > kBorderM && (best == 0 || off(i) < off(best))) best = i;
  if (best == 0) return false;
  const double border = (place(cell.doors[best - 1]) + place(cell.doors[best])) / 2;
  rest = cell;
  (by_x ? cell.east : cell.north) = border;
  (by_x ? rest.west : rest.south) = border;
  rest.doors.assign(cell.doors.begin() + static_cast<std::ptrdiff_t>(best), cell.doors.end());
  cell.doors.resize(best);
  return true;
}

}  // namespace

void add_town_squad(City& city, const Town& town, const TownParameters& parameters) {
  const bool led = parameters.officers >= kLedFrom;
  const int patrols = parameters.officers - (led ? 1 : 0), wanted = std::max(1, (patrols + 1) / 2);
  std::vector<Cell> cells{{-town.ahead_m, town.ahead_m, -town.beside_m, town.beside_m, {}}};
  for (std::size_t i = town.first_shop; i < town.first_shop + town.shops; ++i)
    cells[0].doors.push_back({town.own(before_shop(city, city.shops[i], 0.5, 0.5)), static_cast<int>(i)});
  while (static_cast<int>(cells.size()) < wanted) {
    const auto largest = std::ranges::max_element(cells, {}, [](const Cell& cell) { return cell.doors.size(); });
    Cell rest;
    if (!halve(*largest, rest)) break;
    cells.push_back(std::move(rest));
  }
  const std::string number = std::to_string(town.number + 1);
  const std::size_t first = city.grids.size();
  std::vector<Point> posts;
  for (const Cell& cell : cells) {
    city.grids.push_back({"g" + number + "_" + std::to_string(posts.size() + 1),
                          town_name(town.number) + "中队",
                          {town.at(cell.west, cell.south), town.at(cell.east, cell.south),
                           town.at(cell.east, cell.north), town.at(cell.west, cell.north)}});
    // Officers wait on the carriageway before the middle one of their shops.
    posts.push_back(
        cell.doors.empty()
            ? town.at((cell.west + cell.east) / 2, (cell.south + cell.north) / 2)
            : before_shop(city, city.shops[static_cast<std::size_t>(cell.doors[cell.doors.size() / 2].shop)], 0.5, 6));
  }
  struct Shift {
    Duration from, until;
  };
  constexpr Shift kShifts[] = {{6h + 30min, 14h + 30min}, {14h + 30min, 22h + 30min}, {10h, 18h}};
  for (int i = 0; i < parameters.officers; ++i) {
    const bool leads = led && i == 0;
    const auto patrol = static_cast<std::size_t>(leads ? 0 : i - (led ? 1 : 0));
    const Shift shift = leads ? Shift{8h, 18h} : kShifts[patrol / cells.size() % 3];
    const std::size_t cell = patrol % cells.size();
    city.officers.push_back({"o" + number + "_" + std::to_string(i + 1), city.grids[first + cell].id, posts[cell],
                             shift.from, shift.until, std::nullopt, leads});
  }
}

}  // namespace tricolor::sim
