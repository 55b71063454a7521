// The commit is in a file of its own, so that after a new commit only this file is compiled anew.
#include "run/build.h"

#include "commit.h"

namespace tricolor::harness {

const char kBuiltFrom[] = TRICOLOR_ASSETS_FOLDER;

std::string build_commit() { return TRICOLOR_COMMIT; }

}  // namespace tricolor::harness
