// Puts shops along a town's streets, and the bays and trees between them.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "city/town.h"
#include "sim/camera/looks.h"
#include "sim/city/trades.h"

namespace tricolor::sim {
namespace {

constexpr auto kTownShopDraw = purpose("town.shop");
constexpr auto kTownBayDraw = purpose("town.bay");
constexpr auto kTownTreeDraw = purpose("town.tree");

constexpr double kHouseM = 4;      // Depth of a shop behind its front that no other shop takes, metres.
constexpr double kGapM = 16;       // Mean width of house doors and walls between two shops of a side street. Assumed.
constexpr double kNearShopM = 30;  // Fronts farther apart than this cannot meet, metres.

struct Quad {
  Point corner[4];
};

// The pavement before a front, the shop and its house, counter-clockwise or clockwise.
Quad ground_of(const City& city, int street_index, Side side, double from, double to) {
  const Street& street = city.streets[static_cast<std::size_t>(street_index)];
  const double sign = side == Side::left ? 1 : -1, half = street.carriageway_m / 2;
  const double near = sign * half, far = sign * (half + street.pavement_m + kHouseM);
  return {{street.at(from, near), street.at(to, near), street.at(to, far), street.at(from, far)}};
}

// True unless an edge of one of them parts them: the theorem of the separating axis.
bool meet(const Quad& a, const Quad& b) {
  const auto parted = [](const Quad& one, const Quad& two) {
    for (int i = 0; i < 4; ++i) {
      const Point p = one.corner[i], q = one.corner[(i + 1) % 4];
      const double nx = q.y_m - p.y_m, ny = p.x_m - q.x_m;
      double one_low = 1e300, one_high = -1e300, two_low = 1e300, two_high = -1e300;
      for (int k = 0; k < 4; ++k) {
        const double in_one = one.corner[k].x_m * nx + one.corner[k].y_m * ny,
                     in_two = two.corner[k].x_m * nx + two.corner[k].y_m * ny;
        one_low = std::min(one_low, in_one), one_high = std::max(one_high, in_one);
        two_low = std::min(two_low, in_two), two_high = std::max(two_high, in_two);
      }
      if (one_high <= two_low + 1e-6 || two_high <= one_low + 1e-6) return true;
    }
    return false;
  };
  return !parted(a, b) && !parted(b, a);
}

class Fronts {
 public:
  Fronts(City& city, Town& town, const FreeGround& ground) : city_(city), town_(town), ground_(ground) {
    for (const Trade& trade : kTrades) shares_.push_back(trade.share);
  }

  // Adds shops along these streets until there are `wanted` in the town: first with house doors and walls between them
  // as the street is dense, then in the gaps.
  void fill(const std::vector<int>& streets, bool dense, std::size_t wanted) {
    for (const bool gaps : {false, true})
      for (const int street : streets)
        for (const Side side : {Side::left, Side::right})
          for (double along = 2; town_.shops < wanted;) {
            Draw draw(town_.key(kTownShopDraw, town_.shops));
            const double width = draw.uniform(4.6, 8.2);
            const auto from = free_front(street, side, along, width);
            if (!from) break;
            add(street, side, *from, width, draw);
            along = *from + width;
            if (gaps) continue;
            along += draw.chance(0.12) ? 3.0 : 0.0;
            along += dense ? (draw.chance(0.06) ? 6.4 : 0.0) : draw.uniform(0, 2 * kGapM);
          }
  }

 private:
  void add(int street, Side side, double from, double width, Draw& draw) {
    const std::size_t number = town_.shops++;
    Shop shop;
    shop.id = "m" + std::to_string(town_.number + 1) + "_" + std::to_string(number + 1);
    shop.trade = kTrades[draw.weighted(shares_)].code;
    shop.name = sign_name(shop.trade, town_.seed, town_.key(0, number).entity);
    shop.street = street;
    shop.side = side;
    shop.from_m = from;
    shop.to_m = from + width;
    shop.look = draw.bits() % (kLooks * 100);
    const Quad ground = ground_of(city_, street, side, from, from + width);
    grounds_[cell_of(ground.corner[0])].push_back(ground);
    city_.shops.push_back(std::move(shop));
  }

  std::optional<double> free_front(int street, Side side, double along, double width) const {
    const double last = city_.streets[static_cast<std::size_t>(street)].length_m() - 1;
    for (; along + width < last; along += 0.5) {
      if (!ground_.free(street, side, along, along + width)) continue;
      const Quad wanted = ground_of(city_, street, side, along, along + width);
      if (!taken(wanted)) return along;
    }
    return std::nullopt;
  }

  using Cell = std::pair<int, int>;
  static Cell cell_of(Point at) {
    return {static_cast<int>(std::floor(at.x_m / kNearShopM)), static_cast<int>(std::floor(at.y_m / kNearShopM))};
  }

  bool taken(const Quad& wanted) const {
    const auto [x, y] = cell_of(wanted.corner[0]);
    for (const int dx : {-1, 0, 1})
      for (const int dy : {-1, 0, 1}) {
        const auto found = grounds_.find({x + dx, y + dy});
        if (found != grounds_.end() &&
            std::ranges::any_of(found->second, [&](const Quad& other) { return meet(wanted, other); }))
          return true;
      }
    return false;
  }

  City& city_;
  Town& town_;
  const FreeGround& ground_;
  std::vector<double> shares_;
  std::map<Cell, std::vector<Quad>> grounds_;  ///< By squares of kNearShopM a side.
};

}  // namespace

void add_town_shops(City& city, Town& town, const FreeGround& ground, const TownParameters& parameters) {
  town.first_shop = city.shops.size();
  Fronts fronts(city, town, ground);
  const auto main = static_cast<std::size_t>(parameters.main_street_shops);
  fronts.fill(town.main, true, main);
  if (town.shops < main) return;
  fronts.fill(town.others, false, main + static_cast<std::size_t>(parameters.other_shops));
}

void add_town_bays_and_trees(City& city, const Town& town, const FreeGround& ground) {
  for (const int street : town.built()) {
    const Street& s = city.streets[static_cast<std::size_t>(street)];
    const double half = s.carriageway_m / 2, last = s.length_m() - 2;
    for (const Side side : {Side::left, Side::right}) {
      const std::uint64_t entity = 2 * static_cast<std::uint64_t>(purpose(s.id)) + (side == Side::left);
      for (int k = 0; k * 45.0 + 20 < s.length_m() - 10; ++k) {
        Draw draw({town.seed, entity, kTownBayDraw, static_cast<std::uint64_t>(k)});
        const double from = 12 + k * 45.0 + draw.uniform(0, 14), length = draw.uniform(5, 8);
        if (from + length < last && ground.free(street, side, from, from + length))
          city.bays.push_back({street, side, from, from + length, half + 0.3, half + 2.1, false});
        const double car = from + 16 + draw.uniform(0, 5);
        if (half > 5 && car + 11 < last && ground.free(street, side, car, car + 11))
          city.bays.push_back({street, side, car, car + 11, half - 2.3, half - 0.1, true});
      }
      for (int k = 0; k * 11.0 + 6 < s.length_m() - 6; ++k) {
        Draw draw({town.seed, entity, kTownTreeDraw, static_cast<std::uint64_t>(k)});
        const double at = 6 + k * 11.0 + draw.uniform(-2, 2);
        if (ground.free(street, side, at - 1, at + 1) && draw.chance(0.7))
          city.trees.push_back({street, side, at, draw.bits() % 1000});
      }
    }
  }
}

}  // namespace tricolor::sim
