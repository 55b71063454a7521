#include "view/draw/street_map.h"

#include <algorithm>

#include "view/draw/look.h"

namespace tricolor::harness {

StreetMap::StreetMap(const Replay& replay, const PolicyHistory& policies)
    : replay_(replay), policies_(policies), plan_(replay), marks_(replay, plan_) {
  view_.set_bounds(plan_.low, plan_.high);
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
  shown_ = marks_.of(moment, view_, state);
  draw_ground(canvas, moment);
  draw_lamps(canvas, moment);
  draw_footprints(canvas, moment, state);
  draw_shops(canvas, moment, state);
  for (const Mark& mark : shown_)
    if (mark.led || mark.what == state.hovered || mark.what == state.selection) draw_leader(canvas, mark, moment);
  bool stays_drawn = false;
  for (const Mark& mark : shown_) {
    switch (mark.what.what) {
      case Selection::What::shop: draw_shop_mark(canvas, mark); break;
      case Selection::What::camera: draw_camera(canvas, mark, moment, state); break;
      case Selection::What::thing: draw_thing(canvas, moment.standing.at(mark.what.id).thing); break;
      case Selection::What::incident:
      case Selection::What::officer:
        if (!stays_drawn) {
          draw_passers_by(canvas, moment);
          draw_stays(canvas, moment);
          stays_drawn = true;
        }
        if (mark.what.what == Selection::What::incident) draw_incident(canvas, mark, moment, state);
        else draw_officer(canvas, mark, moment, state);
        break;
      default: break;
    }
  }
  if (!stays_drawn) {
    draw_passers_by(canvas, moment);
    draw_stays(canvas, moment);
  }
  draw_chosen(canvas, moment, state);
}

}  // namespace tricolor::harness
