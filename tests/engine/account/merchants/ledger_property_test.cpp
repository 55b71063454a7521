// To show: a ledger that folds only what is new stands where the whole fold of the shop's history stands, after every
// event of random histories with stays that end late or unseen, cases, reopenings, appeals against old and new strikes,
// citizens' reports, new owners and blindness that is told days later, under every reading; and what it then makes of
// the journal does not depend on whether it lived through it. Seeds are printed with every failure;
// --gtest_filter=LedgerProperty.* repeats all.
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "merchants/colour_history.h"
#include "merchants/colour_ledger.h"

namespace tricolor::engine::ledger_property_test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kShops = 2, kCameras = 3;

struct Life : EventSink {
  explicit Life(std::uint64_t seed) : dice(seed) {
    configuration.classes = {{"goods", "", "", "", "", {"pile"}, {ZoneKind::shop_front}},
                             {"sign", "", "", "", "", {"pile"}, {ZoneKind::shop_front}}};
    configuration.merchants.resize(kShops);
    for (int day = 3; day < 400; day += 1 + below(60))
      configuration.merchants[1].closed_on.push_back(std::chrono::floor<std::chrono::days>(now) +
                                                     std::chrono::days{day});
    configuration.cameras.resize(kCameras);
    configuration.zones.resize(kShops);
    for (std::uint32_t i = 0; i < kShops; ++i) configuration.zones[i].merchant = MerchantId{i};
    configuration.zones[0].cameras = {CameraId{0}};
    configuration.zones[1].cameras = {CameraId{1}, CameraId{2}};
    ColourPolicy& colour = policy.colour;
    colour.count_since = static_cast<ColourPolicy::CountSince>(below(4));
    colour.step_down_by = static_cast<ColourPolicy::StepDownBy>(below(4) == 0);
    colour.clean_day_is = static_cast<ColourPolicy::CleanDay>(below(3));
    colour.count_after_step_down = static_cast<ColourPolicy::AfterStepDown>(below(2));
    colour.voided_strike = static_cast<ColourPolicy::VoidedStrike>(below(2));
    colour.red_steps_down_to_green = below(4) == 0;
    colour.clean_while_standing = below(4) == 0;
    colour.closed_days_are_clean = below(2) == 0;
    colour.clean_month_at_green_clears = below(2) == 0;
    colour.owner_change_resets = below(2) == 0;
    colour.blind_time_counts_as_clean = 0.1 * below(6);
    colour.step_down_after = std::chrono::hours{24} * (1 + below(12));
    colour.yellow_from = 1 + below(3);
    colour.red_from = colour.yellow_from + 1 + below(3);
    ClassPolicy sign;
    sign.code_name = "sign";
    sign.weight = below(3);
    policy.classes = {sign};
    ledger = std::make_unique<ColourLedger>(configuration, policy, state);
  }

  int below(int end) { return static_cast<int>(dice() % static_cast<std::uint64_t>(end)); }

  void emit(event::Payload payload) override {
    journal.push_back({journal.size() + 1, now, std::move(payload)});
    const Event event = journal.back();
    state.apply(event);
    ledger->apply(event);
    ledger->react(event, *this);
  }

  template <class Id>
  Id any_of(std::uint32_t count) {
    // The young ones more often.
    const auto back = static_cast<std::uint32_t>(below(3) == 0 ? below(static_cast<int>(count)) : below(5));
    return Id{count - std::min(count - 1, back)};
  }
  IncidentId any_incident() { return any_of<IncidentId>(incidents); }

  void sight(MerchantId merchant) {
    const ClassId violation_class{static_cast<std::uint32_t>(below(2))};
    const Time onset = now - std::chrono::minutes{below(600)};
    event::OccupancyStarted started;
    started.occupancy = ++stays;
    started.violation_class = violation_class;
    started.onset = onset;
    emit(started);
    event::SightingConfirmed confirmed;
    confirmed.sighting = SightingId{static_cast<std::uint32_t>(stays)};
    confirmed.occupancy = stays;
    confirmed.violation_class = violation_class;
    confirmed.merchant = merchant;
    confirmed.onset = onset;
    emit(confirmed);
    // A later sighting of an incident, be it open or closed, or a new one.
    if (incidents > 0 && below(3) == 0) {
      emit(event::SightingAttached{any_incident(), confirmed.sighting});
      return;
    }
    emit(event::IncidentOpened{IncidentId{++incidents},
                               confirmed.sighting,
                               violation_class,
                               merchant,
                               ZoneId{merchant.value},
                               DutyGridId{0},
                               {},
                               onset});
  }

  void end_a_stay() {
    if (state.stays().empty()) return;
    auto stay = state.stays().begin();
    std::advance(stay, below(static_cast<int>(state.stays().size())));
    event::OccupancyEnded ended;
    ended.occupancy = stay->first;
    ended.last_seen = now - std::chrono::minutes{below(3000)};
    ended.by_blindness = below(3) == 0;
    emit(ended);
  }

  void of_a_citizen(MerchantId merchant) {
    if (reports == 0 || below(2) == 0) {
      Report report;
      if (below(2)) report.violation_class = ClassId{static_cast<std::uint32_t>(below(2))};
      emit(event::ReportReceived{ReportId{++reports}, report});
      emit(event::ReportVerified{ReportId{reports}, true, {}, merchant});
      event::CaseRegistered registered;
      registered.case_id = CaseId{++cases};
      registered.report = ReportId{reports};
      emit(registered);
      return;
    }
    const ReportId report = any_of<ReportId>(reports);
    if (below(3) == 0) emit(event::ReportVoided{report, "an appeal"});
    else if (below(3) == 0) emit(event::ReportAttached{report, {}, any_of<CaseId>(cases), false, {}});
    else emit(event::CaseMoved{any_of<CaseId>(cases), CaseState::checking, CaseState::closed, {}, {}});
  }

  void happen() {
    now += below(3) == 0 ? Duration{0} : below(4) == 0 ? Duration{24h} * below(9) : Duration{1min} * below(600);
    if (const auto due = ledger->next_deadline(); due && *due <= now) ledger->wake(now, *this);
    const MerchantId merchant{static_cast<std::uint32_t>(below(kShops))};
    using How = event::IncidentClosed::How;
    const int what = below(20);
    if (what < 7 || incidents == 0) return sight(merchant);
    if (what < 11) return end_a_stay();
    if (what == 11)
      return emit(event::IncidentClosed{any_incident(), below(2) ? How::case_closed : How::self_corrected});
    if (what == 12) return emit(event::IncidentReopened{any_incident(), now});
    if (what == 13) return emit(event::PlaceSeenClear{any_incident(), now - std::chrono::minutes{below(900)}});
    if (what == 14) return emit(event::IncidentVoided{any_incident(), "an appeal"});
    if (what == 15) return of_a_citizen(merchant);
    if (what == 16 && below(4) == 0) return emit(event::OwnerChanged{merchant, "", "", ""});
    event::CameraBecame became;
    became.camera = CameraId{static_cast<std::uint32_t>(below(kCameras))};
    became.sees = below(2) == 0;
    became.since = now - std::chrono::minutes{below(2) == 0 ? 0 : below(6000)};
    emit(became);
  }

  void expect_stands_as_a_whole_fold(const ColourLedger& one, Time at) {
    for (std::uint32_t i = 0; i < kShops; ++i) {
      const ColourHistory history = colour_history_of(state, configuration, policy, MerchantId{i});
      const Standing whole = standing_of(history, policy.colour, at), kept = one.standing(MerchantId{i}, at);
      ASSERT_EQ(kept.colour, whole.colour);
      ASSERT_EQ(kept.count, whole.count);
      ASSERT_EQ(kept.strikes_to_next, whole.strikes_to_next);
      ASSERT_EQ(kept.clean_for, whole.clean_for);
      ASSERT_EQ(kept.stands, whole.stands);
      ASSERT_EQ(kept.steps_down_at, whole.steps_down_at);
      ASSERT_EQ(kept.waits_for_sight, whole.waits_for_sight);
    }
  }

  std::mt19937_64 dice;
  Configuration configuration;
  Policy policy;
  ServiceState state;
  std::unique_ptr<ColourLedger> ledger;
  std::vector<Event> journal;
  Time now{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};
  std::uint64_t stays = 0;
  std::uint32_t incidents = 0, reports = 0, cases = 0;
};

TEST(LedgerProperty, WhatIsFoldedPieceByPieceIsTheWholeFold) {
  int changes = 0, down = 0, appeals = 0;
  for (std::uint64_t seed = 1; seed <= 150 && !HasFatalFailure(); ++seed) {
    Life life(seed);
    for (int i = 0; i < 400 && !HasFatalFailure(); ++i) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(i));
      life.happen();
      life.expect_stands_as_a_whole_fold(*life.ledger, life.now);
    }
    for (const Event& event : life.journal) {
      const auto* became = std::get_if<event::ColourBecame>(&event.payload);
      if (became) ++changes, down += became->to < became->from;
      appeals += std::holds_alternative<event::IncidentVoided>(event.payload);
    }
  }
  EXPECT_GT(changes, 1000) << "nothing ever changed: the test is idle";
  EXPECT_GT(down, 300);
  EXPECT_GT(appeals, 1000);
}

TEST(LedgerProperty, ALedgerThatWasAskedNothingOnTheWayStandsWhereOneStandsThatLived) {
  for (std::uint64_t seed = 501; seed <= 560 && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Life life(seed);
    for (int i = 0; i < 400; ++i) life.happen();
    const std::vector<Event> journal = life.journal;
    const auto lived_deadline = life.ledger->next_deadline();
    life.state = {};
    ColourLedger folded(life.configuration, life.policy, life.state);
    for (const Event& event : journal) {
      life.state.apply(event);
      folded.apply(event);
    }
    EXPECT_EQ(folded.colours(), life.ledger->colours());
    EXPECT_EQ(folded.next_deadline(), lived_deadline);
    for (const Duration ahead : {Duration{0}, Duration{24h * 3}, Duration{24h * 40}})
      life.expect_stands_as_a_whole_fold(folded, life.now + ahead);
    // And goes on alike, also when it was asked about a time that is not there yet.
    for (int i = 0; i < 100 && !HasFatalFailure(); ++i) {
      life.ledger->standing(MerchantId{0}, life.now + 24h * life.below(50));
      life.expect_stands_as_a_whole_fold(folded, life.now + 24h * life.below(50));
    }
  }
}

}  // namespace
}  // namespace tricolor::engine::ledger_property_test
