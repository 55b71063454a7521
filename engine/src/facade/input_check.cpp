#include "facade/input_check.h"

#include <algorithm>
#include <cmath>

namespace tricolor::engine {
namespace {

using Fault = std::optional<event::TroubleAtPort>;

template <class Tag, class List>
Fault unless_known(const char* port, const char* noun, Id<Tag> id, const List& list) {
  if (id.value < list.size()) return std::nullopt;
  return event::TroubleAtPort{port, std::string(noun) + " " + std::to_string(id.value) + " is named, and there are " +
                                        std::to_string(list.size())};
}

bool finite(const ImageBox& box) {
  return std::isfinite(box.x_px) && std::isfinite(box.y_px) && std::isfinite(box.width_px) &&
         std::isfinite(box.height_px);
}
bool finite(const ImagePoint& point) { return std::isfinite(point.x_px) && std::isfinite(point.y_px); }
bool finite(const GroundPoint& point) { return std::isfinite(point.x_m) && std::isfinite(point.y_m); }
bool finite(const GroundMark& mark) {
  return finite(mark.middle) && finite(mark.right) && finite(mark.up) && std::isfinite(mark.doubt_px);
}
bool finite(const Detection& detection) {
  return finite(detection.box) && (!detection.ground || finite(*detection.ground));
}

Fault fault(const Report& report, const Configuration& c) {
  if (!finite(report.where)) return event::TroubleAtPort{"reports", "a place that is no number"};
  return report.violation_class ? unless_known("reports", "class", *report.violation_class, c.classes) : std::nullopt;
}

Fault fault(const Detections& detections, const Configuration& c) {
  if (auto unknown = unless_known("cameras", "camera", detections.camera, c.cameras)) return unknown;
  const auto& found = detections.detections;
  if (std::all_of(found.begin(), found.end(), [](const Detection& detection) { return finite(detection); }))
    return std::nullopt;
  return event::TroubleAtPort{"cameras",
                              "a box of camera " + c.cameras[detections.camera.value].name + " that is no number"};
}

bool well_formed(const ToldThing& thing) {
  return finite(thing.spot) && std::isfinite(thing.heading_rad) && std::isfinite(thing.length_m) &&
         thing.length_m > 0 && std::isfinite(thing.width_m) && thing.width_m > 0 && std::isfinite(thing.error_m) &&
         thing.error_m >= 0 && (!thing.box || finite(*thing.box));
}

Fault fault(const Telling& telling, const Configuration& c) {
  if (auto unknown = unless_known("cameras", "camera", telling.camera, c.cameras)) return unknown;
  if (std::all_of(telling.things.begin(), telling.things.end(), well_formed)) return std::nullopt;
  return event::TroubleAtPort{"cameras", "a thing told by camera " + c.cameras[telling.camera.value].name +
                                             " whose place or size is no number"};
}

Fault fault(const ZoneOccupancy& given, const Configuration& c) {
  if (auto unknown = unless_known("cameras", "camera", given.camera, c.cameras)) return unknown;
  if (auto unknown = unless_known("cameras", "zone", given.zone, c.zones)) return unknown;
  return unless_known("cameras", "class", given.violation_class, c.classes);
}

Fault fault(const Frame& frame, const Configuration& c) {
  return unless_known("cameras", "camera", frame.camera, c.cameras);
}
Fault fault(const Unchanged& unchanged, const Configuration& c) {
  return unless_known("cameras", "camera", unchanged.camera, c.cameras);
}
Fault fault(const Blind& blind, const Configuration& c) {
  return unless_known("cameras", "camera", blind.camera, c.cameras);
}
Fault fault(const Reply& reply, const Configuration& c) {
  return unless_known("gateway", "merchant", reply.merchant, c.merchants);
}
Fault fault(const OfficerUpdate& update, const Configuration& c) {
  if (auto unknown = unless_known("officers", "officer", update.officer, c.officers)) return unknown;
  if (update.where && !finite(*update.where))
    return event::TroubleAtPort{"officers", "the place of a report that is no number"};
  return update.merchant ? unless_known("officers", "merchant", *update.merchant, c.merchants) : std::nullopt;
}
Fault fault(const ReviewVerdict& verdict, const Configuration& c) {
  return verdict.merchant ? unless_known("review", "merchant", *verdict.merchant, c.merchants) : std::nullopt;
}
Fault fault(const SceneConfirmed& confirmed, const Configuration& c) {
  return unless_known("cameras", "camera", confirmed.camera, c.cameras);
}
Fault fault(const OfficerPosition& position, const Configuration& c) {
  if (auto unknown = unless_known("officers", "officer", position.officer, c.officers)) return unknown;
  if (!finite(position.where)) return event::TroubleAtPort{"officers", "a place that is no number"};
  return std::nullopt;
}
Fault fault(const OwnerChange& change, const Configuration& c) {
  return unless_known("dossiers", "merchant", change.merchant, c.merchants);
}
// Keys and incidents that nobody knows are ignored by the room that keeps them.
Fault fault(const Receipt&, const Configuration&) { return std::nullopt; }
Fault fault(const VoidRequest&, const Configuration&) { return std::nullopt; }

}  // namespace

std::optional<event::TroubleAtPort> fault_of(const Input& input, const Configuration& configuration) {
  return std::visit([&](const auto& given) { return fault(given, configuration); }, input);
}

}  // namespace tricolor::engine
