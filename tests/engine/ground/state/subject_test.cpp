// Shows that every event is about exactly one thing, which the read model knows, and that its other ids are reported.
#include "engine/subject.h"

#include <gtest/gtest.h>

#include "engine/journal.h"
#include "engine/service_state.h"
#include "engine/support/lively_town.h"

namespace tricolor::engine::testing::subject_test {
namespace {

using Kind = Subject::Kind;

bool known(const ServiceState& state, const Subject& subject) {
  const auto id = static_cast<std::uint32_t>(subject.id);
  switch (subject.kind) {
    case Kind::none: return true;
    case Kind::camera: return state.camera(CameraId{id}) != nullptr;
    case Kind::stay:
      return state.stays().contains(subject.id) ||
             (state.just_ended() && state.just_ended()->started.occupancy == subject.id);
    case Kind::sighting: return state.sighting(SightingId{id}) != nullptr;
    case Kind::incident: return state.incident(IncidentId{id}) != nullptr;
    case Kind::notice: return state.notice(NoticeId{id}) != nullptr;
    case Kind::case_work: return state.case_of(CaseId{id}) != nullptr;
    case Kind::report: return state.report(ReportId{id}) != nullptr;
    case Kind::merchant: return state.merchant(MerchantId{id}) != nullptr;
  }
  return false;
}

TEST(Subject, OfEveryEventIsKnownToTheReadModelThatHeardIt) {
  std::set<Kind> kinds;
  for (std::uint64_t seed = 4001; seed <= 4006; ++seed) {
    Dice dice(seed);
    const Policy policy = any_policy(dice);
    Town town(town_street(), policy);
    live(town, dice, false);
    town.run(6h);
    ServiceState state;
    for (const Event& event : town.store.events) {
      state.apply(event);
      const Subject subject = subject_of(event);
      kinds.insert(subject.kind);
      ASSERT_TRUE(known(state, subject)) << "seed " << seed << ": " << to_line(event);
      if (subject.incident) {
        ASSERT_NE(state.incident(*subject.incident), nullptr) << to_line(event);
      }
    }
  }
  EXPECT_EQ(kinds.size(), 9u) << "a kind that never came proves nothing";
}

Subject of(event::Payload payload) { return subject_of({1, kMorning, std::move(payload)}); }

TEST(Subject, IsTheNearestThingAndNamesTheIncidentBehindIt) {
  event::NoticeQueued queued;
  queued.notice = NoticeId{3};
  queued.incident = IncidentId{5};
  queued.merchant = MerchantId{2};
  EXPECT_EQ(of(queued), (Subject{Kind::notice, 3, IncidentId{5}, {}}));
  EXPECT_EQ(of(event::StrikeCounted{MerchantId{2}, IncidentId{5}, kMorning}),
            (Subject{Kind::merchant, 2, IncidentId{5}, {}}));
  EXPECT_EQ(of(event::CaseRegistered{CaseId{4}, IncidentId{5}, std::nullopt, {}, {}, {}, false}),
            (Subject{Kind::case_work, 4, IncidentId{5}, {}}));
  EXPECT_EQ(of(event::ReportAttached{ReportId{6}, IncidentId{5}, CaseId{4}}),
            (Subject{Kind::report, 6, IncidentId{5}, {}}));
  EXPECT_EQ(of(event::SightingAttached{IncidentId{5}, SightingId{7}}), (Subject{Kind::incident, 5, IncidentId{5}, {}}));
  event::SightingConfirmed sighting;
  sighting.sighting = SightingId{7};
  sighting.camera = CameraId{1};
  EXPECT_EQ(of(sighting), (Subject{Kind::sighting, 7, {}, CameraId{1}}));
  EXPECT_EQ(of(event::Configured{}), Subject{});
}

}  // namespace
}  // namespace tricolor::engine::testing::subject_test
