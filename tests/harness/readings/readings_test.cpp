// Shows that another reading of one journal is what the engine would have counted under it: the fold of the run's own
// reading is the engine's colours, the strikes of each answer to C7 are those of a run under that answer, and higher
// thresholds make no shop worse. All runs are of Xinhua Road at the events, 40 days of seed 1.
#include <gtest/gtest.h>

#include <chrono>
#include <map>

#include "adapters/closed_loop.h"
#include "adapters/pictures.h"
#include "readings/readings.h"
#include "readings/readings_page.h"
#include "readings/shop_groups.h"
#include "run/load.h"

namespace tricolor::harness::readings_test {
namespace {

using namespace std::chrono_literals;
using StrikeIs = engine::ColourPolicy::StrikeIs;

struct Folded {
  RunRecord run;
  engine::ServiceState state;
};

const Folded& run_under(StrikeIs strike_is) {
  static std::map<StrikeIs, Folded> runs;
  const auto [entry, fresh] = runs.try_emplace(strike_is);
  if (fresh) {
    engine::Diagnostics diagnostics;
    auto inputs =
        load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics, {.rung = "events", .profile = {}});
    EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
    inputs->scenario.lasts = 40 * 24h;
    // Nobody minds a colour, so that all runs have the same violations.
    sim::Demand& demand = inputs->demand.figures;
    demand.deterred_at_yellow = demand.deterred_at_red = 0;
    demand.never_more_at_yellow = demand.never_more_at_red = 0;
    engine::Policy policy = inputs->policies.first();
    policy.colour.strike_is = strike_is;
    inputs->policies = PolicyHistory(policy);
    LoopOptions options;
    options.threads = 1;
    options.judge = false;
    entry->second.run = run_closed_loop(*inputs, options);
    entry->second.state = engine::state_of(entry->second.run.journal);
  }
  return entry->second;
}

FoldedReadings folds_of(const Folded& it) {
  return fold_readings(it.state, it.run.configuration, it.run.policy(), it.run.start, it.run.end);
}

char letter_at_the_end(const Folded& it, engine::MerchantId shop) {
  const auto* record = it.state.merchant(shop);
  const auto colour = record ? record->colour : engine::Colour::green;
  return colour == engine::Colour::red ? 'R' : colour == engine::Colour::yellow ? 'Y' : 'G';
}

TEST(Readings, TheRunsOwnIsWhatTheEngineKept) {
  const Folded& it = run_under(StrikeIs::counted);
  const FoldedReadings folded = folds_of(it);
  ASSERT_GT(folded.struck.size(), 20u);
  const std::string& row = folded.row(0, folded.own_thresholds, folded.instants.size() - 1);
  for (std::size_t i = 0; i < row.size(); ++i)
    EXPECT_EQ(row[i], letter_at_the_end(it, folded.struck[i])) << "shop " << folded.struck[i].value;
  EXPECT_NE(row.find('Y'), std::string::npos) << "the street has more than one colour";
}

TEST(Readings, StrikesOfAnotherAnswerToC7AreThoseOfARunUnderIt) {
  const Folded& counted = run_under(StrikeIs::counted);
  for (const StrikeIs other : {StrikeIs::notified, StrikeIs::uncorrected, StrikeIs::officer_confirmed}) {
    const Folded& run = run_under(other);
    std::size_t strikes = 0;
    for (std::uint32_t i = 0; i < counted.run.configuration.merchants.size(); ++i) {
      const engine::MerchantId shop{i};
      const auto read = strikes_under(other, counted.state, counted.run.configuration, counted.run.policy(), shop);
      const auto* record = run.state.merchant(shop);
      ASSERT_EQ(read.size(), record ? record->strikes.size() : 0u)
          << "shop " << i << " under answer " << static_cast<int>(other);
      for (std::size_t strike = 0; strike < read.size(); ++strike)
        EXPECT_EQ(read[strike].at, record->strikes[strike].at) << "shop " << i;
      strikes += read.size();
    }
    EXPECT_GT(strikes, 10u) << "answer " << static_cast<int>(other);
  }
}

TEST(Readings, HigherThresholdsMakeNoShopWorse) {
  const FoldedReadings folded = folds_of(run_under(StrikeIs::counted));
  const std::string order = "GYR";
  const std::size_t last = folded.instants.size() - 1;
  for (std::size_t a = 0; a < folded.thresholds.size(); ++a)
    for (std::size_t b = 0; b < folded.thresholds.size(); ++b) {
      const Thresholds &low = folded.thresholds[a], &high = folded.thresholds[b];
      if (low.yellow > high.yellow || low.red > high.red) continue;
      // The floor after a step-down depends on the thresholds, so that only a count without one is monotone.
      for (std::size_t reading = 0; reading < folded.readings.size(); ++reading) {
        if (folded.readings[reading].key != "count_since=ever") continue;
        const std::string &worse = folded.row(reading, a, last), &better = folded.row(reading, b, last);
        for (std::size_t i = 0; i < worse.size(); ++i)
          EXPECT_GE(order.find(worse[i]), order.find(better[i]))
              << low.yellow << "/" << low.red << " against " << high.yellow << "/" << high.red;
      }
    }
}

TEST(Readings, EachDiffersFromTheRunsOwnInItsSwitchAndHasWordsInBothLanguages) {
  const engine::ColourPolicy own = run_under(StrikeIs::counted).run.policy().colour;
  const auto readings = readings_beside(own);
  ASSERT_GT(readings.size(), 10u);
  std::set<std::string> keys;
  for (const ColourReading& reading : readings) {
    EXPECT_TRUE(keys.insert(reading.key).second) << reading.key << " twice";
    EXPECT_FALSE(reading.zh.empty() || reading.en.empty()) << reading.key;
  }
}

TEST(Readings, TheTableHasARowForEachReadingThresholdsAndInstant) {
  const Folded& it = run_under(StrikeIs::counted);
  const FoldedReadings folded = folds_of(it);
  const std::string csv = readings_csv(folded, it.run.configuration.merchants.size());
  EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')),
            1 + folded.readings.size() * folded.thresholds.size() * folded.instants.size());
  EXPECT_EQ(folded.instants.size(), kMostInstants);
  EXPECT_EQ(folded.instants.back(), it.run.end);
}

TEST(Readings, RealShopsAreShownInGroupsOfTenOrMoreAndNotInTheOrderOfTheStreet) {
  sim::City city;
  for (const auto& [name, shops] : {std::pair{"大街", 12}, std::pair{"小弄", 4}, std::pair{"后街", 7}}) {
    city.streets.emplace_back();
    city.streets.back().name = name;
    for (int i = 0; i < shops; ++i) {
      city.shops.emplace_back();
      city.shops.back().street = static_cast<int>(city.streets.size()) - 1;
    }
  }
  const auto groups = groups_to_be_told(city);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].zh, "大街");
  EXPECT_EQ(groups[1].en, "other streets");
  EXPECT_EQ(groups[1].shops.size(), 11u);
  city.shops.pop_back(), city.shops.pop_back();
  EXPECT_EQ(groups_to_be_told(city).size(), 1u) << "nine shops are told of";

  const FoldedReadings folded = folds_of(run_under(StrikeIs::counted)), sorted = in_order_of_records(folded);
  EXPECT_NE(sorted.struck, folded.struck);
  std::map<engine::MerchantId, std::size_t> place;
  for (std::size_t i = 0; i < folded.struck.size(); ++i) place[folded.struck[i]] = i;
  for (std::size_t row = 0; row < folded.rows.size(); ++row)
    for (std::size_t i = 0; i < sorted.struck.size(); ++i)
      ASSERT_EQ(sorted.rows[row][i], folded.rows[row][place.at(sorted.struck[i])]);
}

TEST(Readings, ThePageOfAnImportedCityNamesNoShop) {
  const Folded& it = run_under(StrikeIs::counted);
  engine::Diagnostics diagnostics;
  KeptRun run;
  run.inputs =
      *load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics, {.rung = "events", .profile = {}});
  const FoldedReadings folded = folds_of(it);
  const engine::Dossier& struck = it.run.configuration.merchants.at(folded.struck.front().value);
  const auto page = [&] { return readings_page(run, it.run.configuration, it.state, folded); };
  EXPECT_NE(page().find(struck.sign), std::string::npos);
  run.inputs.scenario.origin = LonLat{121, 30.7};
  EXPECT_EQ(page().find(struck.sign), std::string::npos);
  EXPECT_EQ(page().find('"' + struck.name + '"'), std::string::npos);
}

}  // namespace
}  // namespace tricolor::harness::readings_test
