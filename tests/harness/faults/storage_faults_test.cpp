// Shows when a store refuses and when evidence is lost: while the fault of a scenario lasts, from its first instant to
// just before its last; and that otherwise everything passes.
#include "faults/storage_faults.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "engine/stores.h"
#include "fault_fixture.h"

namespace tricolor::harness::storage_faults_test {
namespace {

using What = FaultLine::What;

class AlbumOfAll : public engine::EvidenceStore {
 public:
  int kept = 0;
  engine::EvidenceResult put(const engine::EvidenceLabel&, std::span<const std::uint8_t>) override {
    ++kept;
    return {"hash", engine::EvidenceLoss::none};
  }
};

TEST(FaultyStore, RefusesWhileItsFaultLastsAndKeepsWhatItTookBefore) {
  for (const What what : {What::store_refuses, What::disk_full}) {
    engine::MemoryStore inner;
    const std::vector<FaultLine> faults{fault_of(what)};
    SetClock clock;
    FaultyStore store(inner, faults, clock);
    const std::vector<engine::Event> instant(1);

    clock.set(10min - 1us);
    EXPECT_TRUE(store.append(instant));
    clock.set(10min);
    EXPECT_FALSE(store.append(instant));
    EXPECT_EQ(store.read_all().size(), 1u);
    clock.set(20min - 1us);
    EXPECT_FALSE(store.append(instant));
    clock.set(20min);
    EXPECT_TRUE(store.append(instant));
    EXPECT_EQ(inner.events().size(), 2u);
    EXPECT_EQ(store.read_all().size(), 2u);
  }
}

TEST(FaultyStore, TakesEverythingWhileAnotherFaultLasts) {
  for (const What what : {What::evidence_fails, What::gateway_down, What::camera_dark}) {
    engine::MemoryStore inner;
    const std::vector<FaultLine> faults{fault_of(what)};
    SetClock clock;
    FaultyStore store(inner, faults, clock);
    clock.set(15min);
    EXPECT_TRUE(store.append(std::vector<engine::Event>(1)));
  }
}

TEST(FaultyEvidence, SaysWhyItLostAPicture) {
  for (const auto& [what, loss] : {std::pair(What::evidence_fails, engine::EvidenceLoss::refused),
                                   std::pair(What::disk_full, engine::EvidenceLoss::disk_full)}) {
    AlbumOfAll inner;
    const std::vector<FaultLine> faults{fault_of(what)};
    SetClock clock;
    FaultyEvidence evidence(inner, faults, clock);

    clock.set(10min);
    const engine::EvidenceResult lost = evidence.put({}, {});
    EXPECT_EQ(lost.loss, loss);
    EXPECT_TRUE(lost.sha256.empty());
    EXPECT_EQ(inner.kept, 0);
    clock.set(20min);
    EXPECT_EQ(evidence.put({}, {}).sha256, "hash");
    EXPECT_EQ(inner.kept, 1);
  }
}

TEST(FaultyEvidence, KeepsPicturesWhileTheStoreRefuses) {
  AlbumOfAll inner;
  const std::vector<FaultLine> faults{fault_of(What::store_refuses)};
  SetClock clock;
  FaultyEvidence evidence(inner, faults, clock);
  clock.set(15min);
  EXPECT_EQ(evidence.put({}, {}).loss, engine::EvidenceLoss::none);
}

}  // namespace
}  // namespace tricolor::harness::storage_faults_test
