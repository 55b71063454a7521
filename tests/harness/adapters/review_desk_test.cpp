// Shows that reviewers have hours, a capacity and a queue, and that their times depend on no earlier inspection.
#include "adapters/twin_review_desk.h"

#include <gtest/gtest.h>

#include <chrono>

#include "sim/people/lived_street.h"

namespace tricolor::harness::review_desk_test {
namespace {

using namespace std::chrono_literals;

/// Keeps the instants at which verdicts came.
struct Received : EngineSocket {
  explicit Received(sim::Simulation& k) : kernel(k) {}
  void deliver(const engine::Input& input) override {
    if (std::get_if<engine::ReviewVerdict>(&input)) at.push_back(kernel.now());
  }
  sim::Simulation& kernel;
  std::vector<sim::Time> at;
};

/// Verdicts of `count` sightings that are submitted together at one instant.
std::vector<sim::Time> verdicts(TwinReviewDesk::Settings settings, sim::Time when, int count) {
  sim::testing::LivedStreet street(sim::testing::small_street(1), {}, 1, when);
  const engine::Configuration configuration;
  const engine::ServiceState told;
  Received received(street.kernel);
  TwinReviewDesk desk(configuration, told, street.world, street.kernel, received, settings, 1);
  for (int i = 0; i < count; ++i) desk.submit(engine::SightingId{static_cast<std::uint32_t>(i + 1)});
  street.kernel.run_until(when + 48h);
  return received.at;
}

const sim::Time kTen = sim::testing::kMonday + 10h;

TEST(ReviewDesk, WithoutAQueueEverybodyIsServedAtOnce) {
  EXPECT_EQ(verdicts({}, kTen, 3), (std::vector<sim::Time>(3, kTen + 45s)));
}

TEST(ReviewDesk, TwoReviewersTakeTwoAtATime) {
  TwinReviewDesk::Settings settings;
  settings.reviewers = 2;
  EXPECT_EQ(verdicts(settings, kTen, 5),
            (std::vector<sim::Time>{kTen + 45s, kTen + 45s, kTen + 90s, kTen + 90s, kTen + 135s}));
}

TEST(ReviewDesk, AtNightTheyWaitForTheMorning) {
  TwinReviewDesk::Settings settings;
  settings.opens = 8h;
  settings.closes = 20h;
  settings.reviewers = 1;
  const sim::Time morning = sim::testing::kMonday + 24h + 8h;
  EXPECT_EQ(verdicts(settings, sim::testing::kMonday + 21h, 2), (std::vector<sim::Time>{morning + 45s, morning + 90s}));
  EXPECT_EQ(verdicts(settings, sim::testing::kMonday + 3h, 1),
            (std::vector<sim::Time>{sim::testing::kMonday + 8h + 45s}));
}

}  // namespace
}  // namespace tricolor::harness::review_desk_test
