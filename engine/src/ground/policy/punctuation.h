// Finds mistakes of writing that a YAML parser cannot name: quotes that are not closed, full-width punctuation as
// Chinese keyboards give it, tabs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document.h"

namespace tricolor::engine {

/// One mistake and where it begins.
struct WritingFault {
  int line = 0, column = 0;  ///< From 1; the column counts bytes, as the parser's does.
  std::string text;          ///< "must be ':' (ASCII), got '：' (full-width)"
};

/// Finds the characters of a YAML text outside of quotes, comments and block texts that may be such a mistake.
class Punctuation {
 public:
  explicit Punctuation(std::string_view text);

  /// A quote that is not closed where YAML requires it: before the end of the file, and before a line that is indented
  /// no deeper than the key to which it belongs. A lenient parser takes everything up to the next quote for one text.
  const std::optional<WritingFault>& unclosed_quote() const { return unclosed_; }
  /// Finds the mistake that made the parser fail at `line` and `column`, if one of these mistakes did.
  std::optional<WritingFault> behind(int line, int column) const;

 private:
  struct Wide {
    int line, column;
    std::string_view character;
    const char* ascii;
    bool likely;                          ///< It stands where YAML has punctuation of its own.
    std::optional<std::size_t> brackets;  ///< Index in `brackets_` of the outermost brackets around it.
  };
  struct Brackets {
    int line, last_line;  ///< `last_line` is 0 when they are not closed.
  };
  struct Quote {
    int line, column, last_line;
    char mark;
  };
  class Walk;

  std::optional<WritingFault> unclosed_;
  std::vector<Wide> wide_;
  std::vector<Brackets> brackets_;
  std::vector<Quote> long_quotes_;  ///< Quotes that go on over a line's end.
  std::vector<WritingFault> tabs_;  ///< Tabs in the indentation.
  std::vector<int> written_lines_;  ///< Lines that hold more than blanks and comments.
};

/// " (full-width '１': write '1')" for a text that is ASCII but for full-width characters; else nothing.
std::string full_width_hint(std::string_view text);

}  // namespace tricolor::engine
