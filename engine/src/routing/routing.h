// Which officer a case goes to.
#pragma once

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

  /// The officer for a place, under the policy's dispatch rule; nobody when nobody on duty is left. `grid_owner`: the grid's owner if
  /// on duty, else whoever of the same grid is, else the nearest. `load`: open tasks by officer.
  std::optional<OfficerId> officer_for(DutyGridId duty_grid, GroundPoint where, Time at, const std::set<OfficerId>& passed_over, const std::vector<int>& load) const;

  bool on_duty(OfficerId officer, Time at) const;
  /// The grid of the zone nearest to a place.
  DutyGridId grid_at(GroundPoint where) const;
  /// The next instant after `at` at which some officer comes on duty.
  std::optional<Time> next_shift(Time at) const;

 private:
  const Configuration& configuration_;
  const Policy& policy_;
  std::vector<std::pair<GroundPoint, DutyGridId>> places_;  ///< One point of each zone, close together in memory: they are searched.
};

}  // namespace tricolor::engine
