// Simulates a small street before one or two calibrated cameras, for tests of the watch: two shop fronts side by side,
// a pavement, a stretch where nobody may stop, and a bay. Things are put on the ground and seen as boxes; every event
// is folded back into the watch at once, as the facade does.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "zones/watch.h"

namespace tricolor::engine::testing {

using namespace std::chrono_literals;

inline constexpr Time kMorning{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() +
                               std::chrono::hours{1}};

/// Kinds in the order of the trained detector.
enum Kind : std::uint8_t { pile, display, stall, motor, nonmotor, person, rider, sign, bin, dog };

/// Zones of the street, by index.
inline constexpr ZoneId kShopA{0}, kShopB{1}, kPavement{2}, kNoStopping{3}, kBay{4};
inline constexpr ClassId kPiledGoods{0}, kOutOfStore{1}, kRoadOccupying{2}, kMotorParking{3}, kNonmotorParking{4};

inline GroundPolygon rectangle(double left, double low, double right, double high) {
  return {{left, low}, {right, low}, {right, high}, {left, high}};
}

inline Configuration street(int cameras = 1) {
  Configuration city;
  city.kinds = {{"pile", 0.9},   {"display", 0.85}, {"stall", 1},  {"motor", 1.8}, {"nonmotor", 1},
                {"person", 0.4}, {"rider", 0.7},    {"sign", 0.4}, {"bin", 0.6},   {"dog", 0.4}};
  city.classes = {
      {"piled_goods", "杂物堆放", "piled goods", "", "", {"pile"}, {ZoneKind::shop_front}},
      {"out_of_store", "越门经营", "out-of-store business", "", "", {"display"}, {ZoneKind::shop_front}},
      {"road_occupying",
       "占道经营",
       "road-occupying business",
       "",
       "",
       {"stall"},
       {ZoneKind::pavement, ZoneKind::no_stopping}},
      {"motor_parking", "机动车违停", "motor vehicle wrongly parked", "", "", {"motor"}, {ZoneKind::no_stopping}},
      {"nonmotor_parking",
       "非机动车乱停放",
       "non-motor vehicle wrongly parked",
       "",
       "",
       {"nonmotor"},
       {ZoneKind::pavement}},
  };
  for (int i = 0; i < cameras; ++i) {
    Camera camera;
    camera.name = "c" + std::to_string(i + 1);
    CameraGeometry geometry;
    geometry.x_m = 4.0 * i;
    geometry.y_m = -12;
    geometry.heading_rad = std::acos(-1.0) / 2;
    geometry.down_rad = 0.35;
    camera.geometry = geometry;
    city.cameras.push_back(camera);
  }
  std::vector<CameraId> all;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(cameras); ++i) all.push_back(CameraId{i});
  const auto zone = [&](const char* name, ZoneKind kind, std::optional<MerchantId> merchant, GroundPolygon outline) {
    city.zones.push_back({name, kind, merchant, DutyGridId{0}, all, std::move(outline)});
  };
  zone("a", ZoneKind::shop_front, MerchantId{0}, rectangle(-5, 0, 0, 2));
  zone("b", ZoneKind::shop_front, MerchantId{1}, rectangle(0, 0, 5, 2));
  zone("pavement", ZoneKind::pavement, std::nullopt, rectangle(-8, -2, 8, 0));
  zone("no stopping", ZoneKind::no_stopping, std::nullopt, rectangle(-8, -5, 8, -2));
  zone("bay", ZoneKind::bay, std::nullopt, rectangle(5, -2, 8, 0));
  city.merchants.resize(2);
  city.merchants[0].name = "m1";
  city.merchants[1].name = "m2";
  city.duty_grids.push_back({"g1", std::nullopt});
  return city;
}

/// The policy of the vectors: T = 180 s, gap 5 s, re-arm 60 s.
inline Policy pinghu() {
  Policy policy;
  for (const char* name : {"piled_goods", "out_of_store", "road_occupying", "motor_parking", "nonmotor_parking"}) {
    ClassPolicy entry;
    entry.code_name = name;
    policy.classes.push_back(entry);
  }
  return policy;
}

/// The box that a thing shows whose front edge lies on the ground around (x, y).
inline Detection at(const CameraGeometry& camera, std::uint8_t kind, double x, double y, double width = 1.0,
                    double height = 0.8) {
  const auto left = camera.project(x - width / 2, y, 0), right = camera.project(x + width / 2, y, 0),
             top = camera.project(x, y, height);
  Detection detection;
  detection.kind = kind;
  detection.score_256 = 230;
  detection.box = {static_cast<float>(left->x_px), static_cast<float>(top->y_px),
                   static_cast<float>(right->x_px - left->x_px), static_cast<float>(left->y_px - top->y_px)};
  return detection;
}

/// Keeps the journal and folds every event at once.
class Journal : public EventSink {
 public:
  Watch* watch = nullptr;
  Time now;
  std::vector<Event> events;

  void emit(event::Payload payload) override {
    events.push_back({events.size() + 1, now, std::move(payload)});
    if (watch) watch->apply(events.back());
  }

  template <class Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const Event& event : events)
      if (const auto* payload = std::get_if<Kind>(&event.payload)) found.push_back(*payload);
    return found;
  }
};

/// One watch with its journal, driven by true presence on the sampling grid of one camera.
class WatchedStreet {
 public:
  explicit WatchedStreet(Configuration configuration = street(), Policy chosen = pinghu())
      : city(std::move(configuration)),
        policy(std::move(chosen)),
        watch(std::make_unique<Watch>(city, policy, nullptr)) {
    journal.watch = watch.get();
  }

  const CameraGeometry& camera(std::uint32_t index = 0) const { return *city.cameras[index].geometry; }

  void look(Duration since_morning, std::vector<Detection> detections, std::uint32_t camera_index = 0) {
    advance(since_morning);
    watch->handle(Detections{CameraId{camera_index}, kMorning + since_morning, std::move(detections)}, journal.now,
                  journal);
  }
  void unchanged(Duration through, std::uint32_t camera_index = 0) {
    advance(through);
    watch->handle(Unchanged{CameraId{camera_index}, kMorning + through}, journal.now, journal);
  }
  void blind(Duration from, BlindReason reason = BlindReason::disconnected, std::uint32_t camera_index = 0) {
    advance(from);
    watch->handle(Blind{CameraId{camera_index}, kMorning + from, reason}, journal.now, journal);
  }
  void occupied(Duration when, bool is, ZoneId zone = kShopA, ClassId violation_class = kPiledGoods) {
    advance(when);
    watch->handle(ZoneOccupancy{CameraId{0}, zone, violation_class, kMorning + when, is}, journal.now, journal);
  }
  /// Takes every look that falls due up to an instant.
  void advance(Duration since_morning) {
    const Time until = kMorning + since_morning;
    for (int guard = 0; guard < 100000; ++guard) {
      const auto next = watch->next_deadline();
      if (!next || *next > until) break;
      journal.now = std::max(journal.now, *next);
      watch->wake(journal.now, journal);
    }
    journal.now = std::max(journal.now, until);
  }
  /// A crash and a restart from the journal.
  void restart() {
    watch = std::make_unique<Watch>(city, policy, nullptr);
    for (const Event& event : journal.events) watch->apply(event);
    watch->start_cold(journal.now);
    journal.watch = watch.get();
  }

  std::size_t sightings() const { return journal.all<event::SightingConfirmed>().size(); }

  Configuration city;
  Policy policy;
  std::unique_ptr<Watch> watch;
  Journal journal;
};

}  // namespace tricolor::engine::testing
