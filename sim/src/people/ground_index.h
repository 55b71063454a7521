// Finds the things that stand near a place without looking at all that stand in the city: a grid of squares.
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "sim/city/city.h"

namespace tricolor::sim {

/// A grid over the ground, side `side_m` a square, with a list of `Item` for each square. Lists keep the order of
/// insertion. Not thread-safe.
template <class Item>
class GroundIndex {
 public:
  explicit GroundIndex(double side_m) : side_m_(side_m) {}

  void insert(Item item, Point at) { squares_[square_of(at)].push_back(item); }

  /// Takes out an item that was put in at this place.
  void erase(Item item, Point at) {
    const auto square = squares_.find(square_of(at));
    if (square == squares_.end()) return;
    std::erase(square->second, item);
    if (square->second.empty()) squares_.erase(square);
  }

  /// Puts an item into every square that a rectangle touches.
  void insert_over(Item item, Point low, Point high) {
    const Square a = square_of(low), b = square_of(high);
    for (std::int64_t x = a.first; x <= b.first; ++x)
      for (std::int64_t y = a.second; y <= b.second; ++y) squares_[{x, y}].push_back(item);
  }

  /// The items of the square that holds a place; null when there are none.
  const std::vector<Item>* at(Point place) const {
    const auto square = squares_.find(square_of(place));
    return square == squares_.end() ? nullptr : &square->second;
  }

  /// Calls `visit` for the items of all squares within `within_m` of a place in x and y, until it returns true; tells
  /// whether it did.
  template <class Visit>
  bool any_near(Point place, double within_m, Visit visit) const {
    const Square a = square_of({place.x_m - within_m, place.y_m - within_m}),
                 b = square_of({place.x_m + within_m, place.y_m + within_m});
    for (std::int64_t x = a.first; x <= b.first; ++x)
      for (auto square = squares_.lower_bound({x, a.second});
           square != squares_.end() && square->first <= Square{x, b.second}; ++square)
        for (const Item& item : square->second)
          if (visit(item)) return true;
    return false;
  }

 private:
  using Square = std::pair<std::int64_t, std::int64_t>;
  Square square_of(Point at) const {
    return {static_cast<std::int64_t>(std::floor(at.x_m / side_m_)),
            static_cast<std::int64_t>(std::floor(at.y_m / side_m_))};
  }

  double side_m_;
  std::map<Square, std::vector<Item>> squares_;
};

}  // namespace tricolor::sim
