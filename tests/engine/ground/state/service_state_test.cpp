// Shows that the read model passes over ids that it never heard of; that it is the same however its journal was cut;
// that the engine's own equals the one folded from its journal; that its counts equal a count by hand of the journal;
// and that it names the ids of its journal.
#include "engine/service_state.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "engine/digest.h"
#include "engine/journal.h"
#include "engine/support/expect_lawful.h"
#include "engine/support/lively_town.h"
#include "state_text.h"

namespace tricolor::engine::testing::service_state_test {
namespace {

template <std::size_t... I>
std::vector<event::Payload> one_of_each(std::index_sequence<I...>) {
  return {event::Payload(std::in_place_index<I>)...};
}

// Gives every type of event once, about ids that no other event names: all ids are 77.
std::vector<event::Payload> about_strangers() {
  auto payloads = one_of_each(std::make_index_sequence<std::variant_size_v<event::Kind>>{});
  for (event::Payload& payload : payloads)
    std::visit(
        [](auto& e) {
          if constexpr (requires { e.occupancy; }) e.occupancy = 77;
          if constexpr (requires { e.sighting; }) e.sighting = SightingId{77};
          if constexpr (requires { e.incident; }) e.incident = IncidentId{77};
          if constexpr (requires { e.notice; }) e.notice = NoticeId{77};
          if constexpr (requires { e.case_id; }) e.case_id = CaseId{77};
          if constexpr (requires { e.report; }) e.report = ReportId{77};
          if constexpr (requires { e.officer; }) e.officer = OfficerId{1};
        },
        payload);
  return payloads;
}

// The events that begin something. All others are about something that was begun before.
bool begins_something(const event::Payload& payload) {
  return std::visit(
      []<class T>(const T&) {
        using namespace event;
        return std::is_same_v<T, CameraBecame> || std::is_same_v<T, SceneLearnt> ||
               std::is_same_v<T, OccupancyStarted> || std::is_same_v<T, SightingConfirmed> ||
               std::is_same_v<T, IncidentOpened> || std::is_same_v<T, NoticeQueued> ||
               std::is_same_v<T, CaseRegistered> || std::is_same_v<T, ReportReceived> ||
               std::is_same_v<T, MerchantReplied> || std::is_same_v<T, StrikeImported> ||
               std::is_same_v<T, StrikeCounted> || std::is_same_v<T, ReportCounted> ||
               std::is_same_v<T, ColourBecame> || std::is_same_v<T, OwnerChanged> || std::is_same_v<T, Configured> ||
               std::is_same_v<T, TroubleAtPort>;
      },
      payload);
}

std::size_t records(const ServiceState& s) {
  return s.sightings().size() + s.incidents().size() + s.notices().size() + s.cases().size() + s.reports().size() +
         s.stays().size();
}

TEST(ServiceState, AnEventAboutAnIdThatWasNeverOpenedIsPassedOver) {
  for (const event::Payload& payload : about_strangers()) {
    SCOPED_TRACE(name_of(payload));
    ServiceState state;
    state.apply({1, kMorning, payload});
    EXPECT_EQ(state.sequence(), 1u);
    EXPECT_EQ(state.at(), kMorning);
    if (begins_something(payload)) {
      // The other ids that the event names are not invented either.
      EXPECT_LE(records(state), 1u);
    } else {
      EXPECT_EQ(text_of(state), text_of(ServiceState{}));
    }
  }
}

TEST(ServiceState, AnyTwoEventsAboutTheSameStrangerCanBeFolded) {
  const auto payloads = about_strangers();
  for (const event::Payload& first : payloads)
    for (const event::Payload& second : payloads)
      for (const event::Payload& third : payloads) {
        ServiceState state;
        state.apply({1, kMorning, first});
        state.apply({2, kMorning, second});
        state.apply({3, kMorning, third});
        ASSERT_LE(state.load(OfficerId{1}), 1);
        ASSERT_GE(state.load(OfficerId{1}), 0) << name_of(first) << ", " << name_of(second) << ", " << name_of(third);
      }
}

// The properties are shown on these lives. Their journals hold every kind of matter, some still open at the end.
std::vector<Event> journal_of_a_life(std::uint64_t seed) {
  Dice dice(seed);
  const Policy policy = any_policy(dice);
  Town town(town_street(), policy);
  live(town, dice, dice.one_in(2));
  // Some lives end halfway, so that much is open, others after the rest.
  town.run(dice.one_in(2) ? 150min : 8h);
  // While the store refuses, the engine is ahead of its journal.
  if (!town.store.full) {
    EXPECT_EQ(text_of(town.engine->state()), text_of(state_of(town.store.events))) << "seed " << seed;
  }
  return town.store.events;
}

class Lives : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Lives, FoldsOfOneJournalAreEqualHoweverItWasCut) {
  const std::vector<Event> journal = journal_of_a_life(GetParam());
  const std::string whole = text_of(state_of(journal));
  EXPECT_EQ(text_of(state_of(journal)), whole);
  Dice dice(GetParam() + 7);
  for (int i = 0; i < 5; ++i) {
    const auto cut = static_cast<std::ptrdiff_t>(dice.below(journal.size() + 1));
    ServiceState state = state_of({journal.begin(), journal.begin() + cut});
    // A copy goes on as the original does.
    ServiceState copy = state;
    for (auto event = journal.begin() + cut; event != journal.end(); ++event) {
      state.apply(*event);
      copy.apply(*event);
    }
    ASSERT_EQ(text_of(state), whole) << "seed " << GetParam() << ", cut after event " << cut;
    ASSERT_EQ(text_of(copy), whole) << "seed " << GetParam() << ", cut after event " << cut;
  }
}

// Every record of three lives, as it was accepted last. With TRICOLOR_UPDATE in the environment the file is written
// anew; read the difference before it is committed.
TEST(ServiceState, ThreeLivesFoldToWhatWasAcceptedLast) {
  const std::string path = std::string(TRICOLOR_SOURCE_DIR) + "/tests/engine/ground/state/three_lives.txt";
  std::string now;
  for (const std::uint64_t seed : {10, 21, 59})
    now += "life " + std::to_string(seed) + "\n" + text_of(state_of(journal_of_a_life(seed)));
  if (std::getenv("TRICOLOR_UPDATE")) std::ofstream(path) << now;
  std::ifstream kept(path);
  std::istringstream made(now);
  std::string before, after;
  for (int line = 1; std::getline(kept, before); ++line) {
    ASSERT_TRUE(std::getline(made, after)) << path << " ends before line " << line;
    ASSERT_EQ(after, before) << path << ":" << line;
  }
  EXPECT_FALSE(std::getline(made, after)) << path << " goes on: " << after;
}

// Counts the same by hand: plain loops over the journal, one figure each.
template <class Kind>
int count(
    const std::vector<Event>& journal,
    const std::function<bool(const Kind&)>& which = [](const Kind&) { return true; }) {
  int found = 0;
  for (const Event& event : journal)
    if (const auto* payload = std::get_if<Kind>(&event.payload)) found += which(*payload) ? 1 : 0;
  return found;
}

TEST_P(Lives, CountsAreThoseOfACountByHand) {
  const std::vector<Event> journal = journal_of_a_life(GetParam());
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  const ServiceState state = state_of(journal);
  using namespace event;
  EXPECT_EQ(static_cast<int>(state.incidents().size()), count<IncidentOpened>(journal));
  EXPECT_EQ(static_cast<int>(state.open_incidents().size()),
            count<IncidentOpened>(journal) + count<IncidentReopened>(journal) - count<IncidentClosed>(journal));
  EXPECT_EQ(static_cast<int>(state.notices().size()), count<NoticeQueued>(journal));
  EXPECT_EQ(static_cast<int>(state.sightings().size()), count<SightingConfirmed>(journal));
  EXPECT_EQ(static_cast<int>(state.cases().size()), count<CaseRegistered>(journal));
  EXPECT_EQ(
      static_cast<int>(state.open_cases().size()),
      count<CaseRegistered>(journal) - count<CaseMoved>(journal, [](const CaseMoved& e) { return is_final(e.to); }));
  EXPECT_EQ(static_cast<int>(state.reports().size()), count<ReportReceived>(journal));
  EXPECT_EQ(static_cast<int>(state.open_reports().size()),
            count<ReportReceived>(journal) - count<ReportReplied>(journal));
  EXPECT_EQ(static_cast<int>(state.in_review().size()),
            count<ReviewAsked>(journal) - count<ReviewGiven>(journal) - count<ReviewLapsed>(journal));
  EXPECT_EQ(static_cast<int>(state.troubles().size()), count<TroubleAtPort>(journal));

  int delivered = 0, tries = 0, moves = 0, returns = 0, rechecks = 0, relapsed = 0, attached = 0;
  for (const auto& [id, it] : state.notices()) delivered += it.delivered.value_or(false) ? 1 : 0, tries += it.tries;
  for (const auto& [id, it] : state.cases()) moves += static_cast<int>(it.moves.size()), returns += it.returns;
  for (const auto& [id, it] : state.incidents()) {
    rechecks += static_cast<int>(it.rechecks.size());
    relapsed += it.relapsed_at ? 1 : 0;
    attached += static_cast<int>(it.sightings.size()) - 1;
  }
  EXPECT_EQ(delivered, count<NoticeFate>(journal, [](const NoticeFate& e) { return e.delivered; }));
  EXPECT_EQ(tries, count<NoticeSent>(journal));
  EXPECT_EQ(moves, count<CaseMoved>(journal));
  EXPECT_EQ(returns, count<CaseMoved>(journal, [](const CaseMoved& e) { return e.to == CaseState::returned; }));
  EXPECT_EQ(rechecks, count<Rechecked>(journal));
  EXPECT_EQ(relapsed, count<IncidentRelapsed>(journal));
  EXPECT_EQ(attached, count<SightingAttached>(journal));

  for (std::uint32_t shop = 0; shop < state.merchants().size(); ++shop) {
    const MerchantRecord& record = *state.merchant(MerchantId{shop});
    EXPECT_EQ(record.counted,
              count<StrikeCounted>(journal, [&](const StrikeCounted& e) { return e.merchant.value == shop; }));
    EXPECT_EQ(record.incidents,
              count<IncidentOpened>(journal, [&](const IncidentOpened& e) { return e.merchant == MerchantId{shop}; }));
    EXPECT_EQ(record.notices,
              count<NoticeQueued>(journal, [&](const NoticeQueued& e) { return e.merchant.value == shop; }));
    Colour colour = Colour::green;
    for (const Event& event : journal)
      if (const auto* became = std::get_if<ColourBecame>(&event.payload); became && became->merchant.value == shop)
        colour = became->to;
    EXPECT_EQ(record.colour, colour);
  }
  // An officer's load is the open cases whose last move names him.
  std::map<CaseId, std::optional<OfficerId>> holder;
  for (const Event& event : journal)
    if (const auto* moved = std::get_if<CaseMoved>(&event.payload))
      holder[moved->case_id] = is_final(moved->to) ? std::nullopt : moved->officer;
  for (std::uint32_t officer = 0; officer < 3; ++officer) {
    int load = 0;
    for (const auto& [id, who] : holder) load += who == OfficerId{officer} ? 1 : 0;
    EXPECT_EQ(state.load(OfficerId{officer}), load);
  }
  // A stay is open from its first start to its end, however often its onset was written again.
  std::set<std::uint64_t> open;
  for (const Event& event : journal) {
    if (const auto* started = std::get_if<OccupancyStarted>(&event.payload)) open.insert(started->occupancy);
    if (const auto* ended = std::get_if<OccupancyEnded>(&event.payload)) open.erase(ended->occupancy);
  }
  EXPECT_EQ(state.stays().size(), open.size());
}

TEST_P(Lives, TheStayThatTheLastEventEndedIsThereAndNoOther) {
  const std::vector<Event> journal = journal_of_a_life(GetParam());
  ServiceState state;
  int ends = 0;
  for (const Event& event : journal) {
    state.apply(event);
    const auto* ended = std::get_if<event::OccupancyEnded>(&event.payload);
    ASSERT_EQ(state.just_ended().has_value(), ended != nullptr) << to_line(event);
    if (!ended) continue;
    ++ends;
    EXPECT_EQ(state.just_ended()->started.occupancy, ended->occupancy);
    EXPECT_EQ(state.just_ended()->last_seen, ended->last_seen);
    EXPECT_EQ(state.just_ended()->by_blindness, ended->by_blindness);
  }
  EXPECT_GT(ends, 0) << "seed " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Seeds, Lives, ::testing::Range<std::uint64_t>(3001, 3013));

TEST(ServiceState, NamesTheIdsOfItsJournal) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.run(5min);
  const ServiceState state = state_of(town.store.events);
  const WorldTables& tables = state.tables();
  ASSERT_EQ(tables.merchants.size(), town.configuration.merchants.size());
  for (std::size_t i = 0; i < tables.merchants.size(); ++i)
    EXPECT_EQ(tables.merchants[i], town.configuration.merchants[i].name);
  ASSERT_EQ(tables.classes.size(), town.configuration.classes.size());
  for (std::size_t i = 0; i < tables.classes.size(); ++i)
    EXPECT_EQ(tables.classes[i], town.configuration.classes[i].code_name);
  ASSERT_EQ(tables.zones.size(), town.configuration.zones.size());
  for (std::size_t i = 0; i < tables.zones.size(); ++i) EXPECT_EQ(tables.zones[i], town.configuration.zones[i].name);
  EXPECT_EQ(tables.cameras.size(), town.configuration.cameras.size());
  EXPECT_EQ(tables.duty_grids.size(), town.configuration.duty_grids.size());
  EXPECT_EQ(tables.officers, (std::vector<std::string>{"o1", "o2"}));
  ASSERT_EQ(state.configured().size(), 1u);
  EXPECT_EQ(state.configured().front().content.tables_digest, digest_of(tables));
  // A journal read back from its lines names them too.
  EXPECT_EQ(state_of({from_line(to_line(town.store.events.front()))}).tables(), tables);
}

TEST(ServiceState, KeepsTheNamesWhenALaterConfigurationBringsNone) {
  event::Configured first{"pinghu", "", {{"piled_goods"}, {}, {}, {"m1"}, {}, {}}, ""};
  first.tables_digest = digest_of(first.tables);
  const ServiceState state =
      state_of({{1, kMorning, first}, {2, kMorning + 1h, event::Configured{"strict", "", {}, ""}}});
  EXPECT_EQ(state.tables().merchants, std::vector<std::string>{"m1"});
  EXPECT_EQ(state.configured().size(), 2u);
}

TEST(ServiceState, APictureHasTheHashThatTheEvidenceStoreGaveItOrNone) {
  const auto label = [](EvidenceMoment moment) {
    return EvidenceLabel{CameraId{0}, kMorning, moment, std::nullopt, ""};
  };
  using Moment = EvidenceMoment;
  event::SightingConfirmed sighting;
  sighting.sighting = SightingId{1};
  sighting.evidence = {{label(Moment::onset), "aa"}, {label(Moment::before), ""}, {label(Moment::threshold), ""}};
  const ServiceState state =
      state_of({{1, kMorning, sighting},
                {2, kMorning, event::EvidenceKept{SightingId{1}, label(Moment::before), "", "disk full"}},
                {3, kMorning, event::EvidenceKept{SightingId{1}, label(Moment::threshold), "bb", ""}},
                {4, kMorning, event::EvidenceKept{SightingId{1}, label(Moment::recheck), "cc", ""}}});
  const auto pictures = state.sighting(SightingId{1})->pictures();
  ASSERT_EQ(pictures.size(), 4u);
  EXPECT_EQ(pictures[0].sha256, "aa");
  EXPECT_EQ(pictures[1].sha256, "");
  EXPECT_EQ(pictures[2].sha256, "bb");
  EXPECT_EQ(pictures[3].sha256, "cc");
  EXPECT_EQ(pictures[3].label.moment, Moment::recheck);
}

}  // namespace
}  // namespace tricolor::engine::testing::service_state_test
