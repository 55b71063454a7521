// Implements `tricolor watch --draw`: lets the user draw zones on the first picture of each source, before the sources
// are watched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/watch/source_loop.h"

namespace tricolor::harness {

/// Lets the user draw on each source's first picture in turn, beginning with `zones`, and writes `path`. With several
/// sources each zone belongs to its own. Gives nothing when the watch may begin with `zones`; else the exit code to end
/// with: 0 when the user only wanted the file, 2 without a display or a picture, 3 when the file cannot be written, 130
/// when the user left. Each fault is one line on standard error; then nothing was written.
std::optional<int> draw_before_watching(const std::string& path, const std::vector<SourceSettings>& sources,
                                        engine::Duration dwell, std::vector<PictureZone>& zones);

}  // namespace tricolor::harness
