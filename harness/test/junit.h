// JUnit XML, as build servers read it.
#pragma once

#include <string>
#include <vector>

namespace tricolor::harness {

struct TestCase {
  std::string name;
  std::string failure;   ///< Why it failed; empty: it passed.
  bool error = false;    ///< `failure` says why it could not be run at all.
};

struct TestSuite {
  std::string name;
  std::string file;
  double seconds = 0;
  std::vector<TestCase> cases;
};

/// The whole document, one <testsuite> for each suite. Characters that XML cannot hold are left out.
std::string junit_xml(const std::vector<TestSuite>& suites);

}  // namespace tricolor::harness
