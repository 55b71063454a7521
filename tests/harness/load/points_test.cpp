// Shows how the points of a load are written on the command line, and when the period of a load begins.
#include <gtest/gtest.h>

#include "load/load.h"

namespace tricolor::harness::points_test {
namespace {

using namespace std::chrono_literals;

TEST(Points, one_number_a_list_and_a_span_are_understood) {
  EXPECT_EQ(points_of("900"), (std::vector<int>{900}));
  EXPECT_EQ(points_of("100,300"), (std::vector<int>{100, 300}));
  EXPECT_EQ(points_of("50..800"), (std::vector<int>{50, 100, 200, 400, 800}));
  EXPECT_EQ(points_of("50..900"), (std::vector<int>{50, 100, 200, 400, 800, 900}));
  EXPECT_EQ(points_of("7..7"), (std::vector<int>{7}));
}

TEST(Points, anything_else_is_no_point) {
  for (const char* text :
       {"", "0", "-3", "x", "10..", "..10", "10..5", "10,", ",10", "1.5", "10...20", "200000", "5,1", "7,7"})
    EXPECT_TRUE(points_of(text).empty()) << text;
}

TEST(Points, a_load_begins_at_its_time_of_day_and_not_before_the_scenario) {
  Scenario scenario;
  LoadRequest request;
  scenario.start = engine::Time{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}} - engine::kUtcOffset;
  EXPECT_EQ(begin_of(request, scenario), scenario.start + 9h);
  scenario.start += 10h;
  EXPECT_EQ(begin_of(request, scenario), scenario.start + 23h);
}

TEST(Points, every_profile_has_its_share) {
  for (const std::string& profile : load_profiles()) EXPECT_TRUE(changed_share_of(profile)) << profile;
  EXPECT_FALSE(changed_share_of("lively"));
}

}  // namespace
}  // namespace tricolor::harness::points_test
