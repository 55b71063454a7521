// Shows that deadlines in urgent hours and natural days pass at night, and those in work hours and work days only in working time, over
// noon, night, weekend, holidays and weekends worked in exchange.
#include "calendar/working_calendar.h"

#include <gtest/gtest.h>

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;
using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

Time at(int m, int d, int hour, int minute) { return Time{std::chrono::sys_days{year{2020} / m / d}} + std::chrono::hours{hour} + std::chrono::minutes{minute} - kUtcOffset; }

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

TEST(WorkingCalendar, HolidaysAreSkippedAndExchangedDaysWorked) {
  const WorkingCalendar golden({year{2020} / 10 / 1, year{2020} / 10 / 2, year{2020} / 10 / 5, year{2020} / 10 / 6, year{2020} / 10 / 7, year{2020} / 10 / 8}, {year{2020} / 10 / 10});
  EXPECT_EQ(golden.deadline(at(9, 30, 17, 0), {2, DeadlineUnit::work_hour}), at(10, 9, 9, 0));
  EXPECT_EQ(golden.deadline(at(10, 9, 17, 0), {2, DeadlineUnit::work_hour}), at(10, 10, 9, 0)) << "a Saturday that is worked";
}

TEST(WithinHours, MayRunOverMidnight) {
  EXPECT_TRUE(within_hours(23h, 22h, 6h));
  EXPECT_TRUE(within_hours(5h, 22h, 6h));
  EXPECT_FALSE(within_hours(6h, 22h, 6h));
  EXPECT_TRUE(within_hours(8h, 8h, 17h));
  EXPECT_FALSE(within_hours(17h, 8h, 17h));
}

}  // namespace
}  // namespace tricolor::engine
