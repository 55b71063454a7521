#include "view/draw/screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/draw/look.h"
#include "view/model/subjects.h"

namespace tricolor::harness {
namespace {

using What = Selection::What;

// Least scale at which a selection is shown after a jump, in units a metre; distance within which two clicks are at one
// place.
constexpr float kNearScale = 8, kOnePlace = 3;

}  // namespace

Screen::Screen(const Opened& opened, const sf::Font& font)
    : opened_(opened),
      timeline_(*opened.timeline),
      map_(*opened.replay, opened.inputs->policies),
      wall_(*opened.replay, opened.inputs->policies, opened.inputs->vision),
      map_canvas_(font),
      panels_(font),
      over_(font) {
  lay_out();
}

void Screen::resize(unsigned width, unsigned height, std::optional<float> scale) {
  scale_ = ui_scale(width, height, scale);
  size_ = {std::max(960.f, static_cast<float>(width) / scale_), std::max(540.f, static_cast<float>(height) / scale_)};
  for (Canvas* canvas : {&map_canvas_, &panels_, &over_}) canvas->set_scale(scale_);
  lay_out();
}

void Screen::lay_out() {
  layout_ = layout_of(size_.x, size_.y, state_.map_alone);
  map_.view().set_area(layout_.map);
}

// Gives the newest open incident's camera; without one, that of the stay that is nearest to its dwell.
void Screen::choose_camera(const Moment& moment) {
  if (!state_.automatic || state_.selection.what != What::none) return;
  const auto& open = moment.service.open_incidents();
  for (auto it = open.rbegin(); it != open.rend(); ++it)
    if (const auto camera = moment.camera_of(*moment.service.incident(*it))) {
      state_.camera = static_cast<int>(camera->value);
      return;
    }
  const engine::StayRecord* oldest = nullptr;
  for (const auto& [number, stay] : moment.service.stays())
    if (!stay.sighting && (!oldest || stay.started.onset < oldest->started.onset)) oldest = &stay;
  if (oldest) state_.camera = static_cast<int>(oldest->started.camera.value);
}

bool Screen::over_map(Px at) const {
  return layout_.map.contains(at) && !state_.enlarged && !card_area_.contains(at) && !layout_.legend.contains(at);
}

std::vector<Selection> Screen::under(Px at) const { return over_map(at) ? map_.under(at) : std::vector<Selection>{}; }

void Screen::draw(sf::RenderTarget& target, const Moment& moment, const Playback& playback, double wall_s) {
  state_.pulse_s = wall_s;
  choose_camera(moment);
  if (state_.follow)
    if (const auto place = map_.place_of(state_.selection, moment)) map_.view().centre_on(*place, look::kBesideCard);
  wall_.update(timeline_, moment, state_, wall_s, layout_.thumbnails[0].width * scale_);
  for (Canvas* canvas : {&map_canvas_, &panels_, &over_}) canvas->clear();
  buttons_.begin(pointer_.value_or(Px{-1, -1}));
  map_.draw(map_canvas_, moment, state_);
  // The map is clipped to its area: parts under the panels are never painted.
  const PxRect& area = layout_.map;
  const sf::View whole(sf::FloatRect(0, 0, size_.x, size_.y));
  sf::View clipped(sf::FloatRect(area.left, area.top, area.width, area.height));
  clipped.setViewport({area.left / size_.x, area.top / size_.y, area.width / size_.x, area.height / size_.y});
  target.setView(clipped);
  map_canvas_.draw_on(target);
  target.setView(whole);
  panels_.ground(0, 0, size_.x, layout_.map.top, look::kPanel);
  if (!state_.map_alone)
    panels_.ground(layout_.side.left, layout_.side.top, layout_.side.width, layout_.side.height, look::kPanel);
  draw_legend();
  draw_top_bar(moment, playback);
  draw_figures(moment);
  if (!state_.map_alone) {
    draw_camera_head(moment);
    draw_feed(moment);
    panels_.line({layout_.side.left, layout_.side.top}, {layout_.side.left, layout_.side.bottom()}, 1, look::kLine);
  }
  draw_time_bar(moment, playback);
  if (!state_.enlarged) draw_map_buttons();
  panels_.draw_on(target);
  wall_.draw(target, over_, layout_, moment, state_);
  if (state_.enlarged)
    buttons_.icon(over_, Action::enlarge, {layout_.map.right() - 34, layout_.map.top + 8, 26, 25}, Icon::enlarge);
  draw_card(moment);
  draw_caption();
  over_.draw_on(target);
  over_.clear();
  if (search_.is_open()) draw_search(moment);
  if (state_.help) draw_help();
  draw_hover(moment, playback);
  over_.draw_on(target);
}

void Screen::tell(const Tour* tour, const TourShot& shot, const Moment& moment) {
  tour_ = tour;
  shot_ = shot;
  if (!tour) return;
  const TourStop& stop = tour->stops()[shot.stop];
  state_.follow = state_.automatic = false;
  state_.selection = {};
  // The card of an incident begins at the instant at which the incident exists.
  if (shot.beat && moment.service.incident(engine::IncidentId{stop.incident}))
    state_.selection = {What::incident, stop.incident};
  if (stop.camera >= 0) state_.camera = stop.camera;
  map_.view().set_scale(shot.px_per_m);
  map_.view().centre_on(shot.centre);
}

void Screen::select(const Selection& selection, const Moment& moment) {
  state_.selection = selection;
  if (selection.what == What::camera) state_.camera = static_cast<int>(selection.id);
  std::optional<engine::CameraId> camera;
  const auto number = static_cast<std::uint32_t>(selection.id);
  if (selection.what == What::incident)
    if (const auto* incident = moment.service.incident(engine::IncidentId{number}))
      camera = moment.camera_of(*incident);
  // For an officer it is the camera of the task that he is sent to.
  std::optional<engine::CaseId> case_id;
  if (selection.what == What::case_work) case_id = engine::CaseId{number};
  if (selection.what == What::officer) case_id = moment.officers.at(selection.id).case_id;
  const auto* work = case_id ? moment.service.case_of(*case_id) : nullptr;
  if (work && work->registered.incident)
    if (const auto* incident = moment.service.incident(*work->registered.incident))
      camera = moment.camera_of(*incident);
  // For a shop it is the first camera that watches its zone.
  if (selection.what == What::shop) {
    const engine::MerchantId shop{static_cast<std::uint32_t>(selection.id)};
    for (const engine::Zone& zone : opened_.replay->configuration().zones)
      if (zone.merchant == shop && !zone.cameras.empty() && !camera) camera = zone.cameras.front();
  }
  if (camera) state_.camera = static_cast<int>(camera->value);
}

void Screen::go_to(const Selection& selection, const Moment& moment) {
  select(selection, moment);
  if (const auto extent = map_.extent_of(selection))
    return map_.view().show(extent->first, extent->second, 2 * look::kBesideCard);
  const auto place = map_.place_of(selection, moment);
  if (!place) return;
  if (map_.view().scale() < kNearScale) map_.view().set_scale(kNearScale);
  map_.view().centre_on(*place, look::kBesideCard);
}

bool Screen::click(Px at, const Moment& moment, Playback& playback) {
  const auto last = std::exchange(last_click_, at);
  if (state_.help) {
    state_.help = false;
    return false;
  }
  if (search_.is_open() && search_area_.contains(at)) return false;
  if (layout_.time_bar.contains(at)) {
    if (at.x < layout_.track.left - 10 || at.x > layout_.track.right() + 10) return false;
    scrub(at.x, playback);
    return true;
  }
  if (layout_.figures.contains(at)) {
    const std::size_t count = figures_of(moment).size();
    select({What::figure, std::min(count - 1, static_cast<std::size_t>(at.x / size_.x * static_cast<float>(count)))},
           moment);
  } else if (const auto line = feed_line_at(at, moment)) {
    const engine::Event& event = timeline_.journal()[timeline_.feed()[*line]];
    if (const Selection subject = selection_of(event, moment); subject.what != What::none) go_to(subject, moment);
  } else if (const int camera = wall_.thumbnail_at(at, layout_); camera >= 0) {
    select({What::camera, static_cast<std::uint64_t>(camera)}, moment);
  } else if ((layout_.camera.contains(at) || (state_.enlarged && layout_.map.contains(at))) &&
             !opened_.replay->city().cameras.empty()) {
    select({What::camera, static_cast<std::uint64_t>(state_.camera)}, moment);
  } else if (over_map(at)) {
    // Marks that lie upon one another are reached one after the other.
    const bool again = last && std::hypot(last->x - at.x, last->y - at.y) <= kOnePlace;
    const Selection chosen = chosen_of(map_.under(at), state_.selection, again);
    // A town is shown from nearer, so that its streets and shops can be chosen next.
    if (chosen.what == What::town) go_to(chosen, moment);
    else select(chosen, moment);
  }
  return false;
}

std::string Screen::name_of(const Selection& selection) const {
  const engine::Configuration& c = opened_.replay->configuration();
  switch (selection.what) {
    case What::shop: return fmt::format("{} {}", word("店铺", "shop"), c.merchants.at(selection.id).name);
    case What::camera: return fmt::format("{} {}", word("摄像机", "camera"), c.cameras.at(selection.id).name);
    case What::officer: return fmt::format("{} {}", word("队员", "officer"), c.officers.at(selection.id).name);
    case What::incident: return fmt::format("{} #{}", word("事件", "incident"), selection.id);
    case What::case_work: return fmt::format("{} #{}", word("案件", "case"), selection.id);
    case What::thing: return fmt::format("{} {}", word("物体", "thing"), selection.id);
    case What::figure: return fmt::format("{} {}", word("指标", "figure"), figures_of(Moment{}).at(selection.id).key);
    case What::town: return map_.places().towns.at(selection.id).name;
    case What::road: return map_.places().roads.at(selection.id).name;
    case What::none: return {};
  }
  return {};
}

std::string Screen::title(const Moment& moment, const Playback& playback) const {
  std::string text = fmt::format("Tricolor 三色码 · {} · {}", opened_.inputs->scenario.name,
                                 live() ? word("运行中", "live") : word("回放", "replay"));
  if (tour_) text += fmt::format(" · {} {}/{}", word("导览", "tour"), shot_.stop + 1, tour_->stops().size());
  // The title has the clock only while it stands, because a title that changes every frame disturbs.
  text += plays(playback) ? fmt::format(" · {} {}×", word("播放", "playing"), playback.speed())
                          : fmt::format(" · {} {}", word("暂停", "paused"), time_text(moment.at));
  if (state_.selection.what != What::none) text += " · " + name_of(state_.selection);
  if (search_.is_open())
    text += fmt::format(" · {} {} ({})", word("搜索", "search"), search_.text(), search_.found().size());
  if (state_.help) text += fmt::format(" · {}", word("按键", "keys"));
  return text;
}

}  // namespace tricolor::harness
