// Makes sweep.html: what a grid of policies brings, and which points of it no other point beats.
#pragma once

#include <string>

#include "compare/results.h"

namespace tricolor::harness {

/// The whole page, which loads nothing and is read without a script.
std::string sweep_page(const StudyResults& study);

}  // namespace tricolor::harness
