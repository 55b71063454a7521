// Runs a study's policies in other cities of the same kind, a few pairs of runs in each, to say how far its answer is
// that of its own city only. A question apart: no verdict of the study depends on it.
//
//   cities/cities.json       the cities
//   cities/c3-p1-2.json      policy 1 in the fourth city, third pair, reduced to figures
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "compare/plan/other_cities.h"
#include "compare/results.h"
#include "compare/study.h"

namespace tricolor::harness {

/// The cities after the study's own. Throws BadInput when their seeds would be too large.
OtherCities other_cities(const Study& study, std::size_t count);

/// Runs what is not done yet, in processes of its own. False when it was stopped. Throws BadInput when the folder holds
/// more cities than are asked for, or others.
bool run_cities(const Study& study, const OtherCities& cities, const std::filesystem::path& folder,
                const StudyRunOptions& options);

/// Gives the differences in the cities of a study's folder; none when it has no cities, or when one is not done.
std::optional<CitiesResults> cities_results_of(const StudyResults& study, const std::filesystem::path& folder);

}  // namespace tricolor::harness
