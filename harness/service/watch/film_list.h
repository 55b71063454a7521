// Reads the instants at which the pictures of a folder were taken from a list beside them: the films of `tricolor run
// --film`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/document.h"
#include "engine/video_source.h"

namespace tricolor::harness {

struct FilmList {
  std::string camera;                       ///< The camera that took them.
  engine::Time first;                       ///< Instant at which the first was taken.
  std::vector<engine::TimedFile> pictures;  ///< Pictures in order of time, at least one.
};

/// Reads `folder`/pictures.csv (camera, captured_at_us, file). Gives nothing when there is no such list, and when there
/// are faults. `camera` chooses one of several cameras; empty: the only one.
std::optional<FilmList> read_film_list(const std::string& folder, const std::string& camera,
                                       engine::Diagnostics& faults);

}  // namespace tricolor::harness
