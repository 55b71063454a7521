// Shows that deadlines in urgent hours and natural days pass at night, and those in work hours and work days only in
// working time, over noon, night, weekend, holidays and weekends worked in exchange; and that every deadline is what
// one gets by counting working minutes one by one. RapidCheck prints its seed and the line that reproduces.
#include "calendar/working_calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace tricolor::engine::working_calendar_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

Time at(int m, int d, int hour, int minute) {
  return Time{std::chrono::sys_days{year{2020} / m / d}} + std::chrono::hours{hour} + std::chrono::minutes{minute} -
         kUtcOffset;
}

const WorkingCalendar kPlain({}, {});

TEST(WorkingCalendar, UrgentHoursAndNaturalDaysPassAlways) {
  EXPECT_EQ(kPlain.deadline(at(11, 6, 23, 0), {2, DeadlineUnit::urgent_hour}), at(11, 7, 1, 0));
  EXPECT_EQ(kPlain.deadline(at(11, 6, 23, 0), {3, DeadlineUnit::natural_day}), at(11, 9, 23, 0));
}

TEST(WorkingCalendar, WorkHoursStopAtNoonNightAndWeekend) {
  EXPECT_EQ(kPlain.deadline(at(11, 2, 9, 0), {2, DeadlineUnit::work_hour}), at(11, 2, 11, 0));
  EXPECT_EQ(kPlain.deadline(at(11, 2, 11, 0), {2, DeadlineUnit::work_hour}), at(11, 2, 15, 0)) << "over noon";
  EXPECT_EQ(kPlain.deadline(at(11, 2, 17, 0), {2, DeadlineUnit::work_hour}), at(11, 3, 9, 0)) << "over night";
  EXPECT_EQ(kPlain.deadline(at(11, 6, 17, 0), {2, DeadlineUnit::work_hour}), at(11, 9, 9, 0)) << "over the weekend";
  EXPECT_EQ(kPlain.deadline(at(11, 2, 13, 0), {1, DeadlineUnit::work_hour}), at(11, 2, 15, 0)) << "begun at noon";
  EXPECT_EQ(kPlain.deadline(at(11, 2, 16, 0), {1, DeadlineUnit::work_day}), at(11, 3, 16, 0));
}

TEST(WorkingCalendar, TenMinutesBeforeFridaysCloseLeaveTheRestForMonday) {
  EXPECT_EQ(kPlain.deadline(at(11, 6, 17, 50), {2, DeadlineUnit::work_hour}), at(11, 9, 9, 50));
  EXPECT_EQ(kPlain.deadline(at(11, 6, 18, 0), {2, DeadlineUnit::work_hour}), at(11, 9, 10, 0))
      << "at the close the day is over";
  EXPECT_EQ(kPlain.deadline(at(11, 6, 16, 0), {2, DeadlineUnit::work_hour}), at(11, 6, 18, 0))
      << "what ends with the shift is due then";
}

TEST(WorkingCalendar, UrgentHoursPassOverMidnightIntoASundayAndAHoliday) {
  EXPECT_EQ(kPlain.deadline(at(11, 7, 23, 30), {2, DeadlineUnit::urgent_hour}), at(11, 8, 1, 30));
  const WorkingCalendar national({year{2020} / 10 / 1}, {});
  EXPECT_EQ(national.deadline(at(9, 30, 23, 59), {1, DeadlineUnit::urgent_hour}), at(10, 1, 0, 59));
}

TEST(WorkingCalendar, HolidaysAreSkippedAndExchangedDaysWorked) {
  const WorkingCalendar golden({year{2020} / 10 / 1, year{2020} / 10 / 2, year{2020} / 10 / 5, year{2020} / 10 / 6,
                                year{2020} / 10 / 7, year{2020} / 10 / 8},
                               {year{2020} / 10 / 10});
  EXPECT_EQ(golden.deadline(at(9, 30, 17, 0), {2, DeadlineUnit::work_hour}), at(10, 9, 9, 0));
  EXPECT_EQ(golden.deadline(at(10, 9, 17, 0), {2, DeadlineUnit::work_hour}), at(10, 10, 9, 0))
      << "a Saturday that is worked";
}

TEST(WorkingCalendar, TheSpringFestivalIsSlept) {
  std::vector<std::chrono::year_month_day> week;
  for (unsigned d = 24; d <= 30; ++d) week.push_back(year{2020} / 1 / d);
  const WorkingCalendar festival(week, {year{2020} / 1 / 19});
  EXPECT_EQ(festival.deadline(at(1, 23, 17, 0), {1, DeadlineUnit::work_day}), at(1, 31, 17, 0))
      << "an hour on Thursday before, seven on Friday after";
  EXPECT_EQ(festival.deadline(at(1, 18, 9, 0), {4, DeadlineUnit::work_hour}), at(1, 19, 12, 0))
      << "the Sunday before is worked; ends as the shift does";
  EXPECT_EQ(festival.deadline(at(1, 23, 17, 0), {2, DeadlineUnit::urgent_hour}), at(1, 23, 19, 0));
  EXPECT_EQ(festival.deadline(at(1, 23, 17, 50), {2, DeadlineUnit::work_hour}), at(1, 31, 9, 50)) << "eight days later";
  EXPECT_EQ(festival.deadline(at(1, 26, 12, 0), {3, DeadlineUnit::natural_day}), at(1, 29, 12, 0));
}

TEST(WorkingCalendar, ADayThatIsAHolidayAndWorkedInExchangeIsWorked) {
  const WorkingCalendar both({year{2020} / 11 / 3}, {year{2020} / 11 / 3});
  EXPECT_TRUE(both.working_day(std::chrono::sys_days{year{2020} / 11 / 3}));
}

TEST(WorkingCalendar, ACalendarWithoutAWorkingDayPutsTheDeadlineTenYearsOff) {
  std::vector<std::chrono::year_month_day> all;
  for (std::chrono::sys_days d = year{2020} / 1 / 1; d < std::chrono::sys_days{year{2032} / 1 / 1};
       d += std::chrono::days{1})
    all.emplace_back(d);
  EXPECT_EQ(WorkingCalendar(all, {}).deadline(at(1, 1, 9, 0), {1, DeadlineUnit::work_hour}),
            at(1, 1, 0, 0) + std::chrono::days{3660});
}

TEST(WorkingCalendar, ADeadlineCrossesTheYear) {
  EXPECT_EQ(kPlain.deadline(at(12, 31, 17, 30), {1, DeadlineUnit::work_hour}),
            Time{std::chrono::sys_days{year{2021} / 1 / 1}} + 8h + 30min - kUtcOffset);
}

RC_GTEST_PROP(WorkingCalendarProperty, IsWhatCountingMinutesGives, ()) {
  std::vector<std::chrono::year_month_day> holidays, worked;
  const std::chrono::sys_days first{year{2020} / 9 / 21};
  for (int d = 0; d < 28; ++d) {
    if (*rc::gen::inRange(0, 4) == 0) holidays.push_back(first + std::chrono::days{d});
    if (*rc::gen::inRange(0, 8) == 0) worked.push_back(first + std::chrono::days{d});
  }
  const WorkingCalendar calendar(holidays, worked);
  const Time from =
      Time{first} + std::chrono::minutes{*rc::gen::resize(100, rc::gen::inRange(0, 14 * 24 * 60))} - kUtcOffset;
  const int hours = *rc::gen::resize(100, rc::gen::inRange(1, 40));
  const auto contains = [](const auto& days, std::chrono::sys_days day) {
    return std::find(days.begin(), days.end(), std::chrono::year_month_day{day}) != days.end();
  };
  Time now = from;
  for (int left = hours * 60; left > 0; now += 1min) {
    const auto day = std::chrono::floor<std::chrono::days>(now + kUtcOffset);
    const int minute = static_cast<int>((now + kUtcOffset - day) / 1min);
    const unsigned weekday = std::chrono::weekday{day}.iso_encoding();
    const bool works = contains(worked, day) || (weekday <= 5 && !contains(holidays, day));
    if (works && ((minute >= 8 * 60 && minute < 12 * 60) || (minute >= 14 * 60 && minute < 18 * 60))) --left;
  }
  RC_ASSERT(calendar.deadline(from, {hours, DeadlineUnit::work_hour}) == now);
  if (hours % 8 == 0) RC_ASSERT(calendar.deadline(from, {hours / 8, DeadlineUnit::work_day}) == now);
}

TEST(WithinHours, MayRunOverMidnight) {
  EXPECT_TRUE(within_hours(23h, 22h, 6h));
  EXPECT_TRUE(within_hours(5h, 22h, 6h));
  EXPECT_FALSE(within_hours(6h, 22h, 6h));
  EXPECT_TRUE(within_hours(8h, 8h, 17h));
  EXPECT_FALSE(within_hours(17h, 8h, 17h));
}

}  // namespace
}  // namespace tricolor::engine::working_calendar_test
