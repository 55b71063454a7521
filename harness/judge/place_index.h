// Finds what stood near a place, or was one merchant's, within a span of time, without a look at all there is. An index
// may give more than was asked for, never less: whoever asks applies the exact rule to what it gives.
//
// All of it is a value; several threads may ask at once while none changes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "sim/scene.h"
#include "sim/time.h"

namespace tricolor::harness {

/// Largest distance in metres of an incident without a merchant from the violation that it matches (the design's
/// figure). It is the judge's own and differs from those by which the engine merges sightings and a reviewer searches:
/// a looser engine must not make a looser judge.
inline constexpr double kSamePlaceM = 5.0;

/// Spans of time, each with a number. A question costs the logarithm of all and what it finds.
class Spans {
 public:
  /// Both ends belong to a span. `until` may lie before `from`: then only a question meets it that holds both instants.
  void add(sim::Time from, sim::Time until, std::size_t number);
  /// Makes ready for questions; to be called after the last `add`.
  void arrange();
  /// Appends the numbers of all spans with span.from <= until and span.until >= from, in no order.
  void meeting(sim::Time from, sim::Time until, std::vector<std::size_t>& numbers) const;

 private:
  struct Span {
    sim::Time from, until;
    std::size_t number;
    sim::Time latest;  ///< Latest `until` of the subtree of which this span is the root.
  };
  sim::Time arrange(std::size_t first, std::size_t last);
  void meeting(std::size_t first, std::size_t last, sim::Time from, sim::Time until,
               std::vector<std::size_t>& numbers) const;
  /// By `from`. The middle of a range is the root of its tree.
  std::vector<Span> spans_;
};

/// Something that stood for a while. Its number is its index in the list that the index was made of.
struct Standing {
  std::int64_t group = 0;  ///< Things of different groups are never found together. Any value.
  std::optional<int> shop;
  sim::Point at;
  sim::Time from, until;
};

/// Finds standing things by shop, or by place where no shop answers for them.
class StandingIndex {
 public:
  explicit StandingIndex(const std::vector<Standing>& things);
  /// The `count` things that `thing(i)` gives, without a list of them.
  template <class Thing>
  StandingIndex(std::size_t count, Thing&& thing) {
    for (std::size_t i = 0; i < count; ++i) add(thing(i), i);
    arrange();
  }
  /// Gives, ascending, the numbers of the shop's things whose spans meet from … until.
  std::vector<std::size_t> of_shop(std::int64_t group, int shop, sim::Time from, sim::Time until) const;
  /// Gives, ascending, the numbers of all things of no shop within `radius_m` whose spans meet from … until, and of
  /// some a little farther off.
  std::vector<std::size_t> near(std::int64_t group, sim::Point at, double radius_m, sim::Time from,
                                sim::Time until) const;

 private:
  /// Group, shop (−1: none), column and row of the cell (0 for a shop).
  using Key = std::tuple<std::int64_t, int, std::int64_t, std::int64_t>;
  void add(const Standing& thing, std::size_t number);
  void arrange();
  std::map<Key, Spans> spans_;
};

/// Spots on the ground, numbered from 0 in the order in which they were added.
class SpotIndex {
 public:
  /// Gives the number of the new spot.
  std::size_t add(sim::Point at);
  /// Gives the lowest number of a spot at most `radius_m` away.
  std::optional<std::size_t> first_within(sim::Point at, double radius_m) const;

 private:
  std::vector<sim::Point> spots_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::size_t>> cells_;
};

}  // namespace tricolor::harness
