// Writes load.html: one page, in Chinese and English, of what load.json holds, for whoever buys or runs the servers.
// Measured figures and those calculated from them look different.
#pragma once

#include <string>

#include "load/load_json.h"

namespace tricolor::harness {

/// Gives the whole of load.html.
std::string load_page(const LoadJson& load);

}  // namespace tricolor::harness
