// The core figures of the service (KPIs after GB/T 30428.4), computed from a journal.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/event.h"

namespace tricolor::engine {

/// Counts and shares over one journal. A share whose base is 0 is 0.
struct Indicators {
  int incidents = 0;               ///< Opened, without the voided ones.
  int notices = 0;                 ///< Queued.
  int notices_delivered = 0;
  int notices_undelivered = 0;
  int corrected = 0;               ///< Self-corrected at the re-check.
  int not_corrected = 0;
  int recheck_unknown = 0;         ///< Re-checks at which nobody could see; the same incident may have several.
  int relapsed = 0;
  int cases = 0;
  int cases_warned = 0;            ///< Of these, after a warning in vain.
  int cases_closed = 0;
  int cases_on_time = 0;           ///< Closed not later than due.
  int reworks = 0;
  int recurring = 0;               ///< Incidents of a shop that had one of the same class within the 30 days before.
  int with_shop = 0;               ///< Incidents that are some shop's, without the voided ones: the base of `recurring`.
  int reports = 0;
  int reports_valid = 0;
  int reports_attached = 0;
  std::vector<double> acknowledge_s;  ///< Dispatch to acknowledgement, ascending.
  std::vector<double> arrive_s;       ///< Dispatch to arrival, ascending.
  std::vector<double> close_s;        ///< Registration to closing, ascending.

  double delivered_share() const { return notices ? static_cast<double>(notices_delivered) / notices : 0; }
  /// Corrected among the warned that were re-checked.
  double correction_share() const { const int all = corrected + not_corrected + relapsed; return all ? static_cast<double>(corrected) / all : 0; }
  /// Of the incidents that were warned about and re-checked, those that an officer had to be sent to.
  double escalated_share() const { const int all = corrected + not_corrected + relapsed; return all ? static_cast<double>(cases_warned) / all : 0; }
  double recurring_share() const { return with_shop ? static_cast<double>(recurring) / with_shop : 0; }
  double close_share() const { return cases ? static_cast<double>(cases_closed) / cases : 0; }
  double on_time_share() const { return cases_closed ? static_cast<double>(cases_on_time) / cases_closed : 0; }
};

Indicators indicators_of(std::span<const Event> journal);

/// The value below which a share 0 … 1 of ascending values lies; 0 for none.
double quantile(const std::vector<double>& ascending, double share);

}  // namespace tricolor::engine
