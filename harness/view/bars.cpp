// The bars of the screen: title and clock, key figures, legend, and the table of keys.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "view/keys.h"
#include "view/look.h"
#include "view/screen.h"

namespace tricolor::harness {

void Screen::draw_top_bar(const Moment& moment, const Playback& playback) {
  const float height = look::kTopBar;
  panels_.rect(0, 0, size_.x, height, sf::Color(22, 34, 58), look::kPanel);
  colour_mark(panels_, {18, height / 2}, 6, 0, false);
  colour_mark(panels_, {35, height / 2}, 6, 1, false);
  colour_mark(panels_, {52, height / 2}, 6, 2, false);
  float x = 70;
  x += panels_.text(x, 12, 20, look::kText, word("三色码", "Tricolor")) + 8;
  x += panels_.text(x, 18, 13, look::kDim, word("街面秩序指挥台", "street order, live")) + 14;
  panels_.text(x, 18, 12, look::kFaint, opened_.inputs->scenario.name, Align::left, size_.x / 2 - 130 - x);
  // The clock in the middle: it is what everything else on the screen is about.
  const float clock = panels_.text(size_.x / 2 + 30, 8, 26, sf::Color::White, time_text(moment.at), Align::centre);
  panels_.text(size_.x / 2 + 30 - clock / 2 - 12, 18, 12, look::kDim, day_text(moment.at, state_.language), Align::right);
  const sim::Light light = sim::light_at(moment.at);
  const sf::Vector2f sky{size_.x / 2 + 30 + clock / 2 + 20, height / 2};
  if (light.level > 0.3) {
    panels_.circle(sky, 6, look::kYellow);
    panels_.ring(sky, 9, 1, look::faded(look::kYellow, 0.5f));
  } else {
    panels_.circle(sky, 7, sf::Color(190, 205, 235));
    panels_.circle(sky + sf::Vector2f{3.5f, -2}, 6, sf::Color(18, 28, 48));
  }
  // State of playback, from right to left.
  const bool live = opened_.live && !timeline_.finished();
  const std::string badge = live ? word("运行中", "LIVE") : word("回放", "REPLAY");
  const float badge_width = panels_.width_of(12, badge) + 16;
  float right = size_.x - 12;
  panels_.rect(right - badge_width, 13, badge_width, 20, live ? look::faded(look::kRed, 0.85f) : look::kPanelHigh);
  panels_.frame(right - badge_width, 13, badge_width, 20, live ? look::kRed : look::kLine);
  panels_.text(right - badge_width / 2, 17, 12, look::kText, badge, Align::centre);
  right -= badge_width + 12;
  right -= panels_.text(right, 14, 17, playback.playing() ? look::kAccent : look::kDim, fmt::format("{}×", playback.speed()), Align::right) + 12;
  if (playback.playing()) {
    panels_.polygon({{right - 11, 15}, {right, 23}, {right - 11, 31}}, playback.waiting() ? look::kAmber : look::kAccent);
  } else {
    panels_.rect(right - 11, 15, 4, 16, look::kDim);
    panels_.rect(right - 4, 15, 4, 16, look::kDim);
  }
  right -= 24;
  if (playback.waiting()) right -= panels_.text(right, 17, 12, look::kAmber, word("已到最新", "as far as the run"), Align::right) + 12;
  if (state_.automatic && state_.selection.what == Selection::What::none) right -= panels_.text(right, 17, 12, look::kDim, word("自动", "auto"), Align::right) + 12;
  if (state_.follow) right -= panels_.text(right, 17, 12, look::kAccent, word("跟随", "following"), Align::right) + 12;
  panels_.text(right, 17, 12, look::kFaint, word("? 按键", "? keys"), Align::right);
}

void Screen::draw_figures(const Moment& moment) {
  const auto figures = figures_of(moment);
  const float width = size_.x / static_cast<float>(figures.size()), y = look::kTopBar;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    const float x = static_cast<float>(i) * width;
    const std::string_view key = figure.key;
    sf::Color hue = look::kText;
    if (key == "shops_yellow") hue = look::kYellow;
    if (key == "shops_red") hue = look::kRed;
    if ((key == "incidents_open" || key == "cameras_blind") && figure.value > 0) hue = look::kRed;
    if (figure.share) hue = look::kGreen;
    panels_.ground(x + 3, y + 3, width - 6, look::kFigures - 6, look::kPanelHigh);
    if (state_.selection == Selection{Selection::What::figure, i}) panels_.frame(x + 3, y + 3, width - 6, look::kFigures - 6, look::kAccent);
    panels_.rect(x + 3, y + 3, 2, look::kFigures - 6, look::faded(hue, 0.8f));
    const std::string text = value_text(figure);
    const std::size_t stroke = text.find('/');
    const float number = panels_.text(x + 12, y + 6, 22, hue, text.substr(0, stroke));
    if (stroke != std::string::npos) panels_.text(x + 14 + number, y + 14, 12, look::kFaint, text.substr(stroke));
    else if (figure.share && figure.of > 0) panels_.text(x + 18 + number, y + 14, 12, look::kFaint, fmt::format("{}/{}", figure.value, figure.of));
    panels_.text(x + 12, y + 31, 12, look::kDim, figure.name_zh);
    panels_.text(x + 12, y + 46, 10, look::kFaint, figure.name_en, Align::left, width - 16);
  }
  panels_.line({0, y + look::kFigures}, {size_.x, y + look::kFigures}, 1, look::kLine);
}

void Screen::draw_legend() {
  const sf::FloatRect& a = map_.area();
  float x = a.left + 12;
  const float y = a.top + a.height - 20;
  panels_.ground(a.left, y - 5, a.width, 25, {10, 16, 28});
  const auto entry = [&](const char* zh, const char* en) { x += panels_.text(x, y, 11, look::kDim, word(zh, en)) + 14; };
  for (int colour = 0; colour < 3; ++colour) {
    colour_mark(panels_, {x + 6, y + 6}, 5.5f, colour, true);
    x += 16;
    entry(colour == 0 ? "绿码" : colour == 1 ? "黄码" : "红码", colour == 0 ? "green" : colour == 1 ? "yellow" : "red");
  }
  panels_.circle({x + 5, y + 6}, 4.5f, look::kRed);
  x += 14;
  entry("未结事件", "incident");
  panels_.circle({x + 5, y + 6}, 4.5f, look::kBlue);
  x += 14;
  entry("已立案", "with a case");
  panels_.slice({x + 5, y + 6}, 5, 0.65f, look::kAmber);
  panels_.ring({x + 5, y + 6}, 5, 1, look::kAmber);
  x += 14;
  entry("计时中", "dwelling");
  panels_.polygon({{x, y + 6}, {x + 10, y + 1}, {x + 10, y + 11}}, look::kAccent);
  x += 14;
  entry("摄像机", "camera");
  panels_.circle({x + 6, y + 6}, 6, sf::Color(58, 84, 138));
  panels_.text(x + 6, y + 1, 9, sf::Color::White, word("城", "O"), Align::centre);
  x += 16;
  entry("城管队员", "officer");
  // A scale bar of a round length.
  static constexpr std::array<float, 7> kLengths{1, 2, 5, 10, 20, 50, 100};
  float metres = kLengths.front();
  for (const float length : kLengths)
    if (length * map_.scale() <= 110) metres = length;
  const float bar = metres * map_.scale(), right = a.left + a.width - 14;
  panels_.rect(right - bar, y + 9, bar, 2, look::kDim);
  panels_.rect(right - bar, y + 5, 1, 6, look::kDim);
  panels_.rect(right - 1, y + 5, 1, 6, look::kDim);
  panels_.text(right - bar - 6, y, 11, look::kDim, fmt::format("{:.0f} m", metres), Align::right);
}

void Screen::draw_help() {
  over_.rect(0, 0, size_.x, size_.y, {4, 8, 16, 190});
  const auto& keys = key_table();
  const float width = 760, line = 21, height = 66 + static_cast<float>((keys.size() + 1) / 2) * line + 16;
  const float left = (size_.x - width) / 2, top = std::max(10.f, (size_.y - height) / 2);
  over_.rect(left, top, width, height, look::kPanel);
  over_.frame(left, top, width, height, look::kLine);
  over_.text(left + 22, top + 18, 19, look::kText, word("按键", "Keys"));
  over_.text(left + width - 20, top + 24, 12, look::kDim, word("* 与 sumo-gui 相同", "* as in sumo-gui"), Align::right);
  const std::size_t rows = (keys.size() + 1) / 2;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const float x = left + 22 + (i >= rows ? width / 2 - 8 : 0), y = top + 58 + static_cast<float>(i % rows) * line;
    over_.text(x, y, 12, look::kAccent, keys[i].key);
    over_.text(x + 148, y, 12, look::kText, fmt::format("{}{}", word(keys[i].zh, keys[i].en), keys[i].as_in_sumo ? " *" : ""), Align::left, 210);
  }
}

}  // namespace tricolor::harness
