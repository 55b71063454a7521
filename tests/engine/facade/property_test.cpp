// To show: whatever happens in the town — things that come and go, cameras that go blind, a gateway with any fault, officers whose
// handsets are off, a store that refuses or kills the engine at any event, appeals, reports, reviewers who err — the journal obeys its
// laws, and when the town has come to rest nothing is left in flight. Seeds are printed with every failure.
#include <gtest/gtest.h>

#include <optional>

#include "engine/colour_code.h"
#include "engine/journal.h"
#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing {
namespace {

// SplitMix64: the same numbers on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t n) {
    state_ += 0x9E3779B97F4A7C15ull;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return (z ^ (z >> 31)) % n;
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

Policy any_policy(Dice& dice) {
  Policy policy = pinghu();
  policy.review.when = static_cast<ReviewPolicy::When>(dice.below(4));
  policy.review.sampled_share = 0.5;
  policy.notice.clock_starts = static_cast<NoticePolicy::ClockStarts>(dice.below(2));
  policy.escalation.to = static_cast<EscalationPolicy::To>(dice.below(4));
  policy.colour.strike_is = static_cast<ColourPolicy::StrikeIs>(dice.below(4));
  if (dice.one_in(3)) policy.notice.quiet_hours = {{9h + 30min, 10h + 15min}};
  if (dice.one_in(4)) policy.notice.per_number_a_day = 2;
  return policy;
}

// Four hours in which anything may happen, then a day of rest.
void live(Town& town, Dice& dice, bool crashes, bool store_refuses = true) {
  const std::vector<std::pair<std::string, Detection>> things{
      {"goods", town.goods_a()}, {"others", town.goods_b()}, {"middle", town.goods_between()}, {"car", town.car()}};
  using Fault = FakeGateway::Fault;
  const auto minute = [&] { return Duration{1min} * static_cast<std::int64_t>(dice.below(240)) + Duration{static_cast<std::int64_t>(dice.below(60'000'000))}; };
  for (int i = 0; i < 14; ++i) {
    const auto& [name, thing] = things[dice.below(things.size())];
    const Duration from = minute();
    town.appears(from, name, thing);
    if (!dice.one_in(3)) town.goes(from + Duration{1min} * static_cast<std::int64_t>(dice.below(40)), name);
  }
  for (int i = 0; i < 6; ++i) {
    const auto fault = static_cast<Fault>(dice.below(static_cast<std::uint64_t>(Fault::silent) + 1));
    town.then(minute(), [&town, fault] { town.gateway.fault = fault; });
  }
  for (int i = 0; i < 3; ++i) {
    const Duration from = minute();
    const OfficerId officer{static_cast<std::uint32_t>(dice.below(2))};
    town.then(from, [&town, officer] { town.officers.offline.insert(officer); });
    town.then(from + 20min, [&town, officer] { town.officers.offline.erase(officer); });
    town.then(minute(), [&town, officer] { town.say(OfficerUpdate{officer, OfficerUpdate::What::off_duty, std::nullopt, std::nullopt, town.wires.now, {}}); });
  }
  for (int i = 0; i < 2; ++i) {
    const Duration from = minute();
    town.then(from, [&town] { town.blind(true); });
    town.then(from + Duration{1min} * static_cast<std::int64_t>(1 + dice.below(30)), [&town] { town.blind(false); });
  }
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t reporter = dice.below(3);
    const double along = static_cast<double>(dice.below(200));
    const auto violation_class = dice.one_in(3) ? std::optional<ClassId>{} : std::optional{ClassId{static_cast<std::uint32_t>(dice.below(5))}};
    town.then(minute(), [=, &town] { town.say(Report{reporter, town.wires.now, violation_class, {along, 0}, "请来看看"}); });
  }
  for (int i = 0; i < 2; ++i) {
    const IncidentId incident{static_cast<std::uint32_t>(1 + dice.below(8))};
    town.then(minute(), [=, &town] { town.say(VoidRequest{incident, town.wires.now, "申诉成立"}); });
    town.then(minute(), [&town] { town.say(OwnerChange{MerchantId{0}, town.wires.now, "王芳", ""}); });
  }
  const Duration full = minute();
  if (store_refuses) town.then(full, [&town] { town.store.full = true; });
  town.then(full + 90s, [&town] { town.store.full = false; });
  const std::uint64_t verdicts = dice.below(1000);
  town.desk.judge = [verdicts](SightingId sighting) {
    const std::uint64_t mark = (verdicts + sighting.value) % 4;
    return ReviewVerdict{sighting, {}, mark != 0, mark == 1 ? std::nullopt : std::optional{MerchantId{static_cast<std::uint32_t>(mark % 2)}}};
  };
  town.officers.is_true = [verdicts](ReportId report) { return (verdicts + report.value) % 3 != 0; };
  if (crashes)
    for (int i = 0; i < 12; ++i) town.store.crash_at.insert(1 + dice.below(i < 6 ? 30 : 250));
  // In the end everything works and everything is cleared away, again and again, because it may come once more.
  town.then(4h, [&town] {
    town.gateway.fault = Fault::none;
    town.officers.offline.clear();
    town.blind(false);
  });
  for (const auto& [name, thing] : things) town.goes(5h, name);
}

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

// Walks the journal: at the end of each of its instants, every colour that it has told is the one that the pure rule makes of the
// strikes, voids, owners, blindness and standing incidents told so far.
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
    if (const auto* counted = std::get_if<event::StrikeCounted>(&event.payload)) strikes[counted->merchant.value].push_back({counted->at, counted->incident});
    if (const auto* owner = std::get_if<event::OwnerChanged>(&event.payload)) owners[owner->merchant.value].push_back(event.at);
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
      ASSERT_EQ(told[shop], standing_of(history, town.policy.colour, event.at).colour) << "shop " << shop << " after " << to_line(event);
    }
  }
}

TEST(Property, AtEveryOffsetOfTheJournalColoursAreAFoldOfItsStrikes) {
  int changes = 0, down = 0;
  for (std::uint64_t seed = 2001; seed <= 2080 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    Policy policy = any_policy(dice);
    policy.colour.count_since = static_cast<ColourPolicy::CountSince>(dice.below(4));
    policy.colour.voided_strike = static_cast<ColourPolicy::VoidedStrike>(dice.below(2));
    policy.colour.yellow_from = 1 + static_cast<int>(dice.below(3));
    policy.colour.red_from = policy.colour.yellow_from + 1;
    // Short enough to step down between the strikes of one morning, and with blind times that matter.
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
}  // namespace tricolor::engine::testing
