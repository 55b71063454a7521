// Checks that the readers of text share within this room.
#pragma once

#include <string>
#include <string_view>

#include "engine/document.h"

namespace tricolor::engine {

/// Complains about the first byte that is not UTF-8, or the first character that no file may hold; `file` is the file's
/// name in messages. A mark of byte order at the beginning is accepted.
bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics);

}  // namespace tricolor::engine
