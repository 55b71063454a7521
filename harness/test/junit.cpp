#include "test/junit.h"

#include <fmt/format.h>

namespace tricolor::harness {
namespace {

// Text of an attribute or an element: XML 1.0 holds no control characters but tab and newline, no surrogates and
// neither of the last two code points of the first plane. Bytes that are no UTF-8 are shown as the replacement
// character.
class Escaped {
 public:
  explicit Escaped(std::string_view text) : text_(text) {
    while (at_ < text_.size()) next();
  }
  std::string take() { return std::move(out_); }

 private:
  void next() {
    const auto first = static_cast<unsigned char>(text_[at_]);
    if (first < 0x80) return plain(text_[at_++]);
    const std::size_t length = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    char32_t code = length == 2 ? first & 0x1Fu : length == 3 ? first & 0x0Fu : first & 0x07u;
    bool whole = length > 0 && first < 0xF5 && at_ + length <= text_.size();
    for (std::size_t i = 1; whole && i < length; ++i) {
      const auto byte = static_cast<unsigned char>(text_[at_ + i]);
      whole = (byte & 0xC0) == 0x80;
      code = (code << 6) | (byte & 0x3Fu);
    }
    const char32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (!whole || code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
      out_ += "\xEF\xBF\xBD";
      ++at_;
      return;
    }
    if (code != 0xFFFE && code != 0xFFFF) out_ += text_.substr(at_, length);
    at_ += length;
  }

  void plain(char c) {
    switch (c) {
      case '&': out_ += "&amp;"; break;
      case '<': out_ += "&lt;"; break;
      case '>': out_ += "&gt;"; break;
      case '"': out_ += "&quot;"; break;
      case '\n': out_ += "&#10;"; break;
      case '\t': out_ += "&#9;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out_ += c;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

std::string escaped(std::string_view text) { return Escaped(text).take(); }

std::string case_xml(const TestSuite& suite, const TestCase& test) {
  std::string xml = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\" file=\"{}\"",
                                escaped(suite.name), escaped(test.name), test.seconds, escaped(suite.file));
  if (test.line > 0) xml += fmt::format(" line=\"{}\"", test.line);
  if (!test.skipped.empty()) return xml + fmt::format("><skipped message=\"{}\"/></testcase>\n", escaped(test.skipped));
  if (test.failure.empty()) return xml + "/>\n";
  const char* what = test.error ? "error" : "failure";
  xml += fmt::format("><{0} message=\"{1}\" type=\"{2}\">{1}</{0}>", what, escaped(test.failure),
                     test.error ? "error" : "expectation");
  std::string said;
  if (!suite.reproduce.empty()) said += "again: " + suite.reproduce + "\n";
  for (const std::string& file : test.attachments) said += "[[ATTACHMENT|" + file + "]]\n";
  if (!said.empty()) xml += "<system-out>" + escaped(said) + "</system-out>";
  return xml + "</testcase>\n";
}

}  // namespace

std::string junit_xml(const std::vector<TestSuite>& suites) {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;
  std::string body;
  for (const TestSuite& suite : suites) {
    std::size_t failed = 0, broken = 0, left_out = 0;
    std::string inner;
    if (!suite.properties.empty()) {
      inner += "    <properties>\n";
      for (const auto& [key, value] : suite.properties)
        inner += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", escaped(key), escaped(value));
      inner += "    </properties>\n";
    }
    for (const TestCase& test : suite.cases) {
      inner += case_xml(suite, test);
      if (!test.skipped.empty()) ++left_out;
      else if (!test.failure.empty()) ++(test.error ? broken : failed);
    }
    std::string said = suite.said;
    if (!suite.reproduce.empty()) said += "again: " + suite.reproduce + "\n";
    if (!said.empty()) inner += fmt::format("    <system-out>{}</system-out>\n", escaped(said));
    body += fmt::format(
        "  <testsuite name=\"{}\" file=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
        "time=\"{:.3f}\">\n{}  </testsuite>\n",
        escaped(suite.name), escaped(suite.file), suite.cases.size(), failed, broken, left_out, suite.seconds, inner);
    tests += suite.cases.size();
    failures += failed;
    errors += broken;
    skipped += left_out;
    seconds += suite.seconds;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\" errors=\"{}\" "
      "skipped=\"{}\" time=\"{:.3f}\">\n"
      "{}</testsuites>\n",
      tests, failures, errors, skipped, seconds, body);
}

}  // namespace tricolor::harness
