// One look: bring the picture to a small size, take the light out of it, tell for every pixel whether it shows the background, its candidate or
// something else, then judge regions. Pixels are in still_layers.*, regions here.
#include "engine/still_objects.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "engine/check.h"
#include "vision/calm_evidence.h"
#include "vision/still_layers.h"

namespace tricolor::engine {
namespace {

// Assumed, as all figures here: found good on synthetic scenes and on a few real ones.
constexpr double kGoneAfterS = 1.2;          // Background seen for so long where a thing stood: it is gone.
constexpr double kReplacedAfterS = 40;       // Something else seen for so long: nobody knows what became of the thing.
constexpr double kLayersS = 3;                // Longest time in place before a pixel counts as still; what a region must show beyond that is evidence.
constexpr double kChangeS = 1, kGrewLess = 0.25;  // Relative change of a region's size, and its time constant.
constexpr double kApartMost = 1.6;           // What hangs together with a region, in areas of it: more, and it is a part of something larger.
constexpr double kApartS = 1;                // Seen apart for so long, it is a thing of its own.
constexpr double kUprightFrom = 1.6, kUprightMost = 3;  // Height to width of what may be a person: it must show up to twice the evidence.
constexpr double kLivesBelow = 0.25;         // Of the evidence needed: a thing that was told and has less is somebody.
constexpr double kUnseenS = 6;               // A thing in the making is given up when it has not been seen for so long.
constexpr double kEarlyS = 6;                // What was behind people in the first seconds looks like something new when they have gone.
constexpr double kLargestShare = 0.5;        // Of the picture: larger is a change of light or of the camera.
constexpr double kFilled = 0.25;             // Share of its box that a thing fills.
constexpr int kLeastSidePx = 4;              // Of the small picture.
constexpr double kSameFrom = 0.3;            // Overlap (IoU) of regions of two looks that are one thing.

struct Region {
  cv::Rect box;
  cv::Mat mask;   // CV_8U of the size of the box.
  int area = 0;
  double since_s = 0;
};

double iou(const cv::Rect& a, const cv::Rect& b) {
  const double common = (a & b).area();
  return common / (a.area() + b.area() - common);
}

// A thing in the making or told.
struct Track {
  std::uint32_t id = 0;   // 0 until told.
  Region region;
  CalmEvidence evidence;
  double since_s = 0, change = 0, apart_s = 0, background_s = 0, other_s = 0;
  bool seen = false;
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
  cv::Mat pieces, piece_stats;  // Connected foreground of the last look: labels, CV_32S.

  double seconds(Time at) const { return std::chrono::duration<double>(at - first).count(); }

  std::vector<Region> regions() const {
    cv::Mat still = layers->still(), labels, stats, centres;
    cv::morphologyEx(still, still, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    cv::morphologyEx(still, still, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
    const int count = cv::connectedComponentsWithStats(still, labels, stats, centres, 8, CV_32S);
    std::vector<Region> found;
    for (int i = 1; i < count; ++i) {
      Region region;
      region.box = {stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP), stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)};
      region.area = stats.at<int>(i, cv::CC_STAT_AREA);
      if (region.area < settings.least_area * still.size().area() || std::min(region.box.width, region.box.height) < kLeastSidePx) continue;
      if (region.area > kLargestShare * still.size().area() || region.area < kFilled * region.box.area()) continue;
      region.mask = labels(region.box) == i;
      region.since_s = layers->since(region.box, region.mask);
      found.push_back(std::move(region));
    }
    return found;
  }

  // Each region goes on with the thing that it overlaps most, or is a new one.
  void follow(std::vector<Region> found, double now_s, double dt) {
    for (Track& track : tracks) track.seen = false;
    for (Region& region : found) {
      Track* best = nullptr;
      double best_iou = kSameFrom;
      for (Track& track : tracks)
        if (const double overlap = iou(track.region.box, region.box); !track.seen && overlap >= best_iou) best = &track, best_iou = overlap;
      if (!best) {
        // A new region where a told thing stands is a part of it, or something set down upon it.
        const bool within = std::any_of(tracks.begin(), tracks.end(), [&](const Track& t) { return t.id && (t.region.box & region.box).area() > 0.6 * region.box.area(); });
        if (within) continue;
        tracks.push_back({});
        best = &tracks.back();
        best->since_s = region.since_s;
      } else {
        const double change = std::abs(region.area - best->region.area) / static_cast<double>(std::max(region.area, best->region.area));
        best->change += (change / std::max(dt, 0.04) * 0.2 - best->change) * std::min(1.0, dt / kChangeS);
      }
      best->seen = true;
      // What is told keeps the outline with which it was told, unless it is plainly larger: somebody in front of it makes it no smaller.
      if (!best->id || region.area > best->region.area) best->region = std::move(region);
      if (!best->id) best->since_s = std::min(best->since_s, now_s);
    }
  }

  // Seconds of evidence that a thing of this shape must show.
  double needed_s(const Track& track) const {
    const double upright = std::clamp(static_cast<double>(track.region.box.height) / track.region.box.width, kUprightFrom, kUprightMost);
    return std::chrono::duration<double>(settings.still_after).count() * (1 + (upright - kUprightFrom) / (kUprightMost - kUprightFrom));
  }

  // Area of all that hangs together with the region, in areas of it.
  double hangs_together(const Region& region) const {
    std::set<int> labels;
    for (int y = 0; y < region.box.height; ++y)
      for (int x = 0; x < region.box.width; ++x)
        if (const int label = pieces.at<int>(region.box.y + y, region.box.x + x); label && region.mask.at<std::uint8_t>(y, x)) labels.insert(label);
    double area = 0;
    for (const int label : labels) area += piece_stats.at<int>(label, cv::CC_STAT_AREA);
    return area / region.area;
  }

  void observe(Track& track, double now_s, double dt) {
    if (track.seen && !track.id && hangs_together(track.region) < kApartMost) track.apart_s += dt;
    track.evidence.look(*layers, track.region.box, track.region.mask, dt, needed_s(track));
    // What comes to rest in another way is in place since then.
    if (track.evidence.moved() && !track.id) {
      track.since_s = now_s;
      track.apart_s = 0;
    }
    const StillLayers::Shares shares = layers->shares(track.region.box, track.region.mask);
    if (shares.background > 0.6)
      track.background_s += dt;
    else if (shares.candidate > 0.5)
      track.background_s = 0;
    track.other_s = shares.candidate > 0.3 ? 0 : track.other_s + dt;
  }

  bool solid(const Track& track) const { return track.seen && track.evidence.gathered_s() >= needed_s(track) && track.apart_s >= kApartS && track.change < kGrewLess; }

  void judge(double now_s, double dt) {
    told.clear();
    for (std::size_t i = 0; i < tracks.size();) {
      Track& track = tracks[i];
      observe(track, now_s, dt);
      const bool gone = track.background_s > kGoneAfterS || track.other_s > kReplacedAfterS || (!track.id && !track.seen && track.other_s > kUnseenS);
      const bool forgotten = now_s - track.since_s > std::chrono::duration<double>(settings.forgotten_after).count();
      if (forgotten) layers->take_up(track.region.box, track.region.mask);
      if (gone || forgotten) {
        if (gone) layers->forget(track.region.box, track.region.mask);
        tracks.erase(tracks.begin() + static_cast<std::ptrdiff_t>(i));
        continue;
      }
      if (!track.id && solid(track)) {
        if (const auto outline = layers->outline(track.region.box, track.region.mask, track.since_s < kEarlyS); outline != StillLayers::Outline::thing) {
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
      if (track.id) tell(track, track.id, false);
      ++i;
    }
    std::sort(told.begin(), told.end(), [](const StillObject& a, const StillObject& b) { return a.id < b.id; });
  }

  void tell(const Track& track, std::uint32_t id, bool taken_away) {
    const double sx = static_cast<double>(width_px) / layers->size().width, sy = static_cast<double>(height_px) / layers->size().height;
    StillObject object;
    object.id = id;
    object.box = {static_cast<float>(track.region.box.x * sx), static_cast<float>(track.region.box.y * sy), static_cast<float>(track.region.box.width * sx), static_cast<float>(track.region.box.height * sy)};
    object.since = first + Duration{static_cast<std::int64_t>(track.since_s * 1e6)};
    object.taken_away = taken_away;
    told.push_back(object);
  }

  const std::vector<StillObject>& look(const Image& picture, Time at) {
    if (!layers || picture.width_px != width_px || picture.height_px != height_px || at <= last) {
      width_px = picture.width_px, height_px = picture.height_px;
      layers = std::make_unique<StillLayers>(picture, std::min(kLayersS, std::chrono::duration<double>(settings.still_after).count()));
      tracks.clear();
      told.clear();
      first = last = at;
      return told;
    }
    const double dt = std::min(2.0, std::chrono::duration<double>(at - last).count()), now_s = seconds(at);
    last = at;
    if (layers->look(picture, now_s, dt) == StillLayers::Light::switched) {
      // The scene in another light: what was told stays, what was in the making begins anew.
      std::erase_if(tracks, [](const Track& track) { return track.id == 0; });
      std::vector<std::pair<cv::Rect, cv::Mat>> kept;
      for (const Track& track : tracks) kept.emplace_back(track.region.box, track.region.mask);
      layers->seed_anew(kept, now_s);
      for (Track& track : tracks) track.background_s = track.other_s = 0;
      pieces = cv::Mat::zeros(layers->size(), CV_32S);
      piece_stats = cv::Mat::zeros(1, cv::CC_STAT_MAX, CV_32S);
      judge(now_s, 0);
      return told;
    }
    cv::Mat foreground = layers->foreground(), centres;
    cv::morphologyEx(foreground, foreground, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {2, 2}));
    cv::connectedComponentsWithStats(foreground, pieces, piece_stats, centres, 8, CV_32S);
    follow(regions(), now_s, dt);
    judge(now_s, dt);
    return told;
  }
};

StillObjects::StillObjects(StillObjectSettings settings) : impl_(std::make_unique<Impl>()) {
  ENGINE_CHECK(settings.still_after > Duration{0} && settings.forgotten_after > settings.still_after);
  impl_->settings = settings;
  // Parallelism is over cameras.
  cv::setNumThreads(1);
}
StillObjects::~StillObjects() = default;
StillObjects::StillObjects(StillObjects&&) noexcept = default;

const std::vector<StillObject>& StillObjects::look(const Image& picture, Time at) { return impl_->look(picture, at); }

}  // namespace tricolor::engine
