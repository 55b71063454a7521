#include "engine/thumbnail.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "pictures/vector_code.h"

namespace tricolor::engine {
namespace {

// A cell has changed when it differs by more than this from the last look, grey levels; about six times the noise of
// its mean by day. In the dark contrasts shrink with the light, so the bound does too: a look in vain costs less than a
// missed departure.
constexpr float kCellChanged = 3.0f, kLeastCellChanged = 1.2f;
// Mean brightness of a picture from which the full bound holds, grey levels. Assumed.
constexpr double kFullBoundFromMean = 80;

// Number of rows whose sum 16 bits hold.
constexpr int kRowsOfASum = 256;

TRICOLOR_VECTOR_CODE
void add_row(std::uint16_t* __restrict sums, const std::uint8_t* __restrict row, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + row[i]);
}

}  // namespace

double Thumbnail::mean() const {
  double mean = 0;
  for (const float cell : cells) mean += cell;
  return mean / static_cast<double>(cells.size());
}

// Samples every second row and column: noise of the mean stays below half a grey level. All channels count: under
// lamps a red thing is as bright in green as the dark wall behind it. Rows are summed before columns are chosen, since
// sums of whole rows are vector code.
Thumbnail thumbnail_of(const Image& image) {
  constexpr int kColumns = Thumbnail::kColumns, kRows = Thumbnail::kRows;
  static thread_local std::vector<std::uint16_t> sums;
  Thumbnail thumbnail;
  const int cell_w = std::max(1, image.width_px / kColumns), cell_h = std::max(1, image.height_px / kRows);
  const auto row_bytes = 3 * static_cast<std::size_t>(image.width_px);
  for (int row = 0; row < kRows; ++row) {
    std::array<std::uint32_t, kColumns> sum{}, count{};
    const int end = std::min((row + 1) * cell_h, image.height_px);
    for (int y = row * cell_h; y < end;) {
      sums.assign(row_bytes, 0);
      std::uint32_t rows = 0;
      for (; y < end && rows < kRowsOfASum; y += 2, ++rows)
        add_row(sums.data(), &image.bytes[static_cast<std::size_t>(y) * row_bytes], row_bytes);
      for (int column = 0; column < kColumns; ++column) {
        const auto cell = static_cast<std::size_t>(column);
        for (int x = column * cell_w; x < std::min((column + 1) * cell_w, image.width_px); x += 2) {
          const std::uint16_t* pixel = &sums[3 * static_cast<std::size_t>(x)];
          sum[cell] += std::uint32_t{pixel[0]} + pixel[1] + pixel[2];
          count[cell] += 3 * rows;
        }
      }
    }
    for (std::size_t column = 0; column < sum.size(); ++column)
      thumbnail.cells[static_cast<std::size_t>(row) * kColumns + column] =
          count[column] ? static_cast<float>(sum[column]) / static_cast<float>(count[column]) : 0.0f;
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
