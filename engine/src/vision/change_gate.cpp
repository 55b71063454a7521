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

// Looks like another camera's for this many pictures before the usual scene is taken to have changed instead (a shutter, a hoarding).
constexpr int kGiveUpAfter = 40;

// Hashes a sample of the bytes: enough to tell two noisy pictures apart, a fiftieth of the cost of all.
std::uint64_t hash_of(const Image& image) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (std::size_t i = 0; i < image.bytes.size(); i += 149) hash = (hash ^ image.bytes[i]) * 0x100000001B3ull;
  return hash;
}

}  // namespace

// Samples every second row and column: noise of the mean stays below half a grey level.
ChangeGate::Cells ChangeGate::cells_of(const Image& image) {
  Cells cells{};
  const int cell_w = std::max(1, image.width_px / kColumns), cell_h = std::max(1, image.height_px / kRows);
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column) {
      std::uint32_t sum = 0, count = 0;
      for (int y = row * cell_h; y < std::min((row + 1) * cell_h, image.height_px); y += 2)
        for (int x = column * cell_w; x < std::min((column + 1) * cell_w, image.width_px); x += 2) {
          sum += image.bytes[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width_px) + static_cast<std::size_t>(x)) * 3 + 1];
          ++count;
        }
      cells[static_cast<std::size_t>(row * kColumns + column)] = count ? static_cast<float>(sum) / static_cast<float>(count) : 0.0f;
    }
  return cells;
}

// Correlation of two scenes: 1 for the same at any brightness, about 0 for two different streets.
double ChangeGate::likeness(const Cells& a, const Cells& b) {
  double ma = 0, mb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) ma += a[i], mb += b[i];
  ma /= static_cast<double>(a.size());
  mb /= static_cast<double>(b.size());
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / std::sqrt(std::max(aa * bb, 1e-9));
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
