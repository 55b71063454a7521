// JUnit XML, as build servers read it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tricolor::harness {

struct TestCase {
  std::string name;
  std::string failure;                   ///< Why it failed; empty: it passed.
  bool error = false;                    ///< `failure` says why it could not be run at all.
  std::string skipped;                   ///< Why it was not run; empty: it was. Then `failure` is empty.
  double seconds = 0;                    ///< Wall time of this case alone.
  int line = 0;                          ///< In the suite's file, from 1; 0: of no line.
  std::vector<std::string> attachments;  ///< Files kept of a failure, as paths like that of the XML itself.
};

struct TestSuite {
  std::string name;
  std::string file;
  double seconds = 0;
  std::vector<TestCase> cases;
  std::vector<std::pair<std::string, std::string>> properties;  ///< Key and value: seed, commit, …
  std::string reproduce;                                        ///< The command line that runs this suite again.
  std::string said = {};                                        ///< Lines of the run as a whole, for people.
};

/// The whole document, one <testsuite> for each suite; each failed case says how it is run again and names its
/// attachments, in the form that Jenkins and GitLab read. Characters that XML cannot hold are left out.
std::string junit_xml(const std::vector<TestSuite>& suites);

}  // namespace tricolor::harness
