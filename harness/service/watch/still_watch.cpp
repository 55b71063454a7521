// Hands pictures to the engine unchanged: its still-object model finds the things that stand, and dwell, gaps, zones
// and blindness are the engine's.
#include <algorithm>
#include <chrono>
#include <map>

#include "engine/still_objects.h"
#include "service/watch/lone_engine.h"
#include "service/watch/picture_watch.h"
#include "service/watch/stay_alarms.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::Duration;
using engine::Time;

constexpr Duration kStillAfter = 6s;  // Rest that a thing must show, where the dwell leaves time for it. Assumed.
constexpr Duration kFrozenAfter =
    60s;  // A codec repeats a picture in which nothing moves; for a minute, no scene does. Assumed.
constexpr double kSameFrom = 0.5;  // IoU of a still thing and a detection of it. Assumed.

double iou(const engine::ImageBox& a, const engine::ImageBox& b) {
  const double width = std::min(a.x_px + a.width_px, b.x_px + b.width_px) - std::max(a.x_px, b.x_px);
  const double height = std::min(a.y_px + a.height_px, b.y_px + b.height_px) - std::max(a.y_px, b.y_px);
  if (width <= 0 || height <= 0) return 0;
  const double common = width * height;
  return common /
         (static_cast<double>(a.width_px) * a.height_px + static_cast<double>(b.width_px) * b.height_px - common);
}

// Gives the kind that the detector finds where the thing stands; else it is unknown. The detector only names things, so
// that pictures unlike its training data lose no alarm by it.
std::string name_by(const engine::Vision& model, const engine::Image& picture, const engine::ImageBox& box) {
  const auto seen = model.analyse(picture);
  std::string name(engine::kUnknownObject);
  double most = kSameFrom;
  for (const engine::Detection& detection : seen->detections)
    if (const double share = iou(detection.box, box); share >= most && detection.kind < model.kinds().size()) {
      most = share;
      name = model.kinds()[detection.kind];
    }
  return name;
}

// Is the engine's detector here: it knows no kinds and finds nothing, so that only still objects are found.
class NoDetector : public engine::Vision {
 public:
  const engine::ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image&, engine::View) const override {
    return std::make_shared<engine::PictureAnalysis>();
  }

 private:
  engine::ObjectKinds kinds_;
};

class StillWatch : public PictureWatch {
 public:
  StillWatch(std::string source, std::vector<PictureZone> zones, std::shared_ptr<const engine::Vision> model,
             WatchEars ears)
      : source_(std::move(source)), zones_(std::move(zones)), ears_(std::move(ears)) {
    if (model)
      ears_.raised = [model, raised = ears_.raised](Alarm& alarm, const engine::Image& picture) {
        alarm.class_name = name_by(*model, picture, alarm.box);
        if (raised) raised(alarm, picture);
      };
  }

  void look(const std::shared_ptr<const engine::Image>& picture, Duration at) override {
    if (engines_.empty()) configure(*picture);
    picture_ = picture.get();
    for (auto& engine : engines_) engine->handle(engine::Frame{engine::CameraId{0}, Time{at}, picture}, Time{at});
    picture_ = nullptr;
  }

  void blind(Duration from, Duration now) override {
    for (auto& engine : engines_)
      engine->handle(engine::Blind{engine::CameraId{0}, Time{from}, engine::BlindReason::disconnected}, Time{now});
  }

  std::vector<TimedBox> timed() const override {
    std::vector<TimedBox> boxes;
    for (const auto& alarms : alarms_) alarms->add_timed(boxes);
    return boxes;
  }

 private:
  // With a shorter dwell than usual a thing must be reported sooner, and in any case before the dwell is over.
  engine::StillObjectSettings settings(Duration dwell) const {
    engine::StillObjectSettings settings;
    settings.still_after = std::clamp<Duration>(dwell * 6 / 10, 500ms, kStillAfter);
    return settings;
  }

  // The dwell belongs to a class in the engine, and to a zone here: one engine for each length of dwell.
  void configure(const engine::Image& first) {
    const double w = first.width_px, h = first.height_px;
    const std::vector<std::string> kinds{std::string(engine::kUnknownObject)};
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
          configuration.zones.push_back({zone->name + "/" + std::to_string(names.size()),
                                         engine::ZoneKind::pavement,
                                         std::nullopt,
                                         engine::DutyGridId{0},
                                         {engine::CameraId{0}},
                                         piece});
          names.push_back(zone->name);
        }
      }
      alarms_.push_back(std::make_unique<StayAlarms>(
          StayAlarms::Names{source_, [names](engine::ZoneId id) { return names.at(id.value); },
                            [kinds](engine::ClassId id) { return kinds.at(id.value); }, Time{}},
          ears_, [this] { return next_number_++; }));
      // All engines analyse the same pictures; one of them reports sight.
      if (alarms_.size() == 1) alarms_.front()->tell_of_sight();
      engines_.push_back(std::make_unique<LoneEngine>(
          std::make_shared<NoDetector>(), Time{}, configuration, policy,
          [this, alarms = alarms_.back().get()](const engine::Event& event) { alarms->hear(event, picture_); }));
    }
  }

  std::string source_;
  std::vector<PictureZone> zones_;
  WatchEars ears_;
  std::vector<std::unique_ptr<StayAlarms>> alarms_;
  std::vector<std::unique_ptr<LoneEngine>> engines_;  // One for each of `alarms_`.
  std::uint32_t next_number_ = 1;
  const engine::Image* picture_ = nullptr;
};

}  // namespace

std::unique_ptr<PictureWatch> watch_still_objects(const std::string& source, std::vector<PictureZone> zones,
                                                  std::shared_ptr<const engine::Vision> model, WatchEars ears) {
  return std::make_unique<StillWatch>(source, std::move(zones), std::move(model), std::move(ears));
}

}  // namespace tricolor::harness
