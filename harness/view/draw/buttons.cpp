#include "view/draw/buttons.h"

#include "view/draw/look.h"

namespace tricolor::harness {
namespace {

// Symbols are drawn in a square of 10 units around the middle.
void draw_icon(Canvas& canvas, Icon icon, Px middle, sf::Color hue) {
  const auto p = [&](float x, float y) { return sf::Vector2f{middle.x + x, middle.y + y}; };
  const auto bar = [&](float x, float y, float width, float height) {
    canvas.rect(middle.x + x, middle.y + y, width, height, hue);
  };
  switch (icon) {
    case Icon::play: canvas.polygon({p(-4, -5.5f), p(5.5f, 0), p(-4, 5.5f)}, hue); break;
    case Icon::pause: bar(-4.5f, -5, 3.5f, 10), bar(1, -5, 3.5f, 10); break;
    case Icon::next: canvas.polygon({p(-4.5f, -5), p(3, 0), p(-4.5f, 5)}, hue), bar(3, -5, 2, 10); break;
    case Icon::last: canvas.polygon({p(4.5f, -5), p(-3, 0), p(4.5f, 5)}, hue), bar(-5, -5, 2, 10); break;
    case Icon::forward: canvas.line(p(-2, -4), p(2, 0), 1.6f, hue), canvas.line(p(2, 0), p(-2, 4), 1.6f, hue); break;
    case Icon::back: canvas.line(p(2, -4), p(-2, 0), 1.6f, hue), canvas.line(p(-2, 0), p(2, 4), 1.6f, hue); break;
    case Icon::plus: bar(-4.5f, -0.8f, 9, 1.6f), bar(-0.8f, -4.5f, 1.6f, 9); break;
    case Icon::minus: bar(-4.5f, -0.8f, 9, 1.6f); break;
    case Icon::whole: canvas.polygon({p(0, -5.5f), p(6, 0), p(-6, 0)}, hue), bar(-4, 0, 8, 5); break;
    case Icon::cross:
      canvas.line(p(-3.5f, -3.5f), p(3.5f, 3.5f), 1.6f, hue), canvas.line(p(-3.5f, 3.5f), p(3.5f, -3.5f), 1.6f, hue);
      break;
    case Icon::search:
      canvas.ring(p(-1, -1), 3.8f, 1.6f, hue), canvas.line(p(1.8f, 1.8f), p(5.5f, 5.5f), 2, hue);
      break;
    case Icon::enlarge:
      canvas.line(p(-4.5f, 4.5f), p(4.5f, -4.5f), 1.6f, hue);
      canvas.polygon({p(5, -5), p(5, 0), p(0, -5)}, hue), canvas.polygon({p(-5, 5), p(-5, 0), p(0, 5)}, hue);
      break;
    case Icon::columns:
      canvas.frame(middle.x - 5.5f, middle.y - 4.5f, 11, 9, hue, 1.4f), bar(1.5f, -4.5f, 1.4f, 9);
      break;
    case Icon::full:
      for (const float x : {-1.f, 1.f})
        for (const float y : {-1.f, 1.f}) {
          canvas.line(p(5 * x, 5 * y), p(1.5f * x, 5 * y), 1.6f, hue);
          canvas.line(p(5 * x, 5 * y), p(5 * x, 1.5f * y), 1.6f, hue);
        }
      break;
    case Icon::shot:
      canvas.frame(middle.x - 6, middle.y - 4, 12, 9, hue, 1.4f);
      canvas.ring(p(0, 0.5f), 2.4f, 1.4f, hue);
      bar(-2, -5.5f, 4, 1.6f);
      break;
  }
}

}  // namespace

void Buttons::begin(Px pointer) {
  buttons_.clear();
  pointer_ = pointer;
}

sf::Color Buttons::ground(Canvas& canvas, PxRect area, bool on) const {
  const bool under = area.contains(pointer_);
  canvas.rect(area.left, area.top, area.width, area.height,
              under ? sf::Color(46, 66, 104) : sf::Color(24, 36, 60, 235));
  canvas.frame(area.left, area.top, area.width, area.height, under ? look::kAccent : look::kLine);
  return under ? sf::Color::White : on ? look::kText : look::kFaint;
}

void Buttons::icon(Canvas& canvas, Action action, PxRect area, Icon icon, bool on) {
  draw_icon(canvas, icon, {area.left + area.width / 2, area.top + area.height / 2}, ground(canvas, area, on));
  buttons_.push_back({action, area});
}

void Buttons::label(Canvas& canvas, Action action, PxRect area, std::string_view text, bool on) {
  const sf::Color hue = ground(canvas, area, on);
  canvas.text(area.left + area.width / 2, area.top + area.height / 2 - 6, 12, hue, text, Align::centre);
  // A switch that is off is struck through, so that its state does not depend on its shade alone.
  if (!on) canvas.line({area.left + 4, area.bottom() - 5}, {area.right() - 4, area.top + 5}, 1.2f, look::kDim);
  buttons_.push_back({action, area});
}

void Buttons::cover(PxRect area) { buttons_.push_back({std::nullopt, area}); }

std::optional<Action> Buttons::at(Px place) const {
  for (auto button = buttons_.rbegin(); button != buttons_.rend(); ++button)
    if (button->area.contains(place)) return button->action;
  return std::nullopt;
}

}  // namespace tricolor::harness
