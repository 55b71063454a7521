#include "view/draw/street_map.h"

#include <algorithm>
#include <utility>

#include "view/draw/look.h"

namespace tricolor::harness {

StreetMap::StreetMap(const Replay& replay, const PolicyHistory& policies)
    : replay_(replay), policies_(policies), plan_(replay), marks_(replay, plan_) {
  // Above the northern towns there is room for their plates, and the legend covers nothing of the southern ones.
  const bool plates = !plan_.places.towns.empty();
  view_.set_bounds(plan_.low, plan_.high, plates ? TownPlate::kHeight + 12 : 0);
}

std::vector<Selection> StreetMap::under(Px at) const {
  if (!view_.area().contains(at)) return {};
  return marks_.under(at, shown_, view_);
}

std::optional<Px> StreetMap::shown_at(const Selection& selection, const Moment& moment) const {
  for (const Mark& mark : shown_)
    if (mark.what == selection) return mark.at;
  if (const auto place = marks_.place_of(selection, moment)) return view_.to_screen(*place);
  return std::nullopt;
}

std::vector<sf::Vector2f> StreetMap::on_screen(const StreetPlan::Outline& corners) const {
  std::vector<sf::Vector2f> points;
  points.reserve(corners.size());
  for (const sim::Point& corner : corners) points.push_back(look::at(view_.to_screen(corner)));
  return points;
}

bool StreetMap::in_sight(const std::vector<sf::Vector2f>& corners) const {
  const PxRect& area = view_.area();
  float low_x = 1e9f, high_x = -1e9f, low_y = 1e9f, high_y = -1e9f;
  for (const sf::Vector2f& p : corners) {
    low_x = std::min(low_x, p.x);
    high_x = std::max(high_x, p.x);
    low_y = std::min(low_y, p.y);
    high_y = std::max(high_y, p.y);
  }
  return high_x >= area.left && low_x <= area.right() && high_y >= area.top && low_y <= area.bottom();
}

void StreetMap::draw(Canvas& canvas, const Moment& moment, const ViewState& state) {
  level_ = level_of(view_, plan_.places);
  labels_.clear();
  shown_ = marks_.of(moment, view_, state);
  draw_ground(canvas, moment);
  draw_footprints(canvas, moment, state);
  if (level_ != MapLevel::towns) {
    draw_lamps(canvas, moment);
    draw_shops(canvas, moment, state);
    draw_street_names(canvas);
  }
  for (const Mark& mark : shown_)
    if (mark.led || mark.what == state.hovered || mark.what == state.selection) draw_leader(canvas, mark, moment);
  draw_marks(canvas, moment, state);
  draw_chosen(canvas, moment, state);
  draw_labels(canvas);
}

void StreetMap::draw_marks(Canvas& canvas, const Moment& moment, const ViewState& state) {
  bool stays_drawn = level_ == MapLevel::towns;
  const auto draw_stays_once = [&] {
    if (std::exchange(stays_drawn, true)) return;
    draw_passers_by(canvas, moment);
    draw_stays(canvas, moment);
  };
  for (const Mark& mark : shown_) {
    switch (mark.what.what) {
      case Selection::What::shop: draw_shop_mark(canvas, mark); break;
      case Selection::What::camera: draw_camera(canvas, mark, moment, state); break;
      case Selection::What::thing: draw_thing(canvas, moment.standing.at(mark.what.id).thing); break;
      case Selection::What::incident:
        draw_stays_once();
        draw_incident(canvas, mark, moment, state);
        break;
      case Selection::What::officer:
        draw_stays_once();
        draw_officer(canvas, mark, moment, state);
        break;
      case Selection::What::town: draw_plate(canvas, mark, state); break;
      default: break;
    }
  }
  draw_stays_once();
}

void StreetMap::label(const Canvas& canvas, LabelRank rank, float x, float y, unsigned size, sf::Color colour,
                      const std::string& text, float most) {
  const float whole = canvas.width_of(size, text), width = most > 0 ? std::min(most, whole) : whole;
  labels_.push_back({rank, {x - width / 2, y, width, static_cast<float>(size) + 2}, size, colour.toInteger(), text});
}

void StreetMap::draw_labels(Canvas& canvas) {
  LabelRoom room;
  for (const Mark& mark : shown_) {
    if (mark.box.width > 0) room.block(mark.box);
    // A letter stands in the mark of an officer.
    if (mark.what.what == Selection::What::officer)
      room.block({mark.at.x - mark.radius, mark.at.y - mark.radius, 2 * mark.radius, 2 * mark.radius});
  }
  for (const Label& it : with_room(std::move(labels_), room)) {
    if (it.rank == LabelRank::street && among_dots())
      canvas.rect(it.box.left - 3, it.box.top - 1, it.box.width + 6, it.box.height + 2,
                  look::faded(look::kGround, 0.8f));
    canvas.text(it.box.left, it.box.top, it.size, sf::Color(it.colour), it.text, Align::left, it.box.width + 0.5f);
  }
  labels_.clear();
}

}  // namespace tricolor::harness
