// Policies and class tables from files.
#pragma once

#include <string>

#include "engine/configuration.h"
#include "engine/document.h"
#include "engine/policy.h"

namespace tricolor::engine {

/// Reads a policy (`policy:` names it; `extends:` another). Faults go to `diagnostics`; the result is to be used only when there are none.
Policy read_policy(const std::string& path, Diagnostics& diagnostics);

/// Reads a table of classes of violation.
ClassTable read_classes(const std::string& path, Diagnostics& diagnostics);

}  // namespace tricolor::engine
