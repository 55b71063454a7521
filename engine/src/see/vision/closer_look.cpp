#include "engine/closer_look.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace tricolor::engine {

Cutout cutout_of(const Image& image, const ImageBox& box) {
  // Side of the square in longer sides of the box, and its least side in pixels, as the net was trained.
  constexpr double kSurroundings = 1.5;
  constexpr int kLeastSidePx = 32;
  Cutout cutout;
  cutout.side_px =
      std::max(kLeastSidePx, static_cast<int>(std::lround(kSurroundings * std::max(box.width_px, box.height_px))));
  cutout.left_px = static_cast<int>(std::lround(box.x_px + 0.5 * box.width_px - 0.5 * cutout.side_px));
  cutout.top_px = static_cast<int>(std::lround(box.y_px + 0.5 * box.height_px - 0.5 * cutout.side_px));
  const cv::Mat whole(image.height_px, image.width_px, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
  const cv::Rect square(cutout.left_px, cutout.top_px, cutout.side_px, cutout.side_px),
      seen = square & cv::Rect(0, 0, image.width_px, image.height_px);
  cv::Mat patch(cutout.side_px, cutout.side_px, CV_8UC3, cv::Scalar::all(0));
  if (!seen.empty()) whole(seen).copyTo(patch(seen - square.tl()));
  cutout.bytes.resize(static_cast<std::size_t>(Cutout::kSidePx) * Cutout::kSidePx * 3);
  cv::Mat small(Cutout::kSidePx, Cutout::kSidePx, CV_8UC3, cutout.bytes.data());
  cv::resize(patch, small, small.size(), 0, 0, cv::INTER_AREA);
  return cutout;
}

}  // namespace tricolor::engine
