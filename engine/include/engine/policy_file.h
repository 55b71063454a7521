// Reads policies and class tables from files.
#pragma once

#include <string>

#include "engine/configuration.h"
#include "engine/map_reader.h"
#include "engine/policy.h"

namespace tricolor::engine {

/// Reads a policy (`policy:` names it; `extends:` another). Faults go to `diagnostics`; the result is to be used only
/// when there are none.
Policy read_policy(const std::string& path, Diagnostics& diagnostics);

/// Reads a table of classes of violation: at least one class, each with kinds of thing that show it and zones where it
/// can be violated.
ClassTable read_classes(const std::string& path, Diagnostics& diagnostics);

/// The keys of a policy file and those of a class table.
KeyTable policy_keys();
KeyTable class_table_keys();

/// The words that may stand in braces in the text of a notice.
const std::vector<std::string>& notice_placeholders();

}  // namespace tricolor::engine
