// Decides what merchants, vendors, drivers and riders do of themselves. Opportunities are drawn a day ahead at each
// entity's own highest rate, keyed by (entity, day, number), and decided shortly before their time: an action of the
// world on somebody moves only the threshold against the opportunity's own mark.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "people/spawners.h"
#include "people/world_state.h"
#include "sim/camera/looks.h"
#include "sim/city/generator.h"
#include "sim/city/trades.h"
#include "sim/people/day.h"
#include "sim/people/history.h"
#include "sim/people/stay_law.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kPutOut = purpose("merchant.put_out");
constexpr auto kInside = purpose("merchant.inside_line");
constexpr auto kDelivery = purpose("merchant.delivery");
constexpr auto kSetDown = purpose("merchant.set_down");
constexpr auto kBayBike = purpose("bay.bike");
constexpr auto kBayCar = purpose("bay.car");
constexpr auto kBin = purpose("furniture.bin");
constexpr auto kBoard = purpose("furniture.board");
constexpr auto kGames = purpose("merchant.games");
constexpr auto kGamePiece = purpose("merchant.game_piece");
constexpr auto kForgets = purpose("merchant.forgets");
// Marks of an opportunity that are drawn beside it, so that a figure more moves none of the others.
constexpr auto kLength = purpose("stay.length");
constexpr auto kRelapseLength = purpose("stay.relapse_length");

// Time before its own instant at which an opportunity is decided. Pictures are made some ten minutes ahead, so that a
// decision at least that early spoils none of them. Assumed.
constexpr Duration kDecidedAhead = 15min;
// Number of further places that somebody would also take, if the first is not free. Assumed.
constexpr int kOtherPlaces = 7;
// The number of the draw that says how many opportunities a day has; it is above all numbers of opportunities.
constexpr int kHowMany = 999;

// Which law a stay follows is a mark beside the opportunity's own stream, which says where in that law it lies.
double length_of(const Demand& demand, ThingKind kind, const Key& key, Draw& draw) {
  return stay_law(demand, kind).length_s(marks_of(key, kLength).uniform(), draw.uniform());
}

Temper temper_of(const Demand& demand, const Key& key, Draw& draw) {
  Temper temper;
  temper.notice_mark = draw.uniform();
  temper.response_s = draw.lognormal_median(demand.response_median_s, demand.response_sigma);
  temper.replies = draw.chance(0.2);
  temper.relapses = draw.chance(demand.relapses);
  temper.relapse_after_s = draw.uniform(300, 7200);
  temper.relapse_stay_s =
      stay_law(demand, ThingKind::pile).length_s(marks_of(key, kRelapseLength).uniform(), draw.uniform());
  temper.handling_s = draw.lognormal_median(demand.handling_median_s, demand.handling_sigma);
  return temper;
}

// Draws an hour for a shop: most of what it does falls into the busy hours of its trade.
double hour_for(const Trade& trade, Draw& draw) {
  double busy = 0;
  for (const BusyHours& span : trade.busy) busy += span.until - span.from;
  const bool in_busy = draw.chance(0.75);
  double mark = draw.uniform();
  if (!in_busy || busy <= 0) return trade.opens_hour + 0.2 + mark * (trade.closes_hour - trade.opens_hour - 0.7);
  mark *= busy;
  for (const BusyHours& span : trade.busy) {
    if (mark < span.until - span.from) return span.from + mark;
    mark -= span.until - span.from;
  }
  return trade.busy.front().from;
}

// Draws an hour for a vendor: vendors come when people are about.
double vendor_hour(Draw& draw) {
  const double mark = draw.uniform(0, 8);
  return mark < 2 ? 6.5 + mark : mark < 4 ? 9 + mark : 13 + mark;
}

}  // namespace

std::uint64_t opportunity(Time midnight, int number) {
  return static_cast<std::uint64_t>(midnight.time_since_epoch() / 24h) * 1000 + static_cast<std::uint64_t>(number);
}

int how_many(std::uint64_t seed, std::uint64_t entity, Purpose what, Time midnight, double mean) {
  Draw draw({seed, entity, what, opportunity(midnight, kHowMany)});
  return std::min(draw.poisson(mean), kHowMany - 1);
}

void World::Impl::at(Time time, Callback what) {
  if (time >= kernel.now() && time < end) kernel.schedule(time, Phase::world, std::move(what));
}

void World::Impl::expect(Opportunity chance) {
  if (const auto most = longest.find(chance.class_name); most != longest.end() && seconds(chance.stay_s) > most->second)
    return;
  const Time leaves = chance.when + seconds(chance.stay_s);
  // A run that begins in the middle of the day finds the lawful things in the street that came before.
  if (chance.when < kernel.now() && (!chance.class_name.empty() || leaves < kernel.now() + 1min)) return;
  if (chance.when >= end) return;
  if (lawful_matters && chance.class_name.empty()) {
    if (chance.places.empty()) return;
    Thing thing = chance.thing;
    thing.id = name_for(chance.key);
    thing.at = chance.places.front().at;
    thing.heading_rad = chance.places.front().heading_rad;
    if (!lawful_matters(thing, leaves - chance.when)) return;
  }
  const Time decided = std::max(kernel.now(), chance.when - kDecidedAhead);
  kernel.schedule(decided, Phase::world, [this, chance = std::move(chance)] { decide(chance); });
}

void World::Impl::decide(const Opportunity& chance) {
  if (chance.shop && chance.deterred_mark < deterrence(*chance.shop)) return;
  const Time from = std::max(chance.when, kernel.now());
  for (const Place& place : chance.places) {
    if (!free_place(place.at, chance.radius_m, from)) continue;
    Thing thing = chance.thing;
    thing.at = place.at;
    thing.heading_rad = place.heading_rad;
    if (chance.shop && !chance.class_name.empty() && plays_games(*chance.shop)) {
      play(std::make_shared<Game>(Game{chance, place, chance.when + seconds(chance.stay_s), 0}), from);
      return;
    }
    stand(chance.key, thing, from, chance.when + seconds(chance.stay_s), chance.class_name, chance.shop, chance.temper);
    return;
  }
}

bool World::Impl::plays_games(int shop) const {
  return Draw({city_seed(), entity_of(city.shops[static_cast<std::size_t>(shop)].id), kGames, 0}).chance(demand.games);
}

// Lets goods stand for the next of the times for which they do between two moments inside. The first begins at `from`,
// a later one a moment after it. Somebody who made them go has ended the game.
void World::Impl::play(std::shared_ptr<const Game> game, Time from) {
  // Number of pieces of one opportunity that have names of their own.
  constexpr int kPieces = 512;
  const Opportunity& chance = game->chance;
  if (game->piece >= kPieces) return;
  const Key key{seed, chance.key.entity, kGamePiece ^ chance.key.purpose,
                chance.key.index * kPieces + static_cast<std::uint64_t>(game->piece)};
  Draw draw(key);
  if (game->piece > 0) from += seconds(std::max(1.0, draw.uniform(0.5, 1.5) * demand.games_in_s));
  const Time ends = std::min(game->until, from + seconds(demand.games_out_s * (0.75 + 0.5 * draw.uniform())));
  if (ends <= from) return;
  at(from, [this, game, key, ends] {
    const Opportunity& what = game->chance;
    if (game->piece > 0 && !free_place(game->place.at, what.radius_m, kernel.now())) return;
    Thing thing = what.thing;
    thing.at = game->place.at;
    thing.heading_rad = game->place.heading_rad;
    const ThingId id = stand(key, thing, kernel.now(), ends, what.class_name, what.shop, what.temper);
    if (ends < game->until) {
      Game next = *game;
      ++next.piece;
      standing.at(id).game = std::make_shared<const Game>(std::move(next));
    }
  });
}

void World::Impl::plan_day(Time midnight) {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(midnight + kUtcOffset)};
  const double busy = day_of(city, demand, seed, midnight).shops(demand);
  for (int shop = 0; shop < static_cast<int>(city.shops.size()); ++shop) {
    const auto& closed_on = city.shops[static_cast<std::size_t>(shop)].closed_on;
    if (std::find(closed_on.begin(), closed_on.end(), today) == closed_on.end()) plan_shop(shop, midnight, busy);
  }
  for (int street = 0; street < static_cast<int>(city.streets.size()); ++street) {
    plan_street(street, midnight);
    plan_furniture(street, midnight);
    plan_false_reports(street, midnight);
  }
  plan_bays(midnight);
  plan_bins(midnight);
}

void World::Impl::plan_shop(int shop, Time midnight, double busy) {
  const Shop& front = city.shops[static_cast<std::size_t>(shop)];
  const Trade& trade = trade_named(front.trade);
  const Street& street = city.streets[static_cast<std::size_t>(front.street)];
  const ShopHabits& habits = this->habits[static_cast<std::size_t>(shop)];
  const auto entity = habits.entity;
  const double heading = street.heading_rad();

  const auto forget = [&](Opportunity& chance) {
    Draw draw = marks_of(chance.key, kForgets);
    if (draw.chance(demand.forgets))
      chance.temper.response_s = draw.lognormal_median(demand.forgets_median_s, demand.response_sigma);
  };
  const auto begin = [&](Purpose what, int number, Draw& draw) {
    Opportunity chance;
    chance.key = {seed, entity, what, opportunity(midnight, number)};
    chance.when = midnight + hours(hour_for(trade, draw));
    chance.shop = shop;
    chance.thing.look = draw.bits() % kLooks;
    return chance;
  };
  // Most places before the front are clear of the line (`straddle` moves some) and of bicycle bays: those begin 1.9 m
  // from the façade, and goods in them would be taken for parked there.
  const auto places_outside = [&](Opportunity& chance, Draw& draw) {
    const Extent& extent = city.kinds->extent_of(chance.thing.kind, chance.thing.look);
    const double side_room =
        std::min(0.45, (extent.length_m * chance.thing.scale / 2 + 0.15) / (front.to_m - front.from_m));
    for (int i = 0; i <= kOtherPlaces; ++i) {
      const double share = draw.uniform(side_room, 1 - side_room), out = draw.uniform(1.85, street.pavement_m - 1.3),
                   turn = draw.uniform(-0.08, 0.08);
      const double along = front.from_m + share * (front.to_m - front.from_m);
      if (in_bay(front.street, front.side, along, extent.length_m / 2 + 0.2)) continue;
      chance.places.push_back({before_shop(city, front, share, out), heading + turn});
    }
  };

  for (int k = 0, n = how_many(seed, entity, kPutOut, midnight, busy * habits.rate_per_day); k < n; ++k) {
    Draw draw({seed, entity, kPutOut, opportunity(midnight, k)});
    Opportunity chance = begin(kPutOut, k, draw);
    chance.deterred_mark = draw.uniform();
    const bool pile = draw.chance(trade.piles);
    chance.thing.kind = pile ? ThingKind::pile : ThingKind::display;
    chance.class_name = pile ? "piled_goods" : "out_of_store";
    chance.thing.scale = draw.uniform(0.95, 1.1);
    chance.stay_s = length_of(demand, chance.thing.kind, chance.key, draw);
    chance.temper = temper_of(demand, chance.key, draw);
    forget(chance);
    places_outside(chance, draw);
    straddle(chance, front);
    expect(std::move(chance));
  }
  for (int k = 0, n = how_many(seed, entity, kInside, midnight, busy * demand.goods_inside_line_per_shop_day); k < n;
       ++k) {
    Draw draw({seed, entity, kInside, opportunity(midnight, k)});
    Opportunity chance = begin(kInside, k, draw);
    chance.thing.kind = draw.chance(0.6) ? ThingKind::display : ThingKind::pile;
    chance.thing.look = slim_look(chance.thing.kind, 0.9, draw);
    chance.thing.scale = 0.85;
    // The goods stand with their back to the wall.
    const double out =
        city.kinds->extent_of(chance.thing.kind, chance.thing.look).width_m * chance.thing.scale / 2 + 0.03;
    chance.stay_s = draw.uniform(1200, 5 * 3600);
    chance.radius_m = 0.9;
    for (int i = 0; i < 3; ++i)
      chance.places.push_back({before_shop(city, front, draw.uniform(0.28, 0.72), out), heading});
    expect(std::move(chance));
  }
  for (int k = 0, n = how_many(seed, entity, kDelivery, midnight, busy * demand.deliveries_per_shop_day); k < n; ++k) {
    Draw draw({seed, entity, kDelivery, opportunity(midnight, k)});
    Opportunity chance = begin(kDelivery, k, draw);
    chance.thing.kind = ThingKind::pile;
    chance.stay_s = draw.uniform(40, 150);
    places_outside(chance, draw);
    expect(std::move(chance));
  }
  const double set_down = habits.has_room ? busy * demand.goods_set_down_per_shop_day : 0;
  for (int k = 0, n = how_many(seed, entity, kSetDown, midnight, set_down); k < n; ++k) {
    Draw draw({seed, entity, kSetDown, opportunity(midnight, k)});
    Opportunity chance = begin(kSetDown, k, draw);
    chance.thing.kind = ThingKind::pile;
    chance.class_name = "piled_goods";
    chance.stay_s = length_of(demand, chance.thing.kind, chance.key, draw);
    chance.temper = temper_of(demand, chance.key, draw);
    places_outside(chance, draw);
    straddle(chance, front);
    expect(std::move(chance));
  }
}

void World::Impl::plan_street(int street_index, Time midnight) {
  const Street& street = city.streets[static_cast<std::size_t>(street_index)];
  const auto entity = entity_of(street.id);
  const double km = street.life * street.length_m() / 1000, half = street.carriageway_m / 2;
  const double busy = day_of(city, demand, seed, midnight).streets(demand);

  for (const StreetSpawner& row : street_spawners(demand, *city.kinds)) {
    for (int k = 0, n = how_many(seed, entity, row.purpose, midnight, busy * row.per_km_day * km); k < n; ++k) {
      Opportunity chance;
      chance.key = {seed, entity, row.purpose, opportunity(midnight, k)};
      Draw draw(chance.key);
      chance.when = midnight + hours(row.hours ? draw.uniform(row.hours->from, row.hours->until) : vendor_hour(draw));
      chance.thing.kind = row.kind;
      chance.thing.look = draw.bits() % kLooks;
      chance.thing.scale = draw.uniform(0.97, 1.06);
      chance.stay_s = row.stays ? std::clamp(draw.lognormal_median(row.stays->median_s, row.stays->sigma),
                                             row.stays->least_s, row.stays->most_s)
                                : length_of(demand, row.kind, chance.key, draw);
      chance.class_name = row.class_name;
      chance.radius_m = row.radius_m;
      chance.temper.flees = draw.chance(demand.vendor_flees) && row.may_flee;
      chance.temper.handling_s = draw.lognormal_median(demand.handling_median_s, demand.handling_sigma);
      chance.temper.ignores_notice = true;
      // Nobody stops in a marked bay, on a crossing or where another street opens: they look further along.
      for (int i = 0; i <= 2 * kOtherPlaces; ++i) {
        const Side side = draw.chance(0.5) ? Side::left : Side::right;
        const double sign = side == Side::left ? 1 : -1, along = draw.uniform(8, street.length_m() - 8),
                     out = draw.uniform(half + row.from_kerb_m, half + row.to_kerb_m);
        const double turn = row.across ? 1.5708 + draw.uniform(-0.3, 0.3) : draw.uniform(-0.05, 0.05);
        if (in_bay(street_index, side, along, row.bay_reach_m) || in_junction(street_index, along)) continue;
        chance.places.push_back({street.at(along, sign * out), street.heading_rad() + turn + (sign > 0 ? 3.14159 : 0)});
      }
      if (row.across_bays) stand_across_a_bay(chance, street_index);
      expect(std::move(chance));
    }
  }
}

void World::Impl::plan_bays(Time midnight) {
  double bike_bay_m = 0;
  for (const Bay& bay : city.bays)
    if (!bay.for_motor) bike_bay_m += bay.to_m - bay.from_m;
  double km = 0;
  for (const Street& street : city.streets) km += street.life * street.length_m() / 1000;
  for (std::size_t i = 0; i < city.bays.size(); ++i) {
    const Bay& bay = city.bays[i];
    const Street& street = city.streets[static_cast<std::size_t>(bay.street)];
    const double sign = bay.side == Side::left ? 1 : -1, middle = (bay.near_m + bay.far_m) / 2,
                 length = bay.to_m - bay.from_m;
    const double pitch = bay.for_motor ? 5.5 : 0.9;
    const int slots = std::max(1, static_cast<int>(length / pitch));
    const auto entity = entity_of(street.id) + 1 + static_cast<std::uint64_t>(i);
    const Purpose what = bay.for_motor ? kBayCar : kBayBike;
    const double mean = bay.for_motor    ? demand.cars_per_bay_slot_day * slots
                        : bike_bay_m > 0 ? demand.bicycles_in_bays_per_km_day * km * length / bike_bay_m
                                         : 0;
    for (int k = 0, n = how_many(seed, entity, what, midnight, mean); k < n; ++k) {
      Opportunity chance;
      chance.key = {seed, entity, what, opportunity(midnight, k)};
      Draw draw(chance.key);
      chance.when = midnight + hours(draw.uniform(6, 22));
      const int slot = draw.integer(0, slots - 1);
      chance.thing.kind = bay.for_motor ? ThingKind::motor : ThingKind::nonmotor;
      chance.thing.look = draw.bits() % kLooks;
      chance.thing.scale = draw.uniform(0.95, 1.0);
      chance.stay_s = std::clamp(draw.lognormal_median(bay.for_motor ? 2400 : 5400, 0.8), 120.0, 28800.0);
      chance.radius_m = bay.for_motor ? 2.0 : 0.0;
      const double heading =
          street.heading_rad() + (bay.for_motor ? (sign > 0 ? 3.14159 : 0) : 1.5708 * sign + draw.uniform(-0.1, 0.1));
      for (int next = 0; next < slots; ++next)
        chance.places.push_back(
            {street.at(bay.from_m + ((slot + next) % slots + 0.5) * length / slots, sign * middle), heading});
      expect(std::move(chance));
    }
  }
}

// Lawful boards stand before the shops while these are open.
void World::Impl::plan_furniture(int street_index, Time midnight) {
  const Street& street = city.streets[static_cast<std::size_t>(street_index)];
  const auto entity = entity_of(street.id);
  const int boards = static_cast<int>(street.life * demand.signs_per_km * street.length_m() / 1000 + 0.5);
  for (int k = 0; k < boards; ++k) {
    Draw draw({city_seed(), entity, kBoard, static_cast<std::uint64_t>(k)});
    Opportunity chance;
    chance.key = {seed, entity, kBoard, opportunity(midnight, k)};
    chance.thing.kind = ThingKind::sign;
    chance.thing.look = draw.bits() % kLooks;
    const double sign = draw.chance(0.5) ? 1 : -1;
    const double along = draw.uniform(6, street.length_m() - 6), opens = draw.uniform(7.5, 9.5),
                 closes = draw.uniform(18.5, 21.5);
    chance.when = midnight + hours(opens);
    chance.stay_s = (closes - opens) * 3600;
    chance.radius_m = 0.4;
    if (in_junction(street_index, along)) continue;
    chance.places.push_back({street.at(along, sign * (street.carriageway_m / 2 + street.pavement_m - 0.5)),
                             street.heading_rad() - 1.5708 * sign});
    expect(std::move(chance));
  }
}

// Bins stand there all the time.
void World::Impl::put_bins() {
  for (std::size_t s = 0; s < city.streets.size(); ++s) {
    const Street& street = city.streets[s];
    const int bins = static_cast<int>(street.life * demand.bins_per_km * street.length_m() / 1000 + 0.5);
    for (int k = 0; k < bins; ++k) {
      const Key key{city_seed(), entity_of(street.id), kBin, static_cast<std::uint64_t>(k)};
      Draw draw(key);
      const std::uint32_t look = draw.bits() % kLooks;
      for (int attempt = 0; attempt <= kOtherPlaces; ++attempt) {
        const Side side = draw.chance(0.5) ? Side::left : Side::right;
        const double sign = side == Side::left ? 1 : -1, along = draw.uniform(6, street.length_m() - 6);
        if (in_junction(static_cast<int>(s), along) || in_bay(static_cast<int>(s), side, along, 0.8)) continue;
        const Thing bin{0,
                        ThingKind::bin,
                        look,
                        street.at(along, sign * (street.carriageway_m / 2 + 0.55)),
                        street.heading_rad() - 1.5708 * sign,
                        1,
                        0};
        put_bin(key, bin);
        break;
      }
    }
  }
}

}  // namespace tricolor::sim
