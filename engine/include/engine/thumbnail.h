// The cells of mean brightness by which the change gate compares two pictures. Public so that whoever analyses pictures
// ahead of their time can ask beforehand whether the engine will want the analysis.
#pragma once

#include <array>
#include <cstddef>

#include "engine/frame.h"

namespace tricolor::engine {

/// A picture as 40 × 24 cells, rows from the top. Each holds the mean of all channels, grey levels 0 … 255.
struct Thumbnail {
  static constexpr int kColumns = 40, kRows = 24;
  using Cells = std::array<float, static_cast<std::size_t>(kColumns) * kRows>;
  Cells cells{};

  /// Mean brightness, grey levels.
  double mean() const;
};

/// Deterministic, and safe to call from any thread. The picture is at least one pixel wide and high.
Thumbnail thumbnail_of(const Image& image);

/// Share of the cells that differ between two pictures of one camera after a common change of light was taken out,
/// 0 … 1. A picture that shares 0 with the last one that the camera saw is not analysed, unless a stay is to be
/// decided.
double changed_share(const Thumbnail& before, const Thumbnail& now);

}  // namespace tricolor::engine
