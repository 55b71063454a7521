// What merchants, vendors, drivers and riders do of themselves, and how they answer. Opportunities are drawn a day ahead at each
// entity's own rate, keyed by (entity, day, number); what the world does to somebody moves only the threshold against the
// opportunity's own mark.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "people/world_state.h"
#include "sim/camera/looks.h"
#include "sim/city/generator.h"
#include "sim/city/trades.h"
#include "sim/people/history.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kCount = purpose("day.count");
constexpr auto kPutOut = purpose("merchant.put_out");
constexpr auto kInside = purpose("merchant.inside_line");
constexpr auto kDelivery = purpose("merchant.delivery");
constexpr auto kVendor = purpose("vendor");
constexpr auto kMotor = purpose("motor.wrong");
constexpr auto kShortStop = purpose("motor.short_stop");
constexpr auto kNonmotor = purpose("nonmotor.wrong");
constexpr auto kWaiting = purpose("rider.waiting");
constexpr auto kBayBike = purpose("bay.bike");
constexpr auto kBayCar = purpose("bay.car");
constexpr auto kFurniture = purpose("furniture");
constexpr auto kReportDraw = purpose("citizen.report");

Duration seconds(double s) { return Duration{static_cast<std::int64_t>(s * 1e6)}; }
Duration hours(double h) { return seconds(h * 3600); }

// The index of an opportunity: day and number within the day.
std::uint64_t opportunity(Time midnight, int number) {
  return static_cast<std::uint64_t>(midnight.time_since_epoch() / 24h) * 1000 + static_cast<std::uint64_t>(number);
}

Temper temper_of(const Demand& demand, Draw& draw) {
  Temper temper;
  // 0.87 by 15 min is what the delay law gives; the never-responders are a part of it.
  temper.ignores_notice = draw.chance(demand.never_responds);
  temper.response_s = draw.lognormal_median(demand.response_median_s, demand.response_sigma);
  temper.replies = draw.chance(0.2);
  temper.relapses = draw.chance(demand.relapses);
  temper.relapse_after_s = draw.uniform(300, 7200);
  return temper;
}

}  // namespace

void World::Impl::at(Time time, Callback what) {
  if (time >= kernel.now() && time < end) kernel.schedule(time, Phase::world, std::move(what));
}

void World::Impl::plan_day(Time midnight) {
  for (int shop = 0; shop < static_cast<int>(city.shops.size()); ++shop) plan_shop(shop, midnight);
  for (int street = 0; street < static_cast<int>(city.streets.size()); ++street) plan_street(street, midnight);
  plan_bays(midnight);
}

void World::Impl::plan_shop(int shop, Time midnight) {
  const Shop& front = city.shops[static_cast<std::size_t>(shop)];
  const Trade& trade = trade_named(front.trade);
  const auto entity = static_cast<std::uint64_t>(shop);
  const double heading = city.streets[static_cast<std::size_t>(front.street)].heading_rad();
  const double pavement = city.streets[static_cast<std::size_t>(front.street)].pavement_m;
  Draw count({seed, entity, kCount, opportunity(midnight, 0)});
  const auto open_time = [&](Draw& draw) { return midnight + hours(draw.uniform(trade.opens_hour + 0.2, trade.closes_hour - 0.5)); };

  const int put_outs = count.poisson(merchant_rate_per_day(city, demand, seed, shop));
  for (int k = 0; k < put_outs; ++k) {
    Draw draw({seed, entity, kPutOut, opportunity(midnight, k)});
    const Time when = open_time(draw);
    const double deterred_below = draw.uniform();
    const bool pile = draw.chance(trade.piles);
    Thing thing{0, pile ? ThingKind::pile : ThingKind::display, draw.bits() % kLooks, before_shop(city, front, draw.uniform(0.3, 0.7), draw.uniform(1.75, pavement - 1.2)),
                heading + draw.uniform(-0.08, 0.08), draw.uniform(0.95, 1.1), 0};
    const double stay_s = std::clamp(draw.lognormal_median(demand.stay_median_s, demand.stay_sigma), 240.0, 6 * 3600.0);
    const Temper temper = temper_of(demand, draw);
    at(when, [this, shop, thing, stay_s, temper, deterred_below, pile] {
      const int colour = colours[static_cast<std::size_t>(shop)];
      if (deterred_below < (colour == 2 ? demand.deterred_at_red : colour == 1 ? demand.deterred_at_yellow : 0.0)) return;
      if (!free_place(thing.at, 1.0)) return;
      stand(thing, kernel.now(), kernel.now() + seconds(stay_s), pile ? "piled_goods" : "out_of_store", shop, temper);
    });
  }
  const int inside = count.poisson(demand.goods_inside_line_per_shop_day);
  for (int k = 0; k < inside; ++k) {
    Draw draw({seed, entity, kInside, opportunity(midnight, k)});
    const Time when = open_time(draw);
    Thing thing{0, draw.chance(0.6) ? ThingKind::display : ThingKind::pile, draw.bits() % kLooks, before_shop(city, front, draw.uniform(0.28, 0.72), 0.42), heading, 0.9, 0};
    const double stay_s = draw.uniform(1200, 5 * 3600);
    at(when, [this, shop, thing, stay_s] {
      if (free_place(thing.at, 0.9)) stand(thing, kernel.now(), kernel.now() + seconds(stay_s), {}, shop, {});
    });
  }
  const int deliveries = count.poisson(demand.deliveries_per_shop_day);
  for (int k = 0; k < deliveries; ++k) {
    Draw draw({seed, entity, kDelivery, opportunity(midnight, k)});
    const Time when = open_time(draw);
    Thing thing{0, ThingKind::pile, draw.bits() % kLooks, before_shop(city, front, draw.uniform(0.3, 0.7), draw.uniform(1.6, pavement - 1.2)), heading, 1, 0};
    const double stay_s = draw.uniform(40, 150);
    at(when, [this, shop, thing, stay_s] {
      if (free_place(thing.at, 1.0)) stand(thing, kernel.now(), kernel.now() + seconds(stay_s), {}, shop, {});
    });
  }
}

void World::Impl::plan_street(int street_index, Time midnight) {
  const Street& street = city.streets[static_cast<std::size_t>(street_index)];
  const auto entity = 10'000 + static_cast<std::uint64_t>(street_index);
  const double km = street.length_m() / 1000, half = street.carriageway_m / 2;
  Draw count({seed, entity, kCount, opportunity(midnight, 0)});

  struct Kind {
    Purpose purpose;
    double per_km_day;
    ThingKind kind;
    const char* class_name;
    double near_m, far_m;        // From the centre line.
    double median_s, sigma, least_s, most_s;
    double from_hour, until_hour;
    bool across;                 // Stands across the street rather than along it.
  };
  const Kind kinds[] = {
      {kVendor, demand.vendors_per_km_day, ThingKind::stall, "road_occupying", half - 0.5, half + 0.9, 2400, 0.7, 300, 14400, 6.5, 21, false},
      {kMotor, demand.motor_violations_per_km_day, ThingKind::motor, "motor_parking", half - 1.2, half - 1.0, 1500, 0.7, 480, 14400, 7, 20, false},
      {kNonmotor, demand.nonmotor_violations_per_km_day, ThingKind::nonmotor, "nonmotor_parking", half + 1.0, half + 2.2, 3600, 0.8, 900, 28800, 7, 20, true},
      {kShortStop, demand.short_stops_per_km_day, ThingKind::motor, "", half - 1.2, half - 1.0, 90, 0.6, 20, 240, 6, 22, false},
      {kWaiting, demand.waiting_riders_per_km_day, ThingKind::rider, "", half - 0.6, half + 0.5, 150, 0.7, 40, 900, 10, 21, false},
  };
  for (const Kind& kind : kinds) {
    const int number = count.poisson(kind.per_km_day * km);
    for (int k = 0; k < number; ++k) {
      Draw draw({seed, entity, kind.purpose, opportunity(midnight, k)});
      const Time when = midnight + hours(draw.uniform(kind.from_hour, kind.until_hour));
      const double sign = draw.chance(0.5) ? 1 : -1;
      const double along = draw.uniform(8, street.length_m() - 8);
      Thing thing{0, kind.kind, draw.bits() % kLooks, street.at(along, sign * draw.uniform(kind.near_m, kind.far_m)),
                  street.heading_rad() + (kind.across ? 1.5708 + draw.uniform(-0.3, 0.3) : draw.uniform(-0.05, 0.05)) + (sign > 0 ? 3.14159 : 0), draw.uniform(0.97, 1.06), 0};
      const double stay_s = std::clamp(draw.lognormal_median(kind.median_s, kind.sigma), kind.least_s, kind.most_s);
      Temper temper;
      temper.flees = kind.kind == ThingKind::stall && draw.chance(0.6);
      // Nobody stops in a marked bay, on a crossing or where another street opens.
      const auto taken = [&](double reach) {
        return std::any_of(city.bays.begin(), city.bays.end(), [&](const Bay& bay) {
          return bay.street == street_index && (bay.side == Side::left) == (sign > 0) && along > bay.from_m - reach && along < bay.to_m + reach;
        });
      };
      bool bad = taken(kind.kind == ThingKind::motor ? 3.2 : 1.6);
      for (const Crossing& crossing : city.crossings) bad = bad || (crossing.street == street_index && std::abs(crossing.at_m - along) < 6);
      for (std::size_t other = 0; other < city.streets.size(); ++other) {
        if (static_cast<int>(other) == street_index) continue;
        const Street& s = city.streets[other];
        const double dx = thing.at.x_m - s.from.x_m, dy = thing.at.y_m - s.from.y_m, c = std::cos(s.heading_rad()), n = std::sin(s.heading_rad());
        bad = bad || (std::abs(-dx * n + dy * c) < s.carriageway_m / 2 + s.pavement_m + 2 && dx * c + dy * n > 0 && dx * c + dy * n < s.length_m());
      }
      if (bad) continue;
      const double radius = kind.kind == ThingKind::motor ? 2.6 : 1.2;
      at(when, [this, thing, stay_s, temper, radius, class_name = std::string(kind.class_name)] {
        if (free_place(thing.at, radius)) stand(thing, kernel.now(), kernel.now() + seconds(stay_s), class_name, std::nullopt, temper);
      });
    }
  }
}

void World::Impl::plan_bays(Time midnight) {
  double bike_bay_m = 0;
  for (const Bay& bay : city.bays)
    if (!bay.for_motor) bike_bay_m += bay.to_m - bay.from_m;
  double km = 0;
  for (const Street& street : city.streets) km += street.length_m() / 1000;
  for (std::size_t i = 0; i < city.bays.size(); ++i) {
    const Bay& bay = city.bays[i];
    const Street& street = city.streets[static_cast<std::size_t>(bay.street)];
    const double sign = bay.side == Side::left ? 1 : -1, middle = (bay.near_m + bay.far_m) / 2, length = bay.to_m - bay.from_m;
    const double pitch = bay.for_motor ? 5.5 : 0.9;
    const int slots = std::max(1, static_cast<int>(length / pitch));
    const auto entity = 20'000 + static_cast<std::uint64_t>(i);
    Draw count({seed, entity, kCount, opportunity(midnight, 0)});
    const double mean = bay.for_motor ? demand.cars_per_bay_slot_day * slots : bike_bay_m > 0 ? demand.bicycles_in_bays_per_km_day * km * length / bike_bay_m : 0;
    const int number = count.poisson(mean);
    for (int k = 0; k < number; ++k) {
      Draw draw({seed, entity, bay.for_motor ? kBayCar : kBayBike, opportunity(midnight, k)});
      const Time when = midnight + hours(draw.uniform(6, 22));
      const int slot = draw.integer(0, slots - 1);
      const Point place = street.at(bay.from_m + (slot + 0.5) * length / slots, sign * middle);
      Thing thing{0, bay.for_motor ? ThingKind::motor : ThingKind::nonmotor, draw.bits() % kLooks, place,
                  street.heading_rad() + (bay.for_motor ? (sign > 0 ? 3.14159 : 0) : 1.5708 * sign + draw.uniform(-0.1, 0.1)), draw.uniform(0.95, 1.0), 0};
      const double stay_s = std::clamp(draw.lognormal_median(bay.for_motor ? 2400 : 5400, 0.8), 120.0, 28800.0);
      at(when, [this, thing, stay_s, motor = bay.for_motor] {
        if (free_place(thing.at, motor ? 2.0 : 0.0)) stand(thing, kernel.now(), kernel.now() + seconds(stay_s), {}, std::nullopt, {});
      });
    }
  }
}

// Bins and lawful boards stand there all the time.
void World::Impl::put_furniture() {
  for (std::size_t s = 0; s < city.streets.size(); ++s) {
    const Street& street = city.streets[s];
    const double half = street.carriageway_m / 2;
    Draw draw({seed, s, kFurniture, 0});
    const auto put = [&](ThingKind kind, double per_km, double out) {
      for (int k = 0; k < static_cast<int>(per_km * street.length_m() / 1000 + 0.5); ++k) {
        const double sign = draw.chance(0.5) ? 1 : -1, along = draw.uniform(6, street.length_m() - 6);
        stand({0, kind, draw.bits() % kLooks, street.at(along, sign * out), street.heading_rad() - 1.5708 * sign, 1, 0}, kernel.now(), std::nullopt, {}, std::nullopt, {});
      }
    };
    put(ThingKind::bin, demand.bins_per_km, half + 0.55);
    put(ThingKind::sign, demand.signs_per_km, half + street.pavement_m - 0.5);
  }
}

void World::Impl::answer_notice(int shop, const std::string& class_name) {
  std::vector<ThingId> concerned;
  for (const auto& [id, s] : standing)
    if (s.shop == shop && !s.class_name.empty() && (class_name.empty() || s.class_name == class_name)) concerned.push_back(id);
  for (const ThingId id : concerned) {
    const Standing& s = standing.at(id);
    if (s.temper.ignores_notice) continue;
    const Temper temper = s.temper;
    const Thing thing = s.thing;
    const std::string what = s.class_name;
    at(kernel.now() + seconds(temper.response_s), [this, id, shop, temper, thing, what] {
      if (!standing.contains(id)) return;
      go(id, "notice");
      if (temper.replies) listener->on_merchant_reply(shop, "已整改");
      if (!temper.relapses) return;
      at(kernel.now() + seconds(temper.relapse_after_s), [this, shop, thing, what, temper] {
        Temper second = temper;
        second.relapses = false;
        if (free_place(thing.at, 1.0)) stand(thing, kernel.now(), kernel.now() + 45min, what, shop, second);
      });
    });
  }
}

void World::Impl::maybe_report(ThingId thing) {
  const Standing& s = standing.at(thing);
  Draw draw({seed, thing, kReportDraw, 0});
  if (!spontaneous || !draw.chance(demand.citizen_reports_per_violation)) return;
  const Point where{s.thing.at.x_m + 8 * draw.normal(), s.thing.at.y_m + 8 * draw.normal()};
  const std::uint64_t reporter = draw.bits();
  const std::string class_name = draw.chance(0.85) ? s.class_name : std::string{};
  at(kernel.now() + seconds(draw.uniform(200, 1500)), [this, thing, where, reporter, class_name] {
    if (standing.contains(thing)) listener->on_citizen_report(reporter, where, class_name, "路边占道，请处理");
  });
}

}  // namespace tricolor::sim
