// The core figures of the service (KPIs after GB/T 30428.4), computed from the read model.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/service_state.h"

namespace tricolor::engine {

/// A share of a count: `hits` out of `of`, with 0 ≤ hits ≤ of.
struct Share {
  int hits = 0;
  int of = 0;
  double value() const {
    return of ? static_cast<double>(hits) / of : 0;
  }  ///< 0 … 1; 0 when there is nothing to have a share of.
};

/// Counts and shares over one journal. Incidents, cases and reports that were taken back on appeal are in no base and
/// no count, except where a line says so.
struct Indicators {
  int incidents = 0;  ///< Opened.
  int notices = 0;    ///< Queued; notices of voided incidents are included, because they went out.
  int notices_delivered = 0;
  int notices_undelivered = 0;
  int corrected = 0;  ///< Self-corrected at the re-check.
  int not_corrected = 0;
  int recheck_unknown = 0;  ///< Re-checks at which nobody could see; the same incident may have several.
  int relapsed = 0;
  int rechecked_warned = 0;  ///< Incidents whose shop was warned and which were re-checked, whatever was seen.
  int escalated = 0;         ///< Of these, the incidents to which an officer had to be sent.
  int cases = 0;             ///< Registered, the voided ones too.
  int cases_voided = 0;
  int cases_warned = 0;              ///< Not voided, and registered after a warning in vain.
  int cases_should_have_closed = 0;  ///< 应结案数: not voided, and closed, closed by force or past their due time.
  int cases_closed = 0;              ///< Closed by a check or an officer's word, not by force.
  int cases_closed_by_force = 0;
  int cases_on_time = 0;   ///< Closed not later than due.
  int reworks = 0;         ///< Reworks of cases that were not voided; one case may have several.
  int cases_reworked = 0;  ///< Not voided, and sent back at least once.
  int recurring = 0;       ///< Incidents of a shop that had one of the same class within the 30 days before.
  int with_shop = 0;       ///< Incidents that are some shop's: the base of `recurring`.
  int reports = 0;
  int reports_valid = 0;
  /// Attached to what was known already, at once or by the officer who verified it.
  int reports_attached = 0;
  // The lines from here on count questions, and how many of them got no answer.
  int reviews = 0;                  ///< Sightings that a person was asked about.
  int reviews_lapsed = 0;           ///< Nobody answered in time.
  int notices_without_receipt = 0;  ///< Undelivered because no receipt came in time …
  int notices_rejected = 0;         ///< … refused by the gateway …
  int notices_given_up = 0;         ///< … not taken for too long …
  int notices_of_old_owners = 0;    ///< … or dropped because the shop had a new owner.
  int cases_passed_on = 0;  ///< Not voided, and given on because an officer was silent, went off duty or returned it.
  int reports_unverified = 0;  ///< Nobody verified them in time.
  int cameras_waiting = 0;     ///< Moved cameras that wait, at the end, for their own scene or for a person's word.
  int closed_by_cases = 0;     ///< Incidents that a case had closed, for good or not.
  int reopened = 0;            ///< Those of `closed_by_cases` that still stood and were opened again.
  std::vector<double> acknowledge_s;  ///< Dispatch to acknowledgement, ascending.
  std::vector<double> arrive_s;       ///< Dispatch to arrival, ascending.
  std::vector<double> close_s;        ///< Registration to closing, ascending.

  Share delivered() const { return {notices_delivered, notices}; }
  /// 自行整改率: corrected among the incidents that were warned about and whose re-check saw the place.
  Share correction() const { return {corrected, corrected + not_corrected + relapsed}; }
  Share escalation() const { return {escalated, rechecked_warned}; }
  /// 返工率: cases sent back at least once / registered.
  Share rework() const { return {cases_reworked, cases - cases_voided}; }
  Share review_lapse() const { return {reviews_lapsed, reviews}; }
  Share notice_give_up() const { return {notices_given_up, notices}; }
  Share passing_on() const { return {cases_passed_on, cases - cases_voided}; }
  Share unverified() const { return {reports_unverified, reports}; }
  Share reopening() const { return {reopened, closed_by_cases}; }
  Share recurrence() const { return {recurring, with_shop}; }
  /// 结案率: closed / should have closed.
  Share closing() const { return {cases_closed, cases_should_have_closed}; }
  /// 按期结案率: closed in time / should have closed. A case that is still open when it is due counts against it.
  Share on_time() const { return {cases_on_time, cases_should_have_closed}; }
};

/// Computes the figures of a journal. Cases that should have closed are judged at `as_of`, but not before the last
/// event; without `as_of`, at the last event.
Indicators indicators_of(const ServiceState& state, std::optional<Time> as_of = {});

/// The quantile of ascending values at `share`, 0 … 1; 0 when there are no values.
double quantile(const std::vector<double>& ascending, double share);

}  // namespace tricolor::engine
