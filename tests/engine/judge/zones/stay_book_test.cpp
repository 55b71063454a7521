// Shows that the book of stays judges looks alone: every look here is written by hand, and no box of a detector or lane
// is in this file; pictures are evidence and nothing else. A plain thing that has come begins a stay, hidden is not
// gone, the same pixels keep a stay alive, and the brief tells a lane what it must know.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "engine/judge/zones/watched_street.h"
#include "engine/support/pictures.h"
#include "zones/stay_book.h"

namespace tricolor::engine::testing::stay_book_test {
namespace {

class FoldingJournal : public EventSink {
 public:
  StayBook* book = nullptr;
  Time now;
  std::vector<Event> events;
  void emit(event::Payload payload) override {
    events.push_back({events.size() + 1, now, std::move(payload)});
    book->apply(events.back());
  }
  template <class Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const Event& event : events)
      if (const auto* payload = std::get_if<Kind>(&event.payload)) found.push_back(*payload);
    return found;
  }
};

class Book : public ::testing::Test {
 protected:
  Book() : law(city, policy), book(city, policy, law) { journal.book = &book; }

  static Thing pile_before_a() {
    Thing thing;
    thing.holding = {kShopA, kPiledGoods, {}, 1};
    thing.spot = {-2.5, 0.5};
    thing.box = {100, 200, 40, 30};
    thing.score_256 = 230;
    return thing;
  }
  /// A look that shows these things, and says this of each stay.
  void look(Duration t, std::vector<Thing> things, Answer::Shows shows = Answer::Shows::other, bool hidden = false) {
    observe(t, std::move(things), shows, hidden, {}, {});
  }
  /// A look that has a picture, and the picture before it.
  void look(Duration t, std::vector<Thing> things, const KeptPicture& picture, const KeptPicture& before) {
    observe(t, std::move(things), Answer::Shows::other, false, picture, before);
  }
  void observe(Duration t, std::vector<Thing> things, Answer::Shows shows, bool hidden, const KeptPicture& picture,
               const KeptPicture& before) {
    Look look;
    look.picture = picture;
    look.before = before;
    look.camera = CameraId{0};
    look.at = journal.now = kMorning + t;
    look.things = std::move(things);
    for (const Brief::Stay& stay : book.brief(CameraId{0}, journal.now).stays)
      look.answers.push_back({stay.number, shows, hidden});
    book.observe(look, journal.now, journal);
  }
  std::size_t began() const { return journal.all<event::OccupancyStarted>().size(); }
  std::size_t ended() const { return journal.all<event::OccupancyEnded>().size(); }
  std::size_t sightings() const { return journal.all<event::SightingConfirmed>().size(); }

  Configuration city = street();
  Policy policy = pinghu();
  ZoneMap law;
  StayBook book;
  FoldingJournal journal;
};

TEST_F(Book, OnlyAPlainThingThatHasComeBeginsAStay) {
  Thing stood = pile_before_a(), doubtful = pile_before_a();
  stood.stood = true;
  doubtful.plain = false;
  look(0s, {stood});
  look(3s, {doubtful});
  EXPECT_EQ(began(), 0u);
  look(20s, {pile_before_a()});
  EXPECT_EQ(began(), 1u);
}

TEST_F(Book, AThingThatIsPlainAtAFurtherLookHasBeenThereSinceTheFirst) {
  Thing doubtful = pile_before_a();
  doubtful.plain = false;
  look(3s, {doubtful});
  ASSERT_EQ(book.brief(CameraId{0}, journal.now).doubtful.size(), 1u);
  look(4s, {pile_before_a()});
  ASSERT_EQ(began(), 1u);
  EXPECT_EQ(journal.all<event::OccupancyStarted>()[0].onset, kMorning + 3s);
}

TEST_F(Book, TheBriefSaysWhenADecisionIsDueAndWhatTheLastLookFound) {
  look(3s, {pile_before_a()});
  Brief brief = book.brief(CameraId{0}, journal.now);
  ASSERT_EQ(brief.stays.size(), 1u);
  EXPECT_TRUE(brief.stays[0].found);
  EXPECT_FALSE(brief.stays[0].confirmed);
  EXPECT_EQ(brief.stays[0].due_from, kMorning + 183s + Duration{1});
  ASSERT_TRUE(brief.silent_after);
  for (Duration t = 4500ms; t <= 183s; t += 1500ms) look(t, {pile_before_a()});
  EXPECT_EQ(sightings(), 0u);
  EXPECT_TRUE(book.brief(CameraId{0}, journal.now).stays[0].found) << "found again, not for the first time";
  look(183s + Duration{1}, {pile_before_a()});
  EXPECT_EQ(sightings(), 1u);
  look(185s, {}, Answer::Shows::same);
  brief = book.brief(CameraId{0}, journal.now);
  EXPECT_TRUE(brief.stays[0].confirmed);
  EXPECT_FALSE(brief.stays[0].due_from);
  EXPECT_FALSE(brief.stays[0].found);
}

TEST_F(Book, HiddenOrUnchangedIsNotGone) {
  look(0s, {pile_before_a()});
  for (Duration t = 2s; t <= 40s; t += 2s) look(t, {}, Answer::Shows::other, true);
  EXPECT_EQ(ended(), 0u) << "hidden";
  look(42s, {pile_before_a()});
  for (Duration t = 44s; t <= 60s; t += 2s) look(t, {}, Answer::Shows::same);
  EXPECT_EQ(ended(), 0u) << "the same pixels";
  for (Duration t = 62s; t <= 68s; t += 2s) look(t, {}, Answer::Shows::other);
  ASSERT_EQ(ended(), 1u) << "gone for longer than the tolerance";
  EXPECT_EQ(journal.all<event::OccupancyEnded>()[0].last_seen, kMorning + 60s);
}

TEST_F(Book, AStayThatEndedIsToldToTheLaneAsLongAsItRemembers) {
  look(0s, {pile_before_a()});
  for (Duration t = 2s; t <= 8s; t += 2s) look(t, {});
  ASSERT_EQ(ended(), 1u);
  const Brief brief = book.brief(CameraId{0}, journal.now);
  EXPECT_TRUE(brief.stays.empty());
  ASSERT_EQ(brief.left.size(), 1u);
  EXPECT_EQ(brief.left[0].zone, kShopA);
  EXPECT_EQ(brief.left[0].at, kMorning + 8s);
}

TEST_F(Book, ALookThatDoesNotSeeMakesTheCameraBlindAndTheNextThatSeesEndsIt) {
  look(0s, {pile_before_a()});
  Look dark;
  dark.camera = CameraId{0};
  dark.at = dark.since = journal.now = kMorning + 2s;
  dark.sees = false;
  dark.reason = BlindReason::dark;
  book.observe(dark, journal.now, journal);
  EXPECT_TRUE(book.brief(CameraId{0}, journal.now).blind);
  look(4s, {pile_before_a()});
  EXPECT_FALSE(book.brief(CameraId{0}, journal.now).blind);
  const auto became = journal.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 2u);
  EXPECT_FALSE(became[0].sees);
  EXPECT_EQ(became[0].reason, BlindReason::dark);
  EXPECT_TRUE(became[1].sees);
  EXPECT_EQ(ended(), 0u);
}

// Looks at a camera before which one car after the other stops where none may, each in a picture of its own.
TEST_F(Book, TheStaysOfOneCameraHoldSoMuchEvidenceAndThenBeginWithoutPictures) {
  const std::size_t a_picture = to_jpeg(*picture({}, 1), kEvidenceQuality).size();
  const std::size_t enough = kMostEvidenceBytes / a_picture + 3;
  std::vector<Thing> cars;
  std::vector<PictureTaken> taken;
  KeptPicture before;
  const auto stop_another = [&](Duration t) {
    Thing car;
    car.holding = {kNoStopping, kMotorParking, {}, 1};
    car.spot = {4.0 * static_cast<double>(cars.size()), -3.5};
    car.box = {10, 200, 40, 30};
    car.score_256 = 230;
    cars.push_back(car);
    const KeptPicture now(picture({}, static_cast<std::uint32_t>(cars.size())), kMorning + t);
    look(t, cars, now, std::exchange(before, now));
  };
  for (std::size_t i = 0; i < enough; ++i) stop_another(1s * static_cast<int>(i));
  ASSERT_EQ(began(), enough);
  EXPECT_LE(book.bytes(), kMostEvidenceBytes + 2 * a_picture);
  EXPECT_GE(book.bytes(), kMostEvidenceBytes - 2 * a_picture);
  const auto dwell = policy.classes[kMotorParking.value].dwell;
  const auto image = picture({}, 7);
  for (Duration t = 1s * static_cast<int>(enough); t <= dwell + 1s * static_cast<int>(enough); t += 1s) {
    const KeptPicture now(image, kMorning + t);
    look(t, cars, now, std::exchange(before, now));
    for (PictureTaken& one : book.take_pictures()) taken.push_back(std::move(one));
  }
  ASSERT_EQ(sightings(), enough) << "evidence decides nothing";
  std::size_t lost = 0;
  for (const PictureTaken& one : taken) {
    EXPECT_EQ(one.lost, one.jpeg == nullptr);
    lost += one.lost && one.label.moment == EvidenceMoment::onset ? 1 : 0;
  }
  EXPECT_GE(lost, 1u);
  EXPECT_LE(lost, 4u);
  EXPECT_EQ(book.bytes(), 0u) << "what was confirmed and handed over is held no longer";
}

TEST_F(Book, NobodyWhoWantsNoPicturesMakesItEncodeAny) {
  book.want_pictures(false);
  const KeptPicture now(picture({}, 1), kMorning);
  look(0s, {pile_before_a()}, now, {});
  EXPECT_EQ(book.bytes(), 0u);
  for (Duration t = 1500ms; t <= 184s; t += 1500ms) look(t, {pile_before_a()}, now, {});
  ASSERT_EQ(sightings(), 1u);
  const std::vector<PictureTaken> taken = book.take_pictures();
  ASSERT_EQ(taken.size(), 1u) << "the sighting names the picture all the same";
  EXPECT_FALSE(taken[0].jpeg);
  EXPECT_FALSE(taken[0].lost);
}

}  // namespace
}  // namespace tricolor::engine::testing::stay_book_test
