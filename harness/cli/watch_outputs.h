// Checks where `tricolor watch` may write: never onto its inputs, never twice onto the same file, and only where it
// can.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "engine/document.h"

namespace tricolor::harness {

/// An option and the path that it names.
struct NamedPath {
  std::string option, path;
};

/// True when both name one file or folder, or would once it is made. Devices and pipes are never the same, because
/// writing to them destroys nothing.
bool same_place(const std::string& a, const std::string& b);

/// Reports as faults an output that is an input (`inputs` besides those of the command line) or another output, a
/// folder for pictures that is a file, and `-` where only a file will do.
void check_watch_outputs(const WatchArguments& arguments, const std::vector<NamedPath>& inputs,
                         engine::Diagnostics& faults);

/// Makes the folders and opens each file at its end once, without changing its contents. Gives the first that cannot be
/// written, in one line; empty when all can.
std::string first_unwritable(const WatchArguments& arguments);

}  // namespace tricolor::harness
