// The table of bad inputs as it stands in its files (README.md says how they are written).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tricolor::tests {

/// One step in making the files of a case: a word and what belongs to it.
struct Step {
  std::string what;                ///< "file", "bytes", "repeat", …
  std::vector<std::string> words;  ///< Escapes are undone.
  std::string text;                ///< Of "file": its lines.
};

/// One bad input: how to make it, what is run, and what must be said.
struct Case {
  std::string kind, name, place;  ///< `place`: "file:line" of the table.
  std::vector<Step> steps;
  std::vector<std::string> arguments;
  int exits = 2;
  std::string says;   ///< First line of standard error; "*" stands for anything.
  bool only = false;  ///< Nothing else is said: a fault draws no others after it.
};

/// Reads a file of the table. Throws std::runtime_error with file and line when it is not written as it should be.
std::vector<Case> read_cases(const std::filesystem::path& file);

/// Makes the case's files in `folder`. Throws std::runtime_error.
void make_files(const Case& one, const std::filesystem::path& folder);

/// Whether `text` is as `pattern` says.
bool matches(const std::string& pattern, const std::string& text);

}  // namespace tricolor::tests
