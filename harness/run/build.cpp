// Apart from all else, so that another commit compiles this file alone.
#include "run/build.h"

#include "commit.h"

namespace tricolor::harness {

const char kBuiltFrom[] = TRICOLOR_ASSETS_FOLDER;

std::string build_commit() { return TRICOLOR_COMMIT; }

}  // namespace tricolor::harness
