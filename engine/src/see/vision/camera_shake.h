// Measures how far a camera on a mast or a hand has swung from where it looked first: a shift of the whole picture,
// which wind, traffic and footsteps cause.
#pragma once

#include <opencv2/core.hpp>

namespace tricolor::engine {

/// The largest swing that is followed, as a share of the picture's width. Assumed: beyond it the camera looks somewhere
/// else.
inline constexpr double kLargestSwing = 0.05;

/// The shift by which things at a place in `reference` lie further to the right and down in `picture`, pixels. Both are
/// CV_32FC1 of one size, at least 16 × 16. People and things may cover up to about half of the picture. (0, 0) where no
/// shift makes the pictures plainly more alike.
cv::Point2d shake_between(const cv::Mat& reference, const cv::Mat& picture);

/// Gives `picture`, of floats, moved back by `shift`, of the same size and type; the border is repeated.
cv::Mat steadied(const cv::Mat& picture, cv::Point2d shift);

}  // namespace tricolor::engine
