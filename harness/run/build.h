// Of which commit the program was built, and where.
#pragma once

#include <string>

namespace tricolor::harness {

/// The source tree's folder `assets`. Whoever packs the program may overwrite it in the binary.
extern const char kBuiltFrom[];

/// The program's commit, short, with "+" when the tree had changes at build.
std::string build_commit();

}  // namespace tricolor::harness
