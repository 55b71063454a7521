#include "engine/thumbnail.h"

#include <algorithm>
#include <cmath>

namespace tricolor::engine {
namespace {

// A cell has changed when it differs by more than this from the last look, grey levels; about six times the noise of
// its mean by day. In the dark contrasts shrink with the light, so the bound does too: a look in vain costs less than a
// missed departure.
constexpr float kCellChanged = 3.0f, kLeastCellChanged = 1.2f;
// Mean brightness of a picture from which the full bound holds, grey levels. Assumed.
constexpr double kFullBoundFromMean = 80;

}  // namespace

double Thumbnail::mean() const {
  double mean = 0;
  for (const float cell : cells) mean += cell;
  return mean / static_cast<double>(cells.size());
}

// Samples every second row and column: noise of the mean stays below half a grey level. All channels count: under
// lamps a red thing is as bright in green as the dark wall behind it.
Thumbnail thumbnail_of(const Image& image) {
  constexpr int kColumns = Thumbnail::kColumns, kRows = Thumbnail::kRows;
  Thumbnail thumbnail;
  const int cell_w = std::max(1, image.width_px / kColumns), cell_h = std::max(1, image.height_px / kRows);
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column) {
      std::uint32_t sum = 0, count = 0;
      for (int y = row * cell_h; y < std::min((row + 1) * cell_h, image.height_px); y += 2)
        for (int x = column * cell_w; x < std::min((column + 1) * cell_w, image.width_px); x += 2) {
          const auto number = static_cast<std::size_t>(y * image.width_px + x);
          const std::uint8_t* pixel = &image.bytes[number * 3];
          sum += std::uint32_t{pixel[0]} + pixel[1] + pixel[2];
          count += 3;
        }
      const auto cell = static_cast<std::size_t>(row * kColumns + column);
      thumbnail.cells[cell] = count ? static_cast<float>(sum) / static_cast<float>(count) : 0.0f;
    }
  return thumbnail;
}

double changed_share(const Thumbnail& before, const Thumbnail& now) {
  // A common change of light is not a change of the scene, so the cells are compared after matching the means.
  const double mean = now.mean(), last_mean = before.mean();
  const auto gain = static_cast<float>(last_mean > 1 ? mean / last_mean : 1.0);
  const auto by_light = static_cast<float>(kCellChanged * mean / kFullBoundFromMean);
  const float bound = std::clamp(by_light, kLeastCellChanged, kCellChanged);
  int changed = 0;
  for (std::size_t i = 0; i < now.cells.size(); ++i)
    changed += std::abs(now.cells[i] - gain * before.cells[i]) > bound ? 1 : 0;
  return static_cast<double>(changed) / static_cast<double>(now.cells.size());
}

}  // namespace tricolor::engine
