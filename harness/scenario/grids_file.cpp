// Reads the duty grids of a scenario, which people drew.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "scenario/grid_shape.h"
#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using engine::KeyEntry;
using engine::MapReader;
using engine::Value;

void read_outline(MapReader& map, DutyGridLine& grid) {
  KeyEntry entry, corner, length;
  length.form = KeyEntry::Form::length;
  length.low = engine::written(-kFarthestM) + " m";
  length.high = engine::written(kFarthestM) + " m";
  corner.form = KeyEntry::Form::list;
  corner.low = corner.high = "2";
  corner.items = {length};
  entry.form = KeyEntry::Form::list;
  entry.low = "3";
  entry.high = std::to_string(kMostCorners);
  entry.items = {corner};
  const Value* outline = map.custom("outline", std::move(entry));
  if (!outline) return;
  for (const Value& item : map.items("outline", {3, kMostCorners})) {
    const auto length_at = [&](std::size_t i) {
      return item.kind == Value::Kind::list && item.items.size() == 2 ? engine::metres_of(item.items[i]) : std::nullopt;
    };
    const auto x = length_at(0), y = length_at(1);
    if (!x || !y || std::abs(*x) > kFarthestM || std::abs(*y) > kFarthestM) {
      map.complain(item, "outline",
                   "must be corners of two lengths such as [23 m, -9 m], each from " + engine::written(-kFarthestM) +
                       " m to " + engine::written(kFarthestM) + " m, got " + engine::shown(item));
      grid.outline.clear();
      return;
    }
    grid.outline.push_back({*x, *y});
  }
  if (grid.outline.empty()) return;
  if (const std::string must = grid_fault(grid.outline); !must.empty())
    map.complain(*outline, "outline", must + ", got " + engine::shown(*outline));
}

void read_duty_grid(MapReader& map, Reading& reading) {
  DutyGridLine grid;
  grid.origin = map.value().origin;
  map.required("id", "the grid's name in this file");
  map.identifier("id", grid.id);
  map.text("squad", grid.squad, "the squad (中队) to which it belongs; it stands alone when it is absent", {1, 100});
  known_name(map, "owner", grid.owner, reading.officers, "an officer of this scenario",
             "who answers for it; the first officer of the grid when it is absent");
  map.required("outline", "its corners in order, in either direction");
  read_outline(map, grid);
  unique(map, "id", grid.id, reading.duty_grids);
  reading.scenario.duty_grids.push_back(std::move(grid));
}

}  // namespace

void read_duty_grids(MapReader& map, Reading& reading) {
  map.each("duty_grids", {0, kMostGrids},
           "the duty grids (责任网格) as polygons: a matter goes to the one that holds its place. Without them a grid is "
           "the ground of the streets that name it; a city of towns has its own",
           [&](MapReader& item) { read_duty_grid(item, reading); });
  if (map.describing()) return;
  const Scenario& scenario = reading.scenario;
  if (scenario.duty_grids.empty()) return;
  if (scenario.city && scenario.city->kind == GeneratedCity::Kind::towns) {
    unwanted(map, "duty_grids", "has no place beside a city of towns, which has its own");
    return;
  }
  // An officer of a grid that nobody drew would get no case of his own.
  for (std::size_t i = 0; i < scenario.officers.size(); ++i) {
    const OfficerLine& officer = scenario.officers[i];
    if (!reading.duty_grids.has(officer.duty_grid))
      map.diagnostics().add(officer.origin, "officers[" + std::to_string(i) + "].duty_grid",
                            "must be one of duty_grids, got '" + officer.duty_grid + "'" +
                                map.diagnostics().meant(officer.duty_grid, reading.duty_grids.all()));
  }
}

void check_teams_of_desks(const Scenario& scenario, engine::Diagnostics& diagnostics) {
  std::vector<std::string> squads;
  for (const DutyGridLine& grid : scenario.duty_grids)
    if (!grid.squad.empty() && std::ranges::find(squads, grid.squad) == squads.end()) squads.push_back(grid.squad);
  Value table;
  engine::Diagnostics said_elsewhere;
  if (squads.empty() || !engine::read_document(scenario.classes_path, table, said_elsewhere)) return;
  const Value* desks = table.find("desks");
  if (!desks) return;
  for (const auto& [name, desk] : desks->entries)
    if (const Value* team = desk.find("team"); team && std::ranges::find(squads, team->text) == squads.end())
      diagnostics.add(team->origin, "desks." + name + ".team",
                      "must be a squad of the scenario's duty grids (" + engine::joined(squads) + "), got '" +
                          team->text + "'" + diagnostics.meant(team->text, squads));
}

}  // namespace tricolor::harness
