#include "vision/calm_evidence.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace tricolor::engine {
namespace {

// All constants are assumed, and were tried on filmed places. Shares are 0 … 1, lengths are pixels of the small
// picture.
constexpr double kCalmFrom = 0.88;  // Least share of a region's pixels that are calm when it is at rest.
// Least share of judged pixels or edges that are as before when nothing has moved.
constexpr double kSameFrom = 0.86;
constexpr float kMovedPx = 0.4f;       // An edge that moved by less has not moved.
constexpr int kEdgesLeast = 12;        // With fewer edges that can tell, all calm pixels are judged instead.
constexpr double kAnotherBelow = 0.7;  // Share of the region that is as before, below which it came to rest only now.
// Share of the region that changed, above which something else stands before it …
constexpr double kHiddenFrom = 0.6;
constexpr double kBareLess = 0.1;  // … unless at least this share of it is bare.
// Share of its pixels in motion, above which it moves, while the surroundings are calm.
constexpr double kOwnMotionFrom = 0.12;
constexpr double kRimMotionFrom = 0.06;    // The same for the pixels of its rim: arms, a head.
constexpr double kSurroundingsCalm = 0.1;  // Share of the surroundings in motion below which they are calm.
// Both are multiples of the evidence needed: the loss when all that is judged has moved, and the most that is gathered.
constexpr double kMoveCosts = 2.5, kMost = 3;
// Widths of the rim around the region and of the ring of surroundings around the rim, and the reach of both.
constexpr int kRimPx = 3, kRingPx = 5, kReachPx = kRimPx + kRingPx + 1;

}  // namespace

void CalmEvidence::rest_anew(const StillLayers& layers, const cv::Rect& box) {
  rest_box_ = cv::Rect(box.x - kReachPx, box.y - kReachPx, box.width + 2 * kReachPx, box.height + 2 * kReachPx) &
              cv::Rect({}, layers.size());
  rest_ = layers.picture()(rest_box_).clone();
  // The slope is the steepest step to a neighbour, of all channels.
  slope_ = cv::Mat::zeros(rest_.size(), CV_32F);
  for (int y = 1; y + 1 < rest_.rows; ++y)
    for (int x = 1; x + 1 < rest_.cols; ++x)
      for (int c = 0; c < 3; ++c) {
        const float across = std::abs(rest_.at<cv::Vec3f>(y, x + 1)[c] - rest_.at<cv::Vec3f>(y, x - 1)[c]) / 2,
                    down = std::abs(rest_.at<cv::Vec3f>(y + 1, x)[c] - rest_.at<cv::Vec3f>(y - 1, x)[c]) / 2;
        slope_.at<float>(y, x) = std::max({slope_.at<float>(y, x), across, down});
      }
}

void CalmEvidence::look(const StillLayers& layers, const cv::Rect& box, const cv::Mat& mask, double dt,
                        double needed_s) {
  moved_ = false;
  const int area = cv::countNonZero(mask);
  if (area == 0) return;
  if (rest_.empty() || (box & rest_box_) != box || area > 2 * rest_area_ || 2 * area < rest_area_) {
    // The region has become another one: the evidence that was gathered for its parts is worth half.
    gathered_s_ *= 0.5;
    rest_anew(layers, box);
    rest_area_ = area;
  }
  const cv::Rect wide =
      cv::Rect(box.x - kReachPx, box.y - kReachPx, box.width + 2 * kReachPx, box.height + 2 * kReachPx) & rest_box_;
  cv::Mat region = cv::Mat::zeros(wide.size(), CV_8U), rim, ring;
  mask.copyTo(region(cv::Rect(box.x - wide.x, box.y - wide.y, box.width, box.height)));
  cv::dilate(region, rim, cv::getStructuringElement(cv::MORPH_RECT, {2 * kRimPx + 1, 2 * kRimPx + 1}));
  cv::dilate(rim, ring, cv::getStructuringElement(cv::MORPH_RECT, {2 * kRingPx + 1, 2 * kRingPx + 1}));

  // Motion at the rim tells as much as the region itself, because a person who sways keeps a core that rests.
  int calm = 0, same = 0, shown = 0, bare = 0, judged = 0, judged_same = 0, edges = 0, edges_same = 0, rim_area = 0,
      rim_restless = 0, ring_area = 0, ring_restless = 0;
  for (int y = 0; y < wide.height; ++y) {
    const auto *in = region.ptr<std::uint8_t>(y), *close = rim.ptr<std::uint8_t>(y), *out = ring.ptr<std::uint8_t>(y);
    for (int x = 0; x < wide.width; ++x) {
      const int v = wide.y + y, u = wide.x + x;
      const bool rests = layers.calm(u, v);
      if (close[x]) {
        const cv::Point here(u - rest_box_.x, v - rest_box_.y);
        const float slope = slope_.at<float>(here), noise = layers.noise(u, v),
                    off = layers.off(u, v, rest_.at<cv::Vec3f>(here));
        const bool as_before = off < noise;
        judged += rests ? 1 : 0;
        judged_same += rests && as_before ? 1 : 0;
        if (rests && slope * (1 - kMovedPx) > noise) {
          ++edges;
          edges_same += off < noise + kMovedPx * slope ? 1 : 0;
        }
        if (!in[x]) {
          ++rim_area;
          rim_restless += rests ? 0 : 1;
          continue;
        }
        calm += rests ? 1 : 0;
        same += as_before ? 1 : 0;
        shown += layers.shows_candidate(u, v) ? 1 : 0;
        bare += !as_before && layers.shows_background(u, v) ? 1 : 0;
      } else if (out[x]) {
        ++ring_area;
        ring_restless += rests ? 0 : 1;
      }
    }
  }
  // A passer-by is in motion beside the region as well; something that moves within its own outline only is alive.
  if (ring_restless < kSurroundingsCalm * ring_area &&
      (area - calm > kOwnMotionFrom * area || rim_restless > kRimMotionFrom * rim_area)) {
    gathered_s_ = std::max(0.0, gathered_s_ - dt);
    return;
  }
  if (calm < kCalmFrom * area) return;
  if (edges >= kEdgesLeast) judged = edges, judged_same = edges_same;
  if (judged_same >= kSameFrom * judged) {
    gathered_s_ = std::min(kMost * needed_s, gathered_s_ + dt);
    return;
  }
  // A region that changed this much is hidden now, unless it shows what has been there for long: then it was hidden
  // when its rest was recorded.
  if (area - same > kHiddenFrom * area && bare < kBareLess * area && shown < kHiddenFrom * area) return;
  moved_ = same < kAnotherBelow * area;
  gathered_s_ = std::max(0.0, gathered_s_ - kMoveCosts * needed_s * (judged - judged_same) / judged);
  rest_anew(layers, box);
  rest_area_ = area;
}

}  // namespace tricolor::engine
