// Shows that an officer who is sent sets off, arrives when his speed says so, persuades, and says each step on his
// handset; that he takes errands in turn; and that an errand in vain, a withdrawn one, a shift's end and a handset
// without a network end as they should.
#include <gtest/gtest.h>

#include "sim/people/lived_street.h"

namespace tricolor::sim::testing::squad_test {
namespace {

constexpr Time kNine = kMonday + 9h;

struct Squad : ::testing::Test {
  LivedStreet street{small_street(4, 2), Demand{}, 1, kNine};
  Squad() {
    street.world.set_spontaneous(false);
    street.world.start(kNine, kMonday + 24h);
  }
  ThingId pile(int shop) {
    World::PutOut what;
    what.shop = shop;
    what.class_name = "piled_goods";
    what.ignores_notice = true;
    return street.world.put_out(what);
  }
  Point spot(ThingId thing) const {
    for (const Stay& stay : street.world.truth().stays)
      if (stay.thing == thing) return stay.at;
    return {};
  }
  /// The instant at which one message came about a task; none if it never came.
  std::optional<Said> word(std::uint64_t task, const std::string& what) const {
    for (const Said& said : street.said)
      if (said.number == task && said.what == what) return said;
    return std::nullopt;
  }
};

TEST_F(Squad, an_errand_takes_its_time_and_clears_the_place) {
  const ThingId thing = pile(1);
  const Point there = spot(thing);
  street.world.send_officer(0, 2, there, false);
  street.kernel.run_until(kNine + 1h);
  const double way = std::abs(there.x_m - 0) + std::abs(there.y_m + 8);
  const Duration travel{static_cast<std::int64_t>(way / Demand{}.walk_mps * 1e6)};
  ASSERT_TRUE(word(2, "acknowledged") && word(2, "arrived") && word(2, "disposed"));
  EXPECT_EQ(word(2, "acknowledged")->at, kNine + 20s);
  EXPECT_EQ(word(2, "arrived")->at, kNine + 21s + 90s + travel);
  EXPECT_TRUE(word(2, "arrived")->found);
  // This officer's post says that he handles in 8 min.
  EXPECT_EQ(word(2, "disposed")->at, word(2, "arrived")->at + 8min + 5s);
  const Stay& stay = street.world.truth().stays.front();
  EXPECT_STREQ(stay.ended_by, "officer");
  EXPECT_EQ(stay.until, word(2, "arrived")->at + 8min);
}

TEST_F(Squad, on_the_way_he_is_between_here_and_there) {
  street.world.send_officer(0, 2, {100, -8}, false);
  street.kernel.run_until(kNine + 111s + 15s);
  const Point now = street.world.officer_at(0, street.kernel.now());
  EXPECT_NEAR(now.x_m, 15 * Demand{}.walk_mps, 0.1);
  EXPECT_NEAR(now.y_m, -8, 1e-9);
  street.kernel.run_until(kNine + 1h);
  EXPECT_NEAR(street.world.officer_at(0, street.kernel.now()).x_m, 0, 1e-9)
      << "with nothing to do he goes back to where he waits";
}

TEST_F(Squad, errands_are_taken_in_turn_and_being_told_twice_is_being_told_once) {
  const ThingId first = pile(0), second = pile(3);
  street.world.send_officer(0, 2, spot(first), false);
  street.world.send_officer(0, 4, spot(second), false);
  street.world.send_officer(0, 2, spot(first), false);
  street.kernel.run_until(kNine + 2h);
  EXPECT_GT(word(4, "arrived")->at, word(2, "disposed")->at);
  EXPECT_EQ(street.all("arrived").size(), 2u);
  EXPECT_EQ(street.all("acknowledged").size(), 2u);
}

TEST_F(Squad, an_errand_in_vain_is_said_to_be_so) {
  street.world.send_officer(1, 2, {60, 8}, false);
  street.kernel.run_until(kNine + 1h);
  ASSERT_TRUE(word(2, "arrived") && word(2, "disposed"));
  EXPECT_FALSE(word(2, "arrived")->found);
  EXPECT_EQ(word(2, "disposed")->at, word(2, "arrived")->at + 65s);
}

TEST_F(Squad, verifying_says_what_is_there_and_clears_nothing) {
  const ThingId thing = pile(1);
  street.world.send_officer(0, 3, spot(thing), true);
  street.world.send_officer(1, 5, {110, -9}, true);
  street.kernel.run_until(kNine + 1h);
  EXPECT_TRUE(word(3, "verified_true"));
  EXPECT_TRUE(word(5, "verified_false"));
  EXPECT_FALSE(street.world.truth().stays.front().until);
}

TEST_F(Squad, what_is_withdrawn_is_dropped) {
  const ThingId first = pile(0), second = pile(3);
  street.world.send_officer(0, 2, spot(first), false);
  street.world.send_officer(0, 4, spot(second), false);
  street.kernel.run_until(kNine + 115s);
  street.world.withdraw_officer(0, 2);
  street.world.withdraw_officer(0, 4);
  street.kernel.run_until(kNine + 1h);
  EXPECT_TRUE(street.all("arrived").empty());
  EXPECT_FALSE(street.world.truth().stays.front().until);
}

TEST_F(Squad, an_errand_after_the_shift_goes_back) {
  street.kernel.run_until(kMonday + 17h + 1min);
  street.world.send_officer(0, 2, {60, 8}, false);
  street.kernel.run_until(kMonday + 18h);
  EXPECT_TRUE(word(2, "returned"));
  EXPECT_FALSE(word(2, "arrived"));
}

TEST_F(Squad, a_handset_without_a_net_says_it_later) {
  const ThingId thing = pile(1);
  street.world.send_officer(0, 2, spot(thing), false);
  street.kernel.run_until(kNine + 60s);
  street.world.set_handset(0, false);
  street.kernel.run_until(kNine + 1h);
  EXPECT_TRUE(word(2, "acknowledged"));
  EXPECT_FALSE(word(2, "arrived"));
  EXPECT_TRUE(street.world.truth().stays.front().until) << "he did his work all the same";
  street.world.set_handset(0, true);
  ASSERT_TRUE(word(2, "arrived") && word(2, "disposed"));
  EXPECT_EQ(word(2, "arrived")->at, kNine + 1h);
  // A message to a handset without a network never arrives.
  street.world.set_handset(1, false);
  street.world.send_officer(1, 4, {60, 8}, false);
  street.world.set_handset(1, true);
  street.kernel.run_until(kNine + 2h);
  EXPECT_FALSE(word(4, "acknowledged"));
}

}  // namespace
}  // namespace tricolor::sim::testing::squad_test
