// Declares the options of each command, as CLI11 reads them.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace tricolor::harness {

/// The command that the command line chose, filled in by its callback.
using Chosen = std::function<int()>;

/// Adds the command `import`, whose options are many.
void add_import(CLI::App& app, Chosen& chosen);
/// Add the commands that make studies.
void add_compare(CLI::App& app, Chosen& chosen);
void add_sweep(CLI::App& app, Chosen& chosen);
void add_site(CLI::App& app, Chosen& chosen);
void add_merge(CLI::App& app, Chosen& chosen);
/// Adds every command with its options, in the order in which the help names them. `chosen` must outlive `app`.
void add_commands(CLI::App& app, Chosen& chosen);

}  // namespace tricolor::harness
