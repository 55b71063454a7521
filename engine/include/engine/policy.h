// The policy: every number that a planner may change, as one plain value. It is read from strict YAML by
// engine/policy_file.h. The key of each field stands in docs/reference/policy.md. "Assumed" marks a figure that
// the source page does not give; `scenarios/policies/pinghu.yaml` marks the same figures.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/time.h"

namespace tricolor::engine {

/// A deadline in the units of GB/T 30428.8. `urgent_hour` and `natural_day` pass at night and on holidays;
/// `work_hour` passes 08:00–12:00 and 14:00–18:00 on working days; `work_day` is eight work hours.
enum class DeadlineUnit : std::uint8_t { urgent_hour, work_hour, work_day, natural_day };

struct DeadlineLength {
  int count = 2;  ///< ≥ 1
  DeadlineUnit unit = DeadlineUnit::urgent_hour;
};

struct ClassPolicy {
  std::string code_name;  ///< Code name of the class.
  /// Time that a thing may stay; violated at the first look with more. ≥ 0. Assumed: 180 s.
  Duration dwell{180'000'000};
  DeadlineLength dispose_within;  ///< Time for the officer to dispose of it, from registration.
  /// C10. Number of strikes that an incident of the class counts as, 0 … 100; 0 never counts.
  int weight = 1;
  /// The dwell in zones of one kind, where it differs there; the index is a `ZoneKind`. None: `dwell`.
  std::array<std::optional<Duration>, kZoneKinds> dwell_in{};

  /// Time that a thing may stay in a zone of this kind.
  Duration dwell_at(ZoneKind zone) const { return dwell_in.at(static_cast<std::size_t>(zone)).value_or(dwell); }
  /// The shortest and the longest of these times.
  Duration shortest_dwell() const {
    Duration shortest = dwell;
    for (const auto& here : dwell_in) shortest = std::min(shortest, here.value_or(dwell));
    return shortest;
  }
  Duration longest_dwell() const {
    Duration longest = dwell;
    for (const auto& here : dwell_in) longest = std::max(longest, here.value_or(dwell));
    return longest;
  }
};

struct OccupancyPolicy {
  enum class Identity : std::uint8_t { zone, object };
  Duration gap_tolerance{5'000'000};  ///< Time seen empty or blind that does not end a stay. ≥ 0. Assumed: 5 s.
  /// Time for which a place must be clear to end the episode. ≥ gap_tolerance. Assumed: 60 s.
  Duration rearm_after_clear{60'000'000};
  double min_overlap = 0.25;  ///< Share of a thing's footprint inside a zone that holds it, 0 … 1. Assumed.
  /// When a second shop's zone has at least this share of the first's overlap, the sighting is reviewed instead of
  /// accused. 0 … 1. Assumed.
  double between_shops = 0.35;
  Identity identity = Identity::zone;  ///< `zone`: a swapped object goes on dwelling; `object`: it starts anew.
};

struct ReviewPolicy {
  enum class When : std::uint8_t { none, sampled, before_notice, before_escalation };
  When when = When::none;
  double sampled_share = 0.1;  ///< With `sampled`: share of sightings that a reviewer inspects, 0 … 1.
  /// Time after which a question without an answer lapses: before a notice nobody is accused, before an escalation an
  /// officer goes to look. > 0. Assumed: 4 h.
  Duration answer_within{std::chrono::hours{4}};
};

struct NoticePolicy {
  enum class ClockStarts : std::uint8_t { sent, delivered };
  std::string text = "您好，您所经营的店铺门口发现{class}，请您于{correct_within}内进行清理";
  Duration correct_within{900'000'000};  ///< Time to correct. The source page: 15 min.
  ClockStarts clock_starts = ClockStarts::sent;
  /// Times of day, from and until, between which no SMS leaves; none by default (全天候).
  std::optional<std::pair<Duration, Duration>> quiet_hours;
  /// Time without a receipt after which it is undelivered. > 0. Assumed: 10 min.
  Duration undelivered_after{600'000'000};
  int per_number_a_day = 20;  ///< Largest number of SMS to one number a day, ≥ 1. Assumed.
  /// Time after which a message that the gateway has not taken is given up; its shop counts as not warned. > 0.
  /// Assumed: 2 h.
  Duration give_up_after{std::chrono::hours{2}};
};

struct EscalationPolicy {
  enum class To : std::uint8_t { grid_owner, nearest, least_loaded, assignment };
  enum class FirstAction : std::uint8_t { persuade };
  To to = To::grid_owner;
  FirstAction first_action = FirstAction::persuade;
  Duration acknowledge_within{300'000'000};  ///< Time after which a silent officer is passed over. > 0. Assumed: 5 min.
  /// Number of failed checks after which a case goes to the squad's leader; when there is none, or he fails too, it is
  /// closed by force. ≥ 1. Assumed: 3.
  int rework_at_most = 3;
  /// Number of visits at which officers found nothing after which they are believed against a camera that still sees
  /// something: the case is closed, the incident is over, and the journal tells of the camera. ≥ 1. Assumed: 2.
  int believe_after = 2;
  /// Time after its due time at which a case that nobody has settled is closed by force; a thing that still stands is
  /// then reopened. > 0. Assumed: 72 h.
  Duration give_up_after{std::chrono::hours{72}};
  /// Time after a case's closing at which a thing still seen standing reopens the same incident. > 0. Assumed: 2 h.
  Duration reopen_after{std::chrono::hours{2}};
  /// Age above which a handset's position is not used for "nearest"; the officer's post is. > 0. Assumed: 15 min.
  Duration position_good_for{std::chrono::minutes{15}};
};

/// The three-colour code (三色码). Each point that the source page leaves open is a switch, C1 … C14 as in
/// docs/planner_guide.en.md; C8 is `OccupancyPolicy::rearm_after_clear` and C10 is `ClassPolicy::weight`.
struct ColourPolicy {
  enum class StrikeIs : std::uint8_t { counted, notified, uncorrected, officer_confirmed };        // C7
  enum class CountSince : std::uint8_t { last_step_down, rolling_30_days, calendar_month, ever };  // C2
  enum class StepDownBy : std::uint8_t { clean_days, count };                                      // C3
  enum class CleanDay : std::uint8_t { any_24_hours, calendar_day, open_day };                     // C4
  enum class AfterStepDown : std::uint8_t { floor_of_colour, zero };                               // C5
  enum class VoidedStrike : std::uint8_t { rederives_history, subtracts_from_now };                // C11
  StrikeIs strike_is = StrikeIs::counted;
  CountSince count_since = CountSince::last_step_down;
  int yellow_from = 3;  ///< C1. 1 … red_from − 1.
  int red_from = 5;     ///< C1. > yellow_from.
  /// With `clean_days` a shop goes one level down after clean time, whatever the count. With `count` the colour follows
  /// from the count, and improves when strikes leave the window; this needs a `count_since` that has a window.
  StepDownBy step_down_by = StepDownBy::clean_days;
  Duration step_down_after{std::chrono::hours{24 * 30}};  ///< Clean time for one level down. > 0.
  /// The days that can be clean. `any_24_hours`: to the second. `calendar_day`: whole local days, from midnight to
  /// midnight. `open_day`: whole local days on which the shop trades.
  CleanDay clean_day_is = CleanDay::any_24_hours;
  AfterStepDown count_after_step_down = AfterStepDown::floor_of_colour;
  /// C6. One clean period is enough for both levels; the journal still passes yellow.
  bool red_steps_down_to_green = false;
  bool clean_month_at_green_clears = true;  ///< True when a clean month at green sets the count to zero. Assumed.
  /// True when time can be clean while what was counted still stands. Assumed: false.
  bool clean_while_standing = false;
  /// C9. True when a citizen's report counts that an officer found true and gave to a shop. Assumed.
  bool verified_report_counts = true;
  /// C13. True when days on which the shop is closed count as clean. Assumed.
  bool closed_days_are_clean = true;
  double blind_time_counts_as_clean = 0.20;  ///< C14. Blind share of `step_down_after` that delays no step-down; 0 … 1.
  VoidedStrike voided_strike = VoidedStrike::rederives_history;
  /// C12. True when a new owner begins at green, and what was found before he came is never his: it goes on as a matter
  /// of the place, without a strike and without an SMS to anybody. Otherwise he inherits strikes and open matters.
  /// Assumed.
  bool owner_change_resets = true;
};

struct CameraPolicy {
  /// Time after which a camera that was found to be moved, and still shows another scene than its own, waits for a
  /// person, who is then told. ≥ 0. Assumed: 30 min, longer than most lorries unload.
  Duration tell_moved_after{1'800'000'000};
};

struct RoutePolicy {
  /// Distance up to which a place outside all duty grids goes to the nearest one, metres, ≥ 0. A place further away
  /// belongs to none, which is told, and whoever is nearest is sent. Assumed: 500 m.
  double nearest_grid_within_m = 500;
  Duration verify_within{std::chrono::hours{24}};  ///< Time for one officer to verify a citizen's report. > 0.
  /// Time after which a report that nobody has verified is answered as unverified. ≥ verify_within. Assumed: 72 h.
  Duration verify_give_up_after{std::chrono::hours{72}};
  /// Distance within which an open incident is suggested as a report's parent, metres, > 0. Assumed: 50 m.
  double suggest_within_m = 50;
  Duration suggest_within{std::chrono::hours{24}};  ///< Age up to which an incident is suggested. > 0. Assumed: 24 h.
};

/// How long the engine keeps what is over.
struct RecordsPolicy {
  /// Time after its closing in which an incident can be taken back, and after its answer a citizen's report. A later
  /// request is refused. > 0. Assumed: 180 d.
  Duration appeals_within{std::chrono::hours{24 * 180}};
  /// Time for which the engine remembers a closed matter in full, if nothing open refers to it. The journal keeps all
  /// of it. > 0. Assumed: 24 h.
  Duration closed_stay{std::chrono::hours{24}};
};

struct Policy {
  std::string name = "pinghu";
  std::vector<ClassPolicy> classes;
  OccupancyPolicy occupancy;
  ReviewPolicy review;
  NoticePolicy notice;
  EscalationPolicy escalation;
  ColourPolicy colour;
  RoutePolicy route;
  CameraPolicy cameras;
  RecordsPolicy records;
};

}  // namespace tricolor::engine
