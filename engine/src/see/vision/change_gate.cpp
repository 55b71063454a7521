#include "vision/change_gate.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::engine {
namespace {

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
  const float relative = 2 * (high - low) / (high + low + kDarkOffset);
  return static_cast<double>(std::min(std::max(relative, -kStepCounts), kStepCounts));
}

// Hashes a sample of the bytes: enough to tell two noisy pictures apart, a fiftieth of the cost of all.
std::uint64_t hash_of(const Image& image) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (std::size_t i = 0; i < image.bytes.size(); i += 149) hash = (hash ^ image.bytes[i]) * 0x100000001B3ull;
  return hash;
}

}  // namespace

ChangeGate::Memory& ChangeGate::memory() {
  if (!memory_) memory_ = std::make_unique<Memory>();
  return *memory_;
}

ChangeGate::Steps ChangeGate::steps_of(const Cells& cells) {
  Steps steps;
  for (std::size_t i = 0; i + 1 < cells.size(); ++i) steps.right[i] = step(cells[i], cells[i + 1]);
  for (std::size_t i = 0; i + kColumns < cells.size(); ++i) steps.down[i] = step(cells[i], cells[i + kColumns]);
  return steps;
}

// Likeness of the edges of two scenes, −1 … 1, with the look displaced by so many cells. Lamps, lit signs and windows
// exchange bright and dark, and only edges stay where they are: some keep the same side brighter, and more of them stay
// when it does not matter which side is. The mean of both correlations is 1 for the same picture.
double ChangeGate::likeness(const Steps& scene, const Steps& look, int right, int down) {
  // Sums over the steps of the scene (a) and of the look (b), with their signs and without.
  double a = 0, b = 0, ab = 0, aa = 0, bb = 0, plain_a = 0, plain_b = 0, plain_ab = 0, edges = 0;
  const auto compare = [&](double x, double y) {
    const double xy = x * y;
    a += x, b += y, ab += xy, aa += x * x, bb += y * y;
    plain_a += std::abs(x), plain_b += std::abs(y), plain_ab += std::abs(xy);
    ++edges;
  };
  const int last_column = std::min(kColumns, kColumns - right), last_row = std::min(kRows, kRows - down);
  for (int row = std::max(0, -down); row < last_row; ++row)
    for (int column = std::max(0, -right); column < last_column; ++column) {
      const auto here = static_cast<std::size_t>(row * kColumns + column);
      const auto there = static_cast<std::size_t>((row + down) * kColumns + column + right);
      if (column + 1 < last_column) compare(scene.right[here], look.right[there]);
      if (row + 1 < last_row) compare(scene.down[here], look.down[there]);
    }
  const auto correlation = [&](double sum_a, double sum_b, double sum_ab) {
    return (sum_ab - sum_a * sum_b / edges) /
           std::sqrt(std::max((aa - sum_a * sum_a / edges) * (bb - sum_b * sum_b / edges), 1e-9));
  };
  return (correlation(a, b, ab) + correlation(plain_a, plain_b, plain_ab)) / 2;
}

// True when a look shows another scene. Sets `own_`.
bool ChangeGate::is_other_scene(const Cells& look, Time at) {
  const Steps seen = steps_of(look);
  own_ = likeness(steps_of(*memory_->scene), seen);
  if (own_ < (other_ ? kOwnFrom : kSwappedBelow)) return true;
  if (own_ >= kPlainlyOwn && !other_ && at - displacement_judged_at_ < kJudgeDisplacementEvery) return false;
  displacement_judged_at_ = at;
  const Steps drawn_on = steps_of(*memory_->drawn_on);
  const double in_place = likeness(drawn_on, seen);
  for (int down = -1; down <= 1; ++down)
    for (int right = -1; right <= 1; ++right) {
      const double fit = likeness(drawn_on, seen, right, down);
      if (fit >= kFitsFrom && fit > in_place + kDisplacedFrom) return true;
    }
  return false;
}

void ChangeGate::learn(const Cells& look, double seconds) {
  if (!memory_->scene) {
    int clear = 0;
    for (std::size_t i = 0; i + 1 < look.size(); ++i)
      clear += static_cast<int>((i + 1) % kColumns) != 0 && std::abs(step(look[i], look[i + 1])) >= kClearStep;
    if (clear >= kStepsOfAScene * static_cast<double>(look.size())) memory_->scene = memory_->drawn_on = look;
  } else if (own_ >= kPlainlyOwn) {
    const auto weight = static_cast<float>(1 - std::exp(-std::clamp(seconds, 0.0, 3600.0) / kLearnSeconds));
    for (std::size_t i = 0; i < look.size(); ++i) (*memory_->scene)[i] += weight * (look[i] - (*memory_->scene)[i]);
  }
}

std::optional<std::string> ChangeGate::scene() const {
  if (!memory_ || !memory_->scene) return {};
  std::string cells;
  for (const float cell : *memory_->scene) {
    const auto level = static_cast<std::size_t>(std::clamp(cell + 0.5f, 0.0f, 255.0f));
    cells += kHexDigits[level / 16];
    cells += kHexDigits[level % 16];
  }
  return cells;
}

bool ChangeGate::scene_to_keep() const {
  if (!memory_ || !memory_->scene) return false;
  return !memory_->kept || likeness(steps_of(*memory_->kept), steps_of(*memory_->scene)) < kDriftedBelow;
}

void ChangeGate::keep_scene(std::string_view cells) {
  Cells kept{};
  if (cells.size() != 2 * kept.size() || cells.find_first_not_of(kHexDigits) != std::string_view::npos) return;
  for (std::size_t i = 0; i < kept.size(); ++i)
    kept[i] = static_cast<float>(16 * kHexDigits.find(cells[2 * i]) + kHexDigits.find(cells[2 * i + 1]));
  Memory& known = memory();
  if (!known.kept) known.drawn_on = kept;
  known.kept = known.scene = kept;
}

void ChangeGate::forget_scene() {
  if (memory_) memory_->scene.reset(), memory_->drawn_on.reset(), memory_->kept.reset();
  other_ = false;
}

GateResult ChangeGate::look(const Image& image, Time at) {
  GateResult result;
  const Thumbnail now = thumbnail_of(image);
  const std::uint64_t hash = hash_of(image);
  std::optional<Thumbnail>& last = memory().last;

  equal_looks_ = last && hash == last_hash_ ? equal_looks_ + 1 : 0;
  last_hash_ = hash;
  if (now.mean() < kDarkBelow) result.sees = GateResult::Sees::dark;
  else if (equal_looks_ + 1 >= kFrozenFrom) result.sees = GateResult::Sees::frozen;
  else if (judges_scene_ && memory_->scene) {
    other_ = is_other_scene(now.cells, at);
    if (other_) result.sees = GateResult::Sees::swapped;
  }

  // A look that cannot be judged teaches nothing, and the next one is compared with the last that could be judged.
  if (result.sees != GateResult::Sees::ok) {
    if (!last) last = now;
    return result;
  }
  if (last) result.changed = changed_share(*last, now) > 0;
  if (judges_scene_) learn(now.cells, std::chrono::duration<double>(at - last_at_).count());
  last = now;
  last_at_ = at;
  return result;
}

}  // namespace tricolor::engine
