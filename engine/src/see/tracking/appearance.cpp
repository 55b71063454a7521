#include "tracking/appearance.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "pictures/halved.h"

namespace tricolor::engine {
namespace {

constexpr int kColumns = 12, kRows = 8;

// Share of the box's width and height that is added on each side, because a thing's edge against the pavement belongs
// to its appearance. Assumed.
constexpr double kSurroundings = 0.12;

Appearance::Cells cells_of(const Image& image, const ImageBox& box, double surroundings) {
  Appearance::Cells cells{};
  const double margin_x = surroundings * box.width_px, margin_y = surroundings * box.height_px;
  const double left = box.x_px - margin_x, top = box.y_px - margin_y;
  const double step_x = (box.width_px + 2 * margin_x) / kColumns, step_y = (box.height_px + 2 * margin_y) / kRows;
  for (int row = 0; row < kRows; ++row)
    for (int column = 0; column < kColumns; ++column) {
      const int x0 = std::clamp(static_cast<int>(left + column * step_x), 0, image.width_px - 1);
      const int x1 = std::clamp(static_cast<int>(left + (column + 1) * step_x) + 1, x0 + 1, image.width_px);
      const int y0 = std::clamp(static_cast<int>(top + row * step_y), 0, image.height_px - 1);
      const int y1 = std::clamp(static_cast<int>(top + (row + 1) * step_y) + 1, y0 + 1, image.height_px);
      std::array<std::uint32_t, 3> sums{};
      for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x) {
          const std::uint8_t* p = &image.bytes[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width_px) +
                                                static_cast<std::size_t>(x)) *
                                               3];
          for (std::size_t channel = 0; channel < 3; ++channel) sums[channel] += p[channel];
        }
      for (std::size_t channel = 0; channel < 3; ++channel)
        cells[channel][static_cast<std::size_t>(row * kColumns + column)] =
            static_cast<float>(sums[channel]) / static_cast<float>((x1 - x0) * (y1 - y0));
    }
  return cells;
}

// Share of the cells that differ by no more than noise, when the light of those before is multiplied by `gain`.
double share_of_alike(const Appearance::Cells& before, const Appearance::Cells& after, float gain) {
  // Bounds of equal brightness: noise in grey levels, and a share of the brightness for shadows that have crept on. In
  // the dark a thing differs little from the wall behind it. Assumed.
  constexpr float kNoise = 2, kOfBrightness = 0.1f;
  std::size_t alike = 0;
  for (std::size_t i = 0; i < Appearance::kCells; ++i) {
    const float bound = kNoise + kOfBrightness * (after[0][i] + after[1][i] + after[2][i]) / 3;
    bool same = true;
    for (std::size_t channel = 0; channel < after.size(); ++channel)
      same = same && std::abs(after[channel][i] - gain * before[channel][i]) < bound;
    alike += same ? 1 : 0;
  }
  return static_cast<double>(alike) / static_cast<double>(Appearance::kCells);
}

}  // namespace

Appearance::Appearance(const Image& image, const ImageBox& box)
    : cells_(cells_of(image, box, kSurroundings)), known_(true) {}

double Appearance::share_alike(const Image& image, const ImageBox& box, float gain) const {
  return known_ ? share_of_alike(cells_, cells_of(image, box, kSurroundings), gain) : 0;
}

double Appearance::agreement(const Image& image, const ImageBox& box) const {
  if (!known_) return 0;
  const auto other = cells_of(image, box, kSurroundings);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t channel = 0; channel < cells_.size(); ++channel) {
    double ma = 0, mb = 0;
    for (std::size_t i = 0; i < kCells; ++i) ma += cells_[channel][i], mb += other[channel][i];
    ma /= kCells;
    mb /= kCells;
    for (std::size_t i = 0; i < kCells; ++i) {
      const double a = cells_[channel][i] - ma, b = other[channel][i] - mb;
      ab += a * b, aa += a * a, bb += b * b;
    }
  }
  // Two flat patches correlate by chance: noise alone must not pass for agreement.
  constexpr double kFlatBelow = 4.0 * 3 * kCells;
  if (aa < kFlatBelow || bb < kFlatBelow) return 0;
  return ab / std::sqrt(aa * bb);
}

Image smaller(const Image& image, int times) {
  Image small{image.width_px / times, image.height_px / times, {}};
  small.bytes.resize(static_cast<std::size_t>(small.width_px) * static_cast<std::size_t>(small.height_px) * 3);
  if (times == 2) {
    halve(image.bytes.data(), image.width_px, image.height_px, small.bytes.data());
    return small;
  }
  const cv::Mat whole(image.height_px, image.width_px, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
  cv::Mat reduced(small.height_px, small.width_px, CV_8UC3, small.bytes.data());
  cv::resize(whole(cv::Rect(0, 0, small.width_px * times, small.height_px * times)), reduced, reduced.size(), 0, 0,
             cv::INTER_AREA);
  return small;
}

std::uint64_t brightness_sample(const Image& image) {
  // Every 7th byte of a small picture is enough for a mean; 7 is prime, so that all channels and columns occur.
  constexpr std::size_t kEvery = 7;
  std::uint64_t sum = 1;
  for (std::size_t i = 0; i < image.bytes.size(); i += kEvery) sum += image.bytes[i];
  return sum;
}

PixelArea pixels_around(const ImageBox& box, int width_px, int height_px) {
  const double margin_x = kSurroundings * box.width_px, margin_y = kSurroundings * box.height_px;
  const auto part = [](double from, double until, int side_px) {
    const int low = std::clamp(static_cast<int>(std::floor(from)), 0, side_px - 1);
    return std::pair(low, std::clamp(static_cast<int>(std::floor(until)) + 2, low + 1, side_px));
  };
  const auto [left, right] = part(box.x_px - margin_x, box.x_px + box.width_px + margin_x, width_px);
  const auto [top, bottom] = part(box.y_px - margin_y, box.y_px + box.height_px + margin_y, height_px);
  return {left, top, right, bottom};
}

double alike_share(const Image& then, const Image& now, const ImageBox& box) {
  if (then.width_px != now.width_px || then.height_px != now.height_px) return 0;
  return alike_share(then, now, box,
                     static_cast<float>(brightness_sample(now)) / static_cast<float>(brightness_sample(then)));
}

double alike_share(const Image& then, const Image& now, const ImageBox& box, float gain) {
  if (then.width_px != now.width_px || then.height_px != now.height_px) return 0;
  return share_of_alike(cells_of(then, box, 0), cells_of(now, box, 0), gain);
}

}  // namespace tricolor::engine
