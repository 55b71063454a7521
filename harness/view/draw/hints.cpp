// Draws the panels that lie over the screen for a while: tooltips, the tour's caption, the search, and the table of
// keys.
#include <fmt/format.h>

#include <algorithm>

#include "view/draw/look.h"
#include "view/draw/screen.h"
#include "view/model/subjects.h"

namespace tricolor::harness {
namespace {

using What = Selection::What;

constexpr float kTipLine = 17, kRow = 24;

}  // namespace

Tooltip Screen::hint_at(Px at, const Moment& moment, const Playback& playback) const {
  Tooltip tip;
  if (const auto action = buttons_.at(at)) {
    const ActionLine& line = line_of(*action);
    tip.title = *action == Action::play_pause ? (plays(playback) ? word("暂停", "pause") : word("播放", "play"))
                                              : (state_.language == Language::zh ? line.zh : line.en);
    tip.lines.push_back(fmt::format("{} {}", word("按键", "key"), line.key));
    return tip;
  }
  if (layout_.figures.contains(at)) {
    const auto figures = figures_of(moment);
    const auto& figure = figures[std::min(
        figures.size() - 1, static_cast<std::size_t>(at.x / size_.x * static_cast<float>(figures.size())))];
    tip.title = fmt::format("{}  {}", word(figure.name_zh, figure.name_en), value_text(figure));
    tip.lines.emplace_back(word("单击查看其查询", "click for its query"));
    return tip;
  }
  if (layout_.time_bar.contains(at) && at.x >= layout_.track.left && at.x <= layout_.track.right()) {
    const engine::Time time = time_at(at.x);
    tip.title = fmt::format("{} {}", day_text(time, state_.language), time_text(time));
    if (time > timeline_.known_until()) tip.lines.emplace_back(word("尚未运行到此", "the run is not there yet"));
    return tip;
  }
  if (const auto line = feed_line_at(at, moment)) {
    const engine::Event& event = timeline_.journal()[timeline_.feed()[*line]];
    tip.title = event_line(event, opened_.replay->configuration(), state_.language);
    tip.lines.push_back(time_text(event.at));
    return tip;
  }
  return tip;
}

void Screen::draw_hover(const Moment& moment, const Playback& playback) {
  state_.hovered = {};
  if (!pointer_ || state_.help) return;
  const Px at = *pointer_;
  Tooltip tip = hint_at(at, moment, playback);
  if (tip.title.empty() && !buttons_.at(at)) {
    std::size_t others = 0;
    if (const int camera = wall_.thumbnail_at(at, layout_); camera >= 0) {
      state_.hovered = {What::camera, static_cast<std::uint64_t>(camera)};
    } else if (const auto found = under(at); !found.empty() && !search_area_.contains(at)) {
      state_.hovered = found.front();
      others = found.size() - 1;
    }
    if (state_.hovered.what == What::none) return;
    const auto second = std::chrono::duration_cast<std::chrono::seconds>(moment.at.time_since_epoch()).count();
    if (tip_of_ != state_.hovered || tip_second_ != second || tip_events_ != moment.events || tip_others_ != others ||
        tip_language_ != state_.language) {
      tip_ = tooltip_of(state_.hovered, *opened_.replay, opened_.inputs->policies, moment, state_.language, others,
                        &map_.places());
      tip_of_ = state_.hovered;
      tip_second_ = second;
      tip_events_ = moment.events;
      tip_others_ = others;
      tip_language_ = state_.language;
    }
    tip = tip_;
  }
  if (!tip.title.empty()) draw_tooltip(tip, at);
}

void Screen::draw_tooltip(const Tooltip& tip, Px at) {
  const float mark = tip.colour >= 0 ? 22 : 0;
  float width = over_.width_of(13, tip.title) + mark;
  for (const std::string& line : tip.lines) width = std::max(width, over_.width_of(12, line));
  width = std::min(width + 20, 460.f);
  const float height = 28 + kTipLine * static_cast<float>(tip.lines.size());
  // The tooltip is below and to the right of the mouse, or where there is room.
  const float x = at.x + 16 + width < size_.x ? at.x + 16 : std::max(4.f, at.x - 12 - width);
  const float y = at.y + 18 + height < size_.y ? at.y + 18 : std::max(4.f, at.y - 10 - height);
  over_.rect(x, y, width, height, sf::Color(8, 13, 24, 245));
  over_.frame(x, y, width, height, look::kAccent);
  if (tip.colour >= 0) colour_mark(over_, {x + 17, y + 14}, 7, tip.colour, true);
  over_.text(x + 10 + mark, y + 7, 13, look::kText, tip.title, Align::left, width - 20 - mark);
  for (std::size_t i = 0; i < tip.lines.size(); ++i)
    over_.text(x + 10, y + 26 + kTipLine * static_cast<float>(i), 12, look::kDim, tip.lines[i], Align::left,
               width - 20);
}

void Screen::draw_caption() {
  if (!notice_.empty()) {
    const float width = over_.width_of(14, notice_) + 32, left = layout_.map.left + (layout_.map.width - width) / 2,
                top = layout_.map.top + 16;
    over_.rect(left, top, width, 32, sf::Color(8, 13, 24, 236));
    over_.frame(left, top, width, 32, look::kAmber);
    over_.text(left + 16, top + 8, 14, look::kText, notice_);
  }
  if (!tour_) return;
  const TourStop& stop = tour_->stops()[shot_.stop];
  const std::size_t lines = shot_.beat ? shot_.beat->lines.size() : 0;
  const float width = std::min(layout_.map.width - 40, 620.f), height = 46 + 24 * static_cast<float>(lines);
  const float left = layout_.map.left + (layout_.map.width - width) / 2, top = layout_.legend.top - 14 - height;
  over_.rect(left, top, width, height, sf::Color(8, 13, 24, 236));
  over_.rect(left, top, 5, height, shot_.beat ? look::of(shot_.beat->kind) : look::kAccent);
  over_.text(left + 20, top + 14, 17, sf::Color::White, stop.title, Align::left, width - 90);
  over_.text(left + width - 14, top + 16, 14, look::kDim, fmt::format("{}/{}", shot_.stop + 1, tour_->stops().size()),
             Align::right);
  for (std::size_t i = 0; i < lines; ++i)
    over_.text(left + 20, top + 42 + 24 * static_cast<float>(i), 15, look::kText, shot_.beat->lines[i], Align::left,
               width - 36);
}

void Screen::draw_search(const Moment& moment) {
  search_.look(opened_.replay->configuration(), moment, state_.language, &map_.places());
  const std::size_t rows = search_.found().size();
  const float width = 420, height = 40 + kRow * static_cast<float>(std::max<std::size_t>(1, rows)) + 6;
  const float left = (size_.x - width) / 2, top = layout_.map.top + 24;
  search_area_ = {left, top, width, height};
  buttons_.cover(search_area_);
  over_.rect(left, top, width, height, look::kCard);
  over_.frame(left, top, width, height, look::kAccent);
  const std::string typed = search_.text();
  if (typed.empty())
    over_.text(left + 14, top + 12, 14, look::kFaint,
               word("店名、街道、镇街、摄像机、#事件号…", "shop, street, town, camera, #incident …"));
  const float pen = over_.text(left + 14, top + 12, 14, look::kText, typed, Align::left, width - 60);
  over_.rect(left + 15 + pen, top + 11, 1.5f, 17, look::kAccent);
  buttons_.icon(over_, Action::clear, {left + width - 30, top + 8, 22, 22}, Icon::cross);
  for (std::size_t i = 0; i < rows; ++i) {
    const Found& found = search_.found()[i];
    const PxRect row{left + 4, top + 40 + kRow * static_cast<float>(i), width - 8, kRow};
    if (i == search_.row()) over_.rect(row.left, row.top, row.width, row.height, look::kPanelHigh);
    if (pointer_ && row.contains(*pointer_)) over_.frame(row.left, row.top, row.width, row.height, look::kAccent);
    float x = row.left + 10;
    if (found.what.what == What::shop) {
      colour_mark(over_, {x + 7, row.top + kRow / 2}, 7, static_cast<int>(moment.shop(found.what.id).colour), true);
      x += 22;
    }
    over_.text(x, row.top + 5, 13, look::kText, found.title, Align::left, 230);
    over_.text(row.right() - 10, row.top + 6, 11, look::kDim, found.note, Align::right, 130);
  }
  if (rows == 0 && !typed.empty())
    over_.text(left + 14, top + 45, 12, look::kAmber,
               word("没有匹配的店铺、街道或摄像机", "no such shop, street or camera"));
}

std::optional<Selection> Screen::search_row_at(Px at) const {
  if (!search_.is_open() || !search_area_.contains(at) || at.y < search_area_.top + 40) return std::nullopt;
  const auto row = static_cast<std::size_t>((at.y - search_area_.top - 40) / kRow);
  if (row >= search_.found().size()) return std::nullopt;
  return search_.found()[row].what;
}

void Screen::draw_help() {
  buttons_.cover(layout_.whole);
  over_.rect(0, 0, size_.x, size_.y, {4, 8, 16, 200});
  const auto& lines = action_table();
  const std::size_t rows = (lines.size() + 1) / 2;
  const float width = 940, line = 24, height = 66 + static_cast<float>(rows) * line + 16;
  const float left = (size_.x - width) / 2, top = std::max(10.f, (size_.y - height) / 2);
  over_.rect(left, top, width, height, look::kPanel);
  over_.frame(left, top, width, height, look::kLine);
  over_.text(left + 22, top + 18, 19, look::kText, word("按键与鼠标", "Keys and mouse"));
  over_.text(left + width - 20, top + 24, 12, look::kDim,
             word("* 与 sumo-gui 相同 · 单击关闭", "* as in sumo-gui · click to close"), Align::right);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const float x = left + 22 + (i >= rows ? width / 2 - 8 : 0), y = top + 58 + static_cast<float>(i % rows) * line;
    over_.text(x, y, 12, look::kAccent, lines[i].key, Align::left, 132);
    over_.text(x + 136, y, 12, look::kAmber, lines[i].mouse, Align::left, 92);
    over_.text(x + 232, y, 12, look::kText,
               fmt::format("{}{}", word(lines[i].zh, lines[i].en), lines[i].as_in_sumo ? " *" : ""), Align::left, 222);
  }
}

}  // namespace tricolor::harness
