// Shows how the watch analyses pictures: the detector runs when something has changed or when a look may accuse; a
// dark, frozen or swapped camera is blind; a thing seen by mistake once is never accused; evidence holds onset, before
// and threshold; a thing that stood there all along begins no stay when the detector's answer about it changes; and the
// closer look decides which thing is believed, and where it stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support/pictures.h"
#include "engine/judge/zones/watched_street.h"

namespace tricolor::engine::testing::picture_test {
namespace {

constexpr Duration kStep = 1500ms;

class PictureStreet : public ::testing::Test {
 protected:
  PictureStreet() : watch(city, policy, &vision) { journal.watch = &watch; }

  void show(Duration t, std::shared_ptr<const Image> image) {
    journal.now = kMorning + t;
    watch.handle(Frame{CameraId{0}, kMorning + t, std::move(image)}, journal.now, journal);
  }
  /// Takes one live look: the things that stand there are drawn, and found.
  void look(Duration t, std::vector<Detection> things) {
    vision.now = things;
    show(t, picture(things, ++salt));
  }
  const CameraGeometry& camera() const { return *city.cameras[0].geometry; }
  std::vector<Detection> pile_there() const { return {at(camera(), pile, -2.5, 0.5)}; }
  std::size_t sightings() const { return journal.all<event::SightingConfirmed>().size(); }

  Configuration city = street();
  Policy policy = pinghu();
  ScriptedVision vision;
  Watch watch;
  Journal journal;
  std::uint32_t salt = 0;
};

TEST_F(PictureStreet, AStillStreetCostsNoDetector) {
  look(0s, {});
  for (Duration t = kStep; t < 60s; t += kStep) look(t, {});
  EXPECT_EQ(vision.runs, 1);
  EXPECT_EQ(watch.counters().frames, 40u);
  EXPECT_LE(watch.counters().gate_passed, 1u);
}

TEST_F(PictureStreet, AViolationIsSeenAndKeepsItsThreePictures) {
  for (Duration t{0}; t < 200s; t += kStep) look(t, t >= 9s ? pile_there() : std::vector<Detection>{});
  ASSERT_EQ(sightings(), 1u);
  const auto sighting = journal.all<event::SightingConfirmed>()[0];
  EXPECT_EQ(sighting.onset, kMorning + 9s);
  ASSERT_EQ(sighting.evidence.size(), 3u);
  EXPECT_EQ(sighting.evidence[0].label.moment, EvidenceMoment::onset);
  EXPECT_EQ(sighting.evidence[0].label.captured_at, kMorning + 9s);
  EXPECT_EQ(sighting.evidence[1].label.moment, EvidenceMoment::before);
  EXPECT_EQ(sighting.evidence[1].label.captured_at, kMorning + 7500ms);
  EXPECT_FALSE(sighting.evidence[1].label.box.has_value());
  EXPECT_EQ(sighting.evidence[2].label.moment, EvidenceMoment::threshold);
  EXPECT_EQ(sighting.evidence[2].label.captured_at, kMorning + 190500ms);
  // The pictures themselves go to the evidence store once the sighting is in the journal.
  const std::vector<PictureTaken> taken = watch.take_pictures();
  ASSERT_EQ(taken.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(taken[i].sighting, sighting.sighting);
    EXPECT_EQ(taken[i].label.moment, sighting.evidence[i].label.moment);
    ASSERT_TRUE(taken[i].jpeg);
    EXPECT_FALSE(taken[i].lost);
    EXPECT_EQ(sighting.evidence[i].sha256, "");
  }
  EXPECT_TRUE(watch.take_pictures().empty());
  EXPECT_LT(vision.runs, 12) << "a still violation costs a detector when it comes and when it is accused";
}

TEST_F(PictureStreet, SomethingSeenByMistakeOnceIsNotAccused) {
  look(0s, {});
  // The picture changes a little, and for one look the detector takes a shadow for a pile.
  vision.now = pile_there();
  show(kStep, picture({at(camera(), person, 4, -3)}, ++salt));
  vision.now = {};
  for (Duration t = 2 * kStep; t < 400s; t += kStep) show(t, picture({at(camera(), person, 4, -3)}, ++salt));
  EXPECT_EQ(sightings(), 0u);
  EXPECT_EQ(journal.all<event::OccupancyEnded>().size(), 1u) << "nor does it keep the detector busy for ever";
  EXPECT_LT(vision.runs, 8);
}

TEST_F(PictureStreet, AMissOfTheDetectorIsBridgedByTheLookOfTheThing) {
  for (Duration t{0}; t < 190s; t += kStep) {
    vision.now = (t >= 30s && t < 60s) ? std::vector<Detection>{} : pile_there();
    // Somebody walks at the other end, so that every picture has changed.
    auto things = pile_there();
    things.push_back(at(camera(), person, 2.0 + 0.1 * static_cast<double>((t / kStep) % 20), -3));
    show(t, picture(things, ++salt));
  }
  EXPECT_EQ(sightings(), 1u);
  EXPECT_EQ(journal.all<event::OccupancyStarted>().size(), 1u);
}

TEST_F(PictureStreet, WhatStoodThereAllAlongBeginsNoStay) {
  for (Duration t{0}; t < 400s; t += kStep) {
    vision.now = t >= 60s ? pile_there() : std::vector<Detection>{};
    auto things = pile_there();
    things.push_back(at(camera(), person, 2.0 + 0.1 * static_cast<double>((t / kStep) % 20), -3));
    show(t, picture(things, ++salt));
  }
  EXPECT_GT(vision.runs, 200) << "somebody walks in every picture";
  EXPECT_TRUE(journal.all<event::OccupancyStarted>().empty());
}

TEST_F(PictureStreet, WhatStoodThereHalfHiddenBeginsNoStay) {
  // The earlier look finds somebody before the left quarter of it, and no pile.
  const Detection there = pile_there()[0];
  Detection somebody = there;
  somebody.kind = person;
  somebody.box.width_px /= 4;
  somebody.box.y_px -= 20;
  for (Duration t{0}; t < 300s; t += kStep) {
    const bool hidden = t < 60s;
    auto image = std::make_shared<Image>(*picture(pile_there(), ++salt));
    if (hidden)
      for (int y = static_cast<int>(somebody.box.y_px);
           y < static_cast<int>(somebody.box.y_px + somebody.box.height_px); ++y)
        for (int x = static_cast<int>(somebody.box.x_px);
             x < static_cast<int>(somebody.box.x_px + somebody.box.width_px); ++x)
          for (int channel = 0; channel < 3; ++channel)
            image->bytes[static_cast<std::size_t>((y * kPictureWidth + x) * 3 + channel)] = 5;
    vision.now = hidden ? std::vector<Detection>{somebody} : pile_there();
    show(t, image);
  }
  EXPECT_TRUE(journal.all<event::OccupancyStarted>().empty());
}

TEST_F(PictureStreet, WhatComesBackToItsPlaceBeginsAnew) {
  const auto there = [](Duration t) { return (t >= 30s && t < 60s) || t >= 90s; };
  for (Duration t{0}; t < 300s; t += kStep) look(t, there(t) ? pile_there() : std::vector<Detection>{});
  const auto started = journal.all<event::OccupancyStarted>();
  ASSERT_EQ(started.size(), 2u);
  EXPECT_EQ(started[1].onset, kMorning + 90s);
  EXPECT_EQ(sightings(), 1u);
}

TEST_F(PictureStreet, WhatStoodThereUnderAPermitBeginsItsStayAtTheEndOfIt) {
  city.permits.push_back({MerchantId{0}, {}, {ClassId{0}}, kMorning, kMorning + 60s});
  Watch permitted(city, policy, &vision);
  journal.watch = &permitted;
  for (Duration t{0}; t < 300s; t += kStep) {
    vision.now = pile_there();
    journal.now = kMorning + t;
    permitted.handle(Frame{CameraId{0}, journal.now, picture(vision.now, ++salt)}, journal.now, journal);
  }
  const auto started = journal.all<event::OccupancyStarted>();
  ASSERT_EQ(started.size(), 1u);
  EXPECT_EQ(started[0].onset, kMorning + 60s);
}

TEST_F(PictureStreet, WhatTheCloserLookDoesNotBelieveBeginsNoStay) {
  vision.confidences = {100};
  for (Duration t{0}; t < 300s; t += kStep) look(t, t >= 9s ? pile_there() : std::vector<Detection>{});
  EXPECT_TRUE(journal.all<event::OccupancyStarted>().empty());
  EXPECT_GT(vision.closer_looks, 0u);
}

TEST_F(PictureStreet, AllCloserLooksTogetherMustBeSure) {
  // The mean log-odds of 1:1 and 10:1 is hardly more than that of 3:1.
  for (const auto& [confidences, accused] : {std::pair{std::vector<std::uint8_t>{130, 235}, std::size_t{0}},
                                             {std::vector<std::uint8_t>{235, 240}, std::size_t{1}}}) {
    ScriptedVision eyes;
    eyes.confidences = confidences;
    Watch watched(city, policy, &eyes);
    Journal notes;
    notes.watch = &watched;
    for (Duration t{0}; t < 300s; t += kStep) {
      eyes.now = t >= 9s ? pile_there() : std::vector<Detection>{};
      notes.now = kMorning + t;
      watched.handle(Frame{CameraId{0}, notes.now, picture(eyes.now, ++salt)}, notes.now, notes);
    }
    EXPECT_EQ(notes.all<event::SightingConfirmed>().size(), accused) << "first " << int{confidences[0]};
    EXPECT_LE(eyes.closer_looks, 4u) << "a still thing is looked at closer when it comes and when it is accused";
  }
}

TEST_F(PictureStreet, DarkForThreeSecondsChangesNothing) {
  for (Duration t{0}; t < 200s; t += kStep) {
    if (t >= 120s && t < 123s) show(t, picture({}, ++salt, 0.01));
    else look(t, t >= 3s ? pile_there() : std::vector<Detection>{});
  }
  const auto became = journal.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 2u);
  EXPECT_EQ(became[0].reason, BlindReason::dark);
  EXPECT_TRUE(became[1].sees);
  ASSERT_EQ(sightings(), 1u);
  EXPECT_EQ(journal.all<event::SightingConfirmed>()[0].onset, kMorning + 3s);
}

TEST_F(PictureStreet, FrozenAt170sAccusesNobodyUntilSeenAgain) {
  for (Duration t{0}; t < 170s; t += kStep) look(t, pile_there());
  const auto stuck = picture(pile_there(), ++salt);
  for (Duration t = 171s; t < 190s; t += kStep) show(t, stuck);
  EXPECT_EQ(sightings(), 0u);
  ASSERT_EQ(journal.all<event::CameraBecame>().size(), 1u);
  EXPECT_EQ(journal.all<event::CameraBecame>()[0].reason, BlindReason::frozen);
  EXPECT_EQ(journal.all<event::CameraBecame>()[0].since, kMorning + 171s);
  EXPECT_EQ(watch.place(kShopA, kPiledGoods, {-2.5, 0.9}, kMorning + 180s).is, PlaceState::Is::unknown);
  for (Duration t = 190500ms; t < 196s; t += kStep) look(t, pile_there());
  EXPECT_EQ(sightings(), 0u);
  for (Duration t = 196500ms; t < 210s; t += kStep) look(t, pile_there());
  EXPECT_EQ(sightings(), 1u);
}

TEST_F(PictureStreet, AnotherCamerasStreetIsBlindness) {
  for (Duration t{0}; t < 60s; t += kStep) look(t, {});
  vision.now = pile_there();
  for (Duration t = 60s; t < 80s; t += kStep) show(t, picture(pile_there(), ++salt, 1.0, 3));
  const auto became = journal.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 1u);
  EXPECT_EQ(became[0].reason, BlindReason::swapped);
  EXPECT_TRUE(journal.all<event::OccupancyStarted>().empty());
}

TEST_F(PictureStreet, PicturesThatCannotBeUsedAreCountedAndChangeNothing) {
  look(3s, pile_there());
  const std::size_t events = journal.events.size();
  show(3s, picture({}, ++salt));
  show(1s, picture({}, ++salt));
  auto torn = std::make_shared<Image>(Image{kPictureWidth, kPictureHeight, std::vector<std::uint8_t>(100)});
  show(5s, torn);
  show(6s, nullptr);
  EXPECT_EQ(watch.counters().frames_bad, 4u);
  EXPECT_EQ(journal.events.size(), events);
}

}  // namespace
}  // namespace tricolor::engine::testing::picture_test
