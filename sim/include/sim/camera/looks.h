// Looks of things and façades, and which of them the detector's training may see.
//
// A look is a number; its family decides shape and arrangement, the rest colours and sizes. Every third family is held out of
// training: evaluation on the twin then also asks for things that the detector has never seen.
#pragma once

#include <cstdint>

#include "sim/scene.h"

namespace tricolor::sim {

/// Looks of one kind are 0 … kLooks − 1; larger numbers count modulo this.
inline constexpr std::uint32_t kLooks = 90;
inline constexpr std::uint32_t kLookFamilies = 9;

/// True for the families 2, 5 and 8 of every kind of thing, and of façades.
constexpr bool held_out(std::uint32_t look) { return look % kLookFamilies % 3 == 2; }

}  // namespace tricolor::sim
