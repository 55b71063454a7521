#include "test/junit.h"

#include <fmt/format.h>

namespace tricolor::harness {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      case '\t': out += "&#9;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

}  // namespace

std::string junit_xml(const std::vector<TestSuite>& suites) {
  std::size_t tests = 0, failures = 0, errors = 0;
  double seconds = 0;
  std::string body;
  for (const TestSuite& suite : suites) {
    std::size_t failed = 0, broken = 0;
    std::string cases;
    for (const TestCase& test : suite.cases) {
      cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(suite.name), escaped(test.name));
      if (test.failure.empty()) {
        cases += "/>\n";
        continue;
      }
      ++(test.error ? broken : failed);
      cases += fmt::format("><{0} message=\"{1}\"/></testcase>\n", test.error ? "error" : "failure", escaped(test.failure));
    }
    body += fmt::format("  <testsuite name=\"{}\" file=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n{}  </testsuite>\n", escaped(suite.name),
                        escaped(suite.file), suite.cases.size(), failed, broken, suite.seconds, cases);
    tests += suite.cases.size();
    failures += failed;
    errors += broken;
    seconds += suite.seconds;
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n{}</testsuites>\n", tests, failures, errors,
                     seconds, body);
}

}  // namespace tricolor::harness
