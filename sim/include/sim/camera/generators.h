// The code that draws things, by name. A kind of thing names its generator; the twin brings one for each well-known
// kind, and a program may add others.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/scene.h"

namespace tricolor::sim {

class SolidBuilder;

struct Generator {
  std::string name;
  bool walks = false;  ///< It draws the steps of a walking or riding cycle, 0 … 3; otherwise the step is always 0.
  /// Draws a body that stands on the ground around the origin, facing x, in this size. `family`, 0 … 8, chooses its
  /// arrangement (`family` % 3) and variant. It may be called by several threads at once.
  std::function<void(SolidBuilder& builder, std::uint32_t family, int step, const Extent& size)> draw;
};

/// Adds a generator; the name must be new. To be called before any camera is made.
void add_generator(Generator generator);

/// Names of all generators, in the order in which they were added; the twin's own come first.
std::vector<std::string> generator_names();

}  // namespace tricolor::sim
