// Makes text from a person or a file harmless for each place in which a run shows it, by one function for each kind of
// place. Nothing in the report writes such text in any other way.
#pragma once

#include <string>
#include <string_view>

#include "report/rows/summary.h"

namespace tricolor::harness {

/// Escapes for HTML and SVG, between tags and inside quoted attributes. Control characters other than tab and line
/// breaks become U+FFFD.
std::string escape_html(std::string_view text);

/// Writes one cell of a CSV file (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before
/// it: one that begins with = + - @, a tab or a line break, or with the full-width forms of the four signs, unless it
/// is a plain number.
std::string csv_cell(std::string_view text);

/// Writes JSON for a script element, in one line: no text in it can end the element or open a comment.
std::string json_for_script(const Json& json);

/// Writes JSON for a file. Bytes that are not UTF-8 become U+FFFD. An `indent` below 0 gives one line.
std::string json_for_file(const Json& json, int indent);

}  // namespace tricolor::harness
