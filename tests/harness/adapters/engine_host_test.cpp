// Shows how the host treats an engine whose store is in trouble: it holds no picture, tries once a second however many
// inputs are handed over, hands inputs over again after the engine died, and says since when nothing was stored.
#include "adapters/engine_host.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "adapters/pictures.h"
#include "engine/stores.h"
#include "run/load.h"
#include "sockets/silent_ports.h"

namespace tricolor::harness::engine_host_test {
namespace {

using namespace std::chrono_literals;

class MoodyStore : public engine::MemoryStore {
 public:
  bool refuses = false;
  int tries = 0;
  bool append(std::span<const engine::Event> events) override {
    ++tries;
    return !refuses && MemoryStore::append(events);
  }
};

class EngineHostTest : public ::testing::Test {
 protected:
  EngineHostTest() {
    engine::Diagnostics diagnostics;
    inputs = *load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/smoke/one_shop.yaml", diagnostics);
    kernel = std::make_unique<sim::Simulation>(inputs.scenario.start);
    host = std::make_unique<EngineHost>(*kernel);
    host->start([this] { return build(); }, false);
  }

  std::unique_ptr<engine::Engine> build() {
    auto engine = std::make_unique<engine::Engine>(
        nullptr, engine::Ports{&nobody, &nobody, &nobody, &nobody, &store, &nobody, {}});
    engine->configure(kernel->now(), configuration_of(inputs), inputs.policies.first());
    return engine;
  }

  // A picture comes every 1.5 s, each with its own noise, so that none is taken for a frozen camera's.
  void film(sim::Duration from, sim::Duration until) {
    for (sim::Duration at = from; at < until; at += 1500ms)
      kernel->schedule(inputs.scenario.start + at, sim::Phase::engine, [this] {
        auto picture =
            std::make_shared<engine::Image>(engine::Image{640, 360, std::vector<std::uint8_t>(640 * 360 * 3, 90)});
        picture
            ->bytes[static_cast<std::size_t>(kernel->now().time_since_epoch().count()) / 1000 % picture->bytes.size()] =
            200;
        pictures.push_back(picture);
        host->deliver(engine::Frame{engine::CameraId{0}, kernel->now(), picture});
        most_held = std::max(most_held, std::count_if(pictures.begin(), pictures.end(),
                                                      [](const auto& kept) { return !kept.expired(); }));
      });
  }
  void run(sim::Duration until) { kernel->run_until(inputs.scenario.start + until); }

  LoopInputs inputs;
  SilentPorts nobody;
  MoodyStore store;
  std::unique_ptr<sim::Simulation> kernel;
  std::unique_ptr<EngineHost> host;
  std::vector<std::weak_ptr<const engine::Image>> pictures;
  std::ptrdiff_t most_held = 0;
};

// The camera's last picture and the one before are held, and the earlier ones that the watch keeps to find new things.
constexpr std::ptrdiff_t kMostHeld = 12;

TEST_F(EngineHostTest, HoldsAFewPicturesOfACameraHoweverLongTheStoreRefuses) {
  film(0s, 40min);
  run(1min);
  store.refuses = true;
  host->deliver(engine::Reply{engine::MerchantId{0}, kernel->now(), "已整改"});
  run(40min);
  EXPECT_GT(pictures.size(), 1500u);
  EXPECT_LE(most_held, kMostHeld);
  ASSERT_TRUE(host->unstored_since());
  EXPECT_EQ(host->unstored_since(), host->refused_since());
  EXPECT_GE(*host->refused_since() - inputs.scenario.start, 1min);
}

TEST_F(EngineHostTest, TriesAStoreThatRefusesOnceASecondAndAtEachInstantOfItsInputs) {
  run(1min);
  store.refuses = true;
  film(1min, 21min);
  kernel->schedule(inputs.scenario.start + 1min, sim::Phase::engine, [this] {
    host->deliver(engine::Reply{engine::MerchantId{0}, kernel->now(), "已整改"});
  });
  store.tries = 0;
  run(21min);
  // There are 800 pictures in 1200 s.
  EXPECT_LE(store.tries, 2100);
  EXPECT_GE(store.tries, 1100);
}

TEST_F(EngineHostTest, StoresEverythingThatWasSaidWhenTheStoreTakesAgain) {
  run(1min);
  store.refuses = true;
  for (int i = 0; i < 10; ++i)
    kernel->schedule(inputs.scenario.start + 1min + i * 10s, sim::Phase::engine, [this, i] {
      host->deliver(engine::Reply{engine::MerchantId{0}, kernel->now(), std::to_string(i)});
    });
  run(10min);
  const std::size_t stored = store.events().size();
  store.refuses = false;
  run(11min);
  EXPECT_FALSE(host->unstored_since());
  EXPECT_GT(host->refusals(), 0u);
  EXPECT_EQ(host->refused_since(), inputs.scenario.start + 1min);
  ASSERT_TRUE(host->refused_until());
  EXPECT_GE(*host->refused_until(), inputs.scenario.start + 10min);
  EXPECT_LE(*host->refused_until(), inputs.scenario.start + 10min + 1s);
  std::vector<std::string> said;
  for (std::size_t i = stored; i < store.events().size(); ++i)
    if (const auto* reply = std::get_if<engine::event::MerchantReplied>(&store.events()[i].payload))
      said.push_back(reply->text);
  EXPECT_EQ(said, (std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
}

TEST_F(EngineHostTest, CountsWhatItCannotKeepToBeSentAgain) {
  run(1min);
  store.refuses = true;
  for (std::size_t i = 0; i < EngineHost::kMostUnacknowledged + 5; ++i)
    host->deliver(engine::VoidRequest{engine::IncidentId{7}, kernel->now(), "no such incident"});
  EXPECT_EQ(host->forgotten(), 5u);
}

}  // namespace
}  // namespace tricolor::harness::engine_host_test
