// Still objects are told to the engine as boxes of an outside detector; dwell, gaps, zones and blindness are the engine's.
#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "engine/still_objects.h"
#include "watch/lone_engine.h"
#include "watch/picture_watch.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::Duration;
using engine::Time;

constexpr Duration kStillAfter = 3s;        // A thing that moves on within this time is nobody's.
constexpr double kNamedFrom = 0.3;          // A detector's box that shares so much with a still object is the same thing. Assumed.
const std::set<std::string> kAlive{"person", "rider", "dog"};

double iou(const engine::ImageBox& a, const engine::ImageBox& b) {
  const double w = std::min(a.x_px + a.width_px, b.x_px + b.width_px) - std::max(a.x_px, b.x_px);
  const double h = std::min(a.y_px + a.height_px, b.y_px + b.height_px) - std::max(a.y_px, b.y_px);
  if (w <= 0 || h <= 0) return 0;
  return w * h / (static_cast<double>(a.width_px) * a.height_px + static_cast<double>(b.width_px) * b.height_px - w * h);
}

// Names the kinds for boxes that come from elsewhere, and looks at nothing.
class KindsOnly : public engine::Vision {
 public:
  explicit KindsOnly(engine::ObjectKinds kinds) : kinds_(std::move(kinds)) {}
  const engine::ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image&) const override { return std::make_shared<engine::PictureAnalysis>(); }

 private:
  engine::ObjectKinds kinds_;
};

class StillWatch : public PictureWatch {
 public:
  StillWatch(std::string source, std::vector<PictureZone> zones, std::shared_ptr<const engine::Vision> model, WatchEars ears)
      : source_(std::move(source)), zones_(std::move(zones)), model_(std::move(model)), ears_(std::move(ears)), still_(settings()) {
    if (model_) kinds_ = model_->kinds();
    kinds_.emplace_back(engine::kUnknownObject);
  }

  void look(const std::shared_ptr<const engine::Image>& picture, Duration at) override {
    if (engines_.empty()) configure(*picture);
    picture_ = picture.get();
    engine::Detections told{engine::CameraId{0}, Time{at}, {}};
    std::set<std::uint32_t> present;
    for (const engine::StillObject& object : still_.look(*picture, Time{at})) {
      if (object.taken_away) continue;
      present.insert(object.id);
      auto [thing, fresh] = things_.try_emplace(object.id);
      if (fresh) thing->second = {object.box, object.since.time_since_epoch(), static_cast<std::uint8_t>(kinds_.size() - 1), false};
      if (fresh && model_) name(thing->second, *picture);
      if (kAlive.count(kinds_[thing->second.kind])) continue;
      // The engine takes boxes that lie elsewhere for other things: a thing keeps the place at which it was first told.
      told.detections.push_back({thing->second.kind, 255, thing->second.box, {}});
    }
    std::erase_if(things_, [&](const auto& entry) { return !present.count(entry.first); });
    for (auto& engine : engines_) engine->handle(told, Time{at});
    picture_ = nullptr;
  }

  void blind(Duration from, Duration now) override {
    for (auto& engine : engines_) engine->handle(engine::Blind{engine::CameraId{0}, Time{from}, engine::BlindReason::disconnected}, Time{now});
  }

  std::vector<TimedBox> timed() const override {
    std::vector<TimedBox> boxes;
    for (const auto& [id, thing] : things_)
      if (!kAlive.count(kinds_[thing.kind])) boxes.push_back({thing.box, thing.since, thing.alarmed});
    return boxes;
  }

 private:
  struct Thing {
    engine::ImageBox box;
    Duration since{0};
    std::uint8_t kind = 0;
    bool alarmed = false;
  };

  // A thing is told some seconds after it came to rest; with a shorter dwell it is told sooner.
  Duration still_after() const {
    Duration shortest = kStillAfter;
    for (const PictureZone& zone : zones_) shortest = std::min(shortest, zone.dwell);
    return std::max<Duration>(shortest, 500ms);
  }
  engine::StillObjectSettings settings() const {
    engine::StillObjectSettings settings;
    settings.still_after = still_after();
    return settings;
  }

  void name(Thing& thing, const engine::Image& picture) const {
    double best = kNamedFrom;
    for (const engine::Detection& detection : model_->analyse(picture)->detections)
      if (const double overlap = iou(detection.box, thing.box); overlap >= best) {
        best = overlap;
        thing.kind = detection.kind;
      }
  }

  // The dwell belongs to a class in the engine, and to a zone here: one engine for each length of dwell.
  void configure(const engine::Image& first) {
    const double w = first.width_px, h = first.height_px;
    std::map<Duration, std::vector<const PictureZone*>> by_dwell;
    for (const PictureZone& zone : zones_) by_dwell[zone.dwell].push_back(&zone);
    for (const auto& [dwell, zones] : by_dwell) {
      engine::Configuration configuration;
      engine::Policy policy;
      policy.name = "watch";
      configuration.duty_grids.push_back({"all", {}});
      configuration.cameras.push_back({source_, "", std::nullopt, 200ms, 720h});
      for (const std::string& kind : kinds_) {
        configuration.classes.push_back({kind, kind, kind, "", "", {kind}, {engine::ZoneKind::pavement}});
        engine::ClassPolicy rule;
        rule.code_name = kind;
        // The stay is known to the engine from when the thing was told.
        rule.dwell = dwell - std::min(dwell, still_after());
        policy.classes.push_back(rule);
      }
      std::vector<std::string> names;
      for (const PictureZone* zone : zones) {
        const std::vector<engine::GroundPolygon> whole{{{0, 0}, {w, 0}, {w, h}, {0, h}}};
        for (const engine::GroundPolygon& piece : zone->outline.empty() ? whole : zone->pieces) {
          configuration.zones.push_back({zone->name + "/" + std::to_string(names.size()), engine::ZoneKind::pavement, std::nullopt, engine::DutyGridId{0}, {engine::CameraId{0}}, piece});
          names.push_back(zone->name);
        }
      }
      const std::size_t index = engines_.size();
      engines_.push_back(std::make_unique<LoneEngine>(std::make_shared<KindsOnly>(kinds_), Time{}, configuration, policy,
                                                      [this, index, names](const engine::Event& event) { hear(index, names, event); }));
    }
  }

  void hear(std::size_t index, const std::vector<std::string>& zone_names, const engine::Event& event) {
    if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload)) {
      Alarm alarm;
      alarm.source = source_;
      alarm.number = next_number_++;
      alarm.at = event.at.time_since_epoch();
      alarm.since = sighting->onset.time_since_epoch();
      alarm.box = sighting->box;
      alarm.zone = zone_names.at(sighting->zone.value);
      alarm.class_name = kinds_.at(sighting->violation_class.value);
      for (auto& [id, thing] : things_)
        if (iou(thing.box, alarm.box) > 0.9) {
          alarm.since = std::min(alarm.since, thing.since);
          thing.alarmed = true;
        }
      if (ears_.raised && picture_) ears_.raised(alarm, *picture_);
      open_[{index, sighting->occupancy}] = alarm;
    } else if (const auto* ended = std::get_if<engine::event::OccupancyEnded>(&event.payload)) {
      const auto found = open_.find({index, ended->occupancy});
      if (found == open_.end()) return;
      Alarm alarm = found->second;
      open_.erase(found);
      if (ended->by_blindness) return;
      alarm.cleared = ended->last_seen.time_since_epoch();
      if (ears_.cleared) ears_.cleared(alarm);
    }
  }

  std::string source_;
  std::vector<PictureZone> zones_;
  std::shared_ptr<const engine::Vision> model_;
  WatchEars ears_;
  engine::ObjectKinds kinds_;
  engine::StillObjects still_;
  std::map<std::uint32_t, Thing> things_;
  std::vector<std::unique_ptr<LoneEngine>> engines_;
  std::map<std::pair<std::size_t, std::uint64_t>, Alarm> open_;
  std::uint32_t next_number_ = 1;
  const engine::Image* picture_ = nullptr;
};

}  // namespace

std::unique_ptr<PictureWatch> watch_still_objects(const std::string& source, std::vector<PictureZone> zones, std::shared_ptr<const engine::Vision> model, WatchEars ears) {
  return std::make_unique<StillWatch>(source, std::move(zones), std::move(model), std::move(ears));
}

}  // namespace tricolor::harness
