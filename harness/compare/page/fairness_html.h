// Writes which groups meet more wrong strikes than chance explains.
#pragma once

#include <string>

#include "compare/results.h"

namespace tricolor::harness {

/// A table for each kind of group: shrunken ratios by policy, flags, and the chance that alike groups differ so.
std::string fairness_html(const StudyResults& study);

}  // namespace tricolor::harness
