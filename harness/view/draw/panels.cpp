// Draws the panels of the screen: buttons of the map, the column on the right, and the story card.
#include <fmt/format.h>

#include <algorithm>

#include "view/draw/look.h"
#include "view/draw/screen.h"
#include "view/model/subjects.h"

namespace tricolor::harness {
namespace {

using What = Selection::What;

constexpr float kFeedLine = 19, kFeedHead = 26, kCardLine = 18;

}  // namespace

void Screen::draw_map_buttons() {
  const PxRect& map = layout_.map;
  float y = map.top + 8;
  const auto place = [&] {
    y += 28;
    return PxRect{map.right() - 34, y - 28, 26, 25};
  };
  buttons_.icon(panels_, Action::zoom_in, place(), Icon::plus);
  buttons_.icon(panels_, Action::zoom_out, place(), Icon::minus);
  buttons_.icon(panels_, Action::whole_map, place(), Icon::whole);
  y += 6;
  buttons_.label(panels_, Action::follow, place(), word("跟", "F"), state_.follow);
  buttons_.label(panels_, Action::automatic, place(), word("自", "A"), state_.automatic);
  y += 6;
  buttons_.label(panels_, Action::zones, place(), word("区", "Z"), state_.zones);
  buttons_.label(panels_, Action::boxes, place(), word("框", "B"), state_.boxes);
  buttons_.label(panels_, Action::footprints, place(), word("视", "V"), state_.footprints);
  buttons_.label(panels_, Action::names, place(), word("名", "T"), state_.names);
}

void Screen::draw_camera_head(const Moment& moment) {
  const PxRect& head = layout_.camera_head;
  const auto& cameras = opened_.replay->city().cameras;
  if (cameras.empty()) {
    panels_.text(head.left + 8, head.top + 5, 13, look::kDim, word("没有摄像机", "no cameras"));
    return;
  }
  const auto id = static_cast<std::size_t>(state_.camera);
  buttons_.icon(panels_, Action::last_camera, {head.left + 6, head.top + 2, 20, 20}, Icon::back);
  buttons_.icon(panels_, Action::next_camera, {head.left + 28, head.top + 2, 20, 20}, Icon::forward);
  buttons_.icon(panels_, Action::enlarge, {head.right() - 26, head.top + 2, 20, 20}, Icon::enlarge);
  const float x = head.left + 54, y = head.top + 5;
  const bool sees = moment.camera(id).sees;
  const std::string name =
      fmt::format("{} {}{}", word("摄像机", "Camera"), cameras[id].id, sees ? "" : word(" ×失明", " × blind"));
  const float width = panels_.text(x, y, 13, sees ? look::kText : look::kRed, name);
  int stays = 0;
  for (const auto& [number, stay] : moment.service.stays()) stays += stay.started.camera.value == id ? 1 : 0;
  panels_.text(x + 12 + width, y + 1, 12, look::kDim,
               fmt::format("{} · {} {}", cameras[id].owner, word("计时中", "clocks running"), stays), Align::left,
               head.right() - 32 - x - 12 - width);
}

void Screen::draw_feed(const Moment& moment) {
  const PxRect& a = layout_.feed;
  panels_.line({a.left, a.top}, {a.right(), a.top}, 1, look::kLine);
  const float title = panels_.text(a.left + 10, a.top + 6, 13, look::kText, word("动态", "What happens"));
  panels_.text(a.right() - 10, a.top + 7, 11, look::kDim,
               word("事件 · 短信 · 案件 · 变色", "incidents · SMS · cases · colours"), Align::right,
               a.width - 40 - title);
  const auto lines = static_cast<std::size_t>(std::max(0.f, (a.height - kFeedHead - 4) / kFeedLine));
  for (std::size_t i = 0; i < lines && i < moment.feed; ++i) {
    const engine::Event& event = timeline_.journal()[timeline_.feed()[moment.feed - 1 - i]];
    const float y = a.top + kFeedHead + 2 + static_cast<float>(i) * kFeedLine;
    const FeedKind kind = feed_kind(event);
    const Selection subject = selection_of(event, moment);
    const PxRect row{a.left + 4, y - 2, a.width - 8, kFeedLine};
    if (subject == state_.selection && subject.what != What::none)
      panels_.rect(row.left, row.top, row.width, row.height, look::kPanelHigh);
    // A line that has just come in is highlighted for a minute of simulated time.
    const double age_s = std::chrono::duration<double>(moment.at - event.at).count();
    if (age_s < 60)
      panels_.rect(row.left, row.top, row.width, row.height,
                   look::faded(look::of(kind), static_cast<float>(0.20 * (1 - age_s / 60))));
    if (pointer_ && row.contains(*pointer_) && subject.what != What::none)
      panels_.frame(row.left, row.top, row.width, row.height, look::kAccent);
    panels_.rect(a.left + 10, y + 1, 3, 12, look::of(kind));
    panels_.text(a.left + 19, y + 1, 11, look::kFaint, time_text(event.at));
    float x = a.left + 74;
    if (const auto colour = colour_given(event)) {
      colour_mark(panels_, {x + 5, y + 7}, 5, static_cast<int>(*colour), false);
      x += 15;
    }
    panels_.text(x, y, 12, i == 0 ? look::kText : sf::Color(190, 204, 226),
                 event_line(event, opened_.replay->configuration(), state_.language), Align::left, a.right() - 10 - x);
  }
  if (moment.feed == 0) panels_.text(a.left + 19, a.top + 30, 12, look::kFaint, word("尚无动态", "nothing yet"));
}

std::optional<std::size_t> Screen::feed_line_at(Px at, const Moment& moment) const {
  const PxRect& a = layout_.feed;
  if (!a.contains(at) || at.y < a.top + kFeedHead || at.y > a.bottom() - 4) return std::nullopt;
  const auto line = static_cast<std::size_t>((at.y - a.top - kFeedHead) / kFeedLine);
  const auto lines = static_cast<std::size_t>((a.height - kFeedHead - 4) / kFeedLine);
  if (line >= moment.feed || line >= lines) return std::nullopt;
  return moment.feed - 1 - line;
}

void Screen::draw_card_line(const StoryLine& line, Px at, float width) {
  using Kind = StoryLine::Kind;
  const float x = at.x, y = at.y;
  if (line.kind == Kind::yes) {
    over_.line({x, y + 7}, {x + 3.5f, y + 11}, 2, look::kGreen);
    over_.line({x + 3.5f, y + 11}, {x + 10, y + 3}, 2, look::kGreen);
  } else if (line.kind == Kind::no) {
    over_.line({x + 1, y + 3}, {x + 9, y + 11}, 2, look::kRed);
    over_.line({x + 9, y + 3}, {x + 1, y + 11}, 2, look::kRed);
  } else if (line.kind == Kind::pending) {
    over_.ring({x + 5, y + 7}, 4.5f, 1.5f, look::kAmber);
  } else if (line.kind == Kind::event) {
    over_.rect(x, y + 1, 3, 12, look::of(line.feed));
  }
  const bool marked = line.kind == Kind::yes || line.kind == Kind::no || line.kind == Kind::pending;
  const float indent = marked ? 17.f : line.kind == Kind::event ? 9.f : 0.f;
  const bool small = line.kind == Kind::query || line.kind == Kind::event;
  const sf::Color hue = line.kind == Kind::dim || line.kind == Kind::query ? look::kDim : look::kText;
  over_.text(x + indent, y, small ? 11 : 12, hue, line.text, Align::left, width - 26 - indent);
}

void Screen::draw_card(const Moment& moment) {
  card_area_ = {};
  if (state_.selection.what == What::none) return;
  // The story is made anew when something could have changed it, not at every frame.
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(moment.at.time_since_epoch()).count();
  if (card_of_ != state_.selection || card_events_ != moment.events || card_second_ != second ||
      card_language_ != state_.language) {
    card_ = story_of(state_.selection, timeline_, *opened_.replay, opened_.inputs->policies, moment, state_.language,
                     &map_.places());
    card_of_ = state_.selection;
    card_events_ = moment.events;
    card_second_ = second;
    card_language_ = state_.language;
  }
  if (card_.title.empty()) return;
  const float width = look::kCardWidth, head = card_.subtitle.empty() ? 36 : 52;
  const float most = layout_.legend.top - layout_.map.top - 20;
  const auto lines =
      std::min(card_.lines.size(), static_cast<std::size_t>(std::max(0.f, (most - head - 10) / kCardLine)));
  card_area_ = {10, layout_.map.top + 10, width, head + static_cast<float>(lines) * kCardLine + 10};
  const PxRect& area = card_area_;
  buttons_.cover(area);
  over_.rect(area.left, area.top, width, area.height, look::kCard);
  over_.frame(area.left, area.top, width, area.height, look::kLine);
  over_.rect(area.left, area.top, 3, area.height,
             card_.colour >= 0 ? look::of(static_cast<engine::Colour>(card_.colour)) : look::kAccent);
  const float x = area.left + 14, y = area.top + 10;
  float title_x = x;
  if (card_.colour >= 0) {
    colour_mark(over_, {x + 9, y + 8}, 9, card_.colour, true);
    title_x += 26;
  }
  buttons_.icon(over_, Action::clear, {area.right() - 28, area.top + 6, 22, 22}, Icon::cross);
  float free = area.right() - 34;
  if (state_.selection.what == What::shop || state_.selection.what == What::case_work) {
    buttons_.label(over_, Action::why, {area.right() - 86, area.top + 6, 54, 22}, word("为什么", "why?"));
    free -= 58;
  }
  over_.text(title_x, y, 15, look::kText, card_.title, Align::left, free - title_x);
  if (!card_.subtitle.empty()) over_.text(title_x, y + 20, 11, look::kDim, card_.subtitle, Align::left, width - 40);
  for (std::size_t i = 0; i < lines; ++i)
    draw_card_line(card_.lines[i], {x, area.top + head + static_cast<float>(i) * kCardLine}, width);
}

}  // namespace tricolor::harness
