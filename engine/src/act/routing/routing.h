// Decides which officer a case goes to.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "engine/policy.h"
#include "types/bounds.h"

namespace tricolor::engine {

class Routing {
 public:
  Routing(const Configuration& configuration, const Policy& policy);

  /// The officer for a place, under the policy's dispatch rule; nobody when no officer on duty is left. Leaders are not
  /// asked. `grid_owner` takes the grid's owner if he is on duty, otherwise an officer of the same grid, otherwise the
  /// nearest. `load` is the number of open tasks by officer.
  std::optional<OfficerId> officer_for(DutyGridId duty_grid, GroundPoint where, Time at,
                                       const std::set<OfficerId>& passed_over, const std::vector<int>& load) const;

  /// A leader who is on duty and not in `passed_over`: that of the grid's squad, otherwise of any squad; nobody when
  /// there is none.
  std::optional<OfficerId> leader_for(DutyGridId duty_grid, Time at, const std::set<OfficerId>& passed_over) const;

  bool on_duty(OfficerId officer, Time at) const;
  /// The grid of the zone whose outline is nearest to a place; a zone that holds the place is 0 m away. Of two equally
  /// near the one that is configured first.
  DutyGridId grid_at(GroundPoint where) const;
  /// The next instant after `at` at which an officer who is not in `without` comes on duty, leaders included.
  std::optional<Time> next_shift(Time at, const std::set<OfficerId>& without = {}) const;

  /// Notes the position that an officer's handset told. It is not journalled: a position ages (`position_good_for`),
  /// and the dispatch that it decides is an event.
  void note(OfficerId officer, GroundPoint where, Time at);

 private:
  const Configuration& configuration_;
  const Policy& policy_;
  /// The position of an officer as far as it is known: his handset's last one while it is fresh, otherwise his post.
  GroundPoint place_of(OfficerId officer, Time at) const;

  std::vector<Bounds> bounds_;  ///< Bounds of each zone's outline.
  std::map<OfficerId, std::pair<GroundPoint, Time>> positions_;
};

}  // namespace tricolor::engine
