// Warns of valid scenarios that are surely not intended: a camera that stands too far away, a shop that no camera sees,
// a grid without an officer. The warnings forbid nothing.
#pragma once

#include "adapters/closed_loop.h"
#include "engine/document.h"

namespace tricolor::harness {

/// Gives every warning about a scenario without faults, with its place. Builds the city once.
engine::Diagnostics warnings_about(const LoopInputs& inputs);

/// Gives warnings about the figures of a policy: a dwell of zero, quiet hours of the whole day.
engine::Diagnostics warnings_about_figures(const std::string& path, const engine::Policy& policy);

/// Gives warnings about a policy that no scenario names: classes that the program's own table, whose code names are
/// given, does not know.
engine::Diagnostics warnings_about_policy(const std::string& path, const engine::Policy& policy,
                                          const std::vector<std::string>& own_classes);

/// Writes them as lines for the terminal: "file:line:col: warning: path: text".
std::string warning_lines(const engine::Diagnostics& warnings);

}  // namespace tricolor::harness
