// Draws the overlays of the chosen camera's picture: the lines of its zones, clocks of stays, and the detector's boxes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/draw/camera_wall.h"
#include "view/draw/look.h"
#include "view/model/verdict.h"

namespace tricolor::harness {
namespace {

// A line of a zone is followed in steps of this length, because its ends may lie behind the camera.
constexpr double kZoneStepM = 0.5;

sf::Color of(engine::ZoneKind kind) {
  switch (kind) {
    case engine::ZoneKind::shop_front: return look::kYellow;
    case engine::ZoneKind::pavement: return look::kViolet;
    case engine::ZoneKind::no_stopping: return look::kRed;
    case engine::ZoneKind::bay: return look::kGreen;
  }
  return look::kDim;
}

// Steps of a line that are drawn and left out in turn, so that kinds of zones differ by more than their hue: fronts
// are whole lines, pavements long dashes, places without stopping short ones, bays dots.
struct Dash {
  int drawn, left_out;
};
Dash dash_of(engine::ZoneKind kind) {
  switch (kind) {
    case engine::ZoneKind::shop_front: return {1, 0};
    case engine::ZoneKind::pavement: return {4, 1};
    case engine::ZoneKind::no_stopping: return {2, 1};
    case engine::ZoneKind::bay: return {1, 1};
  }
  return {1, 0};
}

PxRect in_picture(const engine::ImageBox& box, PxRect rect, const ShownPicture& shown) {
  const float sx = rect.width / static_cast<float>(shown.full_width_px),
              sy = rect.height / static_cast<float>(shown.full_height_px);
  return {rect.left + box.x_px * sx, rect.top + box.y_px * sy, box.width_px * sx, box.height_px * sy};
}

}  // namespace

void CameraWall::draw_zones(Canvas& over, PxRect rect, const ShownPicture& shown) const {
  const engine::CameraId id{static_cast<std::uint32_t>(shown.camera)};
  const auto& camera = replay_.configuration().cameras.at(id.value);
  if (!camera.geometry) return;
  const float sx = rect.width / static_cast<float>(camera.geometry->width_px);
  const float sy = rect.height / static_cast<float>(camera.geometry->height_px);
  for (const engine::Zone& zone : replay_.configuration().zones) {
    if (std::find(zone.cameras.begin(), zone.cameras.end(), id) == zone.cameras.end()) continue;
    const Dash dash = dash_of(zone.kind);
    for (std::size_t i = 0; i < zone.outline.size(); ++i) {
      const engine::GroundPoint a = zone.outline[i], b = zone.outline[(i + 1) % zone.outline.size()];
      const int steps = std::clamp(static_cast<int>(std::hypot(b.x_m - a.x_m, b.y_m - a.y_m) / kZoneStepM), 1, 120);
      const auto step = [&](int k) -> std::optional<Px> {
        const double share = static_cast<double>(k) / steps;
        const auto p = camera.geometry->project(a.x_m + share * (b.x_m - a.x_m), a.y_m + share * (b.y_m - a.y_m), 0.02);
        if (!p) return std::nullopt;
        const Px here{rect.left + static_cast<float>(p->x_px) * sx, rect.top + static_cast<float>(p->y_px) * sy};
        return rect.contains(here) ? std::optional(here) : std::nullopt;
      };
      // Neighbouring steps within the picture that are drawn become one line.
      Px from, last;
      bool runs = false;
      for (int k = 0; k <= steps; ++k) {
        const auto here = step(k);
        const bool drawn = here && k % (dash.drawn + dash.left_out) < dash.drawn;
        if (here && !runs && drawn) from = *here;
        if (runs && !here) over.line(look::at(from), look::at(last), 1, look::faded(of(zone.kind), 0.6f));
        if (runs && here && (!drawn || k == steps))
          over.line(look::at(from), look::at(*here), 1, look::faded(of(zone.kind), 0.6f));
        runs = drawn;
        if (here) last = *here;
      }
    }
  }
}

void CameraWall::draw_boxes(Canvas& over, PxRect rect, const ShownPicture& shown, const Moment& moment,
                            Language language, std::vector<PxRect>& labels) const {
  // A box that a clock already names needs no second frame and label.
  std::vector<PxRect> named;
  for (const auto& [number, stay] : moment.service.stays())
    if (stay.started.camera.value == static_cast<std::uint32_t>(shown.camera))
      named.push_back(in_picture(stay.started.box, rect, shown));
  for (const engine::Detection& found : shown.detections) {
    const PxRect box = in_picture(found.box, rect, shown);
    const std::string kind = found.kind < kinds_.size() ? kinds_[found.kind] : "";
    const KindOfThing* known = kind_named(replay_.kinds(), kind);
    const bool mover = known && known->moves;
    const sf::Color hue = mover ? look::kDim : look::kAccent;
    const bool told = std::any_of(named.begin(), named.end(), [&](const PxRect& other) {
      return std::abs(other.left + other.width / 2 - box.left - box.width / 2) < 8 &&
             std::abs(other.top + other.height / 2 - box.top - box.height / 2) < 8;
    });
    if (told) continue;
    over.frame(box.left, box.top, box.width, box.height, look::faded(hue, mover ? 0.75f : 0.95f));
    const std::string label =
        fmt::format("{} {:.2f}", kind_text(replay_.kinds(), kind, language), found.score_256 / 256.0);
    const float width = over.width_of(10, label) + 6, y = box.top - 12 > rect.top ? box.top - 12 : box.top + box.height;
    const float x = std::clamp(box.left, rect.left, rect.left + rect.width - width);
    const PxRect place{x, y, width, 12};
    if (y + 12 > rect.top + rect.height ||
        std::any_of(labels.begin(), labels.end(), [&](const PxRect& other) { return other.meets(place); }))
      continue;
    labels.push_back(place);
    over.rect(x, y, width, 12, {8, 14, 26, 170});
    over.text(x + 3, y + 1, 10, mover ? look::kDim : look::kAccent, label);
  }
}

void CameraWall::draw_clocks(Canvas& over, PxRect rect, const ShownPicture& shown, const Moment& moment,
                             Language language, std::vector<PxRect>& labels) const {
  if (shown.full_width_px == 0) return;
  const engine::Configuration& c = replay_.configuration();
  for (const auto& [number, stay] : moment.service.stays()) {
    if (stay.started.camera.value != static_cast<std::uint32_t>(shown.camera)) continue;
    const PxRect box = in_picture(stay.started.box, rect, shown);
    const auto dwell = dwell_of(c, policies_.at(moment.at), stay.started.violation_class, stay.started.zone);
    const auto so_far = moment.at - stay.started.onset;
    const float share = dwell.count() > 0 ? static_cast<float>(so_far.count()) / static_cast<float>(dwell.count()) : 1;
    const sf::Color hue = stay.sighting ? look::kRed : look::kAmber;
    over.frame(box.left - 1, box.top - 1, box.width + 2, box.height + 2, hue, 2);
    std::string label = fmt::format("{} {}/{}", class_text(c, stay.started.violation_class, language),
                                    clock_text(so_far), clock_text(dwell));
    if (stay.sighting) label += fmt::format(" {:.2f}", stay.score_256 / 256.0);
    const float width = over.width_of(11, label) + 30;
    const float x = std::clamp(box.left - 1, rect.left, std::max(rect.left, rect.left + rect.width - width));
    const float y =
        box.top - 21 > rect.top ? box.top - 21 : std::min(box.top + box.height + 3, rect.top + rect.height - 19);
    labels.push_back({x, y, width, 18});
    over.rect(x, y, width, 18, {8, 14, 26, 215});
    over.circle({x + 11, y + 9}, 7, {40, 52, 78});
    over.slice({x + 11, y + 9}, 7, share, hue);
    over.text(x + 23, y + 3, 11, hue, label);
  }
}

}  // namespace tricolor::harness
