// The parts of which a town of a generated city is made, in the order in which they are made. Each adds to the city and
// reads nothing of other towns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::sim {

/// Adds outages of 40 min on average to a camera; they are together this share of the time. `key` is that of the
/// camera, of which the index is the day.
void draw_outages(CityCamera& camera, Key key, double down_share, Time start, int days);

/// "当湖", and "10镇" beyond the real names.
std::string town_name(int number);

/// A crossing of two streets.
struct Corner {
  int street = 0, other = 0;        ///< Indices into `City::streets`: the one along the town, and the one across it.
  double along_m = 0, other_m = 0;  ///< Place in each.
};

/// The plan of a town. Indices are those of `City`.
struct Town {
  std::uint64_t seed = 0;
  int number = 0;                 ///< From 0.
  Point site;                     ///< Middle of its main street.
  double turn_rad = 0;            ///< Direction of its main street's chord.
  std::vector<int> main, others;  ///< Stretches of the main street; all other streets with houses.
  std::vector<int> lanes;         ///< Stretches of lanes through the fields.
  std::vector<Corner> corners;
  double ahead_m = 0, beside_m = 0;  ///< Half the extent along and across its direction, lanes included, metres.
  std::size_t first_shop = 0, shops = 0;

  /// A place of the town's own frame: `x_m` along its direction from the site, `y_m` to the left.
  Point at(double x_m, double y_m) const;
  /// The other way round.
  Point own(Point place) const;
  /// Key of a draw for one thing of the town.
  Key key(Purpose what, std::uint64_t entity, std::uint64_t index = 0) const {
    return {seed, (static_cast<std::uint64_t>(number + 1) << 32) + entity, what, index};
  }
  std::vector<int> built() const;
};

/// Room that streets leave: of each stretch of a town's streets, where no other street opens.
class FreeGround {
 public:
  FreeGround(const City& city, const Town& town);
  /// True when `from_m` … `to_m` of one side, with the pavement before it and a house behind it, lies within the street
  /// and meets no other street.
  bool free(int street, Side side, double from_m, double to_m) const;

 private:
  std::vector<const Street*> streets_near(const City& city, std::size_t of) const;

  std::size_t first_;
  std::vector<std::vector<bool>> blocked_;  ///< By street and side: metre by metre.
};

/// Streets, crossings and lanes. `larger` is 0, or the number of attempts that left too little room for the shops.
Town lay_out_town(City& city, std::uint64_t seed, int number, const TownParameters& parameters, int larger);
/// As many shops as there is room for, at most as many as are asked for.
void add_town_shops(City& city, Town& town, const FreeGround& ground, const TownParameters& parameters);
void add_town_bays_and_trees(City& city, const Town& town, const FreeGround& ground);
/// Says when cameras fall out of order: a share of the time, drawn by this seed or else by the town's.
struct Outages {
  double down_share = 0;
  std::optional<std::uint64_t> seed;
  Time start;
  int days = 0;
};
void add_town_cameras(City& city, const Town& town, const FreeGround& ground, const TownParameters& parameters,
                      const Outages& outages);
/// Grids with about as many shops each, and the squad that answers for them.
void add_town_squad(City& city, const Town& town, const TownParameters& parameters);

}  // namespace tricolor::sim
