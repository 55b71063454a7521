// Shows that time in the window follows its commands: it goes at its speed, waits for a run that is no further, stands
// still at the end, steps and jumps; and that a live run in a window has the fingerprints of a run without one, and is
// shown whole.
#include "view/model/playback.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "engine/journal.h"
#include "recorded.h"
#include "view/model/figures.h"
#include "view/layout/actions.h"
#include "view/model/live_run.h"
#include "view/model/story_card.h"
#include "view/model/verdict.h"

namespace tricolor::harness::playback_test {
namespace {

using namespace std::chrono_literals;

TEST(Playback, GoesAtItsSpeedAndStopsAtTheEnd) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  const Timeline timeline = run.timeline();
  Playback playback(timeline);
  playback.advance(1);
  EXPECT_EQ(playback.now(), run.record.start) << "it begins paused";
  playback.play(true);
  playback.set_speed(100);
  playback.advance(0.5);
  EXPECT_EQ(playback.now(), run.record.start + 50s);
  playback.faster();
  EXPECT_EQ(playback.speed(), 200);
  for (int i = 0; i < 20; ++i) playback.faster();
  EXPECT_EQ(playback.speed(), 10000);
  playback.advance(1000);
  EXPECT_EQ(playback.now(), run.record.end);
  EXPECT_FALSE(playback.playing());
  EXPECT_FALSE(playback.waiting());
  for (int i = 0; i < 20; ++i) playback.slower();
  EXPECT_EQ(playback.speed(), 1);
}

TEST(Playback, GoesAtExactlyTheSpeedAskedForAndStepsToTheNextRoundOne) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  const Timeline timeline = run.timeline();
  Playback playback(timeline);
  playback.set_speed(120);
  EXPECT_EQ(playback.speed(), 120);
  playback.play(true);
  playback.advance(0.5);
  EXPECT_EQ(playback.now(), run.record.start + 60s);
  playback.faster();
  EXPECT_EQ(playback.speed(), 200);
  playback.set_speed(120);
  playback.slower();
  EXPECT_EQ(playback.speed(), 100);
  playback.slower();
  EXPECT_EQ(playback.speed(), 50);
  playback.set_speed(0);
  EXPECT_EQ(playback.speed(), 1);
  playback.set_speed(20000);
  EXPECT_EQ(playback.speed(), 10000);
}

TEST(Playback, WaitsForARunThatIsNoFurther) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  Timeline timeline(*run.replay, run.record.start, run.record.planned_end);
  timeline.append({}, {}, run.record.start + 10s);
  Playback playback(timeline);
  playback.play(true);
  playback.set_speed(100);
  playback.advance(1);
  EXPECT_EQ(playback.now(), run.record.start + 10s);
  EXPECT_TRUE(playback.waiting());
  EXPECT_TRUE(playback.playing());
  timeline.append({}, {}, run.record.start + 1000s);
  playback.advance(1);
  EXPECT_EQ(playback.now(), run.record.start + 110s);
  EXPECT_FALSE(playback.waiting());
}

TEST(Playback, StepsAndJumps) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  const Timeline timeline = run.timeline();
  Playback playback(timeline);
  playback.play(true);
  playback.step(1s);
  EXPECT_FALSE(playback.playing()) << "a step pauses";
  EXPECT_EQ(playback.now(), run.record.start + 1s);
  playback.step(-5s);
  EXPECT_EQ(playback.now(), run.record.start);
  ASSERT_FALSE(timeline.incident_times().empty());
  EXPECT_TRUE(playback.next_incident());
  EXPECT_EQ(playback.now(), timeline.incident_times().front());
  const bool another = playback.next_incident();
  EXPECT_EQ(another, timeline.incident_times().size() > 1);
  playback.jump(run.record.end);
  EXPECT_FALSE(playback.next_incident());
  EXPECT_TRUE(playback.last_incident());
  EXPECT_EQ(playback.now(), timeline.incident_times().back());
}

TEST(LiveRun, IsNotChangedByWhoeverLooksOn) {
  const Recorded& alone = recorded("smoke/one_shop.yaml");
  const auto inputs = inputs_of("smoke/one_shop.yaml");
  const Replay replay(*inputs);
  Timeline timeline(replay, inputs->scenario.start, inputs->scenario.end());
  LiveRun live(*inputs, LoopOptions{});
  // A viewer moves the shown instant to and fro as fast as it can until the run is over.
  while (!timeline.finished()) {
    live.hand_over(timeline);
    timeline.at(timeline.known_until());
    timeline.at(timeline.start());
  }
  ASSERT_NE(live.record(), nullptr);
  EXPECT_EQ(live.record()->fingerprints, alone.record.fingerprints);
  // The viewer has seen all of it.
  EXPECT_EQ(timeline.journal().size(), alone.record.journal.size());
  EXPECT_EQ(timeline.scene_log().size(), alone.record.truth.scene_log.size());
  EXPECT_EQ(timeline.known_until(), alone.record.end);
}

TEST(LiveRun, EndsWhenNobodyLooksAnyMore) {
  const auto inputs = inputs_of("smoke/one_shop.yaml");
  const Replay replay(*inputs);
  Timeline timeline(replay, inputs->scenario.start, inputs->scenario.end());
  {
    LiveRun live(*inputs, LoopOptions{});
    live.hand_over(timeline);
  }
  EXPECT_LE(timeline.known_until(), inputs->scenario.end());
}

TEST(Verdict, GoesFromFrameToIncident) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  Timeline timeline = run.timeline();
  const engine::Time put_out = run.record.start + 2min;
  const sim::ThingId pile = run.record.truth.scene_log.front().thing.id;
  const auto verdict_at = [&](engine::Time at) {
    return verdict_of_thing(*run.replay, run.inputs->policies, timeline.at(at), pile, Language::en);
  };
  EXPECT_EQ(verdict_at(put_out - 1s).headline, "It is gone") << "it is not there yet";
  const Verdict early = verdict_at(put_out + 100s);
  EXPECT_FALSE(early.incident);
  EXPECT_EQ(early.headline, "Not yet: within the time allowed");
  ASSERT_FALSE(early.steps.empty());
  EXPECT_EQ(early.steps.back().mark, VerdictStep::Mark::pending);
  EXPECT_NE(early.steps.back().text.find("01:40 / 03:00"), std::string::npos) << early.steps.back().text;
  const Verdict late = verdict_at(put_out + 4min);
  EXPECT_TRUE(late.incident);
  EXPECT_EQ(late.headline, "It is incident #1");
  for (const VerdictStep& step : late.steps) EXPECT_EQ(step.mark, VerdictStep::Mark::yes) << step.text;

  const Verdict story =
      verdict_of_incident(timeline, *run.replay, run.inputs->policies, timeline.at(run.record.end), 1, Language::en);
  std::string all;
  for (const VerdictStep& step : story.steps) all += step.text + "\n";
  for (const char* part : {"the stay begins", "detector: piled goods", "zone: z_m1", "dwell 03:01 > 03:00", "whose: m1",
                           "SMS #1 → m1", "not put right", "Case #1 registered", "closed"})
    EXPECT_NE(all.find(part), std::string::npos) << part << " in\n" << all;
}

TEST(Verdict, SaysWhyALawfulThingIsNone) {
  const Recorded& run = recorded("rules/goods_inside_the_line.yaml");
  Timeline timeline = run.timeline();
  ASSERT_FALSE(run.record.truth.scene_log.empty());
  const auto& goods = run.record.truth.scene_log.front();
  const Verdict verdict =
      verdict_of_thing(*run.replay, run.inputs->policies, timeline.at(goods.at + 4min), goods.thing.id, Language::en);
  EXPECT_FALSE(verdict.incident);
  EXPECT_EQ(verdict.headline.rfind("Not an incident: ", 0), 0u) << verdict.headline;
  ASSERT_FALSE(verdict.steps.empty());
  EXPECT_EQ(verdict.steps.back().mark, VerdictStep::Mark::no);
}

TEST(StoryCard, TellsOfShopCaseCameraAndOfficerInBothLanguages) {
  const Recorded& run = recorded("smoke/one_shop.yaml");
  Timeline timeline = run.timeline();
  using What = Selection::What;
  const auto story = [&](Selection selection, Language language) {
    const StoryCard card = story_of(selection, timeline, *run.replay, run.inputs->policies,
                                    timeline.at(run.record.start + 25min), language);
    std::string all = card.title + "\n" + card.subtitle + "\n";
    for (const StoryLine& line : card.lines) all += line.text + "\n";
    return all;
  };
  const auto expect = [&](Selection selection, Language language, std::initializer_list<const char*> parts) {
    const std::string all = story(selection, language);
    for (const char* part : parts) EXPECT_NE(all.find(part), std::string::npos) << part << " in\n" << all;
  };
  expect({What::shop, 0}, Language::zh, {"阿芳水果店", "黄码", "事件 1", "绿码 → 黄码 (3)"});
  expect({What::shop, 0}, Language::en, {"m1", "yellow", "incidents 1", "SMS #1"});
  expect({What::case_work, 1}, Language::zh, {"案件 #1", "短信提醒后未整改", "o1", "立案"});
  expect({What::camera, 0}, Language::en, {"Camera c1", "it sees", "incidents found 1", "dark"});
  expect({What::officer, 0}, Language::en, {"Officer o1", "case #1", "Case #1 dispatched"});
  expect({What::figure, 0}, Language::en, {"open incidents", "SELECT count(*)"});
  EXPECT_EQ(story({What::none, 0}, Language::en), "\n\n");
  EXPECT_EQ(story({What::case_work, 99}, Language::en), "\n\n");
}

template <std::size_t... Index>
std::vector<engine::event::Payload> one_of_each(std::index_sequence<Index...>) {
  return {std::variant_alternative_t<Index, engine::event::Kind>{}...};
}

TEST(Words, EveryEventReasonStateAndEndHasItsOwnInBothLanguages) {
  engine::Configuration c;
  for (const Language language : {Language::zh, Language::en}) {
    for (engine::event::Payload& payload :
         one_of_each(std::make_index_sequence<std::variant_size_v<engine::event::Kind>>{})) {
      engine::Event event;
      event.payload = payload;
      const std::string line = event_line(event, c, language);
      EXPECT_NE(line, "");
      EXPECT_NE(line, engine::name_of(event.payload)) << "a code name is no word";
    }
    std::set<std::string> words;
    for (int i = 0; i <= static_cast<int>(engine::BlindReason::moved); ++i)
      words.insert(blind_text(static_cast<engine::BlindReason>(i), language));
    EXPECT_EQ(words.size(), 7u);
    words.clear();
    for (int i = 0; i <= static_cast<int>(engine::CaseState::voided); ++i)
      words.insert(state_text(static_cast<engine::CaseState>(i), language));
    EXPECT_EQ(words.size(), 12u);
    words.clear();
    for (int i = 0; i <= static_cast<int>(engine::RecheckOutcome::relapsed); ++i)
      words.insert(outcome_text(static_cast<engine::RecheckOutcome>(i), language));
    EXPECT_EQ(words.size(), 4u);
    words.clear();
    for (int i = 0; i <= static_cast<int>(engine::event::IncidentClosed::How::voided); ++i)
      words.insert(end_text(static_cast<engine::event::IncidentClosed::How>(i), language));
    EXPECT_EQ(words.size(), 4u);
  }
  EXPECT_EQ(trade_text("fruit_veg", Language::zh), "蔬果");
  EXPECT_EQ(trade_text("something else", Language::zh), "something else");
}

TEST(Actions, AreAllInTheGuideWithKeyAndMouse) {
  std::ifstream in(TRICOLOR_SOURCE_DIR "/docs/view.md");
  std::stringstream guide;
  guide << in.rdbuf();
  for (const ActionLine& line : action_table()) {
    const std::string row = std::string("| `") + line.key + "` | " + line.mouse + " | " + line.zh + " | " + line.en +
                            (line.as_in_sumo ? " | yes |" : " | |");
    EXPECT_NE(guide.str().find(row), std::string::npos) << row;
    EXPECT_NE(std::string(line.mouse), "") << line.en << " must be done by the mouse, too";
  }
  for (const Figure& figure : figures_of(Moment{}))
    EXPECT_NE(guide.str().find(std::string("`") + figure.key + "`"), std::string::npos) << figure.key;
}

TEST(Actions, EachStandsOnOneLine) {
  std::set<Action> seen;
  for (const ActionLine& line : action_table()) {
    ASSERT_FALSE(line.actions.empty());
    const std::set<Action> own(line.actions.begin(), line.actions.end());
    for (const Action action : own) EXPECT_TRUE(seen.insert(action).second) << line.en;
  }
  for (int i = 0; i <= static_cast<int>(Action::quit); ++i) {
    EXPECT_TRUE(seen.contains(static_cast<Action>(i))) << "action " << i << " has neither key nor button";
    EXPECT_NO_THROW(line_of(static_cast<Action>(i)));
  }
}

}  // namespace
}  // namespace tricolor::harness::playback_test
