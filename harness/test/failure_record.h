// What helps to see why an expectation was not met: the journal about it, and the picture of the place.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "test/expectations.h"

namespace tricolor::harness {

/// Which camera's picture of which instant shows what an expectation is about.
struct Exhibit {
  int camera = 0;
  engine::Time at;
  std::string about;  ///< "incident 2", "nothing was found: the place at the end of the time"
};

/// The incident concerned as its first sighting was confirmed; where there is none, the shop's or the named camera at
/// the end of the time in which something was expected. Nothing when no camera looks there.
std::optional<Exhibit> exhibit_of(const ExpectLine& line, const RunRecord& record);

/// The events about the shop that is meant, or all within the time that is meant, in words, after what was required and
/// what was.
std::string journal_excerpt(const ExpectLine& line, const Finding& finding, const RunRecord& record);

/// Writes both into `folder` as <number>_journal.txt and <number>_picture.jpg; gives the files that were written. A
/// picture equal to that of a smaller number is not written again: its file is given.
/// Throws std::runtime_error when they cannot be.
std::vector<std::filesystem::path> keep_failure(const std::filesystem::path& folder, std::size_t number,
                                                const LoopInputs& inputs, const RunRecord& record,
                                                const ExpectLine& line, const Finding& finding);

}  // namespace tricolor::harness
