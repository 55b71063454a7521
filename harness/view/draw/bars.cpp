// Draws the bars of the screen: title and clock, key figures, legend, and the time bar with its buttons.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "view/draw/look.h"
#include "view/draw/screen.h"

namespace tricolor::harness {
namespace {

const sf::Color kMoon(190, 205, 235), kOfficer(58, 84, 138);

}  // namespace

void Screen::draw_top_bar(const Moment& moment, const Playback& playback) {
  const PxRect& bar = layout_.top_bar;
  panels_.rect(0, 0, bar.width, bar.height, sf::Color(22, 34, 58), look::kPanel);
  const float middle = bar.height / 2;
  for (int colour = 0; colour < 3; ++colour)
    colour_mark(panels_, {18 + 17 * static_cast<float>(colour), middle}, 6, colour, false);
  float x = 70;
  x += panels_.text(x, 9, 20, look::kText, word("三色码", "Tricolor")) + 8;
  x += panels_.text(x, 15, 13, look::kDim, word("街面秩序", "street order")) + 14;
  // The clock is in the middle, because everything else on the screen is about its instant.
  const float clock_x = bar.width / 2 - 20;
  const float clock = panels_.text(clock_x, 6, 26, sf::Color::White, time_text(moment.at), Align::centre);
  const float day =
      panels_.text(clock_x - clock / 2 - 12, 15, 12, look::kDim, day_text(moment.at, state_.language), Align::right);
  panels_.text(x, 15, 12, look::kFaint, opened_.inputs->scenario.name, Align::left,
               std::max(20.f, clock_x - clock / 2 - day - 30 - x));
  const sf::Vector2f sky{clock_x + clock / 2 + 20, middle};
  if (sim::light_at(moment.at).level > 0.3) {
    panels_.circle(sky, 6, look::kYellow);
    panels_.ring(sky, 9, 1, look::faded(look::kYellow, 0.5f));
  } else {
    panels_.circle(sky, 7, kMoon);
    panels_.circle(sky + sf::Vector2f{3.5f, -2}, 6, sf::Color(18, 28, 48));
  }
  // From right to left come buttons, the mark of a live run, and the mark of playing.
  float right = bar.width - 6;
  const auto place = [&](float width) {
    right -= width + 4;
    return PxRect{right, 8, width, 24};
  };
  buttons_.label(panels_, Action::help, place(24), "?");
  buttons_.icon(panels_, Action::full_screen, place(24), Icon::full);
  buttons_.icon(panels_, Action::screenshot, place(24), Icon::shot);
  buttons_.label(panels_, Action::language, place(30), word("EN", "中"));
  buttons_.icon(panels_, Action::map_alone, place(24), Icon::columns, !state_.map_alone);
  buttons_.icon(panels_, Action::search, place(30), Icon::search);
  right -= 8;
  const std::string badge = live() ? word("运行中", "LIVE") : word("回放", "REPLAY");
  const float badge_width = panels_.width_of(12, badge) + 16;
  panels_.rect(right - badge_width, 10, badge_width, 20, live() ? look::faded(look::kRed, 0.85f) : look::kPanelHigh);
  panels_.frame(right - badge_width, 10, badge_width, 20, live() ? look::kRed : look::kLine);
  panels_.text(right - badge_width / 2, 14, 12, look::kText, badge, Align::centre);
  right -= badge_width + 10;
  const char* doing = tour_                ? word("导览", "tour")
                      : playback.waiting() ? word("已到最新", "as far as the run")
                      : plays(playback)    ? word("播放中", "playing")
                                           : word("已暂停", "paused");
  right -= panels_.text(right, 14, 12, playback.waiting() ? look::kAmber : look::kDim, doing, Align::right) + 10;
  if (state_.automatic && state_.selection.what == Selection::What::none)
    right -= panels_.text(right, 14, 12, look::kFaint, word("自动切换", "auto camera"), Align::right) + 10;
  if (state_.follow) panels_.text(right, 14, 12, look::kAccent, word("跟随", "following"), Align::right);
}

void Screen::draw_figures(const Moment& moment) {
  const auto figures = figures_of(moment);
  const PxRect& bar = layout_.figures;
  const float width = bar.width / static_cast<float>(figures.size());
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    const PxRect box{bar.left + static_cast<float>(i) * width + 2, bar.top + 2, width - 4, bar.height - 4};
    const std::string_view key = figure.key;
    sf::Color hue = look::kText;
    if (key == "shops_yellow") hue = look::kYellow;
    if (key == "shops_red") hue = look::kRed;
    if ((key == "incidents_open" || key == "cameras_blind") && figure.value > 0) hue = look::kRed;
    if (figure.share) hue = look::kGreen;
    panels_.ground(box.left, box.top, box.width, box.height, look::kPanelHigh);
    if (state_.selection == Selection{Selection::What::figure, i} || (pointer_ && box.contains(*pointer_)))
      panels_.frame(box.left, box.top, box.width, box.height, look::kAccent);
    panels_.rect(box.left, box.top, 2, box.height, look::faded(hue, 0.8f));
    const std::string text = value_text(figure);
    const std::size_t stroke = text.find('/');
    const float number_width = panels_.text(box.left + 9, box.top + 4, 19, hue, text.substr(0, stroke));
    std::string part = stroke == std::string::npos ? "" : text.substr(stroke);
    if (figure.share && figure.of > 0) part = fmt::format("{}/{}", figure.value, figure.of);
    const float part_width = panels_.text(box.left + 9, box.top + 27, 10, look::kFaint, part);
    panels_.text(box.right() - 6, box.top + 7, 12, look::kText, figure.name_zh, Align::right,
                 box.width - 20 - number_width);
    panels_.text(box.right() - 6, box.top + 27, 10, look::kDim, figure.name_en, Align::right,
                 box.width - 20 - part_width);
  }
  panels_.line({0, bar.bottom()}, {bar.width, bar.bottom()}, 1, look::kLine);
}

void Screen::draw_legend() {
  const PxRect& bar = layout_.legend;
  float x = bar.left + 12;
  const float y = bar.top + 6;
  panels_.ground(bar.left, bar.top, bar.width, bar.height, {10, 16, 28});
  const auto entry = [&](const char* zh, const char* en) {
    x += panels_.text(x, y, 11, look::kDim, word(zh, en)) + 14;
  };
  for (int colour = 0; colour < 3; ++colour) {
    colour_mark(panels_, {x + 6, y + 6}, 5.5f, colour, true);
    x += 16;
    entry(colour == 0 ? "绿码" : colour == 1 ? "黄码" : "红码", colour == 0 ? "green" : colour == 1 ? "yellow" : "red");
  }
  incident_mark(panels_, {x + 5, y + 6}, 5.5f, false);
  x += 15;
  entry("未结事件", "open incident");
  incident_mark(panels_, {x + 5, y + 6}, 5.5f, true);
  x += 15;
  entry("已立案", "with a case");
  panels_.slice({x + 5, y + 6}, 5, 0.65f, look::kAmber);
  panels_.ring({x + 5, y + 6}, 5, 1, look::kAmber);
  x += 14;
  entry("计时中", "clock runs");
  panels_.polygon({{x, y + 6}, {x + 10, y + 1}, {x + 10, y + 11}}, look::kAccent);
  x += 14;
  entry("摄像机", "camera");
  panels_.circle({x + 6, y + 6}, 6, kOfficer);
  panels_.text(x + 6, y + 1, 9, sf::Color::White, word("城", "O"), Align::centre);
  x += 16;
  entry("城管队员", "officer");
  // Draws a scale bar of a round length.
  static constexpr std::array<float, 9> kLengths{1, 2, 5, 10, 20, 50, 100, 200, 500};
  // Where the legend fills its bar, as in a small window, the scale stands above it on the map.
  constexpr float kLongest = 110, kShortest = 40, kLabel = 46;
  const float right = bar.right() - 14, room = right - x - kLabel;
  const bool above = room < kShortest;
  const float most = above ? kLongest : std::min(kLongest, room);
  float metres = kLengths.front();
  for (const float length : kLengths)
    if (length * map_.view().scale() <= most) metres = length;
  const float length = metres * map_.view().scale(), line = above ? bar.top - 18 : y;
  if (above) panels_.ground(right - length - kLabel, line - 4, length + kLabel + 8, 20, {10, 16, 28});
  panels_.rect(right - length, line + 9, length, 2, look::kDim);
  panels_.rect(right - length, line + 5, 1, 6, look::kDim);
  panels_.rect(right - 1, line + 5, 1, 6, look::kDim);
  panels_.text(right - length - 6, line, 11, look::kDim, fmt::format("{:.0f} m", metres), Align::right);
}

float Screen::x_of(engine::Time time) const {
  const double all = std::chrono::duration<double>(timeline_.planned_end() - timeline_.start()).count();
  const double share = all > 0 ? std::chrono::duration<double>(time - timeline_.start()).count() / all : 0;
  return layout_.track.left + static_cast<float>(share) * layout_.track.width;
}

engine::Time Screen::time_at(float x) const {
  const float share = std::clamp((x - layout_.track.left) / layout_.track.width, 0.f, 1.f);
  const double length = std::chrono::duration<double>(timeline_.planned_end() - timeline_.start()).count();
  return timeline_.start() + engine::Duration{static_cast<std::int64_t>(length * share * 1e6)};
}

void Screen::scrub(float x, Playback& playback) const { playback.jump(time_at(x)); }

void Screen::draw_time_bar(const Moment& moment, const Playback& playback) {
  const PxRect &bar = layout_.time_bar, &track = layout_.track;
  panels_.ground(bar.left, bar.top, bar.width, bar.height, look::kPanelHigh);
  panels_.line({0, bar.top}, {bar.width, bar.top}, 1, look::kLine);
  float x = 8;
  const auto place = [&](float width) {
    x += width + 3;
    return PxRect{x - width - 3, bar.top + 8, width, 24};
  };
  buttons_.icon(panels_, Action::last_incident, place(26), Icon::last);
  buttons_.icon(panels_, Action::step_back, place(22), Icon::back);
  // The button shows the effect of a click, not the present state.
  buttons_.icon(panels_, Action::play_pause, place(36), plays(playback) ? Icon::pause : Icon::play);
  buttons_.icon(panels_, Action::step_on, place(22), Icon::forward);
  buttons_.icon(panels_, Action::next_incident, place(26), Icon::next);
  x += 5;
  buttons_.icon(panels_, Action::slower, place(20), Icon::minus);
  panels_.text(x + 26, bar.top + 13, 14, plays(playback) ? look::kAccent : look::kDim,
               fmt::format("{}×", playback.speed()), Align::centre, 58);
  x += 56;
  buttons_.icon(panels_, Action::faster, place(20), Icon::plus);
  // The track is as light as the sky, so that nights are seen at a glance.
  const int parts = 96;
  const float y = track.top;
  const auto length = timeline_.planned_end() - timeline_.start();
  for (int i = 0; i < parts; ++i) {
    const float from = track.left + track.width * static_cast<float>(i) / parts,
                to = track.left + track.width * static_cast<float>(i + 1) / parts;
    const auto day = static_cast<float>(sim::light_at(timeline_.start() + length * i / parts).level);
    const auto part = [&](float night, float noon) { return static_cast<sf::Uint8>(night + (noon - night) * day); };
    panels_.rect(from, y, to - from + 0.5f, track.height, {part(26, 74), part(36, 98), part(62, 134)});
  }
  const float known = x_of(timeline_.known_until()), now = x_of(moment.at);
  if (!timeline_.finished()) panels_.rect(known, y, track.right() - known, track.height, {10, 15, 26, 200});
  panels_.rect(track.left, y, now - track.left, track.height, look::faded(look::kAccent, 0.55f));
  // Each incident has a tick, at most one a pixel.
  float last = -10;
  for (const engine::Time time : timeline_.incident_times()) {
    if (x_of(time) - last < 1.5f) continue;
    last = x_of(time);
    panels_.rect(last - 0.5f, y - 5, 1.5f, 5, look::kRed);
  }
  panels_.circle({now, y + 4}, 7, sf::Color(230, 242, 255));
  panels_.circle({now, y + 4}, 3.5f, look::kAccent);
  const auto hour = [](engine::Time t) { return time_text(t).substr(0, 5); };
  panels_.text(track.left - 10, y - 3, 12, look::kDim, hour(timeline_.start()), Align::right);
  panels_.text(track.right() + 10, y - 3, 12, look::kDim, hour(timeline_.planned_end()));
  buttons_.area(Action::beginning, {track.left - 48, y - 8, 38, 24});
  buttons_.area(Action::latest, {track.right() + 8, y - 8, 46, 24});
  // Labels stand at every hour, every six, or every day, as there is room.
  const double hours = std::chrono::duration<double>(length).count() / 3600;
  const int every = hours <= 1.2 ? 0 : hours <= 16 ? 1 : hours <= 60 ? 6 : 24;
  if (every == 0) return;
  for (engine::Time t = std::chrono::ceil<std::chrono::hours>(timeline_.start()); t < timeline_.planned_end();
       t += std::chrono::hours{1}) {
    const auto of_day = (std::chrono::duration_cast<std::chrono::hours>(t.time_since_epoch()).count() + 8) % 24;
    if (of_day % every != 0 || x_of(t) < track.left + 20 || x_of(t) > track.right() - 20) continue;
    panels_.rect(x_of(t), y + 9, 1, 3, look::kFaint);
    panels_.text(x_of(t), y + 12, 10, look::kFaint, every == 24 ? engine::to_text(t).substr(5, 5) : hour(t),
                 Align::centre);
  }
}

}  // namespace tricolor::harness
