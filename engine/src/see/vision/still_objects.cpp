// Runs one look: brings the picture to a small size, takes the light out of it, tells for every pixel whether it shows
// the background, its candidate or something else, then judges regions. Pixels are in still_layers.*, regions here.
#include "engine/still_objects.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "engine/check.h"
#include "vision/calm_evidence.h"
#include "vision/still_layers.h"

namespace tricolor::engine {
namespace {

// All figures here are assumed: found good on synthetic scenes and on a few real ones. Times are seconds.
constexpr double kGoneAfterS = 1.2;  // Time in which background is seen where a thing stood, after which it is gone.
// Time in which something else is seen, after which the thing's fate is unknown.
constexpr double kReplacedAfterS = 40;
// Longest time in place before a pixel counts as still; a region must show the rest as evidence.
constexpr double kLayersS = 3;
// Time constant of the relative change of a region's size, and its bound.
constexpr double kChangeS = 1, kGrewLess = 0.25;
// Largest area of all that is connected with a region, in areas of it: with more it is a part of something larger.
constexpr double kApartMost = 1.6;
constexpr double kApartS = 1;  // Time apart from others after which it is a thing of its own.
// Ratio of height to width of a region that may be a person: from the first on it must show more evidence, at the
// second twice as much.
constexpr double kUprightFrom = 1.2, kUprightMost = 2.4;
constexpr double kLivesBelow = 0.25;  // Share of the evidence needed below which a thing that was told is a person.
constexpr double kUnseenS = 6;        // Time without being seen after which a thing in the making is given up.
// Time after the first picture in which places that people had covered look like something new when they have gone.
constexpr double kEarlyS = 6;
constexpr double kKnownFrom = 0.5;  // Least share of a region where the background must have been known.
// Largest share of the picture: a larger region is a change of light or of the camera.
constexpr double kLargestShare = 0.5;
// Largest difference between the instants at which neighbouring pixels of one thing came.
constexpr double kTogetherS = 2;
// Least share of its box that a thing fills: with less it is a tape, a cable, a crack of light.
constexpr double kFilled = 0.35;
constexpr int kSlenderMost = 5;    // Largest ratio of length to width of a thing.
constexpr int kLeastSidePx = 4;    // Least side of a region, pixels of the small picture.
constexpr double kOneThingFrom = 0.3;  // Least overlap (IoU) of regions of two looks that are one thing.

struct Region {
  cv::Rect box;
  cv::Mat mask;  // CV_8U of the size of the box.
  int area = 0;
  double since_s = 0;
};

double iou(const cv::Rect& a, const cv::Rect& b) {
  const double common = (a & b).area();
  return common / (a.area() + b.area() - common);
}

// A thing in the making or told.
struct Track {
  std::uint32_t id = 0;  // 0 until told.
  Region region;
  CalmEvidence evidence;
  double since_s = 0, change = 0, apart_s = 0, background_s = 0, other_s = 0;
  bool seen = false, bare = false;  // In the last look: found again; its place shows background.
};

cv::Rect grown(const cv::Rect& box, double by, const cv::Size& size) {
  const int dx = std::max(3, static_cast<int>(box.width * by)), dy = std::max(3, static_cast<int>(box.height * by));
  return cv::Rect(box.x - dx, box.y - dy, box.width + 2 * dx, box.height + 2 * dy) & cv::Rect({}, size);
}

}  // namespace

struct StillObjects::Impl {
  StillObjectSettings settings;
  std::unique_ptr<StillLayers> layers;
  int width_px = 0, height_px = 0;
  Time first, last;
  std::vector<Track> tracks;
  std::vector<StillObject> told;
  std::uint32_t next_id = 1;
  cv::Mat pieces;             // Labels of connected parts of the last look's foreground, CV_32S; 0 is background.
  std::vector<int> restless;  // Number of pixels that have not been there for long, by label.

  double seconds(Time at) const { return std::chrono::duration<double>(at - first).count(); }

  // Finds the regions. Connected pixels are one thing if all of them rest; where a part of them does not, those that
  // came at one time are one.
  std::vector<Region> regions() {
    cv::Mat still = layers->still();
    cv::morphologyEx(still, still, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    cv::morphologyEx(still, still, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
    cv::Mat foreground = layers->foreground();
    cv::morphologyEx(foreground, foreground, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {2, 2}));
    const int count = cv::connectedComponents(foreground, pieces, 8, CV_32S);
    restless.assign(static_cast<std::size_t>(count), 0);
    for (int y = 0; y < still.rows; ++y)
      for (int x = 0; x < still.cols; ++x)
        if (!still.at<std::uint8_t>(y, x)) ++restless[static_cast<std::size_t>(pieces.at<int>(y, x))];
    std::vector<Region> found;
    cv::Mat whole = still.clone();
    for_each_piece(whole, 1e9, [&](const std::vector<cv::Point>& piece) {
      const auto region = region_of(piece, still.size());
      if (region && hangs_together(*region) < kApartMost) {
        found.push_back(*region);
        for (const cv::Point& point : piece) still.at<std::uint8_t>(point) = 0;
      }
    });
    for_each_piece(still, kTogetherS, [&](const std::vector<cv::Point>& piece) {
      if (auto region = region_of(piece, still.size())) found.push_back(std::move(*region));
    });
    return found;
  }

  // Calls `take` with each piece of neighbouring pixels that came no more than `together_s` apart. `left` ends empty.
  template <class Take>
  void for_each_piece(cv::Mat& left, double together_s, const Take& take) const {
    const cv::Mat& since = layers->since();
    std::vector<cv::Point> piece;
    for (int y = 0; y < left.rows; ++y)
      for (int x = 0; x < left.cols; ++x) {
        if (!left.at<std::uint8_t>(y, x)) continue;
        piece.assign(1, {x, y});
        left.at<std::uint8_t>(y, x) = 0;
        for (std::size_t i = 0; i < piece.size(); ++i) {
          const cv::Point here = piece[i];
          for (const cv::Point& step : {cv::Point(-1, 0), cv::Point(1, 0), cv::Point(0, -1), cv::Point(0, 1)}) {
            const cv::Point next = here + step;
            if (next.x < 0 || next.y < 0 || next.x >= left.cols || next.y >= left.rows || !left.at<std::uint8_t>(next))
              continue;
            if (std::abs(since.at<float>(next) - since.at<float>(here)) > together_s) continue;
            left.at<std::uint8_t>(next) = 0;
            piece.push_back(next);
          }
        }
        take(piece);
      }
  }

  // The area of the region and of all restless pixels that are connected with it, in areas of the region.
  double hangs_together(const Region& region) const {
    std::set<int> labels;
    for (int y = 0; y < region.box.height; ++y)
      for (int x = 0; x < region.box.width; ++x)
        if (const int label = pieces.at<int>(region.box.y + y, region.box.x + x);
            label && region.mask.at<std::uint8_t>(y, x))
          labels.insert(label);
    double area = region.area;
    for (const int label : labels) area += restless[static_cast<std::size_t>(label)];
    return area / region.area;
  }

  std::optional<Region> region_of(const std::vector<cv::Point>& piece, const cv::Size& size) const {
    const double whole = size.area();
    if (static_cast<double>(piece.size()) < settings.least_area * whole) return std::nullopt;
    Region region;
    region.box = cv::boundingRect(piece);
    region.mask = cv::Mat::zeros(region.box.size(), CV_8U);
    for (const cv::Point& point : piece) region.mask.at<std::uint8_t>(point - region.box.tl()) = 255;
    // Pixels within that came at another time, noise or a hand, belong to it.
    cv::morphologyEx(region.mask, region.mask, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    region.area = cv::countNonZero(region.mask);
    if (std::min(region.box.width, region.box.height) < kLeastSidePx || region.box.area() > kLargestShare * whole ||
        region.area < kFilled * region.box.area())
      return std::nullopt;
    if (std::max(region.box.width, region.box.height) > kSlenderMost * std::min(region.box.width, region.box.height))
      return std::nullopt;
    region.since_s = layers->since(region.box, region.mask);
    return region;
  }

  // Each region goes on with the thing that it overlaps most, or is a new one.
  void follow(std::vector<Region> found, double now_s, double dt) {
    for (Track& track : tracks) track.seen = false;
    for (Region& region : found) {
      Track* best = nullptr;
      double best_iou = kOneThingFrom;
      for (Track& track : tracks)
        if (const double overlap = iou(track.region.box, region.box); !track.seen && overlap >= best_iou)
          best = &track, best_iou = overlap;
      if (!best) {
        // A new region where a told thing stands is a part of it, or something set down upon it.
        const bool within = std::any_of(tracks.begin(), tracks.end(), [&](const Track& t) {
          return t.id && (t.region.box & region.box).area() > 0.6 * region.box.area();
        });
        if (within) continue;
        tracks.push_back({});
        best = &tracks.back();
        best->since_s = region.since_s;
      } else {
        const double change =
            std::abs(region.area - best->region.area) / static_cast<double>(std::max(region.area, best->region.area));
        best->change += (change / std::max(dt, 0.04) * 0.2 - best->change) * std::min(1.0, dt / kChangeS);
      }
      best->seen = true;
      // A thing that is told keeps the outline with which it was told, unless the region is larger: a person in front
      // of it makes it no smaller.
      if (!best->id || region.area > best->region.area) best->region = std::move(region);
      if (!best->id) best->since_s = std::min(best->since_s, now_s);
    }
  }

  // Evidence that a thing of this shape must show, seconds.
  double needed_s(const Track& track) const {
    const double upright =
        std::clamp(static_cast<double>(track.region.box.height) / track.region.box.width, kUprightFrom, kUprightMost);
    return std::chrono::duration<double>(settings.still_after).count() *
           (1 + (upright - kUprightFrom) / (kUprightMost - kUprightFrom));
  }

  void observe(Track& track, double dt) {
    if (track.seen && !track.id && hangs_together(track.region) < kApartMost) track.apart_s += dt;
    track.evidence.look(*layers, track.region.box, track.region.mask, dt, needed_s(track));
    // A thing that comes to rest in another way is in place since then.
    if (track.evidence.moved() && !track.id) {
      track.since_s = layers->since(track.region.box, track.region.mask);
      track.apart_s = 0;
    }
    const StillLayers::Shares shares = layers->shares(track.region.box, track.region.mask);
    track.bare = shares.background > 0.6;
    if (track.bare) track.background_s += dt;
    else if (shares.candidate > 0.5) track.background_s = 0;
    track.other_s = shares.candidate > 0.3 ? 0 : track.other_s + dt;
  }

  bool solid(const Track& track) const {
    return track.seen && track.evidence.gathered_s() >= needed_s(track) && track.apart_s >= kApartS &&
           track.change < kGrewLess;
  }

  void judge(double now_s, double dt) {
    told.clear();
    for (std::size_t i = 0; i < tracks.size();) {
      Track& track = tracks[i];
      observe(track, dt);
      const bool gone = track.background_s > kGoneAfterS || track.other_s > kReplacedAfterS ||
                        (!track.id && !track.seen && track.other_s > kUnseenS);
      const bool forgotten = now_s - track.since_s > std::chrono::duration<double>(settings.forgotten_after).count();
      if (forgotten) layers->take_up(track.region.box, track.region.mask);
      if (gone || forgotten) {
        // A region that was never told leaves the candidates that are in view: they are something else, such as a bag
        // where a person stood.
        if (gone)
          layers->forget(track.region.box,
                         track.id ? track.region.mask : track.region.mask & ~layers->candidates(track.region.box));
        tracks.erase(tracks.begin() + static_cast<std::ptrdiff_t>(i));
        continue;
      }
      if (!track.id && solid(track)) {
        auto outline = layers->outline(track.region.box, track.region.mask, track.since_s < kEarlyS);
        if (layers->known(track.region.box, track.region.mask) < kKnownFrom) outline = StillLayers::Outline::none;
        if (outline != StillLayers::Outline::thing) {
          if (outline == StillLayers::Outline::missing) tell(track, next_id++, true);
          layers->take_up(track.region.box, track.region.mask);
          layers->take_up_alike(grown(track.region.box, 0.6, layers->size()), track.since_s);
          tracks.erase(tracks.begin() + static_cast<std::ptrdiff_t>(i));
          continue;
        }
        track.id = next_id++;
        layers->hold(track.region.box, track.region.mask);
      }
      if (track.id && track.evidence.gathered_s() < kLivesBelow * needed_s(track)) {
        track.id = 0;
        track.since_s = now_s;
      }
      // A thing whose place is bare is not told: it is gone, if that lasts, and it was last seen before.
      if (track.id && !track.bare) tell(track, track.id, false);
      ++i;
    }
    std::sort(told.begin(), told.end(), [](const StillObject& a, const StillObject& b) { return a.id < b.id; });
  }

  void tell(const Track& track, std::uint32_t id, bool taken_away) {
    const double sx = static_cast<double>(width_px) / layers->size().width,
                 sy = static_cast<double>(height_px) / layers->size().height;
    StillObject object;
    object.id = id;
    // The box is given in the picture as it came, not as it would have been from a steady camera.
    const cv::Point2d at = cv::Point2d(track.region.box.tl()) + layers->shift();
    object.box = {static_cast<float>(at.x * sx), static_cast<float>(at.y * sy),
                  static_cast<float>(track.region.box.width * sx), static_cast<float>(track.region.box.height * sy)};
    object.since = first + Duration{static_cast<std::int64_t>(track.since_s * 1e6)};
    object.taken_away = taken_away;
    told.push_back(object);
  }

  const std::vector<StillObject>& look(const Image& picture, Time at) {
    if (!layers || picture.width_px != width_px || picture.height_px != height_px || at <= last) {
      width_px = picture.width_px, height_px = picture.height_px;
      layers = std::make_unique<StillLayers>(
          picture, std::min(kLayersS, std::chrono::duration<double>(settings.still_after).count()));
      tracks.clear();
      told.clear();
      first = last = at;
      return told;
    }
    const double dt = std::min(2.0, std::chrono::duration<double>(at - last).count()), now_s = seconds(at);
    last = at;
    if (layers->look(picture, now_s, dt) == StillLayers::Light::switched) {
      // The scene is in another light: things that were told stay, things in the making begin anew.
      std::erase_if(tracks, [](const Track& track) { return track.id == 0; });
      std::vector<std::pair<cv::Rect, cv::Mat>> kept;
      for (const Track& track : tracks) kept.emplace_back(track.region.box, track.region.mask);
      layers->seed_anew(kept, now_s);
      for (Track& track : tracks) track.background_s = track.other_s = 0;
      pieces = cv::Mat::zeros(layers->size(), CV_32S);
      restless.assign(1, 0);
      judge(now_s, 0);
      return told;
    }
    follow(regions(), now_s, dt);
    judge(now_s, dt);
    return told;
  }
};

StillObjects::StillObjects(StillObjectSettings settings) : impl_(std::make_unique<Impl>()) {
  ENGINE_CHECK(settings.still_after > Duration{0} && settings.forgotten_after > settings.still_after);
  impl_->settings = settings;
  // One thread is enough, because parallelism is over cameras.
  cv::setNumThreads(1);
}
StillObjects::~StillObjects() = default;
StillObjects::StillObjects(StillObjects&&) noexcept = default;

const std::vector<StillObject>& StillObjects::look(const Image& picture, Time at) { return impl_->look(picture, at); }

}  // namespace tricolor::engine
