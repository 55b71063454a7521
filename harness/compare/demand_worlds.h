// Runs a study's policies in worlds whose demand has other figures than the register of assumptions, one pair a world,
// to say in how many of them a verdict stands.
//
//   assumed/worlds.json      the worlds
//   assumed/w17-p1.json      policy 1 in world 17, reduced to figures
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "compare/plan/assumed_worlds.h"
#include "compare/results.h"
#include "compare/study.h"

namespace tricolor::harness {

/// Draws `count` worlds over every figure of the study's demand that is neither published nor 0. What is assumed varies
/// from half to double, what is fitted from 0.8 to 1.25 times its value; of a share it is the odds that do. Both ranges
/// are assumed.
AssumedWorlds demand_worlds(const Study& study, std::size_t count);

/// The demand in a world.
sim::Demand demand_in(const AssumedWorlds& worlds, std::size_t world, sim::Demand figures);

/// Runs what is not done yet, in processes of its own. A world's days are those of a seed that no pair of the study
/// has. False when it was stopped. Throws BadInput when the folder holds other worlds.
bool run_worlds(const Study& study, const AssumedWorlds& worlds, const std::filesystem::path& folder,
                const StudyRunOptions& options);

/// Tells how the verdicts of a study fare in the worlds of its folder; empty when it has none, or when one is not done.
std::optional<WorldsResults> worlds_results_of(const StudyResults& study, const std::filesystem::path& folder);

}  // namespace tricolor::harness
