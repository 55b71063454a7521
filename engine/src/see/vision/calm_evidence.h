// Decides whether one region that looks still is a thing, or a person who holds still for a moment. A living being
// comes to rest again and again, each time a little differently; a thing rests in one way, and a passer-by who leaves
// it uncovers the same again. So only looks count in which the region itself is calm, and they count by whether it
// looks as it did at its first rest. Hidden time does not count.
#pragma once

#include <opencv2/core.hpp>

#include "vision/still_layers.h"

namespace tricolor::engine {

class CalmEvidence {
 public:
  /// Takes each look of `layers`: the region is `mask` (CV_8U) at `box`, seen for `dt` seconds more. `needed_s` is the
  /// evidence that will be asked for, seconds; the cost of a move is a multiple of it.
  void look(const StillLayers& layers, const cv::Rect& box, const cv::Mat& mask, double dt, double needed_s);

  /// Evidence that it is a thing, seconds of rest, less what speaks against it; 0 … 3 times what is needed.
  double gathered_s() const { return gathered_s_; }
  /// True when it came to rest in quite another way than before, in this look.
  bool moved() const { return moved_; }

 private:
  void rest_anew(const StillLayers& layers, const cv::Rect& box);

  cv::Rect rest_box_;  ///< Place of `rest_` in the small picture.
  cv::Mat rest_;       ///< CV_32FC3, the region and its surroundings at its present rest.
  cv::Mat slope_;      ///< CV_32F, grey levels a pixel, of `rest_`.
  int rest_area_ = 0;
  double gathered_s_ = 0;
  bool moved_ = false;
};

}  // namespace tricolor::engine
