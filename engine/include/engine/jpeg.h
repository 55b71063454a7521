// Encodes pictures as JPEG, the form in which evidence is kept.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

using Jpeg = std::vector<std::uint8_t>;

/// Quality of evidence, 0 … 100.
inline constexpr int kEvidenceQuality = 85;

/// Encodes a picture of 1 … 65,500 pixels a side at a quality of 0 … 100. Equal pictures give equal bytes. Safe to call
/// from any thread.
Jpeg to_jpeg(const Image& picture, int quality);

}  // namespace tricolor::engine
