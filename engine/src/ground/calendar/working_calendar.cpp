#include "calendar/working_calendar.h"

#include <array>

namespace tricolor::engine {

using namespace std::chrono_literals;

WorkingCalendar::WorkingCalendar(const std::vector<std::chrono::year_month_day>& holidays,
                                 const std::vector<std::chrono::year_month_day>& worked_days) {
  for (const auto& day : holidays) holidays_.insert(std::chrono::sys_days{day});
  for (const auto& day : worked_days) worked_.insert(std::chrono::sys_days{day});
}

bool WorkingCalendar::working_day(std::chrono::sys_days local_day) const {
  if (worked_.contains(local_day)) return true;
  if (holidays_.contains(local_day)) return false;
  const std::chrono::weekday weekday{local_day};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

Time WorkingCalendar::deadline(Time from, const DeadlineLength& length) const {
  switch (length.unit) {
    case DeadlineUnit::urgent_hour: return from + std::chrono::hours{length.count};
    case DeadlineUnit::natural_day: return from + std::chrono::hours{24 * length.count};
    case DeadlineUnit::work_hour: return after_working(from, std::chrono::hours{length.count});
    case DeadlineUnit::work_day: return after_working(from, std::chrono::hours{8 * length.count});
  }
  return from;
}

Time WorkingCalendar::after_working(Time from, Duration working) const {
  // Work hours pass between these local times of day (GB/T 30428.8).
  constexpr std::array<std::pair<Duration, Duration>, 2> kShifts{{{8h, 12h}, {14h, 18h}}};
  auto day = std::chrono::floor<std::chrono::days>(from + kUtcOffset);
  // A calendar without a working day for ten years is its writer's mistake; the deadline then lies ten years off.
  for (int guard = 0; guard < 3660; ++guard, day += std::chrono::days{1}) {
    if (!working_day(day)) continue;
    for (const auto& [opens, closes] : kShifts) {
      const Time begin = std::max(from, Time{day} + opens - kUtcOffset), end = Time{day} + closes - kUtcOffset;
      if (begin >= end) continue;
      if (working <= end - begin) return begin + working;
      working -= end - begin;
    }
  }
  return Time{day} - kUtcOffset;
}

Duration local_time_of_day(Time time) {
  const auto local = time + kUtcOffset;
  return local - std::chrono::floor<std::chrono::days>(local);
}

bool within_hours(Duration time_of_day, Duration from, Duration until) {
  return from <= until ? time_of_day >= from && time_of_day < until : time_of_day >= from || time_of_day < until;
}

}  // namespace tricolor::engine
