// Shows that instants and lengths of time are written as people in the bureau read them: UTC+8, no needless digits; and
// that a failed CHECK names the condition and the simulated instant, and stops.
#include "engine/time.h"

#include <gtest/gtest.h>

#include "engine/check.h"
#include "types/last_instant.h"

namespace tricolor::engine::time_test {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

Time at(year_month_day date, Duration of_day) { return sys_days{date} - kUtcOffset + of_day; }

TEST(TimeText, IsChineseStandardTime) {
  EXPECT_EQ(to_text(at(2020y / 11 / 2, 9h + 3min + 1500ms)), "2020-11-02 09:03:01.500");
  EXPECT_EQ(to_text(at(2020y / 11 / 2, 0s)), "2020-11-02 00:00:00");
  EXPECT_EQ(to_text(at(2020y / 12 / 31, 23h + 59min + 59s)), "2020-12-31 23:59:59");
  EXPECT_EQ(to_text(Time{}), "1970-01-01 08:00:00");
}

TEST(TimeText, KeepsTheDayBeforeTheEpochRight) { EXPECT_EQ(to_text(at(1969y / 12 / 31, 23h)), "1969-12-31 23:00:00"); }

TEST(DurationText, IsWhatAPersonWouldSay) {
  EXPECT_EQ(to_text(Duration{15min}), "15 min");
  EXPECT_EQ(to_text(Duration{200s}), "3 min 20 s");
  EXPECT_EQ(to_text(Duration{1500ms}), "1.5 s");
  EXPECT_EQ(to_text(Duration{52h}), "2 d 4 h");
  EXPECT_EQ(to_text(Duration{0s}), "0 s");
  EXPECT_EQ(to_text(Duration{-90s}), "-1 min 30 s");
}

TEST(CheckDeathTest, NamesConditionAndInstant) {
  EXPECT_DEATH(
      {
        note_instant(at(2020y / 11 / 2, 9h));
        const int two = 2;
        ENGINE_CHECK(two == 3);
      },
      "two == 3.*2020-11-02 09:00:00");
}

}  // namespace
}  // namespace tricolor::engine::time_test
