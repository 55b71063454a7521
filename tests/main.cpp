// Runs the tests of a side of the house, or only those of the files named: `engine_tests engine/act cases_test.cpp`.
// A file is named by any part of its path. CTest names the files of each of its tests so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

// Gives googletest's filter for the tests that stand in the files named; `used` tells of each name whether a test
// stands there.
std::string filter_for(const std::vector<std::string_view>& names, std::vector<bool>& used) {
  std::string filter;
  const auto& all = *testing::UnitTest::GetInstance();
  for (int s = 0; s < all.total_test_suite_count(); ++s) {
    const auto& suite = *all.GetTestSuite(s);
    std::string chosen;
    bool whole = true;
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const auto& test = *suite.GetTestInfo(t);
      bool is_chosen = false;
      for (std::size_t n = 0; n < names.size(); ++n)
        if (std::string_view(test.file()).find(names[n]) != std::string_view::npos) used[n] = is_chosen = true;
      whole = whole && is_chosen;
      if (is_chosen) chosen += std::string(suite.name()) + "." + test.name() + ":";
    }
    filter += whole ? std::string(suite.name()) + ".*:" : chosen;
  }
  return filter;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  const std::vector<std::string_view> names(argv + 1, argv + argc);
  if (!names.empty() && GTEST_FLAG_GET(filter) == "*") {
    std::vector<bool> used(names.size());
    const std::string filter = filter_for(names, used);
    for (std::size_t n = 0; n < names.size(); ++n)
      if (!used[n]) {
        std::cerr << argv[0] << ": " << names[n] << ": must be a part of the path of a file of tests, got none\n";
        return EXIT_FAILURE;
      }
    GTEST_FLAG_SET(filter, filter);
  }
  return RUN_ALL_TESTS();
}
