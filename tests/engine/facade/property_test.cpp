// Shows that, whatever happens in the town — things that come and go, cameras that go blind, a gateway with any fault,
// officers whose handsets are off, a store that refuses or kills the engine at any event, appeals, reports, reviewers
// who err — the journal obeys its laws, and when the town has come to rest nothing is left in flight. Seeds are printed
// with every failure.
#include <gtest/gtest.h>

#include "engine/colour_code.h"
#include "engine/journal.h"
#include "engine/support/expect_lawful.h"
#include "engine/support/lively_town.h"

namespace tricolor::engine::testing::property_test {
namespace {

void expect_peace(std::uint64_t seed, bool crashes) {
  SCOPED_TRACE("seed " + std::to_string(seed) + (crashes ? " with crashes" : ""));
  Dice dice(seed);
  Policy policy = any_policy(dice);
  Town town(town_street(), policy);
  live(town, dice, crashes);
  town.run(5h);
  town.looks_every = 30s;
  town.run(52h);
  expect_lawful(town);
  EXPECT_EQ(town.store.crashes > 0, crashes);
  // One more restart changes no colour.
  const auto colours = town.engine->colours();
  town.restart();
  EXPECT_EQ(town.engine->colours(), colours);
}

TEST(Property, NothingIsLostWhateverHappens) {
  for (std::uint64_t seed = 1; seed <= 40 && !HasFailure(); ++seed) expect_peace(seed, false);
}

TEST(Property, NothingIsLostWhateverHappensAndTheEngineDiesTwelveTimes) {
  for (std::uint64_t seed = 1001; seed <= 1040 && !HasFailure(); ++seed) expect_peace(seed, true);
}

// Walks the journal: at the end of each of its instants, every colour that it has told is the one that the pure rule
// makes of the strikes, voids, owners, blindness and standing incidents told so far.
void expect_colours_are_a_fold(const Town& town) {
  const auto shops = town.configuration.merchants.size();
  std::vector<std::vector<Strike>> strikes(shops);
  std::vector<std::vector<Time>> owners(shops);
  std::vector<Colour> told(shops, Colour::green);
  ServiceState folded;
  const auto& events = town.store.events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    folded.apply(event);
    if (const auto* counted = std::get_if<event::StrikeCounted>(&event.payload))
      strikes[counted->merchant.value].push_back({counted->at, counted->incident});
    if (const auto* owner = std::get_if<event::OwnerChanged>(&event.payload))
      owners[owner->merchant.value].push_back(event.at);
    if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload))
      for (auto& list : strikes)
        for (Strike& strike : list)
          if (strike.incident == voided->incident) strike.voided_at = event.at;
    if (const auto* became = std::get_if<event::ColourBecame>(&event.payload)) {
      ASSERT_EQ(became->from, told[became->merchant.value]) << to_line(event);
      told[became->merchant.value] = became->to;
    }
    if (i + 1 < events.size() && events[i + 1].at == event.at) continue;
    for (std::uint32_t shop = 0; shop < shops; ++shop) {
      ColourHistory history = colour_history_of(folded, town.configuration, town.policy, MerchantId{shop});
      ASSERT_EQ(history.strikes.size(), strikes[shop].size());
      for (std::size_t n = 0; n < strikes[shop].size(); ++n) {
        strikes[shop][n].stood = history.strikes[n].stood;
        ASSERT_EQ(history.strikes[n].voided_at, strikes[shop][n].voided_at);
      }
      history.strikes = strikes[shop];
      history.owner_changes = owners[shop];
      ASSERT_EQ(told[shop], standing_of(history, town.policy.colour, event.at).colour)
          << "shop " << shop << " after " << to_line(event);
    }
  }
}

TEST(Property, AtEveryOffsetOfTheJournalColoursAreAFoldOfItsStrikes) {
  int changes = 0, down = 0;
  for (std::uint64_t seed = 2001; seed <= 2100 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    Policy policy = any_policy(dice);
    policy.colour.count_since = static_cast<ColourPolicy::CountSince>(dice.below(4));
    policy.colour.voided_strike = static_cast<ColourPolicy::VoidedStrike>(dice.below(2));
    policy.colour.yellow_from = 1 + static_cast<int>(dice.below(3));
    policy.colour.red_from = policy.colour.yellow_from + 1;
    // The clean period is short enough for a step-down between the strikes of one morning, and for blind times to
    // matter.
    policy.colour.step_down_after = Duration{10min} * static_cast<std::int64_t>(1 + dice.below(12));
    policy.colour.blind_time_counts_as_clean = dice.one_in(2) ? 0.0 : 0.2;
    Town town(town_street(), policy);
    live(town, dice, dice.one_in(2), false);
    town.run(12h);
    expect_colours_are_a_fold(town);
    for (const auto& became : town.all<event::ColourBecame>()) ++changes, down += became.to < became.from;
  }
  EXPECT_GT(changes, 100) << "nothing ever changed: the test is idle";
  EXPECT_GT(down, 30);
}

}  // namespace
}  // namespace tricolor::engine::testing::property_test
