// Writes `readings.html`: the street under a reading and thresholds that the reader chooses, and all readings side by
// side.
#pragma once

#include <string>

#include "readings/readings.h"
#include "run/kept_inputs.h"

namespace tricolor::harness {

/// Gives the whole page; it loads nothing. `run` is the run that was folded.
std::string readings_page(const KeptRun& run, const engine::Configuration& configuration,
                          const engine::ServiceState& state, const FoldedReadings& folded);

/// Gives the table of counts, one row for a reading, a pair of thresholds and an instant.
std::string readings_csv(const FoldedReadings& folded, std::size_t shops);

/// Numbers of green, yellow and red shops in a row of colours, of `shops` in all.
struct ColourCounts {
  std::size_t green = 0, yellow = 0, red = 0;
};
ColourCounts counts_of(const std::string& row, std::size_t shops);

}  // namespace tricolor::harness
