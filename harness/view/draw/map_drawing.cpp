// Draws a moment on the map.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/draw/look.h"
#include "view/draw/street_map.h"
#include "view/model/verdict.h"

namespace tricolor::harness {
namespace {

sf::Color mixed(sf::Color a, sf::Color b, double share) {
  const auto part = [&](sf::Uint8 x, sf::Uint8 y) { return static_cast<sf::Uint8>(x + (y - x) * share); };
  return {part(a.r, b.r), part(a.g, b.g), part(a.b, b.b), part(a.a, b.a)};
}

// By day everything is a little lighter, so that the map shows the time of day, too.
sf::Color lit(sf::Color colour, double day) { return mixed(colour, sf::Color(88, 108, 142, colour.a), 0.20 * day); }

sf::Color colour_of(Surface surface) {
  switch (surface) {
    case Surface::block: return look::kBlock;
    case Surface::pavement: return look::kPavement;
    case Surface::carriageway: return look::kCarriageway;
    case Surface::marking: return look::kMarking;
    case Surface::bay: return look::kBay;
  }
  return look::kBlock;
}

bool has_case(const Moment& moment, const Mark& incident) {
  return !moment.service.incident(engine::IncidentId{static_cast<std::uint32_t>(incident.what.id)})->cases.empty();
}

// Below these scales, in units of the screen a metre, names and markings would be too small to read, and a person is a
// small part of a pixel.
constexpr float kNamesFrom = 6, kCameraNamesFrom = 5, kMarkingsFrom = 1.6f, kPassersByFrom = 0.2f;
// Below this scale a street of a town is a row of dots: cameras are dots too, their footprints are left out, and the
// names of streets stand on a ground of their own.
constexpr float kDotsBelow = 1;
// Height of the letters on a town's plate, units of the screen.
constexpr unsigned kPlateName = 14, kPlateCount = 12;

}  // namespace

void StreetMap::draw_ground(Canvas& canvas, const Moment& moment) const {
  const double day = sim::light_at(moment.at).level;
  const PxRect& area = view_.area();
  const float scale = view_.scale();
  canvas.ground(area.left, area.top, area.width, area.height, lit(look::kGround, day));
  const sim::Point low = view_.low_in_sight(), high = view_.high_in_sight();
  const auto patches = [&](const std::vector<StreetPlan::Patch>& list) {
    for (const StreetPlan::Patch& patch : list)
      if (patch.high.x_m >= low.x_m && patch.low.x_m <= high.x_m && patch.high.y_m >= low.y_m &&
          patch.low.y_m <= high.y_m)
        canvas.ground(on_screen(patch.corners), lit(colour_of(patch.surface), day));
  };
  // A grid shows distances.
  const double step = scale < 0.12f ? 1000 : scale < 0.6f ? 200 : scale > 8 ? 10 : 50;
  const sf::Color grid = lit({15, 23, 39}, day);
  for (double x = std::ceil(low.x_m / step) * step; x < high.x_m; x += step)
    canvas.ground(std::round(view_.to_screen({x, 0}).x), area.top, 1, area.height, grid);
  for (double y = std::ceil(low.y_m / step) * step; y < high.y_m; y += step)
    canvas.ground(area.left, std::round(view_.to_screen({0, y}).y), area.width, 1, grid);
  if (level_ == MapLevel::towns) return draw_roads(canvas, day);
  patches(plan_.blocks);
  patches(plan_.ground);
  if (scale > kMarkingsFrom) patches(plan_.markings);
  for (const sim::Point& tree : plan_.trees)
    if (const Px at = view_.to_screen(tree); view_.in_sight(at, 20))
      canvas.circle(look::at(at), std::max(1.2f, 1.3f * scale), lit({34, 74, 60, 210}, day));
}

// From so far away a street is thinner than a pixel, and is drawn as a line.
void StreetMap::draw_roads(Canvas& canvas, double day) const {
  for (const sim::Street& street : replay_.city().streets) {
    const Px from = view_.to_screen(street.from), to = view_.to_screen(street.to);
    if (!view_.in_sight(from, 200) && !view_.in_sight(to, 200)) continue;
    canvas.line(look::at(from), look::at(to), street.built ? 1.8f : 1.0f,
                lit(street.built ? sf::Color(92, 112, 148) : sf::Color(44, 56, 80), day));
  }
}

void StreetMap::draw_lamps(Canvas& canvas, const Moment& moment) const {
  if (!sim::light_at(moment.at).lamps_on) return;
  for (const sim::Point& lamp : plan_.lamps) {
    if (!view_.in_sight(view_.to_screen(lamp), 60)) continue;
    const sf::Vector2f at = look::at(view_.to_screen(lamp));
    canvas.circle(at, std::min(60.f, 5.5f * view_.scale()), {255, 196, 110, 16});
    canvas.circle(at, std::min(30.f, 2.6f * view_.scale()), {255, 206, 130, 22});
    canvas.circle(at, std::max(0.8f, 0.2f * view_.scale()), {255, 224, 170, 200});
  }
}

void StreetMap::draw_shops(Canvas& canvas, const Moment& moment, const ViewState& state) {
  constexpr float kLongestFrontM = 60;
  for (std::size_t i = 0; i < plan_.shops.size(); ++i) {
    if (!view_.in_sight(view_.to_screen(plan_.shops[i][0]), kLongestFrontM * view_.scale())) continue;
    const auto corners = on_screen(plan_.shops[i]);
    if (!in_sight(corners)) continue;
    const engine::Colour colour = moment.shop(i).colour;
    const sf::Color hue = look::of(colour);
    const bool plain = colour == engine::Colour::green;
    canvas.polygon(corners, mixed(sf::Color(24, 36, 58), hue, plain ? 0.10 : 0.34));
    canvas.line(corners[0], corners[1], std::clamp(view_.scale() * 0.5f, 1.4f, 4.f),
                look::faded(hue, plain ? 0.75f : 1));
    if (view_.scale() < kNamesFrom || !state.names) continue;
    const sf::Vector2f front = (corners[0] + corners[1]) / 2.f, back = (corners[2] + corners[3]) / 2.f;
    const float depth = std::hypot(back.x - front.x, back.y - front.y);
    const float width = std::hypot(corners[1].x - corners[0].x, corners[1].y - corners[0].y);
    const sf::Vector2f inwards = (back - front) / std::max(1.f, depth);
    const bool lies = std::abs(inwards.y) > std::abs(inwards.x);
    const sf::Vector2f middle = front + inwards * ((lies ? 0.72f : 0.70f) * depth);
    const auto size = static_cast<unsigned>(std::clamp(view_.scale() * 1.35f, 10.f, 15.f));
    label(canvas, LabelRank::shop, middle.x, middle.y - static_cast<float>(size) * 0.5f, size,
          look::faded(look::kText, 0.85f), replay_.configuration().merchants[i].sign, lies ? width - 2 : 0.54f * depth);
  }
}

bool StreetMap::among_dots() const { return !plan_.places.towns.empty() && view_.scale() < kDotsBelow; }

// Of a road with bends one stretch is named: the longest in sight.
void StreetMap::draw_street_names(Canvas& canvas) {
  for (std::size_t number = 0; number < plan_.places.roads.size(); ++number) {
    const RoadPlace& road = plan_.places.roads[number];
    std::optional<Px> best;
    double longest = 0;
    for (const std::size_t stretch : road.stretches) {
      const sim::Street& street = replay_.city().streets[stretch];
      // The name is not at the middle, where another street often crosses.
      const bool lies = std::abs(street.to.x_m - street.from.x_m) > std::abs(street.to.y_m - street.from.y_m);
      const Px at = view_.to_screen(street.at(street.length_m() * (lies ? 0.37 : 0.84), 0));
      if (!view_.in_sight(at, 0) || !(lies || view_.scale() > 1) || street.length_m() <= longest) continue;
      longest = street.length_m();
      best = at;
    }
    // A name longer than its street stands for nothing.
    if (!best || canvas.width_of(13, road.name) > 1.2 * road.length_m * view_.scale()) continue;
    label(canvas, LabelRank::street, best->x, best->y - 7, 13, look::faded(look::kText, among_dots() ? 0.9f : 0.55f),
          road.name);
  }
}

// Name, open incidents; below them the shops by colour, and the cameras that see nothing.
void StreetMap::draw_plate(Canvas& canvas, const Mark& mark, const ViewState& state) {
  const PxRect& box = mark.box;
  const bool marked = mark.what == state.hovered || mark.what == state.selection;
  const Px edge{std::clamp(mark.home.x, box.left, box.right()), std::clamp(mark.home.y, box.top, box.bottom())};
  if (!box.contains(mark.home)) canvas.line(look::at(edge), look::at(mark.home), 1, look::faded(look::kDim, 0.7f));
  canvas.rect(box.left, box.top, box.width, box.height, look::kCard);
  canvas.frame(box.left, box.top, box.width, box.height, marked ? look::kAccent : look::kLine);
  const TownPlace& town = plan_.places.towns[mark.what.id];
  const bool any = mark.counts.incidents_open > 0;
  const std::string open = fmt::format("{}", mark.counts.incidents_open);
  const float right = box.right() - 8, first = box.top + 6, second = box.top + 25;
  const float width = canvas.text(right, first, kPlateName, any ? look::kText : look::kFaint, open, Align::right);
  if (any) incident_mark(canvas, {right - width - 9, first + 8}, 5, false);
  canvas.text(box.left + 8, first, kPlateName, look::kText, town.name, Align::left, box.width - 44 - width);
  float x = box.left + 13;
  for (int colour = 0; colour < 3; ++colour) {
    const int count = mark.counts.shops[static_cast<std::size_t>(colour)];
    colour_mark(canvas, {x, second + 7}, 4.5f, colour, false);
    x += 8 + canvas.text(x + 7, second, kPlateCount, count > 0 ? look::kText : look::kFaint, fmt::format("{}", count)) +
         10;
  }
  if (mark.counts.blind > 0)
    canvas.text(right, second, kPlateCount, look::kRed, fmt::format("×{}", mark.counts.blind), Align::right);
}

void StreetMap::draw_footprints(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  for (std::size_t i = 0; i < plan_.footprints.size(); ++i) {
    const bool chosen = static_cast<int>(i) == state.camera;
    const sf::Color hue = moment.camera(i).sees ? look::kAccent : look::kRed;
    // At near scales dozens of footprints would overlap, hide the street and take more time than all else; then only
    // the chosen one is shown.
    const bool left_out = !state.footprints || view_.scale() >= 3 || among_dots();
    if (!chosen && left_out) continue;
    if (!view_.in_sight(view_.to_screen(replay_.city().cameras[i].pose.at), 60 * view_.scale())) continue;
    const auto outline = on_screen(plan_.footprints[i]);
    if (outline.size() < 3 || !in_sight(outline)) continue;
    canvas.polygon(outline, look::faded(hue, chosen ? 0.15f : 0.05f));
    for (std::size_t k = 0; k < outline.size(); ++k)
      canvas.line(outline[k], outline[(k + 1) % outline.size()], 1, look::faded(hue, chosen ? 0.75f : 0.09f));
  }
}

void StreetMap::draw_leader(Canvas& canvas, const Mark& mark, const Moment& moment) const {
  const Px way = mark.home - mark.at;
  const float length = std::hypot(way.x, way.y);
  if (length < mark.radius + 2) return;
  sf::Color hue = look::kDim;
  if (mark.colour >= 0) hue = look::of(static_cast<engine::Colour>(mark.colour));
  if (mark.what.what == Selection::What::incident) hue = has_case(moment, mark) ? look::kBlue : look::kRed;
  canvas.line(look::at(mark.at + way * (mark.radius / length)), look::at(mark.home), 1.2f, look::faded(hue, 0.7f));
}

void StreetMap::draw_shop_mark(Canvas& canvas, const Mark& mark) const {
  colour_mark(canvas, look::at(mark.at), mark.radius, mark.colour, mark.radius >= 5);
}

void StreetMap::draw_camera(Canvas& canvas, const Mark& mark, const Moment& moment, const ViewState& state) {
  const sim::CameraPose& pose = replay_.city().cameras[mark.what.id].pose;
  const bool chosen = static_cast<int>(mark.what.id) == state.camera, sees = moment.camera(mark.what.id).sees;
  const sf::Color hue = sees ? look::kAccent : look::kRed;
  const sf::Vector2f at = look::at(mark.at);
  const float r = mark.radius;
  const auto turned = [&](double by, float far) {
    return at + sf::Vector2f{static_cast<float>(std::cos(pose.heading_rad + by)),
                             -static_cast<float>(std::sin(pose.heading_rad + by))} *
                    far;
  };
  const bool dot = among_dots() && !chosen && sees;
  if (dot) return canvas.circle(at, 1.5f, look::faded(hue, 0.8f));
  canvas.polygon({at, turned(0.55, 2.3f * r), turned(-0.55, 2.3f * r)}, look::faded(hue, 0.85f));
  canvas.circle(at, r, chosen ? look::kText : hue);
  if (!sees) {
    canvas.line(at + sf::Vector2f{-r, -r} * 1.5f, at + sf::Vector2f{r, r} * 1.5f, 2, look::kRed);
    canvas.line(at + sf::Vector2f{-r, r} * 1.5f, at + sf::Vector2f{r, -r} * 1.5f, 2, look::kRed);
  }
  // The label is behind the camera's back, where nothing of it is drawn.
  const sf::Vector2f back = turned(3.14159, r + 9);
  if (chosen || (view_.scale() >= kCameraNamesFrom && state.names))
    label(canvas, chosen ? LabelRank::chosen : LabelRank::camera, back.x, back.y - 6, 11,
          look::faded(hue, chosen ? 1 : 0.7f), replay_.city().cameras[mark.what.id].id);
}

void StreetMap::draw_thing(Canvas& canvas, const sim::Thing& thing) const {
  const Px place = view_.to_screen(thing.at);
  if (!view_.in_sight(place, 40)) return;
  const sf::Vector2f at = look::at(place);
  const float scale = view_.scale();
  const sim::KindTable& kinds = *replay_.city().kinds;
  const KindOfThing* known = kind_named(replay_.kinds(), kinds.name_of(thing.kind));
  const sf::Color colour =
      known ? sf::Color(known->colour.red, known->colour.green, known->colour.blue) : sf::Color(look::kDim);
  const sim::Extent& extent = kinds.extent_of(thing.kind, thing.look);
  if (known && known->on_map == KindOfThing::OnMap::dot) {
    canvas.circle(at, std::max(thing.kind == sim::ThingKind::person ? 1.2f : 0.9f, 0.32f * scale), colour);
    return;
  }
  const float l = std::max(static_cast<float>(extent.length_m * thing.scale) * scale / 2, 1.4f);
  const float w = std::max(static_cast<float>(extent.width_m * thing.scale) * scale / 2, 1.1f);
  const auto c = static_cast<float>(std::cos(thing.heading_rad)), s = static_cast<float>(std::sin(thing.heading_rad));
  const auto corner = [&](float a, float b) { return at + sf::Vector2f{a * c - b * s, -(a * s + b * c)}; };
  canvas.polygon({corner(-l, -w), corner(l, -w), corner(l, w), corner(-l, w)}, colour);
  // A windscreen shows the direction of a car.
  if (thing.kind == sim::ThingKind::motor && l > 6)
    canvas.polygon({corner(0.25f * l, -0.8f * w), corner(0.55f * l, -0.8f * w), corner(0.55f * l, 0.8f * w),
                    corner(0.25f * l, 0.8f * w)},
                   {30, 44, 68});
}

void StreetMap::draw_passers_by(Canvas& canvas, const Moment& moment) const {
  if (view_.scale() < kPassersByFrom) return;
  const double reach_m = 0.5 * std::hypot(view_.area().width, view_.area().height) / view_.scale();
  for (const sim::Thing& thing : replay_.passers_by(view_.centre(), reach_m, moment.at)) draw_thing(canvas, thing);
}

// Every stay that the engine counts has a clock.
void StreetMap::draw_stays(Canvas& canvas, const Moment& moment) const {
  for (const auto& [number, stay] : moment.service.stays()) {
    const Px place = view_.to_screen({stay.started.spot.x_m, stay.started.spot.y_m});
    if (!view_.in_sight(place, 20) || stay.sighting) continue;
    const auto dwell =
        dwell_of(replay_.configuration(), policies_.at(moment.at), stay.started.violation_class, stay.started.zone);
    const auto so_far = moment.at - stay.started.onset;
    const float share = dwell.count() > 0 ? static_cast<float>(so_far.count()) / static_cast<float>(dwell.count()) : 1;
    const float r = std::clamp(view_.scale() * 1.2f, 4.5f, 9.f);
    const sf::Vector2f at = look::at(place);
    canvas.circle(at, r, {16, 24, 40, 180});
    canvas.slice(at, r, share, look::faded(look::kAmber, 0.9f));
    canvas.ring(at, r, 1.2f, look::kAmber);
  }
}

void StreetMap::draw_incident(Canvas& canvas, const Mark& mark, const Moment& moment, const ViewState& state) {
  const auto number = static_cast<std::uint32_t>(mark.what.id);
  const double phase = state.pulse_s * 0.9 + number * 0.37;
  const auto beat = static_cast<float>(phase - std::floor(phase));
  const bool with_case = has_case(moment, mark);
  const sf::Color hue = with_case ? look::kBlue : look::kRed;
  const sf::Vector2f at = look::at(mark.at);
  canvas.circle(at, 6 + 20 * beat, look::faded(hue, 0.30f * (1 - beat)));
  canvas.ring(at, 6 + 20 * beat, 1.6f, look::faded(hue, 0.9f * (1 - beat)));
  incident_mark(canvas, at, mark.radius, with_case);
  const bool chosen = mark.what == state.selection || mark.what == state.hovered;
  if (view_.scale() > 2 || chosen)
    label(canvas, chosen ? LabelRank::chosen : LabelRank::incident, at.x + 18, at.y - 18, 12, look::kText,
          fmt::format("#{}", number));
}

void StreetMap::draw_officer(Canvas& canvas, const Mark& mark, const Moment& moment, const ViewState& state) {
  const OfficerMoment& officer = moment.officers[mark.what.id];
  const sf::Vector2f at = look::at(mark.at);
  if (officer.on_the_way(moment.at)) {
    const sf::Vector2f to = look::at(view_.to_screen(officer.to));
    canvas.dashes(at, to, 2, 7, look::faded(look::kBlue, 0.9f));
    canvas.ring(to, 7, 1.5f, look::kBlue);
  }
  canvas.circle(at, 9, sf::Color(10, 18, 36));
  canvas.circle(at, 7.6f, officer.case_id ? look::kBlue : sf::Color(58, 84, 138));
  canvas.text(at.x, at.y - 6, 11, sf::Color::White, say(state.language, "城", "O"), Align::centre);
  if (view_.scale() > 1.5f || officer.case_id)
    label(canvas, LabelRank::officer, at.x, at.y + 10, 11, look::kText, replay_.city().officers[mark.what.id].id);
}

void StreetMap::draw_chosen(Canvas& canvas, const Moment& moment, const ViewState& state) const {
  if (const auto place = shown_at(state.hovered, moment); place && state.hovered != state.selection)
    canvas.ring(look::at(*place), 12, 1.5f, look::faded(look::kText, 0.9f));
  const auto place = shown_at(state.selection, moment);
  if (!place) return;
  const sf::Vector2f at = look::at(*place);
  const float r = 15 + 1.5f * static_cast<float>(std::sin(state.pulse_s * 4));
  for (const float turn : {0.f, 1.5708f, 3.1416f, 4.7124f}) {
    const sf::Vector2f out{std::cos(turn), std::sin(turn)};
    canvas.line(at + out * r, at + out * (r + 7), 2, look::kAccent);
  }
  canvas.ring(at, r, 1.2f, look::faded(look::kAccent, 0.8f));
}

}  // namespace tricolor::harness
