// Says from which commit and in which source tree the program was built.
#pragma once

#include <string>

namespace tricolor::harness {

/// The source tree's folder `assets`. A packager may overwrite it in the binary.
extern const char kBuiltFrom[];

/// The program's commit, short, with "+" when the tree had changes at build.
std::string build_commit();

}  // namespace tricolor::harness
