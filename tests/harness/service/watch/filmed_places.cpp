#include "harness/service/watch/filmed_places.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "harness/service/watch/squeezed.h"

namespace tricolor::harness {
namespace {

constexpr int kNoiseSpare = 97;  // Pixels by which the field of noise is larger than a picture.

std::uint32_t mixed(std::uint32_t x) {
  x ^= x >> 16, x *= 0x7feb352du, x ^= x >> 15, x *= 0x846ca68bu;
  return x ^ (x >> 16);
}
/// Gives a uniform number in 0 … 1 by seed and index.
double drawn(std::uint32_t seed, std::uint32_t index) {
  return mixed(seed * 0x9e3779b9u + mixed(index + 17)) / 4294967296.0;
}

/// Gives a value that wanders slowly between −1 and 1, with a step every `every_s` seconds.
double wander(std::uint32_t seed, double t, double every_s) {
  const double place = t / every_s + 7;
  const auto step = static_cast<std::uint32_t>(place);
  const double share = place - step, smooth = share * share * (3 - 2 * share);
  return (1 - smooth) * (2 * drawn(seed, step) - 1) + smooth * (2 * drawn(seed, step + 1) - 1);
}

cv::Scalar cloth(std::uint32_t seed, std::uint32_t part) {
  const double grey = 25 + 190 * drawn(seed, 31 * part), tint = 30;
  return {grey + tint * (drawn(seed, 31 * part + 1) - 0.5), grey + tint * (drawn(seed, 31 * part + 2) - 0.5),
          grey + tint * (drawn(seed, 31 * part + 3) - 0.5)};
}

/// Draws a coarse pattern that moves with its thing, like folds of cloth or the print on a bag.
void pattern(cv::Mat& picture, const cv::Mat& mask, cv::Point2d origin, double cell, std::uint32_t seed, double depth) {
  const cv::Rect box = cv::boundingRect(mask);
  for (int y = box.y; y < box.y + box.height; ++y)
    for (int x = box.x; x < box.x + box.width; ++x) {
      if (!mask.at<std::uint8_t>(y, x)) continue;
      const auto u = static_cast<std::uint32_t>(std::floor((x - origin.x) / cell) + 500),
                 v = static_cast<std::uint32_t>(std::floor((y - origin.y) / cell) + 500);
      auto& pixel = picture.at<cv::Vec3b>(y, x);
      const double by = depth * (drawn(seed, u + 1009 * v) - 0.5);
      for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] + by);
    }
}

}  // namespace

struct PlaceFilm::Impl {
  FilmedPlace place;
  double step_s;
  int taken = 0;
  int margin;
  cv::Mat ground;  // CV_8UC3, larger than the picture by a margin on each side.
  // CV_16SC3. Each picture takes its noise from another place of this field, because drawing it anew takes long.
  cv::Mat noise;
  std::unique_ptr<Squeezed> codec;

  explicit Impl(const FilmedPlace& given, double per_s)
      : place(given), step_s(1 / per_s), margin(static_cast<int>(std::ceil(given.shake_px)) + 2) {
    draw_ground();
    noise.create(place.height_px + kNoiseSpare, place.width_px + kNoiseSpare, CV_16SC3);
    cv::RNG random(mixed(place.seed * 7919) | 1ull);
    random.fill(noise, cv::RNG::NORMAL, 0, place.noise);
    if (place.squeeze > 0) codec = std::make_unique<Squeezed>(place.width_px, place.height_px, place.squeeze);
  }

  double scale() const { return place.height_px; }
  cv::Point2d at(double x, double y) const { return {margin + x * scale(), margin + y * scale()}; }

  void draw_ground() {
    ground.create(place.height_px + 2 * margin, place.width_px + 2 * margin, CV_8UC3);
    const double wall = margin + 0.28 * scale();
    for (int y = 0; y < ground.rows; ++y)
      for (int x = 0; x < ground.cols; ++x) {
        auto& pixel = ground.at<cv::Vec3b>(y, x);
        if (y < wall) {
          const auto panel = static_cast<std::uint32_t>(x / (0.21 * scale()));
          const double grey =
              120 + 50 * drawn(place.seed, panel + 3) + (std::fmod(x, 0.21 * scale()) < 0.012 * scale() ? -45 : 0);
          pixel = cv::Vec3b(cv::saturate_cast<std::uint8_t>(grey * 0.92), cv::saturate_cast<std::uint8_t>(grey),
                            cv::saturate_cast<std::uint8_t>(grey * 0.98));
        } else {
          // Slabs grow towards the camera.
          const double depth = (y - wall) / (ground.rows - wall), slab = (0.03 + 0.07 * depth) * scale();
          const double row = 14 * std::sqrt(depth), column = (x - ground.cols / 2.0) / slab;
          const bool joint = row - std::floor(row) < 0.08 || column - std::floor(column) < 0.07;
          const double grey =
              112 +
              26 * (drawn(place.seed, static_cast<std::uint32_t>(std::floor(row) * 97 + std::floor(column) + 4000)) -
                    0.5) -
              (joint ? 22 : 0);
          for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<std::uint8_t>(grey + 3 * c);
        }
      }
    cv::GaussianBlur(ground, ground, {3, 3}, 0);
  }

  // Only the part of the picture that a shape touches is worked on.
  static cv::Rect part_around(const cv::Mat& picture, cv::Point2d middle, double reach) {
    return cv::Rect(static_cast<int>(middle.x - reach) - 2, static_cast<int>(middle.y - reach) - 2,
                    static_cast<int>(2 * reach) + 5, static_cast<int>(2 * reach) + 5) &
           cv::Rect({}, picture.size());
  }
  static cv::Mat ellipse_in(const cv::Rect& part, cv::Point2d middle, double half_width, double half_height,
                            double angle) {
    cv::Mat mask = cv::Mat::zeros(part.size(), CV_8U);
    cv::ellipse(mask,
                cv::RotatedRect(cv::Point2f(middle - cv::Point2d(part.tl())),
                                cv::Size2f(static_cast<float>(2 * half_width), static_cast<float>(2 * half_height)),
                                static_cast<float>(angle)),
                cv::Scalar(255), cv::FILLED);
    return mask;
  }

  static void fill_ellipse(cv::Mat& picture, cv::Point2d middle, double half_width, double half_height, double angle,
                           std::uint32_t seed, std::uint32_t part) {
    const cv::Rect box = part_around(picture, middle, std::max(half_width, half_height));
    if (box.empty()) return;
    const cv::Mat mask = ellipse_in(box, middle, half_width, half_height, angle);
    cv::Mat inside = picture(box);
    inside.setTo(cloth(seed, part), mask);
    pattern(inside, mask, middle - cv::Point2d(box.tl()), std::max(2.0, half_width * 0.6), seed + part, 26);
  }

  static void limb(cv::Mat& picture, cv::Point2d from, cv::Point2d to, double thick, std::uint32_t seed,
                   std::uint32_t part) {
    cv::line(picture, from, to, cloth(seed, part), std::max(1, static_cast<int>(std::lround(thick))));
  }

  void draw(cv::Mat& picture, const FilmedPerson& who, double t) const {
    if (t < who.from_s || t > who.until_s) return;
    const double h = who.height * scale(), since = t - who.from_s;
    const std::uint32_t s = who.looks * 131 + 7;
    cv::Point2d foot = at(who.x + who.speed * since, who.foot_y);
    double lean = 0, swing = 0, arm = 0, head = 0;
    if (who.does == FilmedPerson::Does::walk) {
      swing = std::sin(since * 6.5 + s % 7);
      foot.y -= 0.012 * h * std::abs(swing);
      arm = swing;
    } else {
      // The person shifts weight from foot to foot, turns the head and moves the arms now and then.
      const double still = who.does == FilmedPerson::Does::sit ? 0.45 : 1;
      lean = still * (0.05 * wander(s, since, 5.5) + 0.014 * wander(s + 1, since, 1.3));
      head = still * 0.05 * wander(s + 2, since, 2.6) + 0.01 * wander(s + 3, since, 0.9);
      arm = std::max(0.0, wander(s + 4, since, 3.2) - 0.25) * 1.5;
    }
    const double up = who.does == FilmedPerson::Does::sit ? 0.7 : 1;
    const cv::Point2d hip = foot + cv::Point2d(0.4 * lean * h,
                                               -0.47 * h * up * (who.does == FilmedPerson::Does::sit ? 0.55 : 1)),
                      shoulder = hip + cv::Point2d(0.6 * lean * h, -0.33 * h);
    // A soft shadow lies at the feet.
    const cv::Point2d shade = foot + cv::Point2d(0.08 * h, 0);
    if (const cv::Rect floor = part_around(picture, shade, 0.17 * h); !floor.empty()) {
      cv::Mat darker;
      picture(floor).convertTo(darker, -1, 0.72);
      darker.copyTo(picture(floor), ellipse_in(floor, shade, 0.17 * h, 0.05 * h, 0));
    }
    if (who.does == FilmedPerson::Does::sit) {
      const cv::Point2d knee = hip + cv::Point2d(0.2 * h, 0.02 * h + 0.02 * h * arm);
      limb(picture, hip, knee, 0.11 * h, s, 1);
      limb(picture, knee, {knee.x, foot.y}, 0.09 * h, s, 1);
    } else {
      limb(picture, hip, foot + cv::Point2d(0.15 * h * swing + 0.04 * h, 0), 0.09 * h, s, 1);
      limb(picture, hip, foot - cv::Point2d(0.15 * h * swing + 0.04 * h, 0), 0.09 * h, s, 1);
    }
    fill_ellipse(picture, (hip + shoulder) / 2, 0.115 * h, 0.2 * h, 20 * lean, s, 2);
    const cv::Point2d elbow = shoulder + cv::Point2d(0.13 * h + 0.05 * h * arm, 0.17 * h - 0.06 * h * std::abs(arm));
    limb(picture, shoulder + cv::Point2d(0.06 * h, 0.03 * h), elbow, 0.055 * h, s, 2);
    limb(picture, elbow, elbow + cv::Point2d(0.1 * h * arm, 0.1 * h - 0.12 * h * std::abs(arm)), 0.05 * h, s, 3);
    fill_ellipse(picture, shoulder + cv::Point2d((head + 0.3 * lean) * h, -0.1 * h), 0.06 * h, 0.08 * h, 0, s, 4);
  }

  void draw(cv::Mat& picture, const FilmedThing& thing, double t) const {
    if (t < thing.from_s || t > thing.until_s) return;
    const cv::Point2d foot = at(thing.x, thing.y);
    const double w = thing.width * scale(), h = thing.height * scale();
    const cv::Rect box =
        cv::Rect(static_cast<int>(std::lround(foot.x - w / 2)), static_cast<int>(std::lround(foot.y - h)),
                 std::max(1, static_cast<int>(std::lround(w))), std::max(1, static_cast<int>(std::lround(h)))) &
        cv::Rect({}, picture.size());
    if (box.empty()) return;
    cv::Mat inside = picture(box), mask = ellipse_in(box, {foot.x, foot.y - 0.35 * h}, w / 2, 0.36 * h, 0);
    cv::rectangle(mask, cv::Rect(0, box.height / 4, box.width, std::max(1, box.height * 11 / 20)), cv::Scalar(255),
                  cv::FILLED);
    cv::rectangle(mask, cv::Rect(box.width / 3, 0, std::max(1, box.width / 3), std::max(1, box.height / 3)),
                  cv::Scalar(255), cv::FILLED);
    inside.setTo(cv::Scalar(thing.shade, thing.shade * 1.04, thing.shade * 1.08), mask);
    pattern(inside, mask, {0, 0}, std::max(2.0, w / 4), thing.looks * 977, 22);
  }

  void light(cv::Mat& picture, double t) const {
    double gain = 1 + place.drift * std::sin(t / 7);
    if (place.auto_exposure != 0) {
      double covered = 0;
      for (const FilmedPerson& who : place.people) {
        const double x = who.x + who.speed * (t - who.from_s),
                     ratio = static_cast<double>(place.width_px) / place.height_px;
        if (t >= who.from_s && t <= who.until_s && x > 0 && x < ratio)
          covered += 0.25 * who.height * who.height / ratio;
      }
      gain *= 1 + place.auto_exposure * covered;
    }
    if (place.dark_from_s && t >= *place.dark_from_s && t < place.dark_until_s.value_or(1e9)) gain *= 0.5;
    if (place.cloud > 0) {
      for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x) {
          const double wave = std::sin((x * 0.8 + y * 0.4) / scale() * 3 - t * 0.25),
                       depth = 1 - place.cloud * std::clamp(1.6 * wave, 0.0, 1.0);
          auto& pixel = picture.at<cv::Vec3b>(y, x);
          for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] * gain * depth);
        }
    } else if (gain != 1) {
      picture.convertTo(picture, -1, gain);
    }
  }

  std::shared_ptr<const engine::Image> next(double& at_s) {
    const double t = taken * step_s;
    if (t > place.lasts_s) return nullptr;
    at_s = t;
    cv::Mat scene = ground.clone();
    // Order from the back to the front; people by index, things by −1 − index.
    std::vector<std::pair<double, int>> order;
    for (std::size_t i = 0; i < place.people.size(); ++i)
      order.emplace_back(place.people[i].foot_y, static_cast<int>(i));
    for (std::size_t i = 0; i < place.things.size(); ++i)
      order.emplace_back(place.things[i].y, -1 - static_cast<int>(i));
    std::sort(order.begin(), order.end());
    for (const auto& [foot, index] : order) {
      if (index >= 0) draw(scene, place.people[static_cast<std::size_t>(index)], t);
      else draw(scene, place.things[static_cast<std::size_t>(-1 - index)], t);
    }
    light(scene, t);
    const double dx = place.shake_px * wander(place.seed + 91, t, 0.31),
                 dy = 0.6 * place.shake_px * wander(place.seed + 92, t, 0.27);
    cv::Mat picture;
    const cv::Matx23d view(1, 0, margin + dx, 0, 1, margin + dy);
    cv::warpAffine(scene, picture, view, {place.width_px, place.height_px}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    if (place.noise > 0) {
      const auto draw = static_cast<std::uint32_t>(taken);
      const cv::Point from(static_cast<int>(kNoiseSpare * drawn(place.seed + 7919, 2 * draw)),
                           static_cast<int>(kNoiseSpare * drawn(place.seed + 7919, 2 * draw + 1)));
      cv::add(picture, noise(cv::Rect(from, picture.size())), picture, cv::noArray(), CV_8U);
    }
    auto image = std::make_shared<engine::Image>();
    image->width_px = place.width_px;
    image->height_px = place.height_px;
    image->bytes.assign(picture.data, picture.data + picture.total() * 3);
    if (codec) codec->pass(*image);
    ++taken;
    return image;
  }
};

PlaceFilm::PlaceFilm(const FilmedPlace& place, double per_s) : impl_(std::make_unique<Impl>(place, per_s)) {
  cv::setNumThreads(1);
}
PlaceFilm::~PlaceFilm() = default;
std::shared_ptr<const engine::Image> PlaceFilm::next(double& at_s) { return impl_->next(at_s); }

std::vector<FilmedPerson> passing_crowd(std::uint32_t seed, double ratio, double per_minute, double from_s,
                                        double until_s, double least_foot_y, double most_foot_y) {
  std::vector<FilmedPerson> crowd;
  const auto count = static_cast<std::uint32_t>(per_minute * (until_s - from_s) / 60);
  for (std::uint32_t i = 0; i < count; ++i) {
    FilmedPerson who;
    who.looks = mixed(seed + 13 * i) % 9973;
    who.from_s = from_s + (until_s - from_s) * drawn(seed, 5 * i);
    who.foot_y = least_foot_y + (most_foot_y - least_foot_y) * drawn(seed, 5 * i + 1);
    who.height = 0.16 + 0.3 * (who.foot_y - 0.3);
    const double pace = who.height * (0.5 + 0.4 * drawn(seed, 5 * i + 2));
    const bool rightwards = drawn(seed, 5 * i + 3) < 0.5;
    who.x = rightwards ? -0.1 : ratio + 0.1;
    who.speed = rightwards ? pace : -pace;
    who.until_s = who.from_s + (ratio + 0.2) / pace;
    crowd.push_back(who);
  }
  return crowd;
}

}  // namespace tricolor::harness
