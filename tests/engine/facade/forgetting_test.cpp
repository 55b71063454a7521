// Shows that an engine that lets closed matters go decides as one that keeps everything, over years of a street: their
// journals are equal byte for byte. And that a snapshot is only a cache: with it, without it, or with one that is
// damaged, of another version or of another journal, an engine comes up the same.
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/colour_code.h"
#include "engine/journal.h"
#include "engine/stores.h"
#include "engine/support/lively_town.h"
#include "engine/support/told_street.h"

namespace tricolor::engine::testing::forgetting_test {
namespace {

using namespace std::chrono_literals;

StreetOfYears small_street(Dice& dice) {
  StreetOfYears size;
  size.shops = 12 + static_cast<std::uint32_t>(dice.below(20));
  size.cameras = 3;
  size.officers = 3;
  size.stays = 4 + static_cast<std::uint32_t>(dice.below(8));
  size.blindness = 1 + static_cast<std::uint32_t>(dice.below(3));
  size.appeal_every = 1 + static_cast<std::uint32_t>(dice.below(2));
  size.owner_every = 5 + static_cast<std::uint32_t>(dice.below(20));
  return size;
}

Policy policy_of(Dice& dice) {
  Policy policy = ToldStreet::usual_policy();
  policy.review.when = static_cast<ReviewPolicy::When>(dice.below(4));
  policy.review.sampled_share = 0.5;
  policy.notice.clock_starts = static_cast<NoticePolicy::ClockStarts>(dice.below(2));
  policy.colour.strike_is = static_cast<ColourPolicy::StrikeIs>(dice.below(4));
  policy.colour.count_since = static_cast<ColourPolicy::CountSince>(dice.below(4));
  policy.colour.clean_day_is = static_cast<ColourPolicy::CleanDay>(dice.below(3));
  policy.colour.voided_strike = static_cast<ColourPolicy::VoidedStrike>(dice.below(2));
  policy.colour.count_after_step_down = static_cast<ColourPolicy::AfterStepDown>(dice.below(2));
  policy.colour.clean_month_at_green_clears = dice.one_in(2);
  policy.colour.owner_change_resets = !dice.one_in(3);
  policy.colour.step_down_after = 24h * static_cast<std::int64_t>(1 + dice.below(40));
  policy.colour.blind_time_counts_as_clean = dice.one_in(2) ? 0.0 : 0.2;
  const bool has_window = policy.colour.count_since == ColourPolicy::CountSince::rolling_30_days ||
                          policy.colour.count_since == ColourPolicy::CountSince::calendar_month;
  if (has_window && dice.one_in(2)) policy.colour.step_down_by = ColourPolicy::StepDownBy::count;
  if (dice.one_in(4)) policy.notice.quiet_hours = {{20h, 8h}};
  policy.records.appeals_within = 24h * static_cast<std::int64_t>(5 + dice.below(40));
  return policy;
}

std::string lines_of(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) text += to_line(event) + "\n";
  return text;
}

// The first line in which two journals differ; empty when they are equal.
std::string first_difference(const std::vector<Event>& a, const std::vector<Event>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string one = i < a.size() ? to_line(a[i]) : "-", other = i < b.size() ? to_line(b[i]) : "-";
    if (one != other) return one + "\n" + other;
  }
  return {};
}

// The colours that were told last are those of the pure rule over the whole journal, from which nothing has left.
void expect_colours_of_the_whole_history(std::uint64_t seed, MemoryStore& store) {
  Dice dice(seed);
  const Configuration city = ToldStreet::configuration(small_street(dice));
  const Policy policy = policy_of(dice);
  const ServiceState whole = state_of(store.events());
  for (std::uint32_t shop = 0; shop < city.merchants.size(); ++shop) {
    const Standing standing =
        standing_of(colour_history_of(whole, city, policy, MerchantId{shop}), policy.colour, whole.at());
    EXPECT_EQ(whole.merchants().at(shop).colour, standing.colour) << "shop " << shop;
  }
}

int days_of_a_life() {
  const char* asked = std::getenv("TRICOLOR_DAYS");
  return asked ? std::atoi(asked) : 150;
}

TEST(Forgetting, ChangesNoDecision) {
  std::size_t strikes = 0, appeals = 0, too_late = 0;
  for (std::uint64_t seed = 1; seed <= 12 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto live = [seed](bool forgets, MemoryStore& store) {
      Dice dice(seed);
      const StreetOfYears size = small_street(dice);
      Policy policy = policy_of(dice);
      if (!forgets) policy.records.closed_stay = 24h * 36'500;
      ToldStreet street(seed, size, policy, store);
      street.live(days_of_a_life());
      return std::pair{street.engine->state().incidents().size(), street.engine->state().sightings().size()};
    };
    MemoryStore forgetful, faithful;
    const auto few = live(true, forgetful), many = live(false, faithful);
    EXPECT_EQ(first_difference(forgetful.events(), faithful.events()), "");
    EXPECT_LT(5 * few.first, many.first) << "nothing left: the test is idle";
    expect_colours_of_the_whole_history(seed, forgetful);
    for (const Event& event : forgetful.events()) {
      strikes += std::holds_alternative<event::StrikeCounted>(event.payload);
      appeals += std::holds_alternative<event::IncidentVoided>(event.payload);
      const auto* trouble = std::get_if<event::TroubleAtPort>(&event.payload);
      too_late += trouble && trouble->port == "appeals";
    }
  }
  EXPECT_GT(strikes, 500u);
  EXPECT_GT(appeals, 100u);
  EXPECT_GT(too_late, 10u);
}

// Keeps snapshots beside the journal, each with what came after it.
struct StoreWithSnapshots : MemoryStore {
  bool keeps_snapshots() const override { return takes; }
  void keep(const Snapshot& snapshot) override { kept.push_back(snapshot); }
  std::optional<Snapshot> snapshot() override { return kept.empty() ? std::nullopt : std::optional(kept.back()); }
  std::vector<Event> read_after(std::uint64_t sequence, std::size_t most) override {
    read_from = std::min(read_from, sequence);
    return MemoryStore::read_after(sequence, most);
  }
  bool takes = true;
  std::vector<Snapshot> kept;
  std::uint64_t read_from = std::numeric_limits<std::uint64_t>::max();
};

// A store that holds the first events of another, and the last snapshot that was kept by then.
void cut(const StoreWithSnapshots& whole, std::size_t events, bool with_snapshot, StoreWithSnapshots& into) {
  const std::span<const Event> all(whole.events());
  ASSERT_TRUE(into.append(all.subspan(0, events)));
  if (!with_snapshot) return;
  for (const Snapshot& snapshot : whole.kept)
    if (snapshot.through <= events) into.kept = {snapshot};
}

// Gives the journal of an engine in the days after it came up from a store.
std::string days_after(StoreWithSnapshots& store, std::uint64_t seed, const StreetOfYears& size, const Policy& policy,
                       Time at, int days) {
  ToldStreet street(seed, size, policy, store, at);
  std::string text = to_text(street.engine->next_deadline().value_or(Time{})) + "\n";
  for (const Colour colour : street.engine->colours()) text += std::to_string(static_cast<int>(colour));
  const std::uint64_t before = street.engine->state().sequence();
  street.live_until(at + 24h * days);
  store.takes = false;
  return text + "\n" + lines_of(store.read_after(before, store.events().size()));
}

TEST(Snapshot, WithWhatCameAfterItIsTheWholeJournal) {
  for (std::uint64_t seed = 101; seed <= 104 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const StreetOfYears size = small_street(dice);
    const Policy policy = policy_of(dice);
    StoreWithSnapshots whole;
    {
      ToldStreet street(seed, size, policy, whole);
      street.live(70);
    }
    ASSERT_GE(whole.kept.size(), 68u);
    for (int i = 0; i < 25 && !HasFailure(); ++i) {
      // Any prefix, and the first ones after a snapshot.
      const Snapshot& near = whole.kept[dice.below(whole.kept.size())];
      std::size_t length = 1 + dice.below(whole.events().size());
      if (i % 3 == 0) length = std::min<std::size_t>(whole.events().size(), near.through + dice.below(3));
      SCOPED_TRACE("the first " + std::to_string(length) + " events");
      const Time at = whole.events()[length - 1].at + Duration{1s} * static_cast<std::int64_t>(dice.below(40'000));
      StoreWithSnapshots with, without;
      cut(whole, length, true, with);
      cut(whole, length, false, without);
      const std::uint64_t covered = with.kept.empty() ? 0 : with.kept.back().through;
      const std::string one = days_after(with, seed, size, policy, at, 3),
                        other = days_after(without, seed, size, policy, at, 3);
      EXPECT_EQ(one == other, true) << "the lives after it differ";
      if (covered > 1) {
        EXPECT_GE(with.read_from, covered - 1) << "what the snapshot covers was read";
      }
    }
  }
}

TEST(Snapshot, ThatCannotBeUsedIsPassedOverAndTold) {
  constexpr std::uint64_t kSeed = 7;
  Dice dice(kSeed);
  const StreetOfYears size = small_street(dice);
  const Policy policy = ToldStreet::usual_policy();
  StoreWithSnapshots whole;
  {
    ToldStreet street(kSeed, size, policy, whole);
    street.live(40);
  }
  const std::size_t length = whole.events().size();
  const Time at = whole.events().back().at + 1h;
  // The troubles with the store, and the colours, after an engine came up with this snapshot.
  const auto come_up = [&](const std::function<void(Snapshot&)>& spoil, Policy rules) {
    StoreWithSnapshots store;
    cut(whole, length, true, store);
    spoil(store.kept.back());
    ToldStreet street(kSeed, size, std::move(rules), store, at);
    const auto colours = street.engine->colours();
    street.live_until(at + 1h);
    std::vector<std::string> told;
    for (const Event& event : store.read_after(length, store.events().size()))
      if (const auto* trouble = std::get_if<event::TroubleAtPort>(&event.payload); trouble && trouble->port == "store")
        told.push_back(trouble->what);
    return std::pair{told, colours};
  };
  const auto good = come_up([](Snapshot&) {}, policy);
  EXPECT_TRUE(good.first.empty());
  EXPECT_GT(std::count_if(good.second.begin(), good.second.end(), [](Colour c) { return c != Colour::green; }), 2);
  const std::pair<const char*, std::function<void(Snapshot&)>> faults[] = {
      {"damaged", [](Snapshot& it) { it.content[it.content.size() / 2] ^= 4; }},
      {"damaged", [](Snapshot& it) { it.content.resize(it.content.size() / 2); }},
      {"damaged", [](Snapshot& it) { it.digest.clear(); }},
      {"damaged", [](Snapshot& it) { --it.through; }},
      {"version", [](Snapshot& it) { ++it.version; }},
      {"version", [](Snapshot& it) { it = {}; }},
  };
  for (const auto& [why, spoil] : faults) {
    const auto bad = come_up(spoil, policy);
    ASSERT_EQ(bad.first.size(), 1u) << why;
    EXPECT_NE(bad.first[0].find(why), std::string::npos) << bad.first[0];
    EXPECT_EQ(bad.second, good.second) << why;
  }
  Policy stricter = policy;
  stricter.colour.red_from = 4;
  const auto other_rules = come_up([](Snapshot&) {}, stricter);
  ASSERT_EQ(other_rules.first.size(), 1u);
  EXPECT_NE(other_rules.first[0].find("other rules"), std::string::npos) << other_rules.first[0];
  // A snapshot beyond the journal's end is of another one.
  StoreWithSnapshots shorter;
  cut(whole, whole.kept.back().through - 1, false, shorter);
  shorter.kept = {whole.kept.back()};
  ToldStreet street(kSeed, size, policy, shorter, at);
  street.live_until(at + 1h);
  EXPECT_TRUE(std::any_of(shorter.events().begin(), shorter.events().end(), [](const Event& event) {
    const auto* trouble = std::get_if<event::TroubleAtPort>(&event.payload);
    return trouble && trouble->what.find("another journal") != std::string::npos;
  }));
}

}  // namespace
}  // namespace tricolor::engine::testing::forgetting_test
