// Pictures go to the engine as they are: its still-object model finds what stands, and dwell, gaps, zones and blindness are the engine's.
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

constexpr Duration kStillAfter = 6s;    // Rest that a thing must show, where the dwell leaves time for it. Assumed.
constexpr Duration kFrozenAfter = 60s;  // A codec repeats a picture in which nothing moves; for a minute, no scene does. Assumed.
const std::set<std::string> kAlive{"person", "rider", "dog"};

// For who brings no detector: it knows no kinds and finds nothing.
class NoDetector : public engine::Vision {
 public:
  const engine::ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image&) const override { return std::make_shared<engine::PictureAnalysis>(); }

 private:
  engine::ObjectKinds kinds_;
};

const char* word_for(engine::BlindReason reason) {
  switch (reason) {
    case engine::BlindReason::dark: return "dark";
    case engine::BlindReason::disconnected: return "disconnected";
    case engine::BlindReason::frozen: return "frozen";
    case engine::BlindReason::silent: return "silent";
    case engine::BlindReason::swapped: return "swapped";
    case engine::BlindReason::bad_picture: return "bad_picture";
    case engine::BlindReason::moved: return "moved";
  }
  return "";
}

class StillWatch : public PictureWatch {
 public:
  StillWatch(std::string source, std::vector<PictureZone> zones, std::shared_ptr<const engine::Vision> model, WatchEars ears)
      : source_(std::move(source)), zones_(std::move(zones)), model_(model ? std::move(model) : std::make_shared<NoDetector>()), ears_(std::move(ears)) {}

  void look(const std::shared_ptr<const engine::Image>& picture, Duration at) override {
    if (engines_.empty()) configure(*picture);
    picture_ = picture.get();
    for (auto& engine : engines_) engine->handle(engine::Frame{engine::CameraId{0}, Time{at}, picture, nullptr}, Time{at});
    picture_ = nullptr;
  }

  void blind(Duration from, Duration now) override {
    for (auto& engine : engines_) engine->handle(engine::Blind{engine::CameraId{0}, Time{from}, engine::BlindReason::disconnected}, Time{now});
  }

  std::vector<TimedBox> timed() const override {
    std::vector<TimedBox> boxes;
    for (const auto& [key, stay] : stays_) boxes.push_back({stay.box, stay.since, stay.number != 0});
    return boxes;
  }

 private:
  // With a dwell that is shorter than usual a thing must be told sooner, and in any case before the dwell is over.
  engine::StillObjectSettings settings(Duration dwell) const {
    engine::StillObjectSettings settings;
    settings.still_after = std::clamp<Duration>(dwell * 6 / 10, 500ms, kStillAfter);
    return settings;
  }

  // The dwell belongs to a class in the engine, and to a zone here: one engine for each length of dwell.
  void configure(const engine::Image& first) {
    const double w = first.width_px, h = first.height_px;
    std::vector<std::string> kinds;
    for (const std::string& kind : model_->kinds())
      if (!kAlive.contains(kind)) kinds.push_back(kind);
    kinds.emplace_back(engine::kUnknownObject);
    std::map<Duration, std::vector<const PictureZone*>> by_dwell;
    for (const PictureZone& zone : zones_) by_dwell[zone.dwell].push_back(&zone);
    for (const auto& [dwell, zones] : by_dwell) {
      engine::Configuration configuration;
      engine::Policy policy;
      policy.name = "watch";
      configuration.duty_grids.push_back({"all", {}});
      engine::Camera camera;
      camera.name = source_;
      camera.frame_every = 200ms;
      camera.heartbeat_max = 720h;
      camera.still_objects = settings(dwell);
      camera.frozen_after = kFrozenAfter;
      configuration.cameras.push_back(camera);
      for (const std::string& kind : kinds) {
        configuration.classes.push_back({kind, kind, kind, "", "", {kind}, {engine::ZoneKind::pavement}});
        engine::ClassPolicy rule;
        rule.code_name = kind;
        rule.dwell = dwell;
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
      engines_.push_back(std::make_unique<LoneEngine>(model_, Time{}, configuration, policy, [this, index, names, kinds](const engine::Event& event) { hear(index, names, kinds, event); }));
    }
  }

  void hear(std::size_t index, const std::vector<std::string>& zone_names, const std::vector<std::string>& class_names, const engine::Event& event) {
    if (const auto* started = std::get_if<engine::event::OccupancyStarted>(&event.payload)) {
      Alarm& stay = stays_[{index, started->occupancy}];
      stay.box = started->box;
      stay.since = started->onset.time_since_epoch();
    } else if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload)) {
      Alarm& stay = stays_[{index, sighting->occupancy}];
      stay.source = source_;
      stay.number = next_number_++;
      stay.at = event.at.time_since_epoch();
      stay.since = sighting->onset.time_since_epoch();
      stay.box = sighting->box;
      stay.zone = zone_names.at(sighting->zone.value);
      stay.class_name = class_names.at(sighting->violation_class.value);
      if (ears_.raised && picture_) ears_.raised(stay, *picture_);
    } else if (const auto* ended = std::get_if<engine::event::OccupancyEnded>(&event.payload)) {
      const auto found = stays_.find({index, ended->occupancy});
      if (found == stays_.end()) return;
      Alarm stay = found->second;
      stays_.erase(found);
      if (stay.number == 0 || ended->by_blindness) return;
      stay.cleared = ended->last_seen.time_since_epoch();
      if (ears_.cleared) ears_.cleared(stay);
    } else if (const auto* became = std::get_if<engine::event::CameraBecame>(&event.payload); became && index == 0) {
      // A source that was lost is told of by whoever lost it.
      if (became->sees && ears_.sees_again) ears_.sees_again(became->since.time_since_epoch());
      if (!became->sees && became->reason != engine::BlindReason::disconnected && ears_.blind) ears_.blind(became->since.time_since_epoch(), word_for(became->reason));
    }
  }

  std::string source_;
  std::vector<PictureZone> zones_;
  std::shared_ptr<const engine::Vision> model_;
  WatchEars ears_;
  std::vector<std::unique_ptr<LoneEngine>> engines_;
  std::map<std::pair<std::size_t, std::uint64_t>, Alarm> stays_;  // By engine and occupancy; number 0 until it is an alarm.
  std::uint32_t next_number_ = 1;
  const engine::Image* picture_ = nullptr;
};

}  // namespace

std::unique_ptr<PictureWatch> watch_still_objects(const std::string& source, std::vector<PictureZone> zones, std::shared_ptr<const engine::Vision> model, WatchEars ears) {
  return std::make_unique<StillWatch>(source, std::move(zones), std::move(model), std::move(ears));
}

}  // namespace tricolor::harness
