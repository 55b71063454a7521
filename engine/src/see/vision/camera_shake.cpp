#include "vision/camera_shake.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

namespace tricolor::engine {
namespace {

// All constants are assumed.
constexpr float kForeign = 30;     // Difference above which a pixel shows something else, grey levels.
constexpr double kPlainly = 0.92;  // Largest share of the difference that a shift may leave.
constexpr double kLeastPx = 0.12;  // A smaller shift, in pixels, costs more sharpness than it mends.
// Largest number of refinements of a start.
constexpr int kRefinements = 4;
constexpr double kSettledPx = 0.02;  // A refinement that moves by less, in pixels, is the last …
constexpr double kOneStartPx = 1;    // … and starts that are so near each other, in pixels, end at one place.

// Mean difference of the two with `picture` moved back, grey levels; a foreign pixel counts no more than `kForeign`.
double difference(const cv::Mat& reference, const cv::Mat& picture, cv::Point2d shift) {
  const cv::Mat moved = shift == cv::Point2d{} ? picture : steadied(picture, shift);
  cv::Mat off;
  cv::absdiff(reference, moved, off);
  return cv::mean(cv::min(off, kForeign))[0];
}

// Makes one step of Gauss and Newton on pixels that show the same thing (Lucas and Kanade, 1981).
cv::Point2d refined(const cv::Mat& reference, const cv::Mat& picture, cv::Point2d shift) {
  const cv::Mat moved = shift == cv::Point2d{} ? picture : steadied(picture, shift);
  double xx = 0, xy = 0, yy = 0, x_off = 0, y_off = 0;
  const int border = static_cast<int>(std::ceil(std::max(std::abs(shift.x), std::abs(shift.y)))) + 1;
  for (int y = border; y + border < moved.rows; y += 2) {
    const auto *above = moved.ptr<float>(y - 1), *row = moved.ptr<float>(y), *below = moved.ptr<float>(y + 1),
               *usual = reference.ptr<float>(y);
    for (int x = border; x + border < moved.cols; ++x) {
      const float off = row[x] - usual[x];
      if (std::abs(off) > kForeign) continue;
      const double dx = (row[x + 1] - row[x - 1]) / 2, dy = (below[x] - above[x]) / 2;
      xx += dx * dx, xy += dx * dy, yy += dy * dy, x_off += dx * off, y_off += dy * off;
    }
  }
  const double det = xx * yy - xy * xy;
  if (det < 1e-6 * (xx + yy) * (xx + yy)) return shift;
  return shift - cv::Point2d{(yy * x_off - xy * y_off) / det, (xx * y_off - xy * x_off) / det};
}

}  // namespace

// Uses one fraction for the whole picture: a general warp takes several times as long, and rounds to 1/32 of a pixel.
cv::Mat steadied(const cv::Mat& picture, cv::Point2d shift) {
  CV_Assert(picture.depth() == CV_32F);
  const int channels = picture.channels(), rows = picture.rows, cols = picture.cols;
  const int right = static_cast<int>(std::floor(shift.x)), down = static_cast<int>(std::floor(shift.y));
  const auto x_part = static_cast<float>(shift.x - right), y_part = static_cast<float>(shift.y - down);
  // Columns whose two neighbours both lie in the picture; outside them its border is repeated.
  const int from = std::clamp(-right, 0, cols), to = std::clamp(cols - 1 - right, from, cols);
  cv::Mat moved(picture.size(), picture.type());
  std::vector<float> between(static_cast<std::size_t>(cols) * static_cast<std::size_t>(channels));
  for (int y = 0; y < rows; ++y) {
    const auto *above = picture.ptr<float>(std::clamp(y + down, 0, rows - 1)),
               *below = picture.ptr<float>(std::clamp(y + down + 1, 0, rows - 1));
    for (std::size_t i = 0; i < between.size(); ++i) between[i] = above[i] + y_part * (below[i] - above[i]);
    const float *row = between.data(), *last = row + (cols - 1) * channels;
    auto* out = moved.ptr<float>(y);
    for (int i = 0; i < from * channels; ++i) out[i] = row[i % channels];
    const float *first = row + (from + right) * channels, *end = row + (to + right) * channels;
    std::transform(first, end, first + channels, out + from * channels,
                   [x_part](float here, float beside) { return here + x_part * (beside - here); });
    for (int i = to * channels; i < cols * channels; ++i) out[i] = last[i % channels];
  }
  return moved;
}

cv::Point2d shake_between(const cv::Mat& reference, const cv::Mat& picture) {
  const double still = difference(reference, picture, {}), most = kLargestSwing * reference.cols;
  if (still < 1) return {};
  // The shift is found coarsely by the phase of halved pictures, which no change of light disturbs, and then finely.
  cv::Mat usual, seen, window;
  cv::resize(reference, usual, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::resize(picture, seen, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::createHanningWindow(window, usual.size(), CV_32F);
  const cv::Point2d coarse = 2 * cv::phaseCorrelate(usual, seen, window);
  cv::Point2d best{};
  double left = kPlainly * still;
  std::vector<cv::Point2d> starts{{}};
  if (const double far = std::hypot(coarse.x, coarse.y); far >= kOneStartPx && far <= most) starts.push_back(coarse);
  for (cv::Point2d shift : starts) {
    for (int i = 0; i < kRefinements && std::hypot(shift.x, shift.y) <= most; ++i) {
      const cv::Point2d before = std::exchange(shift, refined(reference, picture, shift));
      if (std::hypot(shift.x - before.x, shift.y - before.y) < kSettledPx) break;
    }
    const double size = std::hypot(shift.x, shift.y);
    if (!std::isfinite(size) || size > most || size < kLeastPx) continue;
    if (const double now = difference(reference, picture, shift); now < left) left = now, best = shift;
  }
  return best;
}

}  // namespace tricolor::engine
