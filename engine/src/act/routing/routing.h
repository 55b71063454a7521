// Decides which duty grid a place belongs to, and which officer a case goes to.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "engine/policy.h"
#include "types/bounding_box.h"

namespace tricolor::engine {

class Routing {
 public:
  Routing(const Configuration& configuration, const Policy& policy);

  /// Every question may name a desk. Then the officers and leaders of its team are asked instead of those of the grid's
  /// squad, wherever the place is, and whether it is at work is asked apart; a team without officers is as no desk.
  ///
  /// The officer for a place, under the policy's dispatch rule; nobody when no officer on duty is left. Leaders are not
  /// asked. `grid_owner` takes the grid's owner if he is on duty, otherwise an officer of the same grid, otherwise one
  /// of its squad, of equals the nearest. Officers of other squads are sent only where the grid has no squad, or its
  /// squad has no officer at all, or no grid is known. `load` is the number of open tasks by officer.
  std::optional<OfficerId> officer_for(std::optional<DutyGridId> grid, GroundPoint where, Time at,
                                       const std::set<OfficerId>& passed_over, const std::vector<int>& load,
                                       const CaseDesk* desk = nullptr) const;

  /// A leader who is on duty and not in `passed_over`: that of the grid, otherwise of its squad, otherwise, if its
  /// squad has no leader, of any squad; nobody when there is none.
  std::optional<OfficerId> leader_for(std::optional<DutyGridId> grid, Time at, const std::set<OfficerId>& passed_over,
                                      const CaseDesk* desk = nullptr) const;

  bool on_duty(OfficerId officer, Time at) const;
  /// The next instant after `at` at which an officer who is not in `without` comes on duty who may be sent to the grid,
  /// leaders included.
  std::optional<Time> next_shift(Time at, const std::set<OfficerId>& without = {},
                                 std::optional<DutyGridId> grid = std::nullopt, const CaseDesk* desk = nullptr) const;
  /// True when a leader may be sent to the grid: he leads its squad, or it has no leader of its own.
  bool leads_for(OfficerId leader, std::optional<DutyGridId> grid, const CaseDesk* desk = nullptr) const;
  /// True when an officer of the desk's team, no leader, is in the city.
  bool has_team(const CaseDesk& desk) const { return manned_.contains(desk.team); }
  /// The first instant from `at` on at which the desk is at work.
  static Time at_work(const CaseDesk& desk, Time at);

  struct NearestGrid {
    DutyGridId grid;
    double away_m = 0;  ///< Distance from its ground; 0 inside.
  };
  /// The grid whose ground is nearest to a place. A grid's ground is its outline or, where it has none, the zones that
  /// name it. Of equally near ones an outline goes before zones, and what is configured first before the rest. Nothing
  /// when no grid has any ground.
  std::optional<NearestGrid> nearest_grid(GroundPoint where) const;
  /// The grid of a place: the nearest one within the policy's `nearest_grid`.
  std::optional<DutyGridId> grid_at(GroundPoint where) const;
  /// The grid of what stands in a zone of grid `of_zone`: by its place where that grid has an outline, otherwise that
  /// of the zone.
  std::optional<DutyGridId> grid_of(DutyGridId of_zone, GroundPoint where) const;

  /// Notes the position that an officer's handset told. It is not journalled: a position ages (`position_good_for`),
  /// and the dispatch that it decides is an event.
  void note(OfficerId officer, GroundPoint where, Time at);

 private:
  struct Ground {
    const GroundPolygon* outline;
    BoundingBox bounds;
    DutyGridId grid;
  };

  /// The position of an officer as far as it is known: his handset's last one while it is fresh, otherwise his post.
  GroundPoint place_of(OfficerId officer, Time at) const;
  /// The squad of a grid; empty when it has none.
  const std::string& squad_of(std::optional<DutyGridId> grid) const;
  /// The squad whose matter it is: the desk's team, where it has officers, otherwise that of the grid.
  const std::string& squad_for(std::optional<DutyGridId> grid, const CaseDesk* desk) const;
  bool of_the_squad(OfficerId officer, const std::string& squad) const;
  /// False for an officer of another squad whom the policy, or the desk, does not send here.
  bool may_be_sent(OfficerId officer, std::optional<DutyGridId> grid, const CaseDesk* desk) const;

  const Configuration& configuration_;
  const Policy& policy_;
  std::vector<Ground> grounds_;
  std::set<std::string> manned_, led_;  ///< Squads that have officers, and leaders.
  std::map<OfficerId, std::pair<GroundPoint, Time>> positions_;
};

}  // namespace tricolor::engine
