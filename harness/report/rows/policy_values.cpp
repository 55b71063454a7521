#include "report/rows/policy_values.h"

#include <fmt/format.h>

namespace tricolor::harness {

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

std::string text(engine::Duration length) { return engine::to_text(length); }
std::string share(double value) { return fmt::format("{:g} %", 100 * value); }
std::string count(int value) { return fmt::format("{}", value); }

/// Gives the word of an enumerator; its number where the list has none.
template <class Enum>
std::string word(Enum value, std::initializer_list<const char*> words) {
  const auto at = static_cast<std::size_t>(value);
  return at < words.size() ? words.begin()[at] : fmt::format("{}", at);
}

void add_classes(const engine::Policy& policy, Values& out) {
  for (const auto& it : policy.classes) {
    out.emplace_back("classes." + it.code_name + ".dwell", text(it.dwell));
    for (std::size_t zone = 0; zone < engine::kZoneKinds; ++zone)
      if (it.dwell_in[zone])
        out.emplace_back(fmt::format("classes.{}.dwell_in.{}", it.code_name, engine::kZoneKindNames[zone]),
                         text(*it.dwell_in[zone]));
    out.emplace_back("classes." + it.code_name + ".weight", count(it.weight));
    const auto unit = word(it.dispose_within.unit, {"urgent_hour", "work_hour", "work_day", "natural_day"});
    out.emplace_back("classes." + it.code_name + ".dispose_within",
                     fmt::format("{} {}", it.dispose_within.count, unit));
  }
}

void add_notice(const engine::NoticePolicy& it, Values& out) {
  out.emplace_back("notice.text", it.text);
  out.emplace_back("notice.correct_within", text(it.correct_within));
  out.emplace_back("notice.clock_starts", word(it.clock_starts, {"sent", "delivered"}));
  out.emplace_back(
      "notice.quiet_hours",
      it.quiet_hours ? time_of_day(it.quiet_hours->first) + "-" + time_of_day(it.quiet_hours->second) : "none");
  out.emplace_back("notice.undelivered_after", text(it.undelivered_after));
  out.emplace_back("notice.per_number_a_day", count(it.per_number_a_day));
  out.emplace_back("notice.give_up_after", text(it.give_up_after));
}

void add_colour(const engine::ColourPolicy& it, Values& out) {
  out.emplace_back("colour.strike_is", word(it.strike_is, {"counted", "notified", "uncorrected", "officer_confirmed"}));
  out.emplace_back("colour.count_since",
                   word(it.count_since, {"last_step_down", "rolling_30_days", "calendar_month", "ever"}));
  out.emplace_back("colour.yellow_from", count(it.yellow_from));
  out.emplace_back("colour.red_from", count(it.red_from));
  out.emplace_back("colour.step_down_by", word(it.step_down_by, {"clean_days", "count"}));
  out.emplace_back("colour.clean_day_is", word(it.clean_day_is, {"any_24_hours", "calendar_day", "open_day"}));
  out.emplace_back("colour.red_steps_down_to", it.red_steps_down_to_green ? "green" : "yellow");
  out.emplace_back("colour.clean_while_standing", it.clean_while_standing ? "yes" : "no");
  out.emplace_back("colour.verified_report", it.verified_report_counts ? "counts" : "does_not_count");
  out.emplace_back("colour.closed_days", it.closed_days_are_clean ? "clean" : "not_clean");
  out.emplace_back("colour.step_down_after", text(it.step_down_after));
  out.emplace_back("colour.count_after_step_down", word(it.count_after_step_down, {"floor_of_colour", "zero"}));
  out.emplace_back("colour.clean_month_at_green", it.clean_month_at_green_clears ? "clears" : "keeps");
  out.emplace_back("colour.blind_time_counts_as_clean", share(it.blind_time_counts_as_clean));
  out.emplace_back("colour.voided_strike", word(it.voided_strike, {"rederives_history", "subtracts_from_now"}));
  out.emplace_back("colour.owner_change", it.owner_change_resets ? "reset" : "keep");
}

}  // namespace

std::string time_of_day(engine::Duration after_midnight) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(after_midnight).count();
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

Values policy_values(const engine::Policy& policy) {
  Values out{{"policy", policy.name}};
  add_classes(policy, out);
  out.emplace_back("occupancy.gap_tolerance", text(policy.occupancy.gap_tolerance));
  out.emplace_back("occupancy.rearm_after_clear", text(policy.occupancy.rearm_after_clear));
  out.emplace_back("occupancy.min_overlap", share(policy.occupancy.min_overlap));
  out.emplace_back("occupancy.between_shops", share(policy.occupancy.between_shops));
  out.emplace_back("occupancy.identity", word(policy.occupancy.identity, {"zone", "object"}));
  out.emplace_back("review.when", word(policy.review.when, {"none", "sampled", "before_notice", "before_escalation"}));
  out.emplace_back("review.share", share(policy.review.sampled_share));
  out.emplace_back("review.answer_within", text(policy.review.answer_within));
  add_notice(policy.notice, out);
  const auto& escalation = policy.escalation;
  out.emplace_back("escalation.to", word(escalation.to, {"grid_owner", "nearest", "least_loaded", "assignment"}));
  out.emplace_back("escalation.first_action", word(escalation.first_action, {"persuade"}));
  out.emplace_back("escalation.acknowledge_within", text(escalation.acknowledge_within));
  out.emplace_back("escalation.believe_after", count(escalation.believe_after));
  out.emplace_back("escalation.rework_at_most", count(escalation.rework_at_most));
  out.emplace_back("escalation.give_up_after", text(escalation.give_up_after));
  out.emplace_back("escalation.reopen_after", text(escalation.reopen_after));
  out.emplace_back("escalation.position_good_for", text(escalation.position_good_for));
  add_colour(policy.colour, out);
  out.emplace_back("cameras.tell_moved_after", text(policy.cameras.tell_moved_after));
  out.emplace_back("route.nearest_grid", fmt::format("{:g} m", policy.route.nearest_grid_within_m));
  out.emplace_back("records.appeals_within", text(policy.records.appeals_within));
  out.emplace_back("records.closed_stay", text(policy.records.closed_stay));
  out.emplace_back("route.verify_within", text(policy.route.verify_within));
  out.emplace_back("route.verify_give_up_after", text(policy.route.verify_give_up_after));
  out.emplace_back("route.suggest_near", fmt::format("{:g} m", policy.route.suggest_within_m));
  out.emplace_back("route.suggest_within", text(policy.route.suggest_within));
  return out;
}

}  // namespace tricolor::harness
