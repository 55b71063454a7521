// Shows each fault of the gateway on its own, in front of a gateway that never fails: the answer that the engine gets,
// whether the message is taken, how it travels, and which receipts come back. Each fault lasts from its first instant
// to just before its last.
#include "faults/gateway_faults.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "fault_fixture.h"

namespace tricolor::harness::gateway_faults_test {
namespace {

using engine::SendResult;
using What = FaultLine::What;

// Takes each key once.
class SoundGateway : public engine::MessageGateway {
 public:
  std::vector<std::string> taken;
  int repeated = 0;
  SendResult send(const std::string& key, const std::string&, const std::string&) override {
    if (query(key) == SendResult::accepted) ++repeated;
    else taken.push_back(key);
    return SendResult::accepted;
  }
  SendResult query(const std::string& key) override {
    return std::count(taken.begin(), taken.end(), key) ? SendResult::accepted : SendResult::rejected;
  }
};

// Keeps the receipts that reach the engine, and counts its other inputs.
class Listener : public EngineSocket {
 public:
  std::vector<engine::Receipt> receipts;
  int others = 0;
  void deliver(const engine::Input& input) override {
    if (const auto* receipt = std::get_if<engine::Receipt>(&input)) receipts.push_back(*receipt);
    else ++others;
  }
};

class SoundNetwork : public PhoneNetwork {
 public:
  Journey journey(const std::string&, engine::Time) override { return {4s, false}; }
};

// Everything between engine and telephones while one fault lasts, from the tenth to the twentieth minute.
struct Line {
  explicit Line(std::vector<FaultLine> lines) : faults(std::move(lines)) {}
  explicit Line(What what) : Line(std::vector<FaultLine>{fault_of(what)}) {}

  SendResult send(engine::Duration at, const std::string& key) {
    clock.set(at);
    return gateway.send(key, "13800000001", "text");
  }
  void receipt(engine::Duration at, const std::string& key, bool delivered = true) {
    clock.set(at);
    receipts.deliver(engine::Receipt{key, clock.now(), delivered});
  }

  std::vector<FaultLine> faults;
  SetClock clock;
  SoundGateway inner;
  Listener engine;
  SoundNetwork sound;
  FaultyReceipts receipts{engine, faults, clock};
  FaultyGateway gateway{inner, receipts, faults, clock};
  FaultyNetwork network{sound, faults};
};

TEST(FaultyGateway, WithoutFaultsEverythingPasses) {
  Line line{std::vector<FaultLine>{}};
  EXPECT_EQ(line.send(15min, "a"), SendResult::accepted);
  EXPECT_EQ(line.gateway.query("a"), SendResult::accepted);
  EXPECT_EQ(line.gateway.query("b"), SendResult::rejected);
  line.receipt(15min + 4s, "a");
  line.clock.set(1h);
  ASSERT_EQ(line.engine.receipts.size(), 1u);
  EXPECT_EQ(line.network.journey("1", engine::Time{15min}).lasts, 4s);
  EXPECT_FALSE(line.network.journey("1", engine::Time{15min}).lost);
}

TEST(FaultyGateway, ThatRejectsTakesNoMessage) {
  Line line(What::gateway_rejects);
  EXPECT_EQ(line.send(10min - 1us, "before"), SendResult::accepted);
  EXPECT_EQ(line.send(10min, "a"), SendResult::rejected);
  EXPECT_EQ(line.gateway.query("a"), SendResult::rejected);
  EXPECT_EQ(line.send(20min - 1us, "a"), SendResult::rejected);
  EXPECT_EQ(line.inner.taken, std::vector<std::string>{"before"});
  EXPECT_EQ(line.send(20min, "a"), SendResult::accepted);
}

TEST(FaultyGateway, ThatIsDownTakesNoMessageAndKnowsNothing) {
  Line line(What::gateway_down);
  EXPECT_EQ(line.send(1min, "before"), SendResult::accepted);
  EXPECT_EQ(line.send(10min, "a"), SendResult::unknown);
  EXPECT_EQ(line.gateway.query("a"), SendResult::unknown);
  EXPECT_EQ(line.gateway.query("before"), SendResult::unknown);
  EXPECT_EQ(line.inner.taken, std::vector<std::string>{"before"});
  line.clock.set(20min);
  EXPECT_EQ(line.gateway.query("a"), SendResult::rejected);
  EXPECT_EQ(line.gateway.query("before"), SendResult::accepted);
}

TEST(FaultyGateway, ThatTimesOutHasTakenTheMessage) {
  for (const What what : {What::gateway_times_out_after_accepting, What::gateway_receipt_before_reply}) {
    Line line(what);
    EXPECT_EQ(line.send(10min, "a"), SendResult::unknown);
    EXPECT_EQ(line.inner.taken, std::vector<std::string>{"a"});
    EXPECT_EQ(line.gateway.query("a"), SendResult::accepted);
    EXPECT_EQ(line.send(20min, "b"), SendResult::accepted);
  }
}

TEST(FaultyGateway, KnowsAKeyThatWasAcceptedBeforeWhateverTheFault) {
  for (const What what : {What::gateway_rejects, What::gateway_down, What::gateway_times_out_after_accepting}) {
    Line line(what);
    EXPECT_EQ(line.send(1min, "a"), SendResult::accepted);
    EXPECT_EQ(line.send(15min, "a"), SendResult::accepted);
    EXPECT_EQ(line.inner.repeated, 1);
    EXPECT_EQ(line.inner.taken.size(), 1u);
  }
}

TEST(FaultyReceipts, ASilentGatewaySendsNoneForWhatWasSentMeanwhile) {
  Line line(What::gateway_silent);
  EXPECT_EQ(line.send(10min - 1s, "before"), SendResult::accepted);
  line.receipt(10min + 3s, "before");
  EXPECT_EQ(line.send(20min - 1s, "a"), SendResult::accepted);
  line.receipt(20min + 3s, "a");
  line.clock.set(1h);
  ASSERT_EQ(line.engine.receipts.size(), 1u);
  EXPECT_EQ(line.engine.receipts[0].key, "before");
}

TEST(FaultyReceipts, OneThatComesTwiceSaysTheSameTwiceTwoSecondsLater) {
  for (const bool delivered : {true, false}) {
    Line line(What::gateway_duplicate_receipt);
    EXPECT_EQ(line.send(19min, "citizen:1"), SendResult::accepted);
    line.receipt(19min + 4s, "citizen:1", delivered);
    EXPECT_EQ(line.engine.receipts.size(), 1u);
    line.clock.set(1h);
    ASSERT_EQ(line.engine.receipts.size(), 2u);
    EXPECT_EQ(line.engine.receipts[1].key, "citizen:1");
    EXPECT_EQ(line.engine.receipts[1].at, engine::Time{19min + 6s});
    EXPECT_EQ(line.engine.receipts[0].delivered, delivered);
    EXPECT_EQ(line.engine.receipts[1].delivered, delivered);
  }
}

TEST(FaultyReceipts, SilenceWinsOverDuplication) {
  Line line({fault_of(What::gateway_duplicate_receipt), fault_of(What::gateway_silent)});
  line.send(15min, "a");
  line.receipt(15min + 4s, "a");
  line.clock.set(1h);
  EXPECT_TRUE(line.engine.receipts.empty());
}

TEST(FaultyReceipts, OtherInputsPass) {
  Line line(What::gateway_silent);
  line.clock.set(15min);
  line.receipts.deliver(engine::Reply{engine::MerchantId{0}, line.clock.now(), "已整改"});
  EXPECT_EQ(line.engine.others, 1);
}

TEST(FaultyNetwork, LosesOnlyWhatSetsOutWhileItsFaultLasts) {
  Line line(What::gateway_loses);
  EXPECT_FALSE(line.network.journey("1", engine::Time{10min - 1us}).lost);
  EXPECT_TRUE(line.network.journey("1", engine::Time{10min}).lost);
  EXPECT_EQ(line.network.journey("1", engine::Time{10min}).lasts, 4s);
  EXPECT_TRUE(line.network.journey("1", engine::Time{20min - 1us}).lost);
  EXPECT_FALSE(line.network.journey("1", engine::Time{20min}).lost);
}

TEST(FaultyNetwork, AReceiptBeforeTheReplyTakesASecond) {
  Line line(What::gateway_receipt_before_reply);
  EXPECT_EQ(line.network.journey("1", engine::Time{15min}).lasts, 1s);
  EXPECT_FALSE(line.network.journey("1", engine::Time{15min}).lost);
  EXPECT_EQ(line.network.journey("1", engine::Time{20min}).lasts, 4s);
}

}  // namespace
}  // namespace tricolor::harness::gateway_faults_test
