// Draws what the same merchants did before the run: synthetic history, so that colours begin near where they live.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/city/city.h"
#include "sim/people/demand.h"

namespace tricolor::sim {

/// Instants of past strikes of each shop in the `days` before `start`, oldest first; index is the shop. Drawn from the
/// same rates as the run's, thinned by the share of violations that cameras see (`seen_share`, assumed). Synthetic: to
/// be marked as such.
std::vector<std::vector<Time>> draw_history(const City& city, const Demand& demand, std::uint64_t seed, Time start,
                                            int days, double seen_share);

/// True when there is room before a shop for goods outside its line; not where a bicycle bay takes the whole front.
bool room_before(const City& city, const Shop& shop);

/// A shop's own mean number of unlawful put-outs a day before anything deters it: gamma-distributed over shops around
/// its trade's mean; 0 without room.
double merchant_rate_per_day(const City& city, const Demand& demand, std::uint64_t seed, int shop);

}  // namespace tricolor::sim
