// Shows that the default street has the agreed demand: 20 to 30 violations a day on average over seeds, every class
// among them, at least five lawful look-alikes each, most of them in the busy hours; and that every thing that truth
// calls unlawful stands on ground where it is unlawful.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/people/history.h"
#include "sim/people/lived_street.h"

namespace tricolor::sim::testing::demand_test {
namespace {

constexpr int kDays = 7;
constexpr Time kEnd = kMonday + 24h * kDays;

std::unique_ptr<LivedStreet> live(std::uint64_t seed) {
  auto street = std::make_unique<LivedStreet>(generate_xinhua(seed, {}, kMonday, kDays), Demand{}, seed);
  street->world.start(kMonday, kEnd);
  const auto history = draw_history(street->city, Demand{}, seed, kMonday, 60, 0.65);
  for (std::size_t shop = 0; shop < history.size(); ++shop)
    street->world.set_colour(static_cast<int>(shop), history[shop].size() >= 5 ? 2 : history[shop].size() >= 3 ? 1 : 0);
  street->serve(kEnd);
  street->kernel.run_until(kEnd);
  return street;
}

TEST(demand, violations_and_look_alikes_are_as_settled) {
  double total = 0;
  for (const std::uint64_t seed : {1ull, 2ull, 3ull, 4ull}) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const auto street = live(seed);
    const auto found = violations(street->world.truth(), kEnd);
    std::map<std::string, int> by_class;
    for (const Stay& stay : found) ++by_class[stay.class_name];
    EXPECT_EQ(by_class.size(), 5u) << "every class of the page happens within a week";
    EXPECT_GE(found.size(), 15u * kDays);
    EXPECT_LE(found.size(), 33u * kDays);
    EXPECT_GE(look_alikes(street->world.truth()), 5 * found.size());
    total += static_cast<double>(found.size()) / kDays;
    EXPECT_GT(street->all("arrived").size(), 20u);
    int by_notice = 0, by_officer = 0;
    for (const Stay& stay : found) {
      by_notice += std::string(stay.ended_by) == "notice";
      by_officer += std::string(stay.ended_by) == "officer";
    }
    EXPECT_GT(by_notice, 20);
    EXPECT_GT(by_officer, 20);
  }
  EXPECT_GE(total / 4, 20);
  EXPECT_LE(total / 4, 30);
}

TEST(demand, truth_is_in_order_and_every_stay_was_announced) {
  const auto street = live(5);
  const auto& stays = street->world.truth().stays;
  std::map<ThingId, Time> stands;
  std::map<ThingId, Time> gone;
  for (const Said& said : street->said) {
    if (said.what == "stands") {
      EXPECT_LE(said.at, said.when);
      stands[said.number] = said.when;
    }
    if (said.what == "goes" && said.at == said.when) gone[said.number] = said.when;
  }
  for (std::size_t i = 0; i < stays.size(); ++i) {
    if (i > 0) {
      EXPECT_LE(stays[i - 1].from, stays[i].from);
    }
    EXPECT_EQ(stays[i].id, i + 1);
    EXPECT_EQ(stands.at(stays[i].thing), stays[i].from);
    if (stays[i].until) {
      EXPECT_EQ(gone.at(stays[i].thing), *stays[i].until);
    }
  }
}

/// A point in the frame of its street: the distance along it, and from the centre line, metres.
struct InStreet {
  int street = 0;
  double along = 0, across = 0;
};

InStreet locate(const City& city, Point at) {
  InStreet best;
  double nearest = 1e9;
  for (std::size_t i = 0; i < city.streets.size(); ++i) {
    const Street& s = city.streets[i];
    const double c = std::cos(s.heading_rad()), n = std::sin(s.heading_rad()), dx = at.x_m - s.from.x_m,
                 dy = at.y_m - s.from.y_m;
    const double along = dx * c + dy * n, across = -dx * n + dy * c;
    if (along < -1 || along > s.length_m() + 1 || std::abs(across) >= nearest) continue;
    nearest = std::abs(across);
    best = {static_cast<int>(i), along, across};
  }
  return best;
}

const Bay* bay_at(const City& city, const InStreet& in, bool motor) {
  for (const Bay& bay : city.bays)
    if (bay.street == in.street && bay.for_motor == motor && (bay.side == Side::left) == (in.across > 0) &&
        in.along > bay.from_m && in.along < bay.to_m && std::abs(in.across) > bay.near_m - 0.1 &&
        std::abs(in.across) < bay.far_m + 0.1)
      return &bay;
  return nullptr;
}

TEST(demand, unlawful_is_unlawful_by_the_ground) {
  const auto street = live(6);
  const City& city = street->city;
  for (const Stay& stay : street->world.truth().stays) {
    const InStreet in = locate(city, stay.at);
    const Street& way = city.streets[static_cast<std::size_t>(in.street)];
    // Distance from the façade.
    const double half = way.carriageway_m / 2, out = half + way.pavement_m - std::abs(in.across);
    SCOPED_TRACE(::testing::Message() << KindTable::well_known()->name_of(stay.kind) << " '" << stay.class_name
                                      << "' at " << stay.at.x_m << ", " << stay.at.y_m);
    const Duration length = stay.until.value_or(kEnd) - stay.from;
    if (stay.class_name == "piled_goods" || stay.class_name == "out_of_store") {
      const Shop& shop = city.shops[static_cast<std::size_t>(*stay.shop)];
      EXPECT_EQ(shop.street, in.street);
      EXPECT_GE(in.along, shop.from_m + 0.5);
      EXPECT_LE(in.along, shop.to_m - 0.5);
      // Its near edge lies outside the lawful strip by half a metre, at least, for goods that are 1.3 m deep at the
      // most.
      EXPECT_GE(out - 0.72, kLawfulStripM + 0.05);
      EXPECT_FALSE(bay_at(city, in, false));
    } else if (stay.class_name == "motor_parking") {
      EXPECT_FALSE(bay_at(city, in, true));
      EXPECT_LT(std::abs(in.across), half);
    } else if (stay.class_name == "nonmotor_parking") {
      EXPECT_FALSE(bay_at(city, in, false));
      EXPECT_GT(std::abs(in.across), half);
    } else if (stay.class_name.empty() && stay.shop && length > 180s) {
      EXPECT_LE(out, 0.5) << "goods that stay are lawful only with their back to the wall";
    } else if (stay.class_name.empty() && stay.kind == ThingKind::motor && length > 300s) {
      EXPECT_TRUE(bay_at(city, in, true));
    } else if (stay.class_name.empty() && stay.kind == ThingKind::nonmotor && length > 600s) {
      EXPECT_TRUE(bay_at(city, in, false));
    }
  }
}

TEST(demand, a_run_that_begins_at_noon_finds_parked_cars_but_no_old_violations) {
  const Time noon = kMonday + 12h;
  LivedStreet street(generate_xinhua(2, {}, noon, 1), Demand{}, 2, noon);
  street.world.start(noon, noon + 1h);
  street.kernel.run_until(noon + 1s);
  int motors = 0;
  for (const Stay& stay : street.world.truth().stays) {
    motors += stay.kind == ThingKind::motor;
    EXPECT_TRUE(stay.class_name.empty());
  }
  EXPECT_GT(motors, 10);
}

TEST(history, comes_from_the_merchants_own_rates) {
  const City city = generate_xinhua(1, {}, kMonday, 7);
  const Demand demand;
  const auto history = draw_history(city, demand, 1, kMonday, 60, 0.65);
  ASSERT_EQ(history.size(), city.shops.size());
  double of_busy = 0, of_calm = 0;
  int green = 0, yellow = 0, red = 0, busy = 0, calm = 0;
  for (std::size_t shop = 0; shop < history.size(); ++shop) {
    const double rate = merchant_rate_per_day(city, demand, 1, static_cast<int>(shop));
    ++(rate > 0.1 ? busy : calm);
    (rate > 0.1 ? of_busy : of_calm) += static_cast<double>(history[shop].size());
    ++(history[shop].size() >= 5 ? red : history[shop].size() >= 3 ? yellow : green);
    if (!room_before(city, city.shops[shop])) {
      EXPECT_TRUE(history[shop].empty());
    }
    for (std::size_t i = 0; i < history[shop].size(); ++i) {
      EXPECT_GE(history[shop][i], kMonday - 60 * 24h);
      EXPECT_LT(history[shop][i], kMonday);
      if (i > 0) {
        EXPECT_LE(history[shop][i - 1], history[shop][i]);
      }
    }
  }
  EXPECT_GT(of_busy / busy, 5 * of_calm / calm) << "a few chronic offenders";
  EXPECT_GT(green, 180);
  EXPECT_GT(yellow, 8);
  EXPECT_GT(red, 15);
}

// Bins stand at a waste point from the first instant on and never go, whatever the day's seed.
TEST(WastePoints, FourBinsStandAtEachFromTheBeginning) {
  CityParameters parameters;
  parameters.towns.push_back({10, 10, 0, 0, 0, 5, 2});
  const City city = generate_city(3, parameters, kMonday, 1);
  ASSERT_GE(city.waste_points.size(), 3u);
  Demand demand;
  demand.bins_per_km = 0;
  LivedStreet lived(city, demand, 7);
  lived.world.set_spontaneous(true);
  lived.world.start(kMonday, kMonday + 1h);
  std::size_t bins = 0;
  for (const Said& said : lived.said) {
    if (said.what != "stands" || said.text != "bin") continue;
    ++bins;
    EXPECT_TRUE(std::ranges::any_of(city.waste_points, [&](const WastePoint& point) {
      const Street& street = city.streets[static_cast<std::size_t>(point.street)];
      const double sign = point.side == Side::left ? 1 : -1;
      const Point at = street.at(point.at_m, sign * (street.carriageway_m / 2 + street.pavement_m - 1));
      return std::hypot(at.x_m - said.where.x_m, at.y_m - said.where.y_m) < 2.5;
    }));
  }
  EXPECT_EQ(bins, 4 * city.waste_points.size());
}

}  // namespace
}  // namespace tricolor::sim::testing::demand_test
