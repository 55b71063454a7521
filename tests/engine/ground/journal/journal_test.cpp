// Shows that every type of event survives writing and reading, that damaged lines are reported and not guessed, and
// that the decision form holds neither scores nor picture hashes.
#include "engine/journal.h"

#include <gtest/gtest.h>

#include <set>

namespace tricolor::engine::journal_test {
namespace {

template <std::size_t I = 0>
void each_type(std::vector<Event>& events) {
  if constexpr (I < std::variant_size_v<event::Kind>) {
    events.push_back({I + 1, Time{Duration{1'604'278'680'000'000 + static_cast<std::int64_t>(I)}},
                      event::Payload{std::in_place_index<I>}});
    each_type<I + 1>(events);
  }
}

TEST(Journal, EveryTypeOfEventSurvives) {
  std::vector<Event> events;
  each_type(events);
  std::set<std::string_view> names;
  for (const Event& event : events) {
    const std::string line = to_line(event);
    const Event again = from_line(line);
    EXPECT_EQ(again.payload.index(), event.payload.index()) << line;
    EXPECT_EQ(again.sequence, event.sequence);
    EXPECT_EQ(again.at, event.at);
    EXPECT_EQ(to_line(again), line);
    names.insert(name_of(event.payload));
  }
  EXPECT_EQ(names.size(), events.size()) << "each has a name of its own";
}

TEST(Journal, FullFieldsSurvive) {
  event::SightingConfirmed sighting;
  sighting.sighting = SightingId{7};
  sighting.merchant = MerchantId{3};
  sighting.between = {MerchantId{3}, MerchantId{4}};
  sighting.score_256 = 200;
  sighting.spot = {1.25, -9.5};
  sighting.evidence = {
      {{CameraId{1}, Time{Duration{5}}, EvidenceMoment::before, ImageBox{1, 2, 3, 4}, "z_m1"}, std::string(64, 'a')}};
  const Event event{9, Time{Duration{1}}, sighting};
  const Event again = from_line(to_line(event));
  const auto& e = std::get<event::SightingConfirmed>(again.payload);
  EXPECT_EQ(e.merchant, MerchantId{3});
  EXPECT_EQ(e.between.size(), 2u);
  EXPECT_EQ(e.spot, (GroundPoint{1.25, -9.5}));
  ASSERT_EQ(e.evidence.size(), 1u);
  EXPECT_EQ(e.evidence[0].label.moment, EvidenceMoment::before);
  EXPECT_EQ(e.evidence[0].sha256, std::string(64, 'a'));
  EXPECT_EQ(e.evidence[0].label.box->width_px, 3);
  const std::string decision = to_line(event, false);
  EXPECT_EQ(decision.find("score_256"), std::string::npos);
  EXPECT_EQ(decision.find("sha256"), std::string::npos);
}

TEST(Journal, TextInAnyScriptSurvives) {
  const Event event{1, Time{}, event::ReportReplied{ReportId{1}, "您好 \"quoted\"\nline\t\\ 🙂"}};
  EXPECT_EQ(std::get<event::ReportReplied>(from_line(to_line(event)).payload).text, "您好 \"quoted\"\nline\t\\ 🙂");
}

TEST(Journal, DamagedLinesAreTold) {
  for (const char* line :
       {"", "{", "[]", "{}", R"({"seq":1,"at":2,"event":"no_such"})", R"({"seq":1,"at":2,"event":"rechecked"})",
        R"({"seq":1,"at":2,"event":"rechecked","incident":1,"outcome":"perhaps"})",
        R"({"seq":"x","at":2,"event":"rechecked","incident":1,"outcome":"unknown"})"})
    EXPECT_THROW(from_line(line), std::runtime_error) << line;
}

}  // namespace
}  // namespace tricolor::engine::journal_test
