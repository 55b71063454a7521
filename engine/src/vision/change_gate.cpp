#include "vision/change_gate.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::engine {
namespace {

// A cell has changed when it differs by more than this from the last look, grey levels; about six times the noise of its mean by day.
// In the dark contrasts shrink with the light, so the bound does too: better to look once in vain than to miss what went.
constexpr float kCellChanged = 3.0f, kLeastCellChanged = 1.2f;
constexpr double kFullBoundFromMean = 80;

// A step from one cell to the next is told relative to their brightness, of which so many grey levels may be noise, and counts no more than this.
constexpr float kDarkOffset = 8, kStepCounts = 0.15f;

// Looks like another camera's for this many pictures before the usual scene is taken to have changed instead (a shutter, a hoarding).
constexpr int kGiveUpAfter = 40;

// Hashes a sample of the bytes: enough to tell two noisy pictures apart, a fiftieth of the cost of all.
std::uint64_t hash_of(const Image& image) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (std::size_t i = 0; i < image.bytes.size(); i += 149) hash = (hash ^ image.bytes[i]) * 0x100000001B3ull;
  return hash;
}

}  // namespace

// Samples every second row and column: noise of the mean stays below half a grey level. All channels count: under lamps a red thing is as bright in
// green as the dark wall behind it.
ChangeGate::Cells ChangeGate::cells_of(const Image& image) {
  Cells cells{};
  const int cell_w = std::max(1, image.width_px / kColumns), cell_h = std::max(1, image.height_px / kRows);
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column) {
      std::uint32_t sum = 0, count = 0;
      for (int y = row * cell_h; y < std::min((row + 1) * cell_h, image.height_px); y += 2)
        for (int x = column * cell_w; x < std::min((column + 1) * cell_w, image.width_px); x += 2) {
          const std::uint8_t* pixel = &image.bytes[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width_px) + static_cast<std::size_t>(x)) * 3];
          sum += std::uint32_t{pixel[0]} + pixel[1] + pixel[2];
          count += 3;
        }
      cells[static_cast<std::size_t>(row * kColumns + column)] = count ? static_cast<float>(sum) / static_cast<float>(count) : 0.0f;
    }
  return cells;
}

// How alike the edges of two scenes are. Lamps, lit signs and windows turn bright and dark about, and only edges stay where they are: some with
// the same side brighter, more of them either way round. The mean of both correlations is 1 for the same picture; between a street by day and by night it
// stays above 0.4, and between two cameras' streets below 0.3 for 99 pairs of 100 (60 cameras of the generated street).
double ChangeGate::likeness(const Cells& a, const Cells& b) {
  struct Sums {
    double a = 0, b = 0, ab = 0, aa = 0, bb = 0;
    void add(double x, double y) { a += x, b += y, ab += x * y, aa += x * x, bb += y * y; }
    double correlation(double n) const { return (ab - a * b / n) / std::sqrt(std::max((aa - a * a / n) * (bb - b * b / n), 1e-9)); }
  } turned, either;
  const auto step = [](const Cells& cells, std::size_t from, std::size_t to) {
    const float low = cells[from], high = cells[to];
    return static_cast<double>(std::clamp(2 * (high - low) / (high + low + kDarkOffset), -kStepCounts, kStepCounts));
  };
  double edges = 0;
  const auto compare = [&](std::size_t from, std::size_t to) {
    const double x = step(a, from, to), y = step(b, from, to);
    turned.add(x, y);
    either.add(std::abs(x), std::abs(y));
    ++edges;
  };
  for (std::size_t row = 0; row < kRows; ++row)
    for (std::size_t column = 0; column < kColumns; ++column) {
      const std::size_t here = row * kColumns + column;
      if (column + 1 < kColumns) compare(here, here + 1);
      if (row + 1 < kRows) compare(here, here + kColumns);
    }
  return (turned.correlation(edges) + either.correlation(edges)) / 2;
}

GateResult ChangeGate::look(const Image& image, Time at) {
  GateResult result;
  const Cells now = cells_of(image);
  const std::uint64_t hash = hash_of(image);
  double mean = 0;
  for (const float cell : now) mean += cell;
  mean /= static_cast<double>(now.size());

  equal_looks_ = last_ && hash == last_hash_ ? equal_looks_ + 1 : 0;
  last_hash_ = hash;
  if (mean < kDarkBelow)
    result.sees = GateResult::Sees::dark;
  else if (equal_looks_ + 1 >= kFrozenFrom)
    result.sees = GateResult::Sees::frozen;
  else if (usual_ && likeness(now, *usual_) < kSwappedBelow) {
    if (++strange_looks_ < kGiveUpAfter)
      result.sees = GateResult::Sees::swapped;
    else
      usual_ = now;
  } else {
    strange_looks_ = 0;
  }

  if (result.sees != GateResult::Sees::ok) {
    if (!last_) last_ = now;
    return result;
  }
  if (last_) {
    // A common change of light is not a change of the scene: compare after matching the means.
    double last_mean = 0;
    for (const float cell : *last_) last_mean += cell;
    last_mean /= static_cast<double>(now.size());
    const auto gain = static_cast<float>(last_mean > 1 ? mean / last_mean : 1.0);
    const auto bound = static_cast<float>(std::clamp(kCellChanged * mean / kFullBoundFromMean, static_cast<double>(kLeastCellChanged), static_cast<double>(kCellChanged)));
    int changed = 0;
    for (std::size_t i = 0; i < now.size(); ++i) changed += std::abs(now[i] - gain * (*last_)[i]) > bound ? 1 : 0;
    result.changed = changed > 0;
    result.changed_share = static_cast<double>(changed) / static_cast<double>(now.size());
  }
  if (!usual_) {
    usual_ = now;
  } else {
    const double seconds = std::chrono::duration<double>(at - last_at_).count();
    const auto weight = static_cast<float>(1 - std::exp(-std::clamp(seconds, 0.0, 3600.0) / kLearnSeconds));
    for (std::size_t i = 0; i < now.size(); ++i) (*usual_)[i] += weight * (now[i] - (*usual_)[i]);
  }
  last_ = now;
  last_at_ = at;
  return result;
}

}  // namespace tricolor::engine
