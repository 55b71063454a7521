// Reads the table of bad inputs from its files (README.md says how they are written).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tricolor::tests {

/// One step in making the files of a case: a word and its arguments.
struct Step {
  std::string what;                ///< "file", "bytes", "repeat", …
  std::vector<std::string> words;  ///< Escapes are undone.
  std::string text;                ///< Of "file": its lines.
};

/// One bad input: the steps that make it, the command line, and the required answer.
struct Case {
  std::string kind, name, place;  ///< `place`: "file:line" of the table.
  std::vector<Step> steps;
  std::vector<std::string> arguments;
  int exits = 2;
  std::string says;   ///< First line of standard error; "*" stands for anything.
  bool only = false;  ///< True when nothing else may be said: one fault causes no further ones.
};

/// Reads a file of the table. Throws std::runtime_error with file and line when it is not written as it should be.
std::vector<Case> read_cases(const std::filesystem::path& file);

/// Makes the case's files in `folder`. Throws std::runtime_error.
void make_files(const Case& one, const std::filesystem::path& folder);

/// True when `text` matches `pattern`.
bool matches(const std::string& pattern, const std::string& text);

}  // namespace tricolor::tests
