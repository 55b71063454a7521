// Says whose shops a scenario has, and of how few of them no page may tell.
#pragma once

#include "scenario/scenario.h"

namespace tricolor::harness {

/// Smallest group of real shops of which the pages and files of results of a study tell anything.
inline constexpr int kSmallestGroup = 10;

/// True when the scenario says where on the Earth it lies (`origin:`), as an import writes it: its shops are real ones.
inline bool has_real_shops(const Scenario& scenario) { return scenario.origin.has_value(); }

}  // namespace tricolor::harness
