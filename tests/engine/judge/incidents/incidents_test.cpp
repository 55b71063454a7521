// Shows that there is one incident for one violation (by merchant or place, class and overlapping time) and never one
// for two shops; that goods between two shops accuse nobody until a reviewer has said whose they are; how review before
// the notice, no review, and sampled review work; and that evidence and onset go with the incident.
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"
#include "incidents/incidents.h"

namespace tricolor::engine::testing::incidents_test {
namespace {

constexpr Duration kFound = 183s;

// Sightings are written by hand, and folded by the incidents alone.
class Desk : public EventSink {
 public:
  explicit Desk(Policy rules = pinghu()) : policy(std::move(rules)) {}
  void emit(event::Payload payload) override {
    events.push_back({events.size() + 1, now, std::move(payload)});
    folded.apply(events.back());
    incidents.apply(events.back());
  }
  void sighting(std::uint32_t id, ZoneId zone, ClassId violation_class, std::optional<MerchantId> merchant,
                GroundPoint spot, Time onset, std::uint32_t camera = 0) {
    event::SightingConfirmed confirmed;
    confirmed.sighting = SightingId{id};
    confirmed.camera = CameraId{camera};
    confirmed.zone = zone;
    confirmed.violation_class = violation_class;
    confirmed.merchant = merchant;
    confirmed.spot = spot;
    confirmed.onset = onset;
    emit(confirmed);
    for (; reacted < events.size(); ++reacted) incidents.react(Event{events[reacted]}, *this);
  }
  template <class Kind>
  int count() const {
    return static_cast<int>(std::count_if(
        events.begin(), events.end(), [](const Event& event) { return std::holds_alternative<Kind>(event.payload); }));
  }

  Configuration city = town_street();
  Policy policy;
  PlaceState state;
  std::vector<Event> events;
  std::size_t reacted = 0;
  Time now = kMorning;
  ServiceState folded;
  Incidents incidents{city, policy, folded, [this](ZoneId, ClassId, GroundPoint, Time) { return state; },
                      [](ZoneId, Time) {}};
};

TEST(Incidents, TwoCamerasOfOneStayAreOneIncident) {
  Desk desk;
  desk.sighting(1, kShopA, kPiledGoods, MerchantId{0}, {-2, 0}, kMorning - 180s, 0);
  desk.now += 3s;
  desk.sighting(2, kShopA, kPiledGoods, MerchantId{0}, {-2.4, 0.3}, kMorning - 178s, 1);
  EXPECT_EQ(desk.count<event::IncidentOpened>(), 1);
  EXPECT_EQ(desk.count<event::SightingAttached>(), 1);
  EXPECT_EQ(desk.count<event::IncidentRelapsed>(), 0);
}

TEST(Incidents, NeighboursWithTheSameMessAreTwoIncidents) {
  Desk desk;
  desk.sighting(1, kShopA, kPiledGoods, MerchantId{0}, {-0.4, 0}, kMorning);
  desk.sighting(2, kShopB, kPiledGoods, MerchantId{1}, {0.4, 0}, kMorning);
  EXPECT_EQ(desk.count<event::IncidentOpened>(), 2);
}

TEST(Incidents, TwoClassesBeforeOneShopAreTwoIncidents) {
  Desk desk;
  desk.sighting(1, kShopA, kPiledGoods, MerchantId{0}, {-2, 0}, kMorning);
  desk.sighting(2, kShopA, kOutOfStore, MerchantId{0}, {-2, 0}, kMorning);
  EXPECT_EQ(desk.count<event::IncidentOpened>(), 2);
}

TEST(Incidents, InAPublicPlaceTheSpotTellsThemApart) {
  Desk desk;
  desk.sighting(1, kNoStopping, kMotorParking, std::nullopt, {0, -3}, kMorning);
  desk.sighting(2, kNoStopping, kMotorParking, std::nullopt, {3.4, -3}, kMorning);
  EXPECT_EQ(desk.count<event::IncidentOpened>(), 1) << "within 3.5 m: the same car as another camera sees it";
  desk.sighting(3, kNoStopping, kMotorParking, std::nullopt, {3.6, -3}, kMorning);
  EXPECT_EQ(desk.count<event::IncidentOpened>(), 2);
}

TEST(Incidents, SampledReviewLooksAtItsShare) {
  for (const double share : {0.0, 0.1, 0.5, 1.0}) {
    Policy policy = pinghu();
    policy.review.when = ReviewPolicy::When::sampled;
    policy.review.sampled_share = share;
    Desk desk(policy);
    const int sightings = 1000;
    for (int i = 1; i <= sightings; ++i)
      desk.sighting(static_cast<std::uint32_t>(i), kNoStopping, kMotorParking, std::nullopt, {10.0 * i, -3},
                    kMorning + i * 15min);
    // The bounds are three and a half standard deviations of a binomial count.
    EXPECT_NEAR(desk.count<event::ReviewAsked>(), share * sightings, 3.5 * std::sqrt(sightings * share * (1 - share)))
        << share;
    EXPECT_EQ(desk.count<event::ReviewAsked>() + desk.count<event::IncidentOpened>(), sightings);
  }
}

TEST(Incidents, RecheckHasFourOutcomes) {
  using Is = PlaceState::Is;
  struct Row {
    PlaceState state;
    bool relapsed;
    RecheckOutcome outcome;
  };
  const Time later = kMorning + 5min;
  for (const Row& row : {Row{{Is::clear, later}, false, RecheckOutcome::corrected},
                         Row{{Is::held, kMorning - 3min}, false, RecheckOutcome::not_corrected},
                         Row{{Is::held, later}, false, RecheckOutcome::relapsed},
                         Row{{Is::held, kMorning - 3min}, true, RecheckOutcome::relapsed},
                         Row{{Is::unknown, later}, false, RecheckOutcome::unknown}}) {
    Desk desk;
    desk.sighting(1, kShopA, kPiledGoods, MerchantId{0}, {-2, 0}, kMorning - 3min);
    // The second stay begins after the place was seen empty, or when a second camera begins to watch: only the first is
    // a return.
    if (row.state.is == Is::held && row.state.since == later)
      desk.emit(event::PlaceSeenClear{IncidentId{1}, later - 1min});
    if (row.relapsed) desk.emit(event::IncidentRelapsed{IncidentId{1}, later});
    desk.emit(event::CorrectionDue{IncidentId{1}, kMorning + 15min});
    desk.state = row.state;
    EXPECT_EQ(desk.incidents.next_deadline(), kMorning + 15min);
    desk.now = kMorning + 15min;
    desk.incidents.wake(desk.now, desk);
    if (row.outcome == RecheckOutcome::unknown) {
      // A re-check waits one minute for a picture.
      EXPECT_EQ(desk.count<event::Rechecked>(), 0);
      EXPECT_EQ(desk.incidents.next_deadline(), kMorning + 16min);
      desk.now = kMorning + 16min;
      desk.incidents.wake(desk.now, desk);
    }
    ASSERT_EQ(desk.count<event::Rechecked>(), 1);
    for (const Event& event : desk.events)
      if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
        EXPECT_EQ(rechecked->outcome, row.outcome);
      }
    EXPECT_EQ(desk.count<event::IncidentClosed>(), row.outcome == RecheckOutcome::corrected ? 1 : 0);
    EXPECT_EQ(desk.incidents.next_deadline(), std::nullopt);
  }
}

// Goods lie across the border of two shops.
struct Between : Town {
  Between() {
    appears(0s, "goods", goods_between());
    goes(10min, "goods");
  }
};

TEST(Incidents, BetweenTwoShopsNobodyIsAccusedBeforeAPersonHasLooked) {
  Between town;
  town.desk.answers = false;
  town.run(30min);
  ASSERT_EQ(town.all<event::SightingConfirmed>().size(), 1u);
  EXPECT_EQ(town.all<event::SightingConfirmed>()[0].between.size(), 2u);
  EXPECT_EQ(town.desk.submitted.size(), 1u);
  EXPECT_TRUE(town.all<event::IncidentOpened>().empty());
  EXPECT_TRUE(town.gateway.sends.empty());
  EXPECT_TRUE(town.all<event::StrikeCounted>().empty());
}

TEST(Incidents, APersonSaysWhoseItIs) {
  Between town;
  town.desk.judge = [](SightingId sighting) { return ReviewVerdict{sighting, {}, true, MerchantId{1}}; };
  town.run(1h);
  ASSERT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentOpened>()[0].merchant, MerchantId{1});
  EXPECT_EQ(town.gateway.accepted.at(0).phone, "13800000002");
  EXPECT_EQ(town.when<event::NoticeSent>(), kFound + 45s);
  expect_lawful(town);
}

TEST(Incidents, AVerdictThatNamesNobodyAccusesNobody) {
  Between town;
  town.desk.judge = [](SightingId sighting) { return ReviewVerdict{sighting, {}, true, std::nullopt}; };
  town.run(1h);
  ASSERT_EQ(town.all<event::ReviewGiven>().size(), 1u);
  EXPECT_FALSE(town.all<event::ReviewGiven>()[0].confirmed);
  EXPECT_TRUE(town.all<event::IncidentOpened>().empty());
}

TEST(Incidents, AVerdictCountsOnce) {
  Between town;
  town.desk.judge = [](SightingId sighting) { return ReviewVerdict{sighting, {}, true, MerchantId{0}}; };
  town.then(6min, [&] { town.say(ReviewVerdict{SightingId{1}, town.wires.now, true, MerchantId{1}}); });
  town.then(7min, [&] { town.say(ReviewVerdict{SightingId{77}, town.wires.now, true, MerchantId{1}}); });
  town.run(1h);
  EXPECT_EQ(town.all<event::ReviewGiven>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  expect_lawful(town);
}

TEST(Incidents, ReviewBeforeNoticeStandsBeforeSmsAndStrike) {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::before_notice;
  for (const bool confirms : {true, false}) {
    Town town(town_street(), policy);
    town.desk.judge = [confirms](SightingId sighting) { return ReviewVerdict{sighting, {}, confirms, std::nullopt}; };
    town.appears(0s, "goods", town.goods_a());
    town.goes(10min, "goods");
    town.run(kFound + 44s);
    EXPECT_TRUE(town.gateway.sends.empty());
    EXPECT_TRUE(town.all<event::StrikeCounted>().empty());
    town.run(1h);
    EXPECT_EQ(town.gateway.accepted.size(), confirms ? 1u : 0u);
    EXPECT_EQ(town.all<event::StrikeCounted>().size(), confirms ? 1u : 0u);
    if (confirms) {
      EXPECT_EQ(town.all<event::IncidentOpened>()[0].merchant, MerchantId{0});
    }
    expect_lawful(town);
  }
}

}  // namespace
}  // namespace tricolor::engine::testing::incidents_test
