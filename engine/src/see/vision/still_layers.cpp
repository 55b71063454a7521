#include "vision/still_layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "vision/camera_shake.h"

namespace tricolor::engine {
namespace {

// All constants are assumed. Colours are grey levels, times are seconds.
// A pixel differs when it is off by `kDiffers`, and by `kNoiseCounts` more for each grey level of its noise above one;
// noise counts up to `kNoiseMost`.
constexpr float kDiffers = 11, kNoiseCounts = 3, kNoiseMost = 9;
constexpr float kBackgroundS = 20;  // Time constant of the background where it shows.
constexpr float kNoiseS = 10;       // Time constant of a pixel's noise, likewise.
constexpr float kCandidateS = 6;    // Time constant of a candidate where it shows.
// Time in which nothing is told: the background becomes the median of pictures …
constexpr double kSettleS = 4;
constexpr double kSettleEveryS = 0.35;  // … that are so far apart.
// Least share of these pictures that must agree on a pixel; then its background is known.
constexpr float kAgreed = 0.75f;
constexpr float kKnownS = 3;  // Time at rest after which a pixel's background is known.
// Least contrast of an outline, as a share of the region's contrast; a softer one is none.
constexpr double kOutlineLeast = 0.3;
// Ratio of the edges on a region's contour in the background to those in the picture, above which a thing is missing.
constexpr double kEdgeRatio = 1.25, kEdgeRatioInDoubt = 0.5;
constexpr float kLatelyS = 0.8f;  // Time constant of the mean with which a calm pixel agrees.
// Time that a candidate loses in a second in which something else is seen, and the same for a thing that was told. With
// the first, a candidate that is seen a third of the time keeps what it has.
constexpr float kHiddenLoses = 0.5f, kHeldLoses = 0.1f;
constexpr float kStillShare = 0.8f;  // Least share of the time asked for that a candidate must gather.
constexpr float kMostShare = 1.8f;   // Largest share of it that a candidate can gather.
// Share of the picture that differs at once, above which the light was switched or something large covers the lens.
constexpr double kSwitchedFrom = 0.4;
constexpr double kSameEdges = 0.45;  // Correlation of edges above which it was the light.
// Bounds of a shadow's ratio to the background: least, most, and spread over the colours.
constexpr float kDarkest = 0.5f, kLightest = 0.96f, kSameHue = 0.09f;
constexpr int kLightCells = 12;     // Cells of even light across the picture.
constexpr float kLightStep = 0.2f;  // Largest change of a cell's gain in a second, beside that of the whole picture.
// Least number of a cell's pixels that must show background; every third pixel each way is asked.
constexpr std::size_t kLightLeast = 24;
constexpr float kTextured = 7;  // Mean gradient from which texture tells a shadow from a thing.

cv::Mat luma_of(const cv::Mat& picture) {
  cv::Mat luma;
  cv::transform(picture, luma, cv::Matx13f(0.114f, 0.587f, 0.299f));
  return luma;
}

cv::Mat edges_of(const cv::Mat& luma) {
  cv::Mat dx, dy, edges;
  cv::Sobel(luma, dx, CV_32F, 1, 0, 3, 0.25);
  cv::Sobel(luma, dy, CV_32F, 0, 1, 3, 0.25);
  cv::magnitude(dx, dy, edges);
  return edges;
}

double correlation(const cv::Mat& a, const cv::Mat& b) {
  cv::Scalar mean_a, mean_b, dev_a, dev_b;
  cv::meanStdDev(a, mean_a, dev_a);
  cv::meanStdDev(b, mean_b, dev_b);
  if (dev_a[0] < 1e-3 || dev_b[0] < 1e-3) return 1;
  return (cv::mean(a.mul(b))[0] - mean_a[0] * mean_b[0]) / (dev_a[0] * dev_b[0]);
}

}  // namespace

StillLayers::StillLayers(const Image& first, double still_after_s) : still_after_s_(still_after_s) {
  now_ = small(first);
  settle(0);
  background_ = now_.clone();
  candidate_ = now_.clone();
  score_ = cv::Mat::zeros(now_.size(), CV_32F);
  since_ = cv::Mat::zeros(now_.size(), CV_32F);
  noise_ = cv::Mat(now_.size(), CV_32F, cv::Scalar(1));
  state_ = cv::Mat::zeros(now_.size(), CV_8U);
  shadow_ = cv::Mat::zeros(now_.size(), CV_8U);
  held_ = cv::Mat::zeros(now_.size(), CV_8U);
  known_s_ = cv::Mat::zeros(now_.size(), CV_32F);
  lately_ = now_.clone();
  calm_ = cv::Mat::zeros(now_.size(), CV_8U);
}

cv::Mat StillLayers::small(const Image& picture) const {
  const cv::Mat whole(picture.height_px, picture.width_px, CV_8UC3, const_cast<std::uint8_t*>(picture.bytes.data()));
  const double scale = std::min(1.0, static_cast<double>(kWidest) / picture.width_px);
  cv::Mat reduced, smooth, values;
  cv::resize(whole, reduced,
             {std::max(16, static_cast<int>(std::lround(picture.width_px * scale))),
              std::max(16, static_cast<int>(std::lround(picture.height_px * scale)))},
             0, 0, cv::INTER_AREA);
  cv::GaussianBlur(reduced, smooth, {3, 3}, 0);
  smooth.convertTo(values, CV_32F);
  return values;
}

// Marks the cells in which the light of the whole picture shows more of the background than the cell's own light does.
// Only pixels that show background tell of the light, and in a wrong light none do: a person's soft shadow would then
// stay for good where he stood.
cv::Mat StillLayers::needless_light(const cv::Vec3f& overall) const {
  cv::Mat as_is = cv::Mat::zeros(light_.size(), CV_32S), as_cell = as_is.clone(), needless;
  for (int y = 1; y < now_.rows; y += 3)
    for (int x = 1; x < now_.cols; x += 3) {
      const cv::Vec3f &seen = now_.at<cv::Vec3f>(y, x), &usual = background_.at<cv::Vec3f>(y, x);
      const cv::Point cell(x * light_.cols / now_.cols, y * light_.rows / now_.rows);
      const cv::Vec3f& light = light_.at<cv::Vec3f>(cell);
      float off_as_is = 0, off_as_cell = 0;
      for (int c = 0; c < 3; ++c) {
        off_as_is = std::max(off_as_is, std::abs(seen[c] / overall[c] - usual[c]));
        off_as_cell = std::max(off_as_cell, std::abs(seen[c] / (overall[c] * light[c]) - usual[c]));
      }
      as_is.at<int>(cell) += off_as_is < noise(x, y) ? 1 : 0;
      as_cell.at<int>(cell) += off_as_cell < noise(x, y) ? 1 : 0;
    }
  cv::compare(as_is, as_cell, needless, cv::CMP_GT);
  return needless;
}

// The gain of each channel over the background, as the median of pixels that showed background in the last look, by
// cells of the picture. A cloud, a lamp and an exposure change the light of wide parts, a thing that of few pixels. A
// cell's light changes slowly beside that of the whole picture, so that a thing which fills a cell when it comes is not
// taken for light.
cv::Mat StillLayers::gain(float dt) {
  const cv::Size cells(kLightCells, std::max(1, kLightCells * now_.rows / now_.cols));
  if (light_.empty()) light_ = cv::Mat(cells, CV_32FC3, cv::Scalar(1, 1, 1));
  std::vector<std::array<std::vector<float>, 3>> ratios(static_cast<std::size_t>(cells.area()));
  std::array<std::vector<float>, 3> whole;
  for (int y = 1; y < now_.rows; y += 3) {
    const auto* picture = now_.ptr<cv::Vec3f>(y);
    const auto* usual = background_.ptr<cv::Vec3f>(y);
    const auto* state = state_.ptr<std::uint8_t>(y);
    for (int x = 1; x < now_.cols; x += 3) {
      if (state[x] != kBackground) continue;
      const auto cell =
          static_cast<std::size_t>(y * cells.height / now_.rows * cells.width + x * cells.width / now_.cols);
      for (std::size_t c = 0; c < 3; ++c)
        if (const auto k = static_cast<int>(c); usual[x][k] > 20 && usual[x][k] < 245) {
          ratios[cell][c].push_back(picture[x][k] / usual[x][k]);
          whole[c].push_back(ratios[cell][c].back());
        }
    }
  }
  const auto median = [](std::vector<float>& values, std::size_t least, float otherwise) {
    if (values.size() < least) return otherwise;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return std::clamp(*middle, 0.5f, 2.0f);
  };
  cv::Vec3f overall(1, 1, 1);
  for (std::size_t c = 0; c < 3; ++c) overall[static_cast<int>(c)] = median(whole[c], 50, 1);
  const float most = kLightStep * dt;
  cv::Mat smooth, gain;
  const cv::Mat needless = needless_light(overall);
  for (int y = 0; y < cells.height; ++y)
    for (int x = 0; x < cells.width; ++x)
      for (std::size_t c = 0; c < 3; ++c) {
        auto& values = ratios[static_cast<std::size_t>(y * cells.width + x)][c];
        const bool even = needless.at<std::uint8_t>(y, x) != 0;
        if (!even && values.size() < kLightLeast) continue;
        float& light = light_.at<cv::Vec3f>(y, x)[static_cast<int>(c)];
        light += std::clamp((even ? 1 : median(values, 1, 1) / overall[static_cast<int>(c)]) - light, -most, most);
      }
  cv::GaussianBlur(light_.mul(cv::Scalar(overall[0], overall[1], overall[2])), smooth, {3, 3}, 0, 0,
                   cv::BORDER_REPLICATE);
  cv::resize(smooth, gain, now_.size(), 0, 0, cv::INTER_LINEAR);
  return gain;
}

// Marks shadows: pixels that are darker than the background by one factor in all colours, with the background's texture
// still in place.
void StillLayers::note_shadows(const cv::Mat& usual) {
  const cv::Mat luma = luma_of(now_), edges = edges_of(luma), usual_edges = edges_of(usual);
  cv::Mat mean, usual_mean, difference, mean_difference;
  cv::boxFilter(usual_edges, usual_mean, CV_32F, {7, 7});
  cv::boxFilter(luma, mean, CV_32F, {7, 7});
  cv::Mat usual_luma;
  cv::boxFilter(usual, usual_luma, CV_32F, {7, 7});
  const cv::Mat ratio = mean / cv::max(usual_luma, 1.0f);
  cv::absdiff(edges, usual_edges.mul(ratio), difference);
  cv::boxFilter(difference, mean_difference, CV_32F, {7, 7});
  for (int y = 0; y < now_.rows; ++y) {
    const auto* picture = now_.ptr<cv::Vec3f>(y);
    const auto* back = background_.ptr<cv::Vec3f>(y);
    const auto *texture = usual_mean.ptr<float>(y), *off = mean_difference.ptr<float>(y);
    auto* shadow = shadow_.ptr<std::uint8_t>(y);
    for (int x = 0; x < now_.cols; ++x) {
      float low = 9, high = 0;
      for (int c = 0; c < 3; ++c) {
        const float r = picture[x][c] / std::max(back[x][c], 4.0f);
        low = std::min(low, r), high = std::max(high, r);
      }
      shadow[x] = low > kDarkest && high < kLightest && high - low < kSameHue && texture[x] > kTextured &&
                          off[x] < 0.45f * texture[x]
                      ? 255
                      : 0;
    }
  }
}

// Takes the background from the first pictures. A person who stands in the first picture and walks off leaves nothing
// behind, if the floor shows for half of the time.
void StillLayers::settle(double now_s) {
  if (early_.empty() || now_s - early_at_s_ >= kSettleEveryS) {
    early_.emplace_back();
    now_.convertTo(early_.back(), CV_8U);
    early_at_s_ = now_s;
  }
  if (now_s < kSettleS) return;
  std::vector<std::uint8_t> values(early_.size());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  for (int y = 0; y < background_.rows; ++y)
    for (int x = 0; x < background_.cols; ++x)
      for (int c = 0; c < 3; ++c) {
        for (std::size_t i = 0; i < early_.size(); ++i) values[i] = early_[i].at<cv::Vec3b>(y, x)[c];
        std::nth_element(values.begin(), middle, values.end());
        background_.at<cv::Vec3f>(y, x)[c] = *middle;
      }
  for (int y = 0; y < background_.rows; ++y)
    for (int x = 0; x < background_.cols; ++x) {
      const cv::Vec3f& usual = background_.at<cv::Vec3f>(y, x);
      const auto agreed = std::count_if(early_.begin(), early_.end(), [&](const cv::Mat& picture) {
        const cv::Vec3b& seen = picture.at<cv::Vec3b>(y, x);
        return std::abs(seen[0] - usual[0]) < kDiffers && std::abs(seen[1] - usual[1]) < kDiffers &&
               std::abs(seen[2] - usual[2]) < kDiffers;
      });
      known_s_.at<float>(y, x) =
          static_cast<float>(agreed) >= kAgreed * static_cast<float>(early_.size()) ? kKnownS : 0;
    }
  early_.clear();
  now_.copyTo(lately_);
}

StillLayers::Light StillLayers::look(const Image& picture, double now_s, double dt) {
  now_ = small(picture);
  const cv::Mat usual = luma_of(background_);
  shift_ = shake_between(usual, luma_of(now_));
  if (shift_ != cv::Point2d{}) now_ = steadied(now_, shift_);
  if (now_s < kSettleS || !early_.empty()) {
    settle(now_s);
    return Light::steady;
  }
  cv::divide(now_, gain(static_cast<float>(dt)), now_);
  note_shadows(usual);
  const auto step = static_cast<float>(dt);
  const auto still = static_cast<float>(still_after_s_), most = kMostShare * still;
  std::size_t differs = 0;
  cv::Mat fresh(state_.size(), CV_8U);
  for (int y = 0; y < now_.rows; ++y) {
    const auto *value = now_.ptr<cv::Vec3f>(y), *back = background_.ptr<cv::Vec3f>(y),
               *kept = candidate_.ptr<cv::Vec3f>(y);
    const auto *noise = noise_.ptr<float>(y), *score = score_.ptr<float>(y);
    const auto* shadow = shadow_.ptr<std::uint8_t>(y);
    auto* state = fresh.ptr<std::uint8_t>(y);
    for (int x = 0; x < now_.cols; ++x) {
      float from_back = 0, from_kept = 0;
      for (int c = 0; c < 3; ++c) {
        from_back = std::max(from_back, std::abs(value[x][c] - back[x][c]));
        from_kept = std::max(from_kept, std::abs(value[x][c] - kept[x][c]));
      }
      const float most_off = kDiffers + kNoiseCounts * (noise[x] - 1);
      if (score[x] > 0 && from_kept < most_off && from_kept < from_back) state[x] = kCandidate;
      else if (from_back < most_off || shadow[x]) state[x] = kBackground;
      else state[x] = kOther, ++differs;
    }
  }
  if (static_cast<double>(differs) > kSwitchedFrom * static_cast<double>(now_.total())) {
    // Such a change is either of the light or something large before the lens. In another light the edges are where
    // they were.
    const double alike = correlation(edges_of(luma_of(now_)), edges_of(usual));
    return alike > kSameEdges ? Light::switched : Light::steady;
  }
  state_ = fresh;
  for (int y = 0; y < now_.rows; ++y) {
    const auto* value = now_.ptr<cv::Vec3f>(y);
    auto *back = background_.ptr<cv::Vec3f>(y), *kept = candidate_.ptr<cv::Vec3f>(y);
    auto *noise = noise_.ptr<float>(y), *score = score_.ptr<float>(y), *since = since_.ptr<float>(y);
    auto* lately = lately_.ptr<cv::Vec3f>(y);
    auto* known = known_s_.ptr<float>(y);
    auto* calm = calm_.ptr<std::uint8_t>(y);
    const auto *state = state_.ptr<std::uint8_t>(y), *shadow = shadow_.ptr<std::uint8_t>(y),
               *held = held_.ptr<std::uint8_t>(y);
    for (int x = 0; x < now_.cols; ++x) {
      float step_off = 0;
      for (int c = 0; c < 3; ++c) step_off = std::max(step_off, std::abs(value[x][c] - lately[x][c]));
      calm[x] = step_off < kDiffers + kNoiseCounts * (noise[x] - 1) ? 255 : 0;
      lately[x] += (value[x] - lately[x]) * std::min(1.0f, step / kLatelyS);
      switch (state[x]) {
        case kBackground:
          if (calm[x]) known[x] = std::min(kKnownS, known[x] + step);
          if (!shadow[x]) {
            float off = 0;
            for (int c = 0; c < 3; ++c) off = std::max(off, std::abs(value[x][c] - back[x][c]));
            back[x] += (value[x] - back[x]) * std::min(1.0f, step / kBackgroundS);
            noise[x] += (std::clamp(off, 1.0f, kNoiseMost) - noise[x]) * std::min(1.0f, step / kNoiseS);
          }
          score[x] = std::max(0.0f, score[x] - 2 * step);
          break;
        case kCandidate:
          score[x] = std::min(most, score[x] + step);
          kept[x] += (value[x] - kept[x]) * std::min(1.0f, step / kCandidateS);
          break;
        default:
          score[x] -= (held[x] ? kHeldLoses : kHiddenLoses) * step;
          if (score[x] <= 0) {
            kept[x] = value[x];
            since[x] = static_cast<float>(now_s);
            score[x] = 0.01f;
          }
      }
    }
  }
  return Light::steady;
}

cv::Mat StillLayers::still() const {
  cv::Mat mask;
  cv::compare(score_, kStillShare * still_after_s_, mask, cv::CMP_GE);
  return mask;
}

double StillLayers::since(const cv::Rect& box, const cv::Mat& mask) const {
  std::vector<float> times;
  for (int y = 0; y < box.height; ++y)
    for (int x = 0; x < box.width; ++x)
      if (mask.at<std::uint8_t>(y, x)) times.push_back(since_.at<float>(box.y + y, box.x + x));
  if (times.empty()) return 0;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

float StillLayers::off(int x, int y, const cv::Vec3f& value) const {
  const cv::Vec3f& seen = now_.at<cv::Vec3f>(y, x);
  return std::max({std::abs(seen[0] - value[0]), std::abs(seen[1] - value[1]), std::abs(seen[2] - value[2])});
}

float StillLayers::noise(int x, int y) const { return kDiffers + kNoiseCounts * (noise_.at<float>(y, x) - 1); }

StillLayers::Shares StillLayers::shares(const cv::Rect& box, const cv::Mat& mask) const {
  int all = 0, background = 0, candidate = 0;
  for (int y = 0; y < box.height; ++y)
    for (int x = 0; x < box.width; ++x) {
      if (!mask.at<std::uint8_t>(y, x)) continue;
      const std::uint8_t state = state_.at<std::uint8_t>(box.y + y, box.x + x);
      ++all;
      background += state == kBackground ? 1 : 0;
      candidate += state == kCandidate ? 1 : 0;
    }
  if (all == 0) return {};
  return {static_cast<double>(background) / all, static_cast<double>(candidate) / all};
}

double StillLayers::known(const cv::Rect& box, const cv::Mat& mask) const {
  cv::Mat known;
  cv::compare(known_s_(box), kKnownS, known, cv::CMP_GE);
  return cv::mean(known, mask)[0] / 255;
}

StillLayers::Outline StillLayers::outline(const cv::Rect& box, const cv::Mat& mask, bool in_doubt) const {
  const cv::Rect wide = cv::Rect(box.x - 4, box.y - 4, box.width + 8, box.height + 8) & cv::Rect({}, size());
  cv::Mat region = cv::Mat::zeros(wide.size(), CV_8U), outer, inner;
  mask.copyTo(region(cv::Rect(box.x - wide.x, box.y - wide.y, box.width, box.height)));
  cv::Mat scene = background_(wide).clone();
  candidate_(wide).copyTo(scene, region);
  cv::dilate(region, outer, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  cv::erode(region, inner, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
  const cv::Mat contour = outer & ~inner, usual = luma_of(background_(wide)), seen = luma_of(scene);
  cv::Mat contrast;
  cv::absdiff(seen, usual, contrast);
  const double with = cv::mean(edges_of(seen), contour)[0], without = cv::mean(edges_of(usual), contour)[0];
  if (without > (in_doubt ? kEdgeRatioInDoubt : kEdgeRatio) * with) return Outline::missing;
  return with < kOutlineLeast * cv::mean(contrast, region)[0] ? Outline::none : Outline::thing;
}

void StillLayers::take_up(const cv::Rect& box, const cv::Mat& mask) {
  candidate_(box).copyTo(background_(box), mask);
  known_s_(box).setTo(kKnownS, mask);
  forget(box, mask);
}

void StillLayers::take_up_alike(const cv::Rect& around, double since_s) {
  // Largest difference of the instants of candidates that came at the same time, seconds. Assumed.
  constexpr float kAtOnceS = 1;
  cv::Mat alike = cv::Mat::zeros(around.size(), CV_8U);
  for (int y = 0; y < around.height; ++y)
    for (int x = 0; x < around.width; ++x)
      if (score_.at<float>(around.y + y, around.x + x) > 0 &&
          std::abs(since_.at<float>(around.y + y, around.x + x) - static_cast<float>(since_s)) < kAtOnceS)
        alike.at<std::uint8_t>(y, x) = 255;
  take_up(around, alike);
}

void StillLayers::forget(const cv::Rect& box, const cv::Mat& mask) {
  score_(box).setTo(0, mask);
  held_(box).setTo(0, mask);
  state_(box).setTo(kBackground, mask);
}

void StillLayers::seed_anew(const std::vector<std::pair<cv::Rect, cv::Mat>>& kept, double now_s) {
  const cv::Mat before = background_.clone();
  background_ = now_.clone();
  cv::Mat going_on = cv::Mat::zeros(size(), CV_8U);
  for (const auto& [box, mask] : kept) {
    going_on(box).setTo(255, mask);
    // Nobody sees the background behind a thing, so it is made as much lighter or darker as its surroundings.
    const cv::Rect around = cv::Rect(box.x - 6, box.y - 6, box.width + 12, box.height + 12) & cv::Rect({}, size());
    const cv::Scalar was = cv::mean(before(around)), is = cv::mean(now_(around));
    cv::Mat behind;
    cv::multiply(
        before(box),
        cv::Scalar(is[0] / std::max(1.0, was[0]), is[1] / std::max(1.0, was[1]), is[2] / std::max(1.0, was[2])),
        behind);
    behind.copyTo(background_(box), mask);
  }
  now_.copyTo(candidate_);
  score_.setTo(0, ~going_on);
  held_ = going_on.clone();
  score_.setTo(kMostShare * still_after_s_, going_on);
  since_.setTo(now_s, ~going_on);
  state_.setTo(kBackground);
  state_.setTo(kCandidate, going_on);
  now_.copyTo(lately_);
}

}  // namespace tricolor::engine
