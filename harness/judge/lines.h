// The lines by which a run is judged: which ground is a shop's front and which pardons a class, such as a marked bay,
// as officers drew them or as they were surveyed; and what a thing is that stands on it, by the policy.
//
// The judge has the rule of its own: a share of the thing's ground must lie in fronts for it to stand outside, half of
// it in one zone of a kind that pardons its class for it to be lawful, and the front that has most of it answers for
// it.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "engine/policy.h"
#include "sim/city/city.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// Distance that a thing may lie off before it is certain on which side of a limit it stood, metres. A thing for which
/// it decides is undecidable.
inline constexpr double kCertainWithinM = 0.15;

/// A thing on the ground, by the lines of one side.
struct OnGround {
  std::optional<engine::ClassId> violation_class;  ///< None: it stands where it may.
  std::optional<int> shop;                         ///< The shop that answers for it.
  std::optional<engine::ClassId> may_be;           ///< The class that a thing there might violate.
  bool certain = true;       ///< False when `kCertainWithinM` in any direction would decide otherwise.
  bool between = false;      ///< It lies between the fronts of two shops.
  bool across_line = false;  ///< A part of it lies in fronts, and another outside of all.
};

/// Read-only after it is made; several threads may ask at once.
class Lines {
 public:
  /// The zones as officers drew them.
  static Lines drawn(const engine::Configuration& configuration, const sim::KindTable& kinds);
  /// The true fronts and bays; of the other kinds of zone, which the city has as they were drawn only, these. The order
  /// of shops in the city is that of the configuration's merchants.
  static Lines surveyed(const sim::City& city, const engine::Configuration& configuration);

  OnGround of(const sim::Stay& stay, const engine::OccupancyPolicy& rules) const;
  /// The kind of thing of this name; none for a kind that the city does not have.
  std::optional<sim::ThingKind> kind_named(std::string_view name) const;
  /// True when some class is to be apart from things of this kind.
  bool keeps_apart_from(sim::ThingKind kind) const { return company_[static_cast<std::size_t>(kind)]; }

 private:
  /// Bounds along x and y.
  struct Box {
    double west = 0, east = 0, south = 0, north = 0;
  };
  struct Ground {
    engine::GroundPolygon outline;
    engine::ZoneKind kind = engine::ZoneKind::shop_front;
    std::optional<int> shop;  ///< Whose front it is.
    Box bounds = {};
  };
  struct Shares {
    std::array<double, engine::kZoneKinds> in_one{};  ///< Largest share in one zone, by its kind.
    double in_fronts = 0, most = 0;
    std::optional<int> shop;  ///< The front that has most of it.
    double second = 0;        ///< Largest share of another shop.
  };

  Lines(const engine::ClassTable& classes, const sim::KindTable& kinds);
  std::optional<engine::ClassId> class_of(const sim::Stay& stay) const;
  /// Adds the zones as drawn that decide anything: fronts, and kinds that pardon a class.
  void add_drawn(const engine::Configuration& configuration, bool fronts_and_bays);
  void add(Ground ground);
  static Box box_of(const engine::GroundPolygon& outline);
  /// Gives the numbers of the grounds that may lie within `margin_m` of the box, ascending, and of some others.
  std::vector<std::size_t> near(const Box& box, double margin_m) const;
  Shares shares(const engine::GroundPolygon& thing, const std::vector<std::size_t>& near) const;

  engine::ClassTable classes_;
  std::vector<std::vector<bool>> shows_;  ///< By class and kind of thing.
  std::vector<std::string> kinds_;        ///< Names, by kind of thing.
  std::vector<bool> company_;             ///< By kind of thing: whether some class is to be apart from it.
  bool surveyed_ = false;
  std::vector<Ground> grounds_;
  std::map<std::pair<int, int>, std::vector<std::size_t>> cells_;  ///< Numbers of grounds, by square of the ground.
};

}  // namespace tricolor::harness
