// Shows that a swing of a few pixels is measured to a fraction of one, though people and another light change a part of
// the picture, and that a steady camera is left alone.
#include "vision/camera_shake.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace tricolor::engine::camera_shake_test {
namespace {

/// Draws a wall of bricks under noise, seen from `shift` pixels beside.
cv::Mat wall(cv::Point2d shift, std::uint64_t noise_seed) {
  cv::RNG bricks(7);
  cv::Mat coarse(30, 40, CV_32F), wide, seen;
  bricks.fill(coarse, cv::RNG::UNIFORM, 60, 190);
  cv::resize(coarse, wide, {360, 270}, 0, 0, cv::INTER_NEAREST);
  cv::GaussianBlur(wide, wide, {5, 5}, 1);
  cv::warpAffine(wide, seen, cv::Matx23d(1, 0, 20 - shift.x, 0, 1, 15 - shift.y), {320, 240},
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP);
  cv::RNG random(noise_seed);
  cv::Mat noise(seen.size(), CV_32F);
  random.fill(noise, cv::RNG::NORMAL, 0, 2.5);
  return seen + noise;
}

void expect_near(cv::Point2d found, cv::Point2d true_shift) {
  EXPECT_NEAR(found.x, true_shift.x, 0.15);
  EXPECT_NEAR(found.y, true_shift.y, 0.15);
}

TEST(CameraShake, IsMeasuredToAFractionOfAPixel) {
  const cv::Mat reference = wall({}, 1);
  for (const cv::Point2d shift :
       {cv::Point2d(3, -2), cv::Point2d(-0.6, 0.4), cv::Point2d(7.3, 4.1), cv::Point2d(-9, 5)})
    expect_near(shake_between(reference, wall(shift, 2)), shift);
}

TEST(CameraShake, IsMeasuredBehindACrowdAndInAnotherLight) {
  const cv::Mat reference = wall({}, 1);
  cv::Mat picture = wall({2.5, 1.5}, 3) * 1.06;
  for (int i = 0; i < 6; ++i)
    cv::rectangle(picture, cv::Rect(20 + 50 * i, 80, 22, 150), cv::Scalar(30 + 35 * i), cv::FILLED);
  expect_near(shake_between(reference, picture), {2.5, 1.5});
}

TEST(CameraShake, OfASteadyCameraIsNone) {
  EXPECT_EQ(shake_between(wall({}, 1), wall({}, 2)), cv::Point2d());
  EXPECT_EQ(shake_between(wall({}, 1), wall({60, 0}, 2)), cv::Point2d()) << "so far is not shaken but turned";
}

TEST(CameraShake, IsTakenOut) {
  const cv::Mat reference = wall({}, 1), picture = wall({3, -2}, 2), back = steadied(picture, {3, -2});
  const cv::Rect middle(10, 10, 300, 220);
  EXPECT_LT(cv::norm(reference(middle), back(middle), cv::NORM_L1),
            0.35 * cv::norm(reference(middle), picture(middle), cv::NORM_L1));
}

}  // namespace
}  // namespace tricolor::engine::camera_shake_test
