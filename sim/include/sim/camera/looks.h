// The appearances of things and façades, and which of them the detector's training may see.
//
// An appearance is a number, called `look` in the code; its family decides shape and arrangement, the rest colours and
// sizes. Every third family is held out of training: evaluation on the twin then also asks for variants that the
// detector has never seen.
#pragma once

#include <cstdint>

#include "sim/scene.h"

namespace tricolor::sim {

/// Appearances of one kind are 0 … kLooks − 1; larger numbers count modulo this.
inline constexpr std::uint32_t kLooks = 90;
inline constexpr std::uint32_t kLookFamilies = 9;

/// The arrangement of a kind in an appearance: 0, 1 or 2. Each kind has three, such as cartons, sacks and crates.
constexpr std::uint32_t arrangement_of(std::uint32_t look) { return look % kLookFamilies / 3; }

/// The variant within the arrangement: 0, 1 or 2.
constexpr std::uint32_t variant_of(std::uint32_t look) { return look % kLookFamilies % 3; }

/// True for variant 2 of every arrangement (families 2, 5 and 8), of things and of façades.
constexpr bool held_out(std::uint32_t look) { return variant_of(look) == 2; }

}  // namespace tricolor::sim
