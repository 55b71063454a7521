// Writes the picture of a study's verdicts in other worlds: in how many each stands, and when it falls.
#pragma once

#include <string>

#include "compare/results.h"

namespace tricolor::harness {

/// The bars and what to know about them; where the study has no worlds, how to get them.
std::string worlds_html(const StudyResults& study);
/// The ranges from which the worlds were drawn; empty where there are none.
std::string worlds_ranges(const StudyResults& study);

}  // namespace tricolor::harness
