// Keeps what every pixel of a small picture shows: the background, as it usually is; a candidate, something else that
// has been there for a while; or neither, because something passes. It is the memory of the still-object model.
//
// A candidate gathers time while it is seen and loses a part of it while it is not, so that people who walk by delay it
// and do not end it (after the majority vote of Boyer and Moore, 1981). Light is taken out as gains that vary over wide
// parts of the picture, a camera's small swings by a shift; shadows that leave the background's texture in place count
// as background.
#pragma once

#include <opencv2/core.hpp>

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

class StillLayers {
 public:
  enum class Light : std::uint8_t {
    steady,
    switched,  ///< The same scene in quite another light: `seed_anew` is due.
  };
  /// Shares of a region's pixels that showed background and candidate in the last look, 0 … 1.
  struct Shares {
    double background = 0, candidate = 0;
  };

  /// Takes the first picture for the background, and after some seconds the median of those seen. `still_after_s` > 0.
  StillLayers(const Image& first, double still_after_s);

  /// Takes the next picture, `dt` seconds after the last, at `now_s` seconds since the first.
  Light look(const Image& picture, double now_s, double dt);

  /// Size of the small picture; at most `kWidest` pixels wide.
  cv::Size size() const { return background_.size(); }
  /// Largest width of the small picture, pixels. Assumed.
  static constexpr int kWidest = 480;

  /// 255 where a candidate has been there for long enough, CV_8U.
  cv::Mat still() const;
  /// Instant at which the candidate of a region came, seconds since the first picture: the median of its pixels. `mask`
  /// is CV_8U of the box's size.
  double since(const cv::Rect& box, const cv::Mat& mask) const;
  /// The same of every pixel, CV_32F.
  const cv::Mat& since() const { return since_; }
  Shares shares(const cv::Rect& box, const cv::Mat& mask) const;
  /// CV_32FC3, the last picture in the background's light.
  const cv::Mat& picture() const { return now_; }
  /// Swing of the camera from its first picture, pixels of the small picture.
  cv::Point2d shift() const { return shift_; }
  /// Each of these tells the state of one pixel: it shows what it has shown in the last second; it shows background; it
  /// shows its candidate.
  bool calm(int x, int y) const { return calm_.at<std::uint8_t>(y, x) != 0; }
  bool shows_background(int x, int y) const { return state_.at<std::uint8_t>(y, x) == kBackground; }
  bool shows_candidate(int x, int y) const { return state_.at<std::uint8_t>(y, x) == kCandidate; }
  /// Difference of a pixel from `value`, and how much of it may be noise: grey levels of the channel that differs most.
  float off(int x, int y, const cv::Vec3f& value) const;
  float noise(int x, int y) const;
  /// The outline of a region. A thing has one in the picture and not in the background; a thing that was taken away has
  /// one in the background and not in the picture; light, a shadow and faults of a settling background have none
  /// anywhere.
  enum class Outline : std::uint8_t { thing, missing, none };
  /// With `in_doubt` an outline that both have is the background's.
  Outline outline(const cv::Rect& box, const cv::Mat& mask, bool in_doubt) const;
  /// Share of a region where the background is known: seen at rest for some seconds, all told, 0 … 1. A thing that
  /// comes to rest where nobody has seen the floor yet may be the floor.
  double known(const cv::Rect& box, const cv::Mat& mask) const;
  /// 255 where neither background nor its shadow is seen, CV_8U.
  cv::Mat foreground() const { return state_ != kBackground; }
  /// 255 where the candidate is seen in a part of the picture, CV_8U.
  cv::Mat candidates(const cv::Rect& box) const { return state_(box) == kCandidate; }
  /// Holds a candidate as a thing that was told: while it is hidden it loses little of its time.
  void hold(const cv::Rect& box, const cv::Mat& mask) { held_(box).setTo(255, mask); }
  /// Makes the candidate background.
  void take_up(const cv::Rect& box, const cv::Mat& mask);
  /// Makes background of nearby candidates that came at the same time, because a thing that went away leaves its place
  /// in pieces.
  void take_up_alike(const cv::Rect& around, double since_s);
  /// Drops the candidate.
  void forget(const cv::Rect& box, const cv::Mat& mask);
  /// Makes the last picture background everywhere but in the regions given, whose candidates go on in the new light.
  void seed_anew(const std::vector<std::pair<cv::Rect, cv::Mat>>& kept, double now_s);

 private:
  enum State : std::uint8_t { kBackground, kCandidate, kOther };

  cv::Mat small(const Image& picture) const;
  cv::Mat gain(float dt);
  cv::Mat needless_light(const cv::Vec3f& overall) const;
  void settle(double now_s);
  void note_shadows(const cv::Mat& usual_luma);

  double still_after_s_;
  std::vector<cv::Mat> early_;  ///< CV_8UC3, pictures of the first seconds, until the background is their median.
  double early_at_s_ = 0;
  cv::Point2d shift_;       ///< Shift of the last picture against the background, pixels of the small one.
  cv::Mat light_;           ///< CV_32FC3, a pixel a cell: its gain over that of the whole picture.
  cv::Mat now_;             ///< CV_32FC3, the last picture in the background's light.
  cv::Mat background_;      ///< CV_32FC3
  cv::Mat candidate_;       ///< CV_32FC3
  cv::Mat score_;           ///< CV_32F, seconds gathered.
  cv::Mat since_;           ///< CV_32F
  cv::Mat noise_;           ///< CV_32F, mean absolute difference while background shows, grey levels.
  cv::Mat state_;           ///< CV_8U
  cv::Mat known_s_;         ///< CV_32F, seconds in which the background was seen at rest.
  cv::Mat lately_;          ///< CV_32FC3, mean of the last second.
  cv::Mat calm_;            ///< CV_8U
  cv::Mat shadow_;          ///< CV_8U
  cv::Mat held_;            ///< CV_8U
};

}  // namespace tricolor::engine
