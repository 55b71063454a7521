// Names the fields of a snapshot's records once, for writing and reading alike.
#pragma once

#include "facade/snapshot.h"
#include "journal/binary.h"

namespace tricolor::engine {

template <class A>
void fields(A& a, TimeSpan& e) {
  a("from", e.from);
  a("until", e.until);
}
template <class A>
void fields(A& a, StrikeMatter& e) {
  a("class", e.violation_class);
  a("stood", e.stood);
  a("ended", e.ended);
  a("voided_at", e.voided_at);
}
template <class A>
void fields(A& a, StrikeRecord& e) {
  a("at", e.at);
  a("incident", e.incident);
  a("report", e.report);
  a("told_at", e.told_at);
  a("sequence", e.sequence);
  a("settled", e.settled);
}
template <class A>
void fields(A& a, OwnerRecord& e) {
  a("at", e.at);
  a("legal_person", e.legal_person);
  a("licence", e.licence);
  a("phone", e.phone);
  a("sequence", e.sequence);
}
// The records that no room reads (`WorkingCopy::drop_unread`) are not in it.
template <class A>
void fields(A& a, MerchantRecord& e) {
  a("colour", e.colour);
  a("count", e.count);
  a("strikes", e.strikes);
  a("imported", e.imported);
  a("counted", e.counted);
  a("incidents", e.incidents);
  a("notices", e.notices);
  a("cases", e.cases);
  a("owner_changes", e.owner_changes);
}
template <class A>
void fields(A& a, CameraRecord& e) {
  a("sees", e.sees);
  a("reason", e.reason);
  a("since", e.since);
  a("blind", e.blind);
}
template <class A>
void fields(A& a, KeptRecords::Incident& e) {
  a("id", e.id);
  a("merchant", e.past.merchant);
  a("case", e.past.case_id);
  a("closed_at", e.past.closed_at);
  a("voided", e.past.voided);
}
template <class A>
void fields(A& a, KeptRecords::Report& e) {
  a("id", e.id);
  a("merchant", e.past.merchant);
  a("replied_at", e.past.replied_at);
  a("valid", e.past.valid);
}
template <class A>
void fields(A& a, KeptRecords& e) {
  a("merchants", e.merchants);
  a("cameras", e.cameras);
  a("incidents", e.incidents);
  a("reports", e.reports);
}
template <class A>
void fields(A& a, ShopColour::Base& e) {
  a("at", e.at);
  a("colour", e.colour);
  a("floor", e.floor);
  a("counted", e.counted);
  a("in_window", e.in_window);
  a("clean_from", e.clean_from);
  a("struck", e.struck);
  a("owner_since", e.owner_since);
}
template <class A>
void fields(A& a, PastStays::Cleared& e) {
  a("zone", e.zone);
  a("class", e.violation_class);
  a("at", e.at);
}
template <class A>
void fields(A& a, PastStays& e) {
  a("next_occupancy", e.next_occupancy);
  a("cleared", e.cleared);
  a("told_at", e.told_at);
}
template <class A, class First, class Second>
void fields(A& a, std::pair<First, Second>& e) {
  a("first", e.first);
  a("second", e.second);
}
template <class A>
void fields(A& a, ColourPolicy& e) {
  a("strike_is", e.strike_is);
  a("count_since", e.count_since);
  a("yellow_from", e.yellow_from);
  a("red_from", e.red_from);
  a("step_down_by", e.step_down_by);
  a("step_down_after", e.step_down_after);
  a("clean_day_is", e.clean_day_is);
  a("count_after_step_down", e.count_after_step_down);
  a("red_steps_down_to_green", e.red_steps_down_to_green);
  a("clean_month_at_green_clears", e.clean_month_at_green_clears);
  a("clean_while_standing", e.clean_while_standing);
  a("verified_report_counts", e.verified_report_counts);
  a("closed_days_are_clean", e.closed_days_are_clean);
  a("blind_time_counts_as_clean", e.blind_time_counts_as_clean);
  a("voided_strike", e.voided_strike);
  a("owner_change_resets", e.owner_change_resets);
}

}  // namespace tricolor::engine
