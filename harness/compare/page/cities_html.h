// Writes what a study's differences are in other cities.
#pragma once

#include <string>

#include "compare/results.h"

namespace tricolor::harness {

/// The table; where the study has no other cities, how to get them.
std::string cities_html(const StudyResults& study);

}  // namespace tricolor::harness
