// Shows what happens to pictures of evidence: they are handed over once their sighting is in the journal, the journal
// says of each whether it was kept, nothing that is decided depends on it, and those that wait for a store that refuses
// are few.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/journal.h"
#include "engine/service_state.h"
#include "engine/jpeg.h"
#include "engine/support/pictures.h"
#include "engine/support/town.h"
#include "zones/stay_book.h"
#include "zones/watch.h"

namespace tricolor::engine::testing::evidence_test {
namespace {

// A town whose camera gives pictures: goods before a shop from 9 s on.
struct FilmedTown {
  FilmedTown() {
    town.film = [this](Duration at) {
      vision->now.clear();
      // In a busy town both shops put goods out and take them in again, each time long enough for a sighting.
      const bool out = !busy || at % 8min < 5min;
      if (at >= 9s && out) vision->now.push_back(town.goods_a());
      if (at >= 9s && out && busy) vision->now.push_back(town.goods_b());
      const std::shared_ptr<const Image> shot = picture(vision->now, ++salt);
      alive.push_back(shot);
      return shot;
    };
  }

  std::ptrdiff_t held() const {
    return std::count_if(alive.begin(), alive.end(), [](const auto& image) { return !image.expired(); });
  }
  bool stored(EvidenceMoment moment) const {
    for (const auto& sighting : town.all<event::SightingConfirmed>())
      for (const EvidenceRecord& record : sighting.evidence)
        if (record.label.moment == moment) return true;
    return false;
  }

  std::shared_ptr<ScriptedVision> vision = std::make_shared<ScriptedVision>();
  Town town{town_street(), pinghu(), vision};
  bool busy = false;
  std::uint32_t salt = 0;
  std::vector<std::weak_ptr<const Image>> alive;
};

TEST(Evidence, TheJournalSaysOfEachPictureWhereItIs) {
  FilmedTown it;
  it.town.evidence.answer = [](const EvidenceLabel& label) {
    return EvidenceResult{std::string(64, static_cast<char>('a' + static_cast<int>(label.moment))), EvidenceLoss::none};
  };
  it.town.run(5min);
  const auto sightings = it.town.all<event::SightingConfirmed>();
  ASSERT_EQ(sightings.size(), 1u);
  ASSERT_EQ(sightings[0].evidence.size(), 3u);
  for (const EvidenceRecord& record : sightings[0].evidence) EXPECT_EQ(record.sha256, "") << "it is not kept yet";
  const auto kept = it.town.all<event::EvidenceKept>();
  ASSERT_EQ(kept.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(kept[i].sighting, sightings[0].sighting);
    EXPECT_EQ(kept[i].label.moment, sightings[0].evidence[i].label.moment);
    EXPECT_EQ(kept[i].label.captured_at, sightings[0].evidence[i].label.captured_at);
    EXPECT_EQ(kept[i].reason, "");
  }
  EXPECT_EQ(it.town.when<event::EvidenceKept>(), it.town.when<event::SightingConfirmed>());
  const auto pictures = it.town.engine->state().sighting(sightings[0].sighting)->pictures();
  ASSERT_EQ(pictures.size(), 3u);
  EXPECT_EQ(pictures[0].sha256, std::string(64, 'a'));
  EXPECT_EQ(pictures[2].sha256, std::string(64, 'c'));
}

TEST(Evidence, IsHandedOverOnlyWhenItsSightingIsStored) {
  FilmedTown it;
  int too_early = 0;
  it.town.evidence.answer = [&](const EvidenceLabel& label) {
    if (!it.stored(label.moment)) ++too_early;
    return EvidenceResult{std::string(64, 'a'), EvidenceLoss::none};
  };
  it.town.then(2min, [&] { it.town.store.full = true; });
  it.town.run(10min);
  EXPECT_TRUE(it.town.evidence.given.empty());
  it.town.then(10min, [&] { it.town.store.full = false; });
  it.town.run(11min);
  EXPECT_EQ(it.town.evidence.given.size(), 3u);
  EXPECT_EQ(it.town.all<event::EvidenceKept>().size(), 3u);
  EXPECT_EQ(too_early, 0);
}

std::vector<std::string> decisions(const Town& town) {
  std::vector<std::string> lines;
  for (const Event& event : town.store.events) lines.push_back(to_line(event, false));
  return lines;
}

TEST(Evidence, WhateverBecomesOfItTheSameIsDecided) {
  std::vector<std::string> expected;
  for (const EvidenceLoss loss :
       {EvidenceLoss::none, EvidenceLoss::disk_full, EvidenceLoss::refused, EvidenceLoss::limit}) {
    FilmedTown it;
    it.town.looks_every = 4s;
    it.town.evidence.answer = [&](const EvidenceLabel&) {
      return EvidenceResult{loss == EvidenceLoss::none ? std::string(64, 'a') : std::string(), loss};
    };
    it.town.run(40min);
    if (expected.empty()) expected = decisions(it.town);
    EXPECT_EQ(decisions(it.town), expected) << name_of(loss);
    for (const auto& kept : it.town.all<event::EvidenceKept>())
      EXPECT_EQ(kept.reason, loss == EvidenceLoss::none ? "" : name_of(loss));
  }
  EXPECT_GT(expected.size(), 10u);
}

TEST(Evidence, PicturesThatWentWithTheEngineAreToldOnce) {
  FilmedTown whole;
  whole.town.run(5min);
  std::uint64_t last_of_batch = 0;
  for (const Event& event : whole.town.store.events)
    if (event.at == kMorning + *whole.town.when<event::SightingConfirmed>() &&
        !std::holds_alternative<event::EvidenceKept>(event.payload) &&
        !std::holds_alternative<event::NoticeSent>(event.payload) &&
        !std::holds_alternative<event::CorrectionDue>(event.payload))
      last_of_batch = event.sequence;
  FilmedTown it;
  // The sighting is stored, and the engine is gone before it has handed any picture over.
  it.town.store.crash_at = {last_of_batch};
  it.town.run(8min);
  ASSERT_EQ(it.town.store.crashes, 1u);
  const auto kept = it.town.all<event::EvidenceKept>();
  ASSERT_EQ(kept.size(), 3u);
  for (const auto& lost : kept) EXPECT_EQ(lost.reason, "restart");
  it.town.restart();
  it.town.run(20min);
  EXPECT_EQ(it.town.all<event::EvidenceKept>().size(), 3u) << "told once";
}

TEST(Evidence, OnlySoManyPicturesWaitForAStoreThatRefuses) {
  FilmedTown it;
  it.busy = true;
  it.town.looks_every = 4s;
  it.town.evidence.answer = [](const EvidenceLabel&) {
    return EvidenceResult{std::string(64, 'a'), EvidenceLoss::none};
  };
  it.town.then(1min, [&] { it.town.store.full = true; });
  std::uint64_t most_bytes = 0;
  for (Duration at = 10min; at < 150min; at += 10min) {
    it.town.run(at);
    EXPECT_LE(it.held(), 1) << "pictures wait as JPEG; of its pixels a camera keeps its last picture only";
    most_bytes = std::max(most_bytes, it.town.engine->counters().picture_bytes);
  }
  const std::uint64_t a_picture = to_jpeg(*picture({it.town.goods_a(), it.town.goods_b()}, 1), kEvidenceQuality).size();
  EXPECT_LE(most_bytes, 900'000 + kMostEvidenceBytes + (kMostPicturesWaiting + 4) * a_picture);
  it.town.then(150min, [&] { it.town.store.full = false; });
  it.town.run(151min);
  std::size_t pictures = 0, kept = 0, limited = 0;
  for (const auto& sighting : it.town.all<event::SightingConfirmed>()) pictures += sighting.evidence.size();
  for (const auto& told : it.town.all<event::EvidenceKept>()) (told.reason == "limit" ? limited : kept) += 1;
  EXPECT_GT(pictures, kMostPicturesWaiting);
  EXPECT_EQ(kept, kMostPicturesWaiting);
  EXPECT_EQ(limited, pictures - kMostPicturesWaiting);
}

}  // namespace
}  // namespace tricolor::engine::testing::evidence_test
