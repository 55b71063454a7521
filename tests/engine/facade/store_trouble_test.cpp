// Shows how the engine behaves towards its store: nobody hears of an event that is not stored; a journal with a hole is
// never taken up; and while the store refuses, the events that wait to be stored have a limit, the trouble is reported,
// and no input that was taken is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support/journal_laws.h"
#include "engine/support/town.h"

namespace tricolor::engine::testing::store_trouble_test {
namespace {

// Compares each event that it hears with the store's contents at that moment.
class Witness : public Observer {
 public:
  explicit Witness(const FakeStore& store) : store_(store) {}
  std::size_t heard = 0, unstored = 0;
  void on_event(const Event& event) override {
    ++heard;
    if (store_.events.size() < event.sequence) ++unstored;
  }

 private:
  const FakeStore& store_;
};

TEST(StoreTrouble, NobodyHearsOfAnEventBeforeItIsStored) {
  Town town;
  Witness witness(town.store);
  town.observers = {&witness};
  town.restart();
  town.appears(0s, "goods", town.goods_a());
  town.then(2min, [&] { town.store.full = true; });
  town.run(10min);
  const std::size_t heard_while_full = witness.heard;
  EXPECT_EQ(heard_while_full, town.store.events.size());
  town.then(10min, [&] { town.store.full = false; });
  town.run(1h);
  EXPECT_GT(witness.heard, heard_while_full);
  EXPECT_EQ(witness.heard, town.store.events.size());
  EXPECT_EQ(witness.unstored, 0u);
}

TEST(StoreTroubleDeathTest, AJournalWithAHoleIsNotTakenUp) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.run(10min);
  ASSERT_GT(town.store.events.size(), 5u);
  town.store.events.erase(town.store.events.begin() + 3);
  EXPECT_DEATH(town.restart(), "does not hold");
}

TEST(StoreTroubleDeathTest, AJournalWithAnEventTwiceIsNotTakenUp) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.run(10min);
  town.store.events.insert(town.store.events.begin() + 3, town.store.events[3]);
  EXPECT_DEATH(town.restart(), "does not hold");
}

// Merchants answer without end while nothing can be stored.
TEST(StoreTrouble, WhatWaitsForAStoreThatRefusesHasALimitAndIsTold) {
  Town town;
  town.run(1min);
  const std::size_t before = town.store.events.size();
  town.store.full = true;
  const auto say = [&](std::size_t i) {
    town.engine->handle(Reply{MerchantId{0}, town.wires.now, std::to_string(i)}, town.wires.now);
  };
  say(0);
  EXPECT_FALSE(town.engine->commit(town.wires.now));
  const std::size_t replies = 2 * Engine::kMostUnstored;
  for (std::size_t i = 1; i < replies; ++i) say(i);
  EXPECT_FALSE(town.engine->commit(town.wires.now));
  town.store.full = false;
  EXPECT_TRUE(town.engine->commit(town.wires.now));
  const std::size_t stored = town.store.events.size() - before;
  EXPECT_GE(stored, Engine::kMostUnstored);
  EXPECT_LE(stored, Engine::kMostUnstored + 100) << "a handful of the engine's own beyond";
  EXPECT_EQ(town.engine->counters().inputs_turned_away, replies - Engine::kMostUnstored);
  const auto told = town.all<event::TroubleAtPort>();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].port, "store");
  EXPECT_EQ(town.all<event::MerchantReplied>().back().text, std::to_string(Engine::kMostUnstored - 1))
      << "the first stay, the later are turned away";
}

}  // namespace
}  // namespace tricolor::engine::testing::store_trouble_test
