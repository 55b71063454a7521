// Says where things come to stand: clear of bays and junctions, beside the line of a front, across two fronts, across
// the end of a bay.
#include <algorithm>
#include <cmath>

#include "people/world_state.h"
#include "sim/camera/looks.h"
#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

constexpr auto kBesideLine = purpose("place.beside_line");

// Goods stand beside a line when their centre is at most this far from it, metres. The figure.
constexpr double kNearLineM = 0.3;
// The farthest that the centre of goods across two shops lies on their owner's side of the border, metres. Assumed.
constexpr double kAcrossM = 0.4;
// The widest gap between two fronts whose goods may lie across both, metres. Assumed.
constexpr double kNextDoorGapM = 0.3;

}  // namespace

// Draws an appearance of the kind that is no deeper than `deepest_m`, so that it fits into the lawful strip.
std::uint32_t World::Impl::slim_look(ThingKind kind, double deepest_m, Draw& draw) const {
  std::uint32_t look = draw.bits() % kLooks;
  for (std::uint32_t step = 0; step < kLookFamilies && city.kinds->extent_of(kind, look).width_m > deepest_m; ++step)
    look = (look + 1) % kLooks;
  return look;
}

// The stream of the marks that an opportunity has of one sort.
Draw marks_of(Key key, Purpose sort) {
  key.purpose ^= sort;
  return Draw(key);
}

bool World::Impl::in_bay(int street, Side side, double along_m, double reach_m) const {
  const StreetPlaces& places = places_of[static_cast<std::size_t>(street)];
  return std::any_of(places.bays.begin(), places.bays.end(), [&](const Bay* bay) {
    return bay->side == side && along_m > bay->from_m - reach_m && along_m < bay->to_m + reach_m;
  });
}

// True on a crossing, or where another street opens.
bool World::Impl::in_junction(int street_index, double along_m) const {
  const StreetPlaces& places = places_of[static_cast<std::size_t>(street_index)];
  for (const Crossing* crossing : places.crossings)
    if (std::abs(crossing->at_m - along_m) < crossing->width_m / 2 + 4) return true;
  const Point here = city.streets[static_cast<std::size_t>(street_index)].at(along_m, 0);
  for (const StreetPlaces::Opening& s : places.opening) {
    const double dx = here.x_m - s.from.x_m, dy = here.y_m - s.from.y_m, along = dx * s.along_x + dy * s.along_y;
    if (std::abs(-dx * s.along_y + dy * s.along_x) < s.reach_m && along > -s.reach_m && along < s.length_m + s.reach_m)
      return true;
  }
  return false;
}

std::vector<StreetPlaces> places_by_street(const City& city) {
  std::vector<StreetPlaces> places(city.streets.size());
  for (const Bay& bay : city.bays) places[static_cast<std::size_t>(bay.street)].bays.push_back(&bay);
  for (const Crossing& crossing : city.crossings)
    places[static_cast<std::size_t>(crossing.street)].crossings.push_back(&crossing);
  for (std::size_t i = 0; i < city.streets.size(); ++i)
    for (std::size_t k = 0; k < city.streets.size(); ++k) {
      const Street &street = city.streets[i], &other = city.streets[k];
      // The next stretch of a road with bends opens nothing.
      if (i == k || street.continues == static_cast<int>(k) || other.continues == static_cast<int>(i)) continue;
      const Point a = street.at(street.length_m() / 2, 0), b = other.at(other.length_m() / 2, 0);
      const double reach = other.carriageway_m / 2 + other.pavement_m + 2;
      if (std::hypot(a.x_m - b.x_m, a.y_m - b.y_m) <= (street.length_m() + other.length_m()) / 2 + 3 * reach)
        places[i].opening.push_back(
            {other.from, std::cos(other.heading_rad()), std::sin(other.heading_rad()), reach, other.length_m()});
    }
  return places;
}

// The shop whose front begins where this one ends, on its other or its nearer end; none: there is a gap.
const Shop* World::Impl::neighbour(const Shop& front, bool at_far_end) const {
  const double border = at_far_end ? front.to_m : front.from_m;
  for (const Shop& other : city.shops)
    if (other.street == front.street && other.side == front.side && other.id != front.id &&
        std::abs((at_far_end ? other.from_m : other.to_m) - border) <= kNextDoorGapM)
      return &other;
  return nullptr;
}

// Moves goods beside the line of the lawful strip, or across the border to a neighbour, where their marks say so.
void World::Impl::straddle(Opportunity& chance, const Shop& front) const {
  Draw draw = marks_of(chance.key, kBesideLine);
  const double mark = draw.uniform(), offset = draw.uniform(-1, 1);
  const bool far_end = draw.chance(0.5);
  const Street& street = city.streets[static_cast<std::size_t>(front.street)];
  const double wide_m = front.to_m - front.from_m, heading = street.heading_rad();
  Thing& thing = chance.thing;
  if (mark < demand.goods_near_line) {
    chance.places.clear();
    thing.look = slim_look(thing.kind, 0.9, draw);
    thing.scale = std::min(thing.scale, 1.0);
    const double out = kLawfulStripM + kNearLineM * offset;
    for (int i = 0; i < 3; ++i)
      chance.places.push_back({before_shop(city, front, draw.uniform(0.28, 0.72), out), heading});
  } else if (mark < demand.goods_near_line + demand.goods_across_shops) {
    // At one end or at the other: there is not a neighbour everywhere, and a bay may lie there.
    std::vector<Place> across;
    for (const bool end : {far_end, !far_end}) {
      const double inwards = kAcrossM * std::abs(offset) / wide_m, share = end ? 1 - inwards : inwards;
      const double reach_m = city.kinds->extent_of(thing.kind, thing.look).length_m / 2 + 0.2;
      if (!neighbour(front, end) || in_bay(front.street, front.side, front.from_m + share * wide_m, reach_m)) continue;
      for (int i = 0; i < 3; ++i)
        across.push_back({before_shop(city, front, share, draw.uniform(1.85, street.pavement_m - 1.3)), heading});
    }
    if (!across.empty()) chance.places = std::move(across);
  }
}

// Puts a bicycle across the end of a bicycle bay, where its marks say so: at the bay's end, or at that of the next bay.
void World::Impl::stand_across_a_bay(Opportunity& chance, int street_index) const {
  Draw draw = marks_of(chance.key, kBesideLine);
  if (!draw.chance(demand.nonmotor_across_bay)) return;
  std::vector<const Bay*> bays;
  for (const Bay* bay : places_of[static_cast<std::size_t>(street_index)].bays)
    if (!bay->for_motor) bays.push_back(bay);
  if (bays.empty()) return;
  const Bay& bay = *bays[static_cast<std::size_t>(draw.integer(0, static_cast<int>(bays.size()) - 1))];
  const Street& street = city.streets[static_cast<std::size_t>(street_index)];
  const double sign = bay.side == Side::left ? 1 : -1, offset = draw.uniform(-kNearLineM, kNearLineM);
  const double along = (draw.chance(0.5) ? bay.from_m : bay.to_m) + offset;
  chance.places = {{street.at(along, sign * (bay.near_m + bay.far_m) / 2), street.heading_rad() + 1.5708 * sign}};
  chance.radius_m = 0;
}

}  // namespace tricolor::sim
