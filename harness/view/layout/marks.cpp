#include "view/layout/marks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

namespace tricolor::harness {
namespace {

using What = Selection::What;

// Number of rows behind the buildings in which yellow and red marks of neighbouring shops stand before they overlap.
constexpr std::size_t kRows = 8;
// Distance of two marks of one row, and of two rows, in radii.
constexpr float kAbreast = 2.6f, kBetweenRows = 2.5f;
// Distance from its home, in units of the screen, beyond which a mark gets a leader line.
constexpr float kLedFrom = 10;
// Depth of a drawn building, in units of the screen, below which its mark stands behind it.
constexpr float kLeastDepth = 20;
// Distance between officers who wait at one place, in units of the screen.
constexpr float kOfficersApart = 19;

float length(Px v) { return std::hypot(v.x, v.y); }

}  // namespace

Marks::Marks(const Replay& replay, const StreetPlan& plan) : replay_(replay), plan_(plan) {
  std::map<std::pair<int, int>, std::vector<std::size_t>> sides;
  const auto& shops = replay.city().shops;
  for (std::size_t i = 0; i < shops.size(); ++i) sides[{shops[i].street, static_cast<int>(shops[i].side)}].push_back(i);
  for (auto& [side, list] : sides) {
    std::sort(list.begin(), list.end(),
              [&](std::size_t a, std::size_t b) { return shops[a].from_m < shops[b].from_m; });
    rows_of_shops_.push_back(std::move(list));
  }
}

Px Marks::front_of(std::size_t shop, const MapView& view) const {
  const auto& corners = plan_.shops[shop];
  return (view.to_screen(corners[0]) + view.to_screen(corners[1])) * 0.5f;
}

void Marks::add_shops(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const {
  for (const auto& side : rows_of_shops_) {
    std::array<float, kRows> taken_to;  // Place along the street up to which each row is taken.
    taken_to.fill(-1e9f);
    for (const std::size_t i : side) {
      const auto& corners = plan_.shops[i];
      const Px front = front_of(i, view), back = (view.to_screen(corners[2]) + view.to_screen(corners[3])) * 0.5f;
      const float depth = length(back - front);
      const Px inwards = (back - front) * (1 / std::max(1.f, depth));
      const auto colour = static_cast<int>(moment.shop(i).colour);
      const float radius = std::clamp(view.scale() * 1.5f, colour == 0 ? 1.5f : 5.f, 10.f);
      float off = std::max(radius + 3, 0.26f * depth);
      if (colour != 0 && depth < kLeastDepth) {
        // The order is along the street, in units of the screen; neighbours whose marks would overlap take the next
        // row.
        const float along = static_cast<float>(replay_.city().shops[i].from_m) * view.scale();
        std::size_t row = 0;
        while (row + 1 < kRows && along - taken_to[row] < kAbreast * radius) ++row;
        taken_to[row] = along;
        off = depth + radius + 4 + static_cast<float>(row) * kBetweenRows * radius;
      }
      const Px at = front + inwards * off;
      if (!view.in_sight(at, radius) && !view.in_sight(front, radius)) continue;
      marks.push_back(
          {{What::shop, i}, at, front, radius, std::max(kHitRadius, radius), colour, off > depth + kLedFrom});
    }
  }
}

void Marks::add_cameras(const MapView& view, const ViewState& state, std::vector<Mark>& marks) const {
  const auto& cameras = replay_.city().cameras;
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    const Px at = view.to_screen(cameras[i].pose.at);
    if (!view.in_sight(at, kHitRadius)) continue;
    const float radius = std::clamp(view.scale() * 1.1f, 2.6f, 6.f) * (static_cast<int>(i) == state.camera ? 1.35f : 1);
    marks.push_back({{What::camera, i}, at, at, radius, std::max(kHitRadius, radius), -1, false});
  }
}

void Marks::add_things(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const {
  for (const auto& [id, it] : moment.standing) {
    const Px at = view.to_screen(it.thing.at);
    if (!view.in_sight(at, kHitRadius)) continue;
    // Hundreds of things stand in a street: their hit area is hardly larger than their drawing, so that shops and
    // cameras can be hit beside them.
    const float radius = std::max(1.2f, 0.8f * view.scale());
    marks.push_back({{What::thing, id}, at, at, radius, std::max(5.f, radius), -1, false});
  }
}

void Marks::add_incidents(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const {
  for (const engine::IncidentId id : moment.service.open_incidents()) {
    const engine::IncidentRecord& incident = *moment.service.incident(id);
    const Px at = view.to_screen({incident.opened.spot.x_m, incident.opened.spot.y_m});
    if (!view.in_sight(at, kHitRadius)) continue;
    Mark mark{{What::incident, id.value}, at, at, 5.5f, kHitRadius, -1, false};
    if (incident.opened.merchant && incident.opened.merchant->value < plan_.shops.size()) {
      mark.home = front_of(incident.opened.merchant->value, view);
      mark.led = length(mark.home - mark.at) > kLedFrom;
    }
    marks.push_back(mark);
  }
}

void Marks::add_officers(const Moment& moment, const MapView& view, bool at_work_only, std::vector<Mark>& marks) const {
  std::vector<Px> places;
  for (std::size_t i = 0; i < moment.officers.size(); ++i) {
    if (at_work_only && !moment.officers[i].case_id) continue;
    const Px at = view.to_screen(moment.officers[i].at(moment.at));
    const auto before = std::count_if(places.begin(), places.end(), [&](Px other) { return length(other - at) < 4; });
    places.push_back(at);
    const Px beside = at + Px{static_cast<float>(before) * kOfficersApart, 0};
    if (view.in_sight(beside, kHitRadius))
      marks.push_back({{What::officer, i}, beside, at, 9, kHitRadius, -1, before > 0});
  }
}

void Marks::add_plates(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const {
  const auto counts = counts_of_towns(plan_.places, moment);
  LabelRoom room;
  for (const TownPlate& plate : plates_of(plan_.places, counts, view, room)) {
    const Px middle{plate.box.left + plate.box.width / 2, plate.box.top + plate.box.height / 2};
    marks.push_back({{What::town, plate.town}, middle, plate.home, 0, 0, -1, false, plate.box, counts[plate.town]});
  }
}

std::vector<Mark> Marks::of(const Moment& moment, const MapView& view, const ViewState& state) const {
  std::vector<Mark> marks;
  if (level_of(view, plan_.places) == MapLevel::towns) {
    add_incidents(moment, view, marks);
    add_officers(moment, view, true, marks);
    add_plates(moment, view, marks);
    return marks;
  }
  add_shops(moment, view, marks);
  add_cameras(view, state, marks);
  add_things(moment, view, marks);
  add_incidents(moment, view, marks);
  add_officers(moment, view, false, marks);
  return marks;
}

std::optional<sim::Point> Marks::place_of(const Selection& selection, const Moment& moment) const {
  const auto number = static_cast<std::uint32_t>(selection.id);
  switch (selection.what) {
    case What::shop: {
      if (selection.id >= plan_.shops.size()) return std::nullopt;
      const auto& corners = plan_.shops[selection.id];
      return sim::Point{(corners[0].x_m + corners[1].x_m) / 2, (corners[0].y_m + corners[1].y_m) / 2};
    }
    case What::incident:
      if (const auto* it = moment.service.incident(engine::IncidentId{number}))
        return sim::Point{it->opened.spot.x_m, it->opened.spot.y_m};
      return std::nullopt;
    case What::case_work:
      if (const auto* it = moment.service.case_of(engine::CaseId{number}))
        return sim::Point{it->registered.where.x_m, it->registered.where.y_m};
      return std::nullopt;
    case What::camera:
      if (selection.id >= replay_.city().cameras.size()) return std::nullopt;
      return replay_.city().cameras[selection.id].pose.at;
    case What::officer:
      if (selection.id >= moment.officers.size()) return std::nullopt;
      return moment.officers[selection.id].at(moment.at);
    case What::thing:
      if (const auto it = moment.standing.find(selection.id); it != moment.standing.end()) return it->second.thing.at;
      return std::nullopt;
    case What::town:
      if (selection.id >= plan_.places.towns.size()) return std::nullopt;
      return plan_.places.towns[selection.id].middle;
    case What::road: {
      if (selection.id >= plan_.places.roads.size()) return std::nullopt;
      const auto& stretches = plan_.places.roads[selection.id].stretches;
      const sim::Street& middle = replay_.city().streets[stretches[stretches.size() / 2]];
      return middle.at(stretches.size() % 2 == 0 ? 0 : middle.length_m() / 2, 0);
    }
    case What::none:
    case What::figure: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::pair<sim::Point, sim::Point>> Marks::extent_of(const Selection& selection) const {
  const CityPlaces& places = plan_.places;
  if (selection.what == What::town && selection.id < places.towns.size())
    return std::pair{places.towns[selection.id].low, places.towns[selection.id].high};
  if (selection.what == What::road && selection.id < places.roads.size())
    return std::pair{places.roads[selection.id].low, places.roads[selection.id].high};
  return std::nullopt;
}

std::vector<Selection> Marks::under(Px at, const std::vector<Mark>& marks, const MapView& view) const {
  struct Hit {
    // True for a thing: things are many and often lie under a mark, so they come after every mark.
    bool thing;
    float outside, away;  // Distances to the drawing, and to its middle.
    Selection what;
  };
  std::vector<Hit> hits;
  // The search begins with the last one drawn, which lies on top of the others.
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark)
    if (mark->box.contains(at)) hits.push_back({false, 0, 0, mark->what});
    else if (const float away = length(mark->at - at); away <= mark->reach && mark->reach > 0)
      hits.push_back({mark->what.what == What::thing, std::max(0.f, away - mark->radius), away, mark->what});
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.thing, a.outside, a.away) < std::tie(b.thing, b.outside, b.away);
  });
  std::vector<Selection> found;
  for (const Hit& hit : hits) found.push_back(hit.what);
  if (level_of(view, plan_.places) == MapLevel::towns) return found;
  for (std::size_t i = 0; i < plan_.shops.size(); ++i)
    if (const Selection shop{What::shop, i};
        holds(plan_.shops[i], view.to_ground(at)) && std::find(found.begin(), found.end(), shop) == found.end())
      found.push_back(shop);
  return found;
}

Selection chosen_of(const std::vector<Selection>& under, const Selection& current, bool again) {
  if (under.empty()) return {};
  const auto here = std::find(under.begin(), under.end(), current);
  if (!again || here == under.end()) return under.front();
  return under[static_cast<std::size_t>(here - under.begin() + 1) % under.size()];
}

}  // namespace tricolor::harness
