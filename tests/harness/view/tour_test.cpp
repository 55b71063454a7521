// Shows that a tour goes from incident to incident: it tells of each what happened, in order and never before it has
// happened, shows the place near, flies in between without a jump, and visits as many as asked for. And that the
// window opens shortly before the first incident.
#include "view/layout/tour.h"

#include <gtest/gtest.h>

#include <cmath>

#include "recorded.h"
#include "view/model/playback.h"
#include "view/model/subjects.h"

namespace tricolor::harness::tour_test {
namespace {

using namespace std::chrono_literals;

class TourTest : public testing::Test {
 protected:
  TourTest() {
    whole_.set_bounds({-10, -30}, {60, 30});
    whole_.set_area({0, 86, 932, 594});
  }
  Tour tour(Language language = Language::en, std::size_t most = 8) {
    TourOptions options{timeline_.start(), timeline_.planned_end(), most, language, 20};
    return Tour(timeline_, *run_.replay, run_.inputs->policies, whole_, options);
  }
  const Recorded& run_ = recorded("rules/second_incident_after_correction.yaml");
  Timeline timeline_ = run_.timeline();
  MapView whole_;
};

TEST_F(TourTest, VisitsEveryIncidentAndTellsWhatHappenedInOrder) {
  const Tour it = tour();
  ASSERT_EQ(it.incidents(), timeline_.incident_times().size());
  ASSERT_EQ(it.stops().size(), it.incidents());
  ASSERT_GE(it.stops().size(), 2u);
  for (const TourStop& stop : it.stops()) {
    ASSERT_GE(stop.beats.size(), 2u);
    for (std::size_t k = 1; k < stop.beats.size(); ++k) EXPECT_GE(stop.beats[k].at, stop.beats[k - 1].until);
    EXPECT_NE(stop.beats[0].lines[0].find("the clock starts (03:00 are allowed)"), std::string::npos)
        << stop.beats[0].lines[0];
    EXPECT_NE(stop.beats[1].lines[0].find("Incident #"), std::string::npos) << stop.beats[1].lines[0];
    EXPECT_GE(stop.camera, 0);
  }
  std::string told;
  for (const TourBeat& beat : it.stops()[0].beats)
    for (const std::string& line : beat.lines) told += line + "\n";
  for (const char* part : {"Incident #1", "SMS #1 → ", "put right", "over: the shop put it right"})
    EXPECT_NE(told.find(part), std::string::npos) << part << " in\n" << told;
}

TEST_F(TourTest, TellsNothingBeforeItHasHappened) {
  const Tour it = tour();
  for (double film_s = 0; film_s < it.length_s(); film_s += 0.04) {
    const TourShot shot = it.at(film_s);
    if (!shot.beat) continue;
    const std::string now = time_text(shot.at);
    for (const std::string& line : shot.beat->lines)
      EXPECT_LE(line.substr(0, 8), now) << "at " << film_s << " s of the film";
  }
}

TEST_F(TourTest, FliesWithoutAJump) {
  const Tour it = tour();
  TourShot before = it.at(0);
  EXPECT_EQ(before.centre.x_m, whole_.centre().x_m) << "it begins with the whole map";
  EXPECT_FLOAT_EQ(before.px_per_m, whole_.scale());
  for (double film_s = 0.04; film_s < it.length_s(); film_s += 0.04) {
    const TourShot shot = it.at(film_s);
    // A frame may move the map by a tenth of its width and of its scale at the very most, as a map that is moved by
    // hand.
    const double moved = std::hypot(shot.centre.x_m - before.centre.x_m, shot.centre.y_m - before.centre.y_m) *
                         static_cast<double>(shot.px_per_m);
    EXPECT_LT(moved, 93) << film_s;
    EXPECT_NEAR(shot.px_per_m / before.px_per_m, 1, 0.15) << film_s;
    if (shot.stop == before.stop && shot.beat) {
      EXPECT_GE(shot.at, before.at) << "the clock goes back at " << film_s;
    }
    before = shot;
  }
}

TEST_F(TourTest, ShowsThePlaceNearWhileItTells) {
  const Tour it = tour();
  std::size_t seen = 0;
  for (double film_s = 0; film_s <= it.length_s(); film_s += 0.1) {
    const TourShot shot = it.at(film_s);
    if (!shot.beat) continue;
    EXPECT_EQ(shot.centre.x_m, it.stops()[shot.stop].place.x_m);
    EXPECT_EQ(shot.px_per_m, 20);
    seen = std::max(seen, shot.stop + 1);
  }
  EXPECT_EQ(seen, it.stops().size());
  EXPECT_EQ(it.at(-5).at, it.at(0).at) << "before its beginning it is the beginning";
  EXPECT_EQ(it.at(1e9).stop, it.stops().size() - 1);
}

TEST_F(TourTest, VisitsNoMoreThanAskedForAndNoneOutsideItsTime) {
  EXPECT_EQ(tour(Language::zh, 1).stops().size(), 1u);
  EXPECT_EQ(tour(Language::zh, 1).incidents(), timeline_.incident_times().size());
  const TourOptions late{timeline_.planned_end() - 1s, timeline_.planned_end(), 8, Language::zh, 20};
  const Tour none(timeline_, *run_.replay, run_.inputs->policies, whole_, late);
  EXPECT_TRUE(none.stops().empty());
  EXPECT_EQ(none.length_s(), 0);
}

TEST_F(TourTest, EventsOfAnIncidentAreItsOwn) {
  const Moment end = timeline_.at(timeline_.known_until());
  std::vector<bool> taken(timeline_.journal().size());
  for (const auto& [id, incident] : end.service.incidents()) {
    const auto own = events_of_incident(timeline_, end, id.value);
    ASSERT_FALSE(own.empty());
    EXPECT_EQ(timeline_.journal()[own.front()].at, incident.opened_at) << "its opening is the first";
    for (const std::size_t i : own) {
      EXPECT_FALSE(taken[i]) << event_line(timeline_.journal()[i], run_.replay->configuration(), Language::en);
      taken[i] = true;
    }
  }
  EXPECT_TRUE(events_of_incident(timeline_, end, 4711).empty());
}

TEST_F(TourTest, TheWindowOpensShortlyBeforeTheFirstIncident) {
  const engine::Time first = timeline_.incident_times().front();
  EXPECT_EQ(opening_instant(timeline_, 150s), first - 150s);
  EXPECT_EQ(opening_instant(timeline_, 1000h), timeline_.start()) << "never before the start";
}

TEST(OpeningInstant, WithoutAnIncidentItIsTheFirstLightOfDay) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  // The run is a day on which nothing happens, from midnight.
  const engine::Time midnight =
      std::chrono::floor<std::chrono::days>(run.record.start + engine::kUtcOffset) - engine::kUtcOffset;
  Timeline quiet(*run.replay, midnight, midnight + 24h);
  EXPECT_EQ(opening_instant(quiet, 150s), midnight) << "nothing is known yet";
  quiet.append({}, {}, midnight + 24h);
  quiet.finish(midnight + 24h);
  const engine::Time opens = opening_instant(quiet, 150s);
  EXPECT_GT(opens, midnight + 5h);
  EXPECT_LT(opens, midnight + 9h);
}

}  // namespace
}  // namespace tricolor::harness::tour_test
