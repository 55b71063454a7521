// Writes JUnit XML, as build servers read it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tricolor::harness {

struct TestCase {
  std::string name;
  std::string failure;  ///< Reason of the failure; empty: it passed.
  bool error = false;   ///< True when `failure` says why it could not be run at all.
  /// Reason why it was not run, in which case `failure` is empty; empty: it was run.
  std::string skipped;
  double seconds = 0;                    ///< Wall time of this case alone.
  int line = 0;                          ///< Line in the suite's file, from 1; 0: none.
  std::vector<std::string> attachments;  ///< Files kept of a failure, as paths like that of the XML itself.
};

struct TestSuite {
  std::string name;
  std::string file;
  double seconds = 0;
  std::vector<TestCase> cases;
  std::vector<std::pair<std::string, std::string>> properties;  ///< Keys and values: seed, commit, …
  std::string reproduce;                                        ///< The command line that runs this suite again.
  std::string said = {};                                        ///< Lines of the run as a whole, for people.
};

/// Gives the whole document, with one <testsuite> for each suite; each failed case has the command line that runs it
/// again and names its attachments, in the form that Jenkins and GitLab read. Characters that XML cannot hold are left
/// out.
std::string junit_xml(const std::vector<TestSuite>& suites);

}  // namespace tricolor::harness
