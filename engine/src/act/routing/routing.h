// Which officer a case goes to.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "engine/policy.h"

namespace tricolor::engine {

class Routing {
 public:
  Routing(const Configuration& configuration, const Policy& policy);

  /// The officer for a place, under the policy's dispatch rule; nobody when nobody on duty is left. Leaders are not
  /// asked. `grid_owner`: the grid's owner if on duty, else whoever of the same grid is, else the nearest. `load`: open
  /// tasks by officer.
  std::optional<OfficerId> officer_for(DutyGridId duty_grid, GroundPoint where, Time at,
                                       const std::set<OfficerId>& passed_over, const std::vector<int>& load) const;

  /// The leader of a grid's squad, else of any squad, on duty and none of those; nobody when there is none.
  std::optional<OfficerId> leader_for(DutyGridId duty_grid, Time at, const std::set<OfficerId>& passed_over) const;

  bool on_duty(OfficerId officer, Time at) const;
  /// The grid of the zone whose outline is nearest to a place, 0 m for a zone that holds it; of two, the one that is
  /// configured first.
  DutyGridId grid_at(GroundPoint where) const;
  /// The next instant after `at` at which some officer other than those comes on duty, leaders included.
  std::optional<Time> next_shift(Time at, const std::set<OfficerId>& without = {}) const;

  /// An officer's handset told where it is. Not journalled: a position ages (`position_good_for`), and the dispatch
  /// that it decides is an event.
  void note(OfficerId officer, GroundPoint where, Time at);

 private:
  const Configuration& configuration_;
  const Policy& policy_;
  /// Where an officer is, as far as it is known: his handset's last position while it is fresh, else his post.
  GroundPoint place_of(OfficerId officer, Time at) const;

  std::map<OfficerId, std::pair<GroundPoint, Time>> positions_;
};

}  // namespace tricolor::engine
