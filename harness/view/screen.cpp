#include "view/screen.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/subject.h"
#include "view/look.h"

namespace tricolor::harness {
namespace {


constexpr float kFeedLine = 19, kTimeEnds = 92;

}  // namespace

Screen::Screen(const Opened& opened, const sf::Font& font)
    : opened_(opened), timeline_(*opened.timeline), map_(*opened.replay, opened.inputs->policy), wall_(*opened.replay, opened.inputs->policy, opened.inputs->vision),
      map_canvas_(font), panels_(font), over_(font) {
  lay_out();
}

void Screen::resize(unsigned width, unsigned height) {
  size_ = {static_cast<float>(std::max(960u, width)), static_cast<float>(std::max(540u, height))};
  lay_out();
}

void Screen::lay_out() {
  using namespace look;
  const float top = kTopBar + kFigures, bottom = size_.y - kTimeBar, side = size_.x - kSide;
  figures_area_ = {0, kTopBar, size_.x, kFigures};
  camera_area_ = {side + 6, top + kHead, kSide - 12, (kSide - 12) * 9 / 16};
  const float feed_top = camera_area_.top + camera_area_.height + 6;
  feed_area_ = {side, feed_top, kSide, bottom - feed_top};
  strip_area_ = {0, bottom - kStrip, side, kStrip};
  time_area_ = {0, bottom, size_.x, kTimeBar};
  map_.set_area({0, top, side, bottom - kStrip - top});
}

// The newest open incident's camera; without one, that of the stay that comes nearest to its dwell.
void Screen::choose_camera(const Moment& moment) {
  if (!state_.automatic || state_.selection.what != Selection::What::none) return;
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

void Screen::draw(sf::RenderTarget& target, const Moment& moment, const Playback& playback, double wall_s) {
  state_.pulse_s = wall_s;
  choose_camera(moment);
  if (state_.follow)
    if (const auto place = map_.place_of(state_.selection, moment)) map_.centre_on(*place, look::kBesideCard);
  wall_.update(timeline_, moment, state_, wall_s);
  map_canvas_.clear();
  panels_.clear();
  over_.clear();
  map_.draw(map_canvas_, moment, state_);
  // The map is clipped to its area: what would lie under the panels is never painted.
  const sf::FloatRect& area = map_.area();
  const sf::View whole = target.getView();
  sf::View clipped(area);
  clipped.setViewport({area.left / size_.x, area.top / size_.y, area.width / size_.x, area.height / size_.y});
  target.setView(clipped);
  map_canvas_.draw_on(target);
  target.setView(whole);
  draw_legend();
  panels_.ground(0, 0, size_.x, look::kTopBar + look::kFigures, look::kPanel);
  panels_.ground(size_.x - look::kSide, look::kTopBar + look::kFigures, look::kSide, size_.y, look::kPanel);
  panels_.ground(0, strip_area_.top, size_.x - look::kSide, look::kStrip, look::kPanel);
  draw_top_bar(moment, playback);
  draw_figures(moment);
  draw_camera_head(moment);
  draw_feed(moment);
  draw_time_bar(moment, playback);
  panels_.line({size_.x - look::kSide, look::kTopBar + look::kFigures}, {size_.x - look::kSide, time_area_.top}, 1, look::kLine);
  panels_.line({0, strip_area_.top}, {size_.x - look::kSide, strip_area_.top}, 1, look::kLine);
  panels_.draw_on(target);
  wall_.draw(target, over_, camera_area_, strip_area_, moment, state_);
  draw_card(moment);
  over_.draw_on(target);
  if (state_.help) {
    over_.clear();
    draw_help();
    over_.draw_on(target);
  }
}

void Screen::draw_camera_head(const Moment& moment) {
  const float x = size_.x - look::kSide + 8, y = look::kTopBar + look::kFigures + 5;
  const auto& cameras = opened_.replay->city().cameras;
  if (cameras.empty()) {
    panels_.text(x, y, 13, look::kDim, word("没有摄像机", "no cameras"));
    return;
  }
  const auto id = static_cast<std::size_t>(state_.camera);
  const bool sees = moment.camera(id).sees;
  panels_.circle({x + 5, y + 7}, 4, sees ? look::kGreen : look::kRed);
  const float width = panels_.text(x + 15, y, 13, look::kText, fmt::format("{} {}", word("摄像机", "Camera"), cameras[id].id));
  int stays = 0;
  for (const auto& [number, stay] : moment.service.stays()) stays += stay.started.camera.value == id ? 1 : 0;
  panels_.text(x + 27 + width, y + 1, 12, look::kDim, fmt::format("{} · {} {}", cameras[id].owner, word("计时中", "clocks running"), stays));
  panels_.text(size_.x - 10, y + 1, 12, look::kDim, time_text(moment.at), Align::right);
}

// What a click on a line of the feed selects: a notice leads to its incident.
Selection Screen::selection_of(const engine::Event& event, const Moment& moment) const {
  using What = Selection::What;
  using Kind = engine::Subject::Kind;
  const engine::Subject subject = engine::subject_of(event);
  switch (subject.kind) {
    case Kind::incident: return {What::incident, subject.id};
    case Kind::notice:
      if (const auto* notice = moment.service.notice(engine::NoticeId{static_cast<std::uint32_t>(subject.id)})) return {What::incident, notice->queued.incident.value};
      return {};
    case Kind::case_work: return {What::case_work, subject.id};
    case Kind::merchant: return {What::shop, subject.id};
    case Kind::camera: return {What::camera, subject.id};
    default: return {};
  }
}

void Screen::draw_feed(const Moment& moment) {
  const sf::FloatRect& a = feed_area_;
  panels_.line({a.left, a.top}, {a.left + a.width, a.top}, 1, look::kLine);
  panels_.text(a.left + 10, a.top + 6, 13, look::kText, word("实时动态", "What happens"));
  panels_.text(a.left + a.width - 10, a.top + 7, 11, look::kDim, word("事件 · 短信 · 案件 · 变色", "incidents · SMS · cases · colours"), Align::right);
  const auto lines = static_cast<std::size_t>(std::max(0.f, (a.height - 30) / kFeedLine));
  for (std::size_t i = 0; i < lines && i < moment.feed; ++i) {
    const engine::Event& event = timeline_.journal()[timeline_.feed()[moment.feed - 1 - i]];
    const float y = a.top + 28 + static_cast<float>(i) * kFeedLine;
    const FeedKind kind = feed_kind(event);
    const bool chosen = selection_of(event, moment) == state_.selection && state_.selection.what != Selection::What::none;
    if (chosen) panels_.rect(a.left + 4, y - 2, a.width - 8, kFeedLine, look::kPanelHigh);
    // What has just come in glows for a minute of the street's time.
    const double age_s = std::chrono::duration<double>(moment.at - event.at).count();
    if (age_s < 60) panels_.rect(a.left + 4, y - 2, a.width - 8, kFeedLine, look::faded(look::of(kind), static_cast<float>(0.20 * (1 - age_s / 60))));
    panels_.rect(a.left + 10, y + 1, 3, 12, look::of(kind));
    panels_.text(a.left + 19, y + 1, 11, look::kFaint, time_text(event.at));
    float x = a.left + 76;
    if (const auto colour = colour_given(event)) {
      colour_mark(panels_, {x + 5, y + 7}, 5, static_cast<int>(*colour), false);
      x += 15;
    }
    panels_.text(x, y, 12, i == 0 ? look::kText : sf::Color(190, 204, 226), event_line(event, opened_.replay->configuration(), state_.language), Align::left, a.left + a.width - 10 - x);
  }
  if (moment.feed == 0) panels_.text(a.left + 19, a.top + 30, 12, look::kFaint, word("尚无动态", "nothing yet"));
}

std::optional<Selection> Screen::feed_at(sf::Vector2f at, const Moment& moment) const {
  if (!feed_area_.contains(at) || at.y < feed_area_.top + 26) return std::nullopt;
  const auto line = static_cast<std::size_t>((at.y - feed_area_.top - 26) / kFeedLine);
  if (line >= moment.feed) return std::nullopt;
  return selection_of(timeline_.journal()[timeline_.feed()[moment.feed - 1 - line]], moment);
}

void Screen::draw_card(const Moment& moment) {
  if (state_.selection.what == Selection::What::none) {
    card_area_ = {};
    return;
  }
  // The story is told anew when something could have changed it, not at every frame.
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(moment.at.time_since_epoch()).count();
  if (card_of_ != state_.selection || card_events_ != moment.events || card_second_ != second || card_language_ != state_.language) {
    card_ = story_of(state_.selection, timeline_, *opened_.replay, opened_.inputs->policy, moment, state_.language);
    card_of_ = state_.selection;
    card_events_ = moment.events;
    card_second_ = second;
    card_language_ = state_.language;
  }
  if (card_.title.empty()) {
    card_area_ = {};
    return;
  }
  const float width = look::kCardWidth, line = 18, head = card_.subtitle.empty() ? 36 : 52;
  const float most = map_.area().height - 20;
  const auto lines = std::min(card_.lines.size(), static_cast<std::size_t>(std::max(0.f, (most - head - 10) / line)));
  card_area_ = {10, map_.area().top + 10, width, head + static_cast<float>(lines) * line + 10};
  over_.rect(card_area_.left, card_area_.top, width, card_area_.height, look::kCard);
  over_.frame(card_area_.left, card_area_.top, width, card_area_.height, look::kLine);
  over_.rect(card_area_.left, card_area_.top, 3, card_area_.height, card_.colour >= 0 ? look::of(static_cast<engine::Colour>(card_.colour)) : look::kAccent);
  const float x = card_area_.left + 14;
  float y = card_area_.top + 10;
  float title_x = x;
  if (card_.colour >= 0) {
    colour_mark(over_, {x + 9, y + 8}, 9, card_.colour, true);
    title_x += 26;
  }
  over_.text(title_x, y, 15, look::kText, card_.title, Align::left, width - 46 - (title_x - x));
  over_.text(card_area_.left + width - 10, y + 2, 11, look::kFaint, "Esc", Align::right);
  if (!card_.subtitle.empty()) over_.text(title_x, y + 20, 11, look::kDim, card_.subtitle, Align::left, width - 40);
  y = card_area_.top + head;
  for (std::size_t i = 0; i < lines; ++i, y += line) {
    const StoryLine& it = card_.lines[i];
    const bool marked = it.kind == StoryLine::Kind::yes || it.kind == StoryLine::Kind::no || it.kind == StoryLine::Kind::pending;
    if (it.kind == StoryLine::Kind::yes) {
      over_.line({x, y + 7}, {x + 3.5f, y + 11}, 2, look::kGreen);
      over_.line({x + 3.5f, y + 11}, {x + 10, y + 3}, 2, look::kGreen);
    } else if (it.kind == StoryLine::Kind::no) {
      over_.line({x + 1, y + 3}, {x + 9, y + 11}, 2, look::kRed);
      over_.line({x + 9, y + 3}, {x + 1, y + 11}, 2, look::kRed);
    } else if (it.kind == StoryLine::Kind::pending) {
      over_.ring({x + 5, y + 7}, 4.5f, 1.5f, look::kAmber);
    } else if (it.kind == StoryLine::Kind::event) {
      over_.rect(x, y + 1, 3, 12, look::of(it.feed));
    }
    const float indent = marked ? 17.f : it.kind == StoryLine::Kind::event ? 9.f : 0.f;
    const bool small = it.kind == StoryLine::Kind::query || it.kind == StoryLine::Kind::event;
    over_.text(x + indent, y, small ? 11 : 12, it.kind == StoryLine::Kind::dim || it.kind == StoryLine::Kind::query ? look::kDim : look::kText, it.text, Align::left, width - 26 - indent);
  }
}

float Screen::x_of(engine::Time time) const {
  const auto all = std::chrono::duration<double>(timeline_.planned_end() - timeline_.start()).count();
  const double share = all > 0 ? std::chrono::duration<double>(time - timeline_.start()).count() / all : 0;
  return kTimeEnds + static_cast<float>(share) * (size_.x - 2 * kTimeEnds);
}

void Screen::draw_time_bar(const Moment& moment, const Playback& playback) {
  const sf::FloatRect& a = time_area_;
  panels_.ground(a.left, a.top, a.width, a.height, look::kPanelHigh);
  panels_.line({0, a.top}, {a.width, a.top}, 1, look::kLine);
  const float y = a.top + 16, left = kTimeEnds, right = size_.x - kTimeEnds;
  // The track is as light as the sky: nights are seen at a glance.
  const int parts = 96;
  const auto length = timeline_.planned_end() - timeline_.start();
  for (int i = 0; i < parts; ++i) {
    const float from = left + (right - left) * static_cast<float>(i) / parts, to = left + (right - left) * static_cast<float>(i + 1) / parts;
    const auto day = static_cast<float>(sim::light_at(timeline_.start() + length * i / parts).level);
    const auto part = [&](float night, float noon) { return static_cast<sf::Uint8>(night + (noon - night) * day); };
    panels_.rect(from, y, to - from + 0.5f, 8, {part(26, 74), part(36, 98), part(62, 134)});
  }
  const float known = x_of(timeline_.known_until()), now = x_of(moment.at);
  if (!timeline_.finished()) panels_.rect(known, y, right - known, 8, {10, 15, 26, 200});
  panels_.rect(left, y, now - left, 8, look::faded(look::kAccent, 0.55f));
  // Incidents, each tick at most once a pixel.
  float last = -10;
  for (const engine::Time time : timeline_.incident_times()) {
    const float x = x_of(time);
    if (x - last < 1.5f) continue;
    panels_.rect(x - 0.5f, y - 5, 1.5f, 5, look::kRed);
    last = x;
  }
  panels_.circle({now, y + 4}, 7, sf::Color(230, 242, 255));
  panels_.circle({now, y + 4}, 3.5f, look::kAccent);
  const auto hour = [](engine::Time t) { return time_text(t).substr(0, 5); };
  panels_.text(left - 12, y - 3, 12, look::kDim, hour(timeline_.start()), Align::right);
  panels_.text(right + 12, y - 3, 12, look::kDim, hour(timeline_.planned_end()));
  // As many labels as there is room for: every hour, every six, or every day.
  const double hours = std::chrono::duration<double>(length).count() / 3600;
  const int every = hours <= 1.2 ? 0 : hours <= 16 ? 1 : hours <= 60 ? 6 : 24;
  if (every > 0)
    for (engine::Time t = std::chrono::ceil<std::chrono::hours>(timeline_.start()); t < timeline_.planned_end(); t += std::chrono::hours{1}) {
      const auto of_day = (std::chrono::duration_cast<std::chrono::hours>(t.time_since_epoch()).count() + 8) % 24;
      if (of_day % every != 0 || x_of(t) < left + 20 || x_of(t) > right - 20) continue;
      panels_.rect(x_of(t), y + 9, 1, 3, look::kFaint);
      panels_.text(x_of(t), y + 12, 10, look::kFaint, every == 24 ? engine::to_text(t).substr(5, 5) : hour(t), Align::centre);
    }
  (void)playback;
}

void Screen::scrub(float x, Playback& playback) const {
  const float share = std::clamp((x - kTimeEnds) / (size_.x - 2 * kTimeEnds), 0.f, 1.f);
  const auto length = std::chrono::duration<double>(timeline_.planned_end() - timeline_.start()).count();
  playback.jump(timeline_.start() + engine::Duration{static_cast<std::int64_t>(length * share * 1e6)});
}

void Screen::select(const Selection& selection, const Moment& moment) {
  using What = Selection::What;
  state_.selection = selection;
  if (selection.what == What::camera) state_.camera = static_cast<int>(selection.id);
  std::optional<engine::CameraId> camera;
  if (selection.what == What::incident)
    if (const auto* incident = moment.service.incident(engine::IncidentId{static_cast<std::uint32_t>(selection.id)})) camera = moment.camera_of(*incident);
  // Of an officer, it is the camera of what he is sent to.
  std::optional<std::uint32_t> case_id;
  if (selection.what == What::case_work) case_id = static_cast<std::uint32_t>(selection.id);
  if (selection.what == What::officer && moment.officers.at(selection.id).case_id) case_id = moment.officers[selection.id].case_id->value;
  if (case_id)
    if (const auto* it = moment.service.case_of(engine::CaseId{*case_id}); it && it->registered.incident)
      if (const auto* incident = moment.service.incident(*it->registered.incident)) camera = moment.camera_of(*incident);
  // A shop's camera is the first that watches its zone.
  if (selection.what == What::shop)
    for (const engine::Zone& zone : opened_.replay->configuration().zones)
      if (zone.merchant == engine::MerchantId{static_cast<std::uint32_t>(selection.id)} && !zone.cameras.empty() && !camera) camera = zone.cameras.front();
  if (camera) state_.camera = static_cast<int>(camera->value);
}

bool Screen::click(sf::Vector2f at, const Moment& moment, Playback& playback) {
  if (state_.help) {
    state_.help = false;
    return false;
  }
  if (time_area_.contains(at)) {
    scrub(at.x, playback);
    return true;
  }
  if (figures_area_.contains(at)) {
    const std::size_t count = figures_of(moment).size();
    select({Selection::What::figure, std::min(count - 1, static_cast<std::size_t>(at.x / size_.x * static_cast<float>(count)))}, moment);
  } else if (const auto line = feed_at(at, moment)) {
    select(*line, moment);
    if (const auto place = map_.place_of(*line, moment)) map_.centre_on(*place, look::kBesideCard);
  } else if (const int camera = wall_.strip_camera_at(at, strip_area_); camera >= 0) {
    select({Selection::What::camera, static_cast<std::uint64_t>(camera)}, moment);
  } else if (camera_area_.contains(at) && !opened_.replay->city().cameras.empty()) {
    select({Selection::What::camera, static_cast<std::uint64_t>(state_.camera)}, moment);
  } else if (map_.area().contains(at) && !card_area_.contains(at)) {
    select(map_.pick(at, moment), moment);
  }
  return false;
}

}  // namespace tricolor::harness
