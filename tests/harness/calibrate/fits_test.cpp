// Shows that the fits of a calibration find again what data were drawn with: weights of a logistic model, lengths of
// time, the share of a group in misses, the confidence of what was cut off; and that bounds hold what they should.
#include "calibrate/fits.h"

#include <gtest/gtest.h>

#include <cmath>

#include "calibrate/calibrate.h"
#include "sim/random/streams.h"

namespace tricolor::harness::fits_test {
namespace {

sim::Draw draw(std::uint64_t index) { return sim::Draw({1, 2, sim::purpose("test.fits"), index}); }

sim::Sight sight(sim::Draw& draw) {
  static constexpr sim::ThingKind kKinds[] = {sim::ThingKind::pile, sim::ThingKind::display, sim::ThingKind::stall,
                                              sim::ThingKind::motor, sim::ThingKind::nonmotor};
  sim::Sight sight;
  sight.kind = kKinds[draw.integer(0, 4)];
  sight.distance_m = draw.uniform(6, 40);
  sight.short_side_px = draw.uniform(8, 60);
  sight.night = draw.chance(0.3);
  return sight;
}

TEST(Fits, FindTheWeightsOfALogisticModel) {
  sim::Logistic truth;
  truth.weight = {1.5, -0.5, 0.8, 1.0, -1.0, -0.7, -1.2, 0.5, -0.9};
  std::vector<LogisticRow> rows;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    sim::Draw mark = draw(i);
    LogisticRow row{sight(mark), false};
    row.hit = mark.uniform() < truth.probability(row.sight);
    rows.push_back(row);
  }
  const sim::Logistic fitted = fit_logistic(rows, 1);
  for (std::size_t i = 0; i < sim::kSightTerms; ++i)
    EXPECT_NEAR(fitted.weight[i], truth.weight[i], 0.2) << sim::kSightTermNames[i];
}

TEST(Fits, StayFiniteWhereEverythingWasSeen) {
  std::vector<LogisticRow> rows(50, {{sim::ThingKind::pile, 15, 40, false}, true});
  const sim::Logistic fitted = fit_logistic(rows, 1);
  EXPECT_GT(fitted.probability(rows[0].sight), 0.95);
  for (const double weight : fitted.weight) EXPECT_TRUE(std::isfinite(weight));
  EXPECT_EQ(fitted.weight[5], 0) << "nothing was seen by night";
}

TEST(Fits, FindMedianAndSpreadOfLengthsAndTheAssumedSpreadWhereThereAreFew) {
  std::vector<double> lengths;
  for (std::uint64_t i = 0; i < 5'000; ++i) lengths.push_back(draw(i).lognormal_median(40, 0.7));
  const sim::LognormalTime fitted = fit_lognormal(lengths, 10, {1, 1});
  EXPECT_NEAR(fitted.median_s, 40, 2);
  EXPECT_NEAR(fitted.sigma, 0.7, 0.03);
  EXPECT_EQ(fit_lognormal({}, 10, {300, 1}).median_s, 300);
  EXPECT_EQ(fit_lognormal({1, 2, 3}, 10, {300, 0.7}).median_s, 2);
  EXPECT_EQ(fit_lognormal({1, 2, 3}, 10, {300, 0.7}).sigma, 0.7);
}

TEST(Fits, FindWhatTheMembersOfAGroupShareAndNothingWhereTheyShareNothing) {
  for (const double sd : {0.0, 1.0}) {
    std::vector<GroupedOutcome> outcomes;
    for (std::uint64_t group = 0; group < 5'000; ++group) {
      sim::Draw mark = draw(group);
      const double shift = sd * mark.normal();
      for (int i = 0; i < 4; ++i) outcomes.push_back({group, mark.uniform() < 1 / (1 + std::exp(-shift)), 0.5});
    }
    EXPECT_NEAR(shared_sd(outcomes), sd, sd > 0 ? 0.2 : 0.12) << sd;
  }
}

TEST(Fits, BoundARateAboveItsEstimateAndNoEventByThreeOverTheExposure) {
  EXPECT_DOUBLE_EQ((Rate{0, 54}.at_most()), 3.0 / 54);
  EXPECT_NEAR((Rate{5, 100}.at_most()), 0.1167, 0.001) << "the exact Poisson bound of 5 is 11.67";
  EXPECT_EQ((Rate{0, 0}.at_most()), 0);
}

TEST(Fits, FindAConfidenceOfWhichOnlyTheSureWasSeen) {
  double above = 0;
  int sure = 0, all = 20'000;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(all); ++i) {
    const double odds = 3.5 + 0.9 * draw(i).normal();
    if (odds < 2.3) continue;
    above += odds;
    ++sure;
  }
  const Normal fitted = fit_above(2.3, above / sure, 1 - static_cast<double>(sure) / all);
  EXPECT_NEAR(fitted.mean, 3.5, 0.05);
  EXPECT_NEAR(fitted.sd, 0.9, 0.05);
}

// A sample that a known model drew: the fit finds it again.
TEST(Fits, OfASampleFindTheShareOfThingsThatAreSeenAndHowLate) {
  Sample sample;
  const sim::Time start{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};
  for (std::uint64_t i = 0; i < 4'000; ++i) {
    sim::Draw mark = draw(i);
    SampledPair pair;
    pair.sight = {sim::ThingKind::pile, 15, 40, false};
    pair.thing = pair.place_camera = i;
    pair.from = start;
    pair.until = start + std::chrono::hours{1};
    if (mark.chance(0.9)) {
      SampledStay stay;
      stay.onset = start + (mark.chance(0.8) ? std::chrono::seconds{1} : std::chrono::seconds{60});
      stay.last_seen = stay.ended = pair.until;
      stay.confirmed = true;
      stay.score_256 = 250;
      stay.along_m = 0.3 * mark.normal();
      pair.stays.push_back(stay);
    }
    sample.pairs.push_back(pair);
  }
  std::string fits;
  const sim::DetectorModel model = fit_model(sample, fits);
  EXPECT_NEAR(model.seen.probability(sample.pairs[0].sight), 0.9, 0.02);
  EXPECT_NEAR(model.at_once.probability(sample.pairs[0].sight), 0.8, 0.03);
  EXPECT_NEAR(model.seen_later.median_s, 60, 1);
  EXPECT_NEAR(15 * std::hypot(model.spot.along_per_m, model.spot.along_look_per_m), 0.3, 0.03);
}

}  // namespace
}  // namespace tricolor::harness::fits_test
