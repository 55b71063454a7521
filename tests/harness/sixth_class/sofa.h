// The code that a new kind of thing takes: a generator that draws it, and eyes that find it.
#pragma once

#include <memory>

#include "engine/vision.h"

namespace tricolor::harness {

/// Adds the generator "sofa". To be called once, before any camera is made.
void add_sofas();

/// Eyes that find sofas by their colour, and nothing else.
std::shared_ptr<const engine::Vision> eyes_for_sofas();

}  // namespace tricolor::harness
