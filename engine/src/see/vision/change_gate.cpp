#include "vision/change_gate.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::engine {
namespace {

// A cell has changed when it differs by more than this from the last look, grey levels; about six times the noise of
// its mean by day. In the dark contrasts shrink with the light, so the bound does too: a look in vain costs less than a
// missed departure.
constexpr float kCellChanged = 3.0f, kLeastCellChanged = 1.2f;
// Mean brightness of a picture from which the full bound holds, grey levels. Assumed.
constexpr double kFullBoundFromMean = 80;

// A step from one cell to the next is relative to their brightness. `kDarkOffset` grey levels of that may be noise, and
// the step counts no more than `kStepCounts`.
constexpr float kDarkOffset = 8, kStepCounts = 0.15f;

// Least likeness of a look that is plainly of the scene: the scene learns from it, and displacement need not be judged
// by it. Over a day 98 looks of 100 of the generated street have it, of a camera that was turned by one cell or more
// none (2026-11-26).
constexpr double kPlainlyOwn = 0.7;

// A camera was turned when its scene fits better by `kDisplacedFrom` or more when displaced by a cell, and then with a
// likeness of at least `kFitsFrom`. Of 4,600 looks of the generated street at any hour none fitted less than 0.19
// worse; turned by three quarters of a cell (12 pixels of 640) or more, none fitted less than 0.12 better (2026-11-26).
constexpr double kDisplacedFrom = 0.05, kFitsFrom = 0.5;

// Longest time between two judgements of displacement, hours. Assumed: nothing turns a camera so little that its
// likeness does not show it, and so fast that an hour matters.
constexpr std::chrono::hours kJudgeDisplacementEvery{1};

// Least share of clear steps between neighbouring cells in a picture that shows a scene to learn. The least of the
// generated street at any hour is 0.18. Assumed.
constexpr double kStepsOfAScene = 0.05;
// Least relative step between neighbouring cells that is clear. Assumed.
constexpr float kClearStep = 0.1f;

// Likeness to what is known now below which the kept scene is out of date. Assumed.
constexpr double kDriftedBelow = 0.85;

constexpr std::string_view kHexDigits = "0123456789abcdef";

// The step from one cell to the next, relative to their brightness.
double step(float low, float high) {
  return static_cast<double>(std::clamp(2 * (high - low) / (high + low + kDarkOffset), -kStepCounts, kStepCounts));
}

double mean_of(const auto& cells) {
  double mean = 0;
  for (const float cell : cells) mean += cell;
  return mean / static_cast<double>(cells.size());
}

// Hashes a sample of the bytes: enough to tell two noisy pictures apart, a fiftieth of the cost of all.
std::uint64_t hash_of(const Image& image) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (std::size_t i = 0; i < image.bytes.size(); i += 149) hash = (hash ^ image.bytes[i]) * 0x100000001B3ull;
  return hash;
}

}  // namespace

// Samples every second row and column: noise of the mean stays below half a grey level. All channels count: under
// lamps a red thing is as bright in green as the dark wall behind it.
ChangeGate::Cells ChangeGate::cells_of(const Image& image) {
  Cells cells{};
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
      cells[cell] = count ? static_cast<float>(sum) / static_cast<float>(count) : 0.0f;
    }
  return cells;
}

// Likeness of the edges of two scenes, −1 … 1, with the look displaced by so many cells. Lamps, lit signs and windows
// exchange bright and dark, and only edges stay where they are: some keep the same side brighter, and more of them stay
// when it does not matter which side is. The mean of both correlations is 1 for the same picture.
double ChangeGate::likeness(const Cells& scene, const Cells& look, int right, int down) {
  struct Sums {
    double a = 0, b = 0, ab = 0, aa = 0, bb = 0;
    void add(double x, double y) { a += x, b += y, ab += x * y, aa += x * x, bb += y * y; }
    double correlation(double n) const {
      return (ab - a * b / n) / std::sqrt(std::max((aa - a * a / n) * (bb - b * b / n), 1e-9));
    }
  } turned, either;
  double edges = 0;
  const auto compare = [&](std::size_t from, std::size_t to, std::size_t look_from, std::size_t look_to) {
    const double x = step(scene[from], scene[to]), y = step(look[look_from], look[look_to]);
    turned.add(x, y);
    either.add(std::abs(x), std::abs(y));
    ++edges;
  };
  for (int row = std::max(0, -down); row < std::min(kRows, kRows - down); ++row)
    for (int column = std::max(0, -right); column < std::min(kColumns, kColumns - right); ++column) {
      const auto here = static_cast<std::size_t>(row * kColumns + column);
      const auto there = static_cast<std::size_t>((row + down) * kColumns + column + right);
      if (column + 1 < std::min(kColumns, kColumns - right)) compare(here, here + 1, there, there + 1);
      if (row + 1 < std::min(kRows, kRows - down)) compare(here, here + kColumns, there, there + kColumns);
    }
  return (turned.correlation(edges) + either.correlation(edges)) / 2;
}

// True when a look shows another scene. Sets `own_`.
bool ChangeGate::is_other_scene(const Cells& look, Time at) {
  own_ = likeness(*scene_, look);
  if (own_ < (other_ ? kOwnFrom : kSwappedBelow)) return true;
  if (own_ >= kPlainlyOwn && !other_ && at - displacement_judged_at_ < kJudgeDisplacementEvery) return false;
  displacement_judged_at_ = at;
  const double in_place = likeness(*drawn_on_, look);
  for (int down = -1; down <= 1; ++down)
    for (int right = -1; right <= 1; ++right) {
      const double fit = likeness(*drawn_on_, look, right, down);
      if (fit >= kFitsFrom && fit > in_place + kDisplacedFrom) return true;
    }
  return false;
}

void ChangeGate::learn(const Cells& look, double seconds) {
  if (!scene_) {
    int clear = 0;
    for (std::size_t i = 0; i + 1 < look.size(); ++i)
      clear += static_cast<int>((i + 1) % kColumns) != 0 && std::abs(step(look[i], look[i + 1])) >= kClearStep;
    if (clear >= kStepsOfAScene * static_cast<double>(look.size())) scene_ = drawn_on_ = look;
  } else if (own_ >= kPlainlyOwn) {
    const auto weight = static_cast<float>(1 - std::exp(-std::clamp(seconds, 0.0, 3600.0) / kLearnSeconds));
    for (std::size_t i = 0; i < look.size(); ++i) (*scene_)[i] += weight * (look[i] - (*scene_)[i]);
  }
}

std::optional<std::string> ChangeGate::scene() const {
  if (!scene_) return {};
  std::string cells;
  for (const float cell : *scene_) {
    const auto level = static_cast<std::size_t>(std::clamp(cell + 0.5f, 0.0f, 255.0f));
    cells += kHexDigits[level / 16];
    cells += kHexDigits[level % 16];
  }
  return cells;
}

bool ChangeGate::scene_to_keep() const { return scene_ && (!kept_ || likeness(*kept_, *scene_) < kDriftedBelow); }

void ChangeGate::keep_scene(std::string_view cells) {
  Cells kept{};
  if (cells.size() != 2 * kept.size() || cells.find_first_not_of(kHexDigits) != std::string_view::npos) return;
  for (std::size_t i = 0; i < kept.size(); ++i)
    kept[i] = static_cast<float>(16 * kHexDigits.find(cells[2 * i]) + kHexDigits.find(cells[2 * i + 1]));
  if (!kept_) drawn_on_ = kept;
  kept_ = scene_ = kept;
}

void ChangeGate::forget_scene() {
  scene_.reset(), drawn_on_.reset(), kept_.reset();
  other_ = false;
}

GateResult ChangeGate::look(const Image& image, Time at) {
  GateResult result;
  const Cells now = cells_of(image);
  const std::uint64_t hash = hash_of(image);
  const double mean = mean_of(now);

  equal_looks_ = last_ && hash == last_hash_ ? equal_looks_ + 1 : 0;
  last_hash_ = hash;
  if (mean < kDarkBelow) result.sees = GateResult::Sees::dark;
  else if (equal_looks_ + 1 >= kFrozenFrom) result.sees = GateResult::Sees::frozen;
  else if (judges_scene_ && scene_) {
    other_ = is_other_scene(now, at);
    if (other_) result.sees = GateResult::Sees::swapped;
  }

  if (result.sees != GateResult::Sees::ok) {
    if (!last_) last_ = now;
    return result;
  }
  if (last_) {
    // A common change of light is not a change of the scene, so the cells are compared after matching the means.
    const double last_mean = mean_of(*last_);
    const auto gain = static_cast<float>(last_mean > 1 ? mean / last_mean : 1.0);
    const auto by_light = static_cast<float>(kCellChanged * mean / kFullBoundFromMean);
    const float bound = std::clamp(by_light, kLeastCellChanged, kCellChanged);
    int changed = 0;
    for (std::size_t i = 0; i < now.size(); ++i) changed += std::abs(now[i] - gain * (*last_)[i]) > bound ? 1 : 0;
    result.changed = changed > 0;
    result.changed_share = static_cast<double>(changed) / static_cast<double>(now.size());
  }
  if (judges_scene_) learn(now, std::chrono::duration<double>(at - last_at_).count());
  last_ = now;
  last_at_ = at;
  return result;
}

}  // namespace tricolor::engine
