// Finds things by their place on the ground: what lies near a spot is found without asking everything that there is.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/geometry.h"

namespace tricolor::engine {

/// Keeps ids in square cells of the ground. The cost of a question grows with what lies near the spot, and with the
/// logarithm of all.
template <class Id>
class PlaceIndex {
 public:
  /// Notes where a thing is, wherever it was before. Metres, finite.
  void put(Id id, GroundPoint where) {
    const Cell cell = cell_of(where);
    const auto [known, added] = cell_of_.try_emplace(id, cell);
    if (!added) {
      if (known->second == cell) return;
      leave(known->second, id);
      known->second = cell;
    }
    cells_[cell].insert(id);
  }

  /// Forgets a thing; one that is not known is none.
  void remove(Id id) {
    const auto known = cell_of_.find(id);
    if (known == cell_of_.end()) return;
    leave(known->second, id);
    cell_of_.erase(known);
  }

  bool contains(Id id) const { return cell_of_.contains(id); }

  /// All things within `within_m` metres of a spot, and some that are farther, ascending.
  std::vector<Id> near(GroundPoint where, double within_m) const {
    const Cell low = cell_of({where.x_m - within_m, where.y_m - within_m}),
               high = cell_of({where.x_m + within_m, where.y_m + within_m});
    std::vector<Id> found;
    auto next = cells_.lower_bound(low);
    while (next != cells_.end() && next->first.first <= high.first) {
      const auto [column, row] = next->first;
      if (row < low.second) {
        next = cells_.lower_bound({column, low.second});
      } else if (row > high.second) {
        next = cells_.lower_bound({column + 1, low.second});
      } else {
        found.insert(found.end(), next->second.begin(), next->second.end());
        ++next;
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  using Cell = std::pair<std::int64_t, std::int64_t>;  ///< Column and row.

  // Side of a cell, metres. Assumed: half the distance within which a citizen's report may be about a known matter.
  static constexpr double kCellM = 25;
  // Places are cut off here, metres, so that no cell's number overflows.
  static constexpr double kFarthestM = 1e12;

  static Cell cell_of(GroundPoint where) {
    const auto number = [](double metres) {
      return static_cast<std::int64_t>(std::floor(std::clamp(metres, -kFarthestM, kFarthestM) / kCellM));
    };
    return {number(where.x_m), number(where.y_m)};
  }

  void leave(const Cell& cell, Id id) {
    const auto found = cells_.find(cell);
    found->second.erase(id);
    if (found->second.empty()) cells_.erase(found);
  }

  std::map<Cell, std::set<Id>> cells_;
  std::map<Id, Cell> cell_of_;
};

}  // namespace tricolor::engine
