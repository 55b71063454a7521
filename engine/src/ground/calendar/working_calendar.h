// Computes deadlines in working time (GB/T 30428.8), in UTC+8.
#pragma once

#include <set>

#include "engine/configuration.h"
#include "engine/policy.h"

namespace tricolor::engine {

class WorkingCalendar {
 public:
  /// Working days are Monday to Friday without `holidays` and with `worked_days`; a working day is 08:00–12:00 and
  /// 14:00–18:00.
  WorkingCalendar(const std::vector<std::chrono::year_month_day>& holidays,
                  const std::vector<std::chrono::year_month_day>& worked_days);

  /// The instant at which a length counted from `from` has passed. Urgent hours and natural days pass always; work
  /// hours and work days (eight work hours) only in working time.
  Time deadline(Time from, const DeadlineLength& length) const;

  bool working_day(std::chrono::sys_days local_day) const;

 private:
  Time after_working(Time from, Duration working) const;
  std::set<std::chrono::sys_days> holidays_, worked_;
};

/// Time since local midnight.
Duration local_time_of_day(Time time);

/// True when a time of day lies in [from, until), which may run over midnight.
bool within_hours(Duration time_of_day, Duration from, Duration until);

}  // namespace tricolor::engine
