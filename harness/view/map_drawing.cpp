// What the map shows of a moment.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/look.h"
#include "view/street_map.h"
#include "view/verdict.h"

namespace tricolor::harness {
namespace {

sf::Color mixed(sf::Color a, sf::Color b, double share) {
  const auto part = [&](sf::Uint8 x, sf::Uint8 y) { return static_cast<sf::Uint8>(x + (y - x) * share); };
  return {part(a.r, b.r), part(a.g, b.g), part(a.b, b.b), part(a.a, b.a)};
}

sf::Color colour_of(sim::ThingKind kind) {
  switch (kind) {
    case sim::ThingKind::pile: return {214, 151, 92};
    case sim::ThingKind::display: return {190, 150, 220};
    case sim::ThingKind::stall: return {236, 178, 90};
    case sim::ThingKind::motor: return {146, 172, 205};
    case sim::ThingKind::nonmotor: return {104, 184, 168};
    case sim::ThingKind::person: return {176, 194, 222};
    case sim::ThingKind::rider: return {126, 208, 224};
    case sim::ThingKind::sign:
    case sim::ThingKind::bin: return {98, 112, 138};
    case sim::ThingKind::dog: return {200, 170, 140};
  }
  return look::kDim;
}

// Below this scale, in pixels a metre, names would only be noise.
constexpr float kNamesFrom = 6, kCameraNamesFrom = 5;

}  // namespace

void StreetMap::draw(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  // By day everything is a little lighter: the hour is to be felt on the map, too.
  const double day = sim::light_at(moment.at).level;
  const auto lit = [&](sf::Color colour) { return mixed(colour, sf::Color(88, 108, 142, colour.a), 0.20 * day); };
  canvas.ground(area_.left, area_.top, area_.width, area_.height, lit(look::kGround));
  const auto patches = [&](const std::vector<Patch>& list) {
    for (const Patch& patch : list)
      if (const auto corners = on_screen(patch.corners); in_sight(corners)) canvas.ground(corners, lit(patch.colour));
  };
  // A grid of 50 m gives the eye a measure.
  const sim::Point low = to_ground({area_.left, area_.top + area_.height}), high = to_ground({area_.left + area_.width, area_.top});
  const double step = scale_ < 0.6f ? 200 : scale_ > 8 ? 10 : 50;
  for (double x = std::ceil(low.x_m / step) * step; x < high.x_m; x += step) canvas.ground(std::round(to_screen({x, 0}).x), area_.top, 1, area_.height, lit({15, 23, 39}));
  for (double y = std::ceil(low.y_m / step) * step; y < high.y_m; y += step) canvas.ground(area_.left, std::round(to_screen({0, y}).y), area_.width, 1, lit({15, 23, 39}));
  patches(blocks_);
  patches(ground_);
  if (scale_ > 1.6f) patches(markings_);
  for (const sim::Point& tree : trees_)
    if (const sf::Vector2f at = to_screen(tree); in_sight(at, 20)) canvas.circle(at, std::max(1.2f, 1.3f * scale_), lit({34, 74, 60, 210}));
  draw_lamps(canvas, moment);
  draw_footprints(canvas, moment, state);
  draw_shops(canvas, moment, state);
  const auto& streets = replay_.city().streets;
  for (const sim::Street& street : streets) {
    // Not at the middle, where another street often crosses.
    const bool lies = std::abs(street.to.x_m - street.from.x_m) > std::abs(street.to.y_m - street.from.y_m);
    const sf::Vector2f at = to_screen(street.at(street.length_m() * (lies ? 0.37 : 0.84), 0));
    if (in_sight(at, 0) && (lies || scale_ > 1)) canvas.text(at.x, at.y - 7, 13, look::faded(look::kText, 0.55f), street.name, Align::centre);
  }
  draw_cameras(canvas, moment, state);
  draw_things(canvas, moment);
  draw_incidents(canvas, moment, state);
  draw_officers(canvas, moment, state);
  if (const auto place = place_of(state.selection, moment)) {
    const sf::Vector2f at = to_screen(*place);
    const float r = 15 + 1.5f * static_cast<float>(std::sin(state.pulse_s * 4));
    for (const float turn : {0.f, 1.5708f, 3.1416f, 4.7124f}) canvas.line(at + sf::Vector2f{std::cos(turn), std::sin(turn)} * r, at + sf::Vector2f{std::cos(turn), std::sin(turn)} * (r + 7), 2, look::kAccent);
    canvas.ring(at, r, 1.2f, look::faded(look::kAccent, 0.8f));
  }
}

void StreetMap::draw_lamps(Canvas& canvas, const Moment& moment) const {
  if (!sim::light_at(moment.at).lamps_on) return;
  for (const sim::Point& lamp : lamps_)
    if (const sf::Vector2f at = to_screen(lamp); in_sight(at, 60)) {
      canvas.circle(at, std::min(60.f, 5.5f * scale_), {255, 196, 110, 16});
      canvas.circle(at, std::min(30.f, 2.6f * scale_), {255, 206, 130, 22});
      canvas.circle(at, std::max(0.8f, 0.2f * scale_), {255, 224, 170, 200});
    }
}

void StreetMap::draw_shops(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  for (std::size_t i = 0; i < shops_.size(); ++i) {
    const auto corners = on_screen(shops_[i]);
    if (!in_sight(corners)) continue;
    const engine::Colour colour = moment.shop(i).colour;
    const sf::Color hue = look::of(colour);
    const bool plain = colour == engine::Colour::green;
    canvas.polygon(corners, mixed(sf::Color(24, 36, 58), hue, plain ? 0.10 : 0.34));
    canvas.line(corners[0], corners[1], std::clamp(scale_ * 0.5f, 1.4f, 4.f), look::faded(hue, plain ? 0.75f : 1));
    // Yellow and red are seen at any scale, staggered where shops are narrower than their marks.
    const sf::Vector2f front = (corners[0] + corners[1]) / 2.f, back = (corners[2] + corners[3]) / 2.f;
    const float depth = std::hypot(back.x - front.x, back.y - front.y);
    const sf::Vector2f inwards = (back - front) / std::max(1.f, depth);
    const float radius = std::clamp(scale_ * 1.5f, plain ? 1.5f : 5.f, 10.f);
    const float width = std::hypot(corners[1].x - corners[0].x, corners[1].y - corners[0].y);
    const float stagger = !plain && width < 2.6f * radius ? static_cast<float>(i % 3) * 2.2f * radius : 0;
    const sf::Vector2f at = front + inwards * (std::max(radius + 3, 0.26f * depth) + (depth < 20 && !plain ? depth : 0) + stagger);
    colour_mark(canvas, at, radius, static_cast<int>(colour), radius >= 5);
    if (scale_ < kNamesFrom || !state.names) continue;
    const engine::Dossier& dossier = replay_.configuration().merchants[i];
    const bool lies = std::abs(inwards.y) > std::abs(inwards.x);
    const sf::Vector2f label = front + inwards * ((lies ? 0.72f : 0.70f) * depth);
    const auto size = static_cast<unsigned>(std::clamp(scale_ * 1.35f, 10.f, 15.f));
    canvas.text(label.x, label.y - static_cast<float>(size) * 0.5f, size, look::faded(look::kText, 0.85f), dossier.sign, Align::centre, lies ? width - 2 : 0.54f * depth);
  }
}

void StreetMap::draw_footprints(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  const auto& cameras = replay_.city().cameras;
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    const bool chosen = static_cast<int>(i) == state.camera;
    const bool sees = moment.camera(i).sees;
    const sf::Color hue = sees ? look::kAccent : look::kRed;
    // Near to, dozens that overlap would hide the street and cost more than all else: then only the chosen one is shown.
    if (chosen || (state.footprints && scale_ < 3))
      if (const auto outline = on_screen(footprints_[i]); outline.size() > 2 && in_sight(outline)) {
        canvas.polygon(outline, look::faded(hue, chosen ? 0.15f : 0.05f));
        for (std::size_t k = 0; k < outline.size(); ++k) canvas.line(outline[k], outline[(k + 1) % outline.size()], 1, look::faded(hue, chosen ? 0.75f : 0.09f));
      }
  }
}

void StreetMap::draw_cameras(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  const auto& cameras = replay_.city().cameras;
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    const sim::CameraPose& pose = cameras[i].pose;
    const sf::Vector2f at = to_screen(pose.at);
    if (!in_sight(at, 10)) continue;
    const bool chosen = static_cast<int>(i) == state.camera;
    const sf::Color hue = moment.camera(i).sees ? look::kAccent : look::kRed;
    const float r = std::clamp(scale_ * 1.1f, 2.6f, 6.f) * (chosen ? 1.35f : 1);
    const auto turned = [&](double by, float far) { return at + sf::Vector2f{static_cast<float>(std::cos(pose.heading_rad + by)), -static_cast<float>(std::sin(pose.heading_rad + by))} * far; };
    canvas.polygon({at, turned(0.55, 2.3f * r), turned(-0.55, 2.3f * r)}, look::faded(hue, 0.85f));
    canvas.circle(at, r, chosen ? look::kText : hue);
    if (!moment.camera(i).sees) {
      canvas.line(at + sf::Vector2f{-r, -r} * 1.5f, at + sf::Vector2f{r, r} * 1.5f, 2, look::kRed);
      canvas.line(at + sf::Vector2f{-r, r} * 1.5f, at + sf::Vector2f{r, -r} * 1.5f, 2, look::kRed);
    }
    // Behind its back, where nothing of it is drawn.
    const sf::Vector2f label = turned(3.14159, r + 9);
    if (chosen || (scale_ >= kCameraNamesFrom && state.names)) canvas.text(label.x, label.y - 6, 11, look::faded(hue, chosen ? 1 : 0.7f), cameras[i].id, Align::centre);
  }
}

void StreetMap::draw_thing(Canvas& canvas, const sim::Thing& thing) const {
  const sf::Vector2f at = to_screen(thing.at);
  if (!in_sight(at, 40)) return;
  const sf::Color colour = colour_of(thing.kind);
  const sim::Extent extent = sim::extent_of(thing.kind, thing.look);
  if (thing.kind == sim::ThingKind::person || thing.kind == sim::ThingKind::dog || thing.kind == sim::ThingKind::bin) {
    canvas.circle(at, std::max(thing.kind == sim::ThingKind::person ? 1.2f : 0.9f, 0.32f * scale_), colour);
    return;
  }
  const auto length = static_cast<float>(extent.length_m * thing.scale) * scale_ / 2, width = static_cast<float>(extent.width_m * thing.scale) * scale_ / 2;
  const float l = std::max(length, 1.4f), w = std::max(width, 1.1f);
  const auto c = static_cast<float>(std::cos(thing.heading_rad)), s = static_cast<float>(std::sin(thing.heading_rad));
  const auto corner = [&](float a, float b) { return at + sf::Vector2f{a * c - b * s, -(a * s + b * c)}; };
  canvas.polygon({corner(-l, -w), corner(l, -w), corner(l, w), corner(-l, w)}, colour);
  // A windscreen says which way a car stands.
  if (thing.kind == sim::ThingKind::motor && l > 6) canvas.polygon({corner(0.25f * l, -0.8f * w), corner(0.55f * l, -0.8f * w), corner(0.55f * l, 0.8f * w), corner(0.25f * l, 0.8f * w)}, {30, 44, 68});
}

void StreetMap::draw_things(Canvas& canvas, const Moment& moment) const {
  for (const auto& [id, it] : moment.standing) draw_thing(canvas, it.thing);
  const double reach_m = 0.5 * std::hypot(area_.width, area_.height) / scale_;
  for (const sim::Thing& thing : replay_.passers_by(centre_, reach_m, moment.at)) draw_thing(canvas, thing);
  // A clock for every stay that the engine counts.
  for (const auto& [number, stay] : moment.service.stays()) {
    const sf::Vector2f at = to_screen({stay.started.spot.x_m, stay.started.spot.y_m});
    if (!in_sight(at, 20) || stay.sighting) continue;
    const auto dwell = dwell_of(replay_.configuration(), policy_, stay.started.violation_class);
    const float share = dwell.count() > 0 ? static_cast<float>(moment.at.time_since_epoch().count() - stay.started.onset.time_since_epoch().count()) / static_cast<float>(dwell.count()) : 1;
    const float r = std::clamp(scale_ * 1.2f, 4.5f, 9.f);
    canvas.circle(at, r, {16, 24, 40, 180});
    canvas.slice(at, r, share, look::faded(look::kAmber, 0.9f));
    canvas.ring(at, r, 1.2f, look::kAmber);
  }
}

void StreetMap::draw_incidents(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  for (const engine::IncidentId id : moment.service.open_incidents()) {
    const engine::IncidentRecord& incident = *moment.service.incident(id);
    const std::uint32_t number = id.value;
    const sf::Vector2f at = to_screen({incident.opened.spot.x_m, incident.opened.spot.y_m});
    if (!in_sight(at, 40)) continue;
    const double phase = state.pulse_s * 0.9 + number * 0.37;
    const auto beat = static_cast<float>(phase - std::floor(phase));
    const sf::Color hue = incident.case_id() ? look::kBlue : look::kRed;
    canvas.circle(at, 6 + 20 * beat, look::faded(hue, 0.30f * (1 - beat)));
    canvas.ring(at, 6 + 20 * beat, 1.6f, look::faded(hue, 0.9f * (1 - beat)));
    canvas.circle(at, 5.5f, hue);
    canvas.circle(at, 2.2f, sf::Color::White);
    if (scale_ > 2 || Selection{Selection::What::incident, number} == state.selection) canvas.text(at.x + 9, at.y - 17, 12, look::kText, fmt::format("#{}", number));
  }
}

void StreetMap::draw_officers(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  for (std::size_t i = 0; i < moment.officers.size(); ++i) {
    const OfficerMoment& officer = moment.officers[i];
    const sf::Vector2f at = to_screen(officer.at(moment.at)), to = to_screen(officer.to);
    if (officer.on_the_way(moment.at)) {
      canvas.dashes(at, to, 2, 7, look::faded(look::kBlue, 0.9f));
      canvas.ring(to, 7, 1.5f, look::kBlue);
    }
    if (!in_sight(at, 20)) continue;
    // Officers who wait at one place stand beside one another.
    std::size_t before = 0;
    for (std::size_t k = 0; k < i; ++k) before += std::hypot(moment.officers[k].at(moment.at).x_m - officer.at(moment.at).x_m, moment.officers[k].at(moment.at).y_m - officer.at(moment.at).y_m) * scale_ < 4 ? 1 : 0;
    const sf::Vector2f place = at + sf::Vector2f{static_cast<float>(before) * 19, 0};
    canvas.circle(place, 9, sf::Color(10, 18, 36));
    canvas.circle(place, 7.6f, officer.case_id ? look::kBlue : sf::Color(58, 84, 138));
    canvas.text(place.x, place.y - 6, 11, sf::Color::White, say(state.language, "城", "O"), Align::centre);
    if (scale_ > 1.5f || officer.case_id) canvas.text(place.x, place.y + 10, 11, look::kText, replay_.city().officers[i].id, Align::centre);
  }
}

}  // namespace tricolor::harness
