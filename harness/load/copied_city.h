// Makes a city that is so many times as large out of one, for loads of more channels than a city has cameras.
#pragma once

#include "engine/configuration.h"

namespace tricolor::harness {

/// Gives so many copies (≥ 1) of a configuration far beside one another, of which the first is as it was; in the others
/// names end in ".2", ".3", …. A camera of a copy sees the same as the one of which it is the copy, at its own place.
/// Ids of copy n are those of the first plus n − 1 times their number.
engine::Configuration copies_of(const engine::Configuration& one, int copies);

}  // namespace tricolor::harness
