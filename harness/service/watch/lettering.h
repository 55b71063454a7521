// Writes text on pictures in the typeface of the shop signs, so that zones keep the names that people gave them,
// Chinese ones too.
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace tricolor::harness {

/// Gives width and height in pixels of one line in UTF-8, set `height_px` high; nothing is drawn. Safe to call from
/// several threads. Throws std::runtime_error when the typeface cannot be opened.
cv::Size size_of_text(const std::string& text, int height_px);

/// Draws one line with its upper left corner at `at` into a BGR picture; parts outside are cut off.
void set_text(cv::Mat picture, const std::string& text, cv::Point at, int height_px, const cv::Scalar& colour);

}  // namespace tricolor::harness
