// Where `tricolor watch` may write: never onto what it reads, never twice onto the same file, and only where it can.
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

/// True when both name one file or folder, or would once it is made. Devices and pipes are never the same: what is
/// written to them destroys nothing.
bool same_place(const std::string& a, const std::string& b);

/// Faults: an output that is an input (`inputs` besides those of the command line) or another output, a folder for
/// pictures that is a file, and `-` where only a file will do.
void check_watch_outputs(const WatchArguments& arguments, const std::vector<NamedPath>& inputs,
                         engine::Diagnostics& faults);

/// Makes the folders and opens the file at the end once, without changing what is in it. The first that cannot be
/// written, in one line; empty when all can.
std::string first_unwritable(const WatchArguments& arguments);

}  // namespace tricolor::harness
