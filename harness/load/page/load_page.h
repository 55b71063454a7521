// Writes load.html: one page, in Chinese and English, of what load.json holds, for whoever buys or runs the servers.
// What was measured and what was only calculated from it look different.
#pragma once

#include <string>

#include "load/load_json.h"

namespace tricolor::harness {

/// Gives the whole of load.html.
std::string load_page(const LoadJson& load);

}  // namespace tricolor::harness
