// Records material that shows why an expectation was not met: the journal about it, and the picture of the place.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "test/expectations.h"

namespace tricolor::harness {

/// The camera and the instant whose picture shows the subject of an expectation.
struct Exhibit {
  int camera = 0;
  engine::Time at;
  std::string about;  ///< "incident 2", "nothing was found: the place at the end of the time"
};

/// Gives the picture of the incident concerned at the instant when its first sighting was confirmed; where there is no
/// incident, the picture of the shop's or the named camera at the end of the time in which something was expected.
/// Nothing when no camera watches the place.
std::optional<Exhibit> exhibit_of(const ExpectLine& line, const RunRecord& record);

/// Gives in words the required and the actual events, then the journal's events about the shop concerned, or all within
/// the time concerned.
std::string journal_excerpt(const ExpectLine& line, const Finding& finding, const RunRecord& record);

/// Writes both into `folder` as <number>_journal.txt and <number>_picture.jpg; gives the files that were written. A
/// picture equal to that of a smaller number is not written again: its file is given. Throws std::runtime_error when
/// they cannot be written.
std::vector<std::filesystem::path> keep_failure(const std::filesystem::path& folder, std::size_t number,
                                                const LoopInputs& inputs, const RunRecord& record,
                                                const ExpectLine& line, const Finding& finding);

}  // namespace tricolor::harness
