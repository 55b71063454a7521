#include "view/draw/canvas.h"

#include <array>
#include <cmath>
#include <iterator>

namespace tricolor::harness {
namespace {

constexpr float kTurn = 6.2831853f;

sf::Color clear_of(sf::Color colour) { return {colour.r, colour.g, colour.b, 0}; }

// Reads one character of UTF-8; damaged bytes count as "?".
const char* next_character(const char* at, const char* end, sf::Uint32& character) {
  return sf::Utf8::decode(at, end, character, '?');
}

}  // namespace

Canvas::Canvas(const sf::Font& font) : font_(font) {}

void Canvas::clear() {
  ground_.clear();
  shapes_.clear();
  for (auto& [size, vertices] : glyphs_) vertices.clear();
}

void Canvas::draw_on(sf::RenderTarget& target) const {
  if (!ground_.empty()) target.draw(ground_.data(), ground_.size(), sf::Triangles, sf::RenderStates(sf::BlendNone));
  if (!shapes_.empty()) target.draw(shapes_.data(), shapes_.size(), sf::Triangles);
  for (const auto& [size, vertices] : glyphs_)
    if (!vertices.empty())
      target.draw(vertices.data(), vertices.size(), sf::Triangles, sf::RenderStates(&font_.getTexture(size)));
}

std::size_t Canvas::vertices() const {
  std::size_t sum = ground_.size() + shapes_.size();
  for (const auto& [size, vertices] : glyphs_) sum += vertices.size();
  return sum;
}

void Canvas::triangle(sf::Vector2f a, sf::Vector2f b, sf::Vector2f c, sf::Color colour_a, sf::Color colour_b,
                      sf::Color colour_c) {
  shapes_.emplace_back(a, colour_a);
  shapes_.emplace_back(b, colour_b);
  shapes_.emplace_back(c, colour_c);
}

void Canvas::ground(float x, float y, float width, float height, sf::Color colour) {
  ground({{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, colour);
}

void Canvas::ground(const std::vector<sf::Vector2f>& convex, sf::Color colour) {
  for (std::size_t i = 2; i < convex.size(); ++i)
    ground_.insert(ground_.end(), {{convex[0], colour}, {convex[i - 1], colour}, {convex[i], colour}});
}

void Canvas::rect(float x, float y, float width, float height, sf::Color colour) {
  rect(x, y, width, height, colour, colour);
}

void Canvas::rect(float x, float y, float width, float height, sf::Color upper, sf::Color lower) {
  const sf::Vector2f a{x, y}, b{x + width, y}, c{x + width, y + height}, d{x, y + height};
  triangle(a, b, c, upper, upper, lower);
  triangle(a, c, d, upper, lower, lower);
}

void Canvas::frame(float x, float y, float width, float height, sf::Color colour, float thickness) {
  rect(x, y, width, thickness, colour);
  rect(x, y + height - thickness, width, thickness, colour);
  rect(x, y + thickness, thickness, height - 2 * thickness, colour);
  rect(x + width - thickness, y + thickness, thickness, height - 2 * thickness, colour);
}

void Canvas::line(sf::Vector2f from, sf::Vector2f to, float thickness, sf::Color colour) {
  const sf::Vector2f along = to - from;
  const float length = std::hypot(along.x, along.y);
  if (length < 1e-3f) return;
  // A line has a solid core with one real pixel of falling alpha on either side, which is smooth without multisampling.
  const sf::Vector2f across{-along.y / length, along.x / length};
  const float pixel = 1 / scale_;
  const sf::Vector2f core = across * (std::max(0.f, thickness - pixel) / 2), soft = core + across * pixel;
  const sf::Color none = clear_of(colour);
  const auto band = [&](sf::Vector2f inner, sf::Vector2f outer, sf::Color ci, sf::Color co) {
    triangle(from + inner, to + inner, to + outer, ci, ci, co);
    triangle(from + inner, to + outer, from + outer, ci, co, co);
  };
  band(-core, core, colour, colour);
  band(core, soft, colour, none);
  band(-core, -soft, colour, none);
}

void Canvas::dashes(sf::Vector2f from, sf::Vector2f to, float thickness, float length, sf::Color colour) {
  const sf::Vector2f along = to - from;
  const float all = std::hypot(along.x, along.y);
  if (all < 1) return;
  // Greatest number of dashes, enough for any window; a longer line has longer dashes.
  const float step = std::max(length, all / 200);
  for (float at = 0; at < all; at += 2 * step)
    line(from + along * (at / all), from + along * (std::min(all, at + step) / all), thickness, colour);
}

void Canvas::fan(sf::Vector2f middle, float radius, float share, sf::Color colour) {
  const int steps = std::max(8, std::min(64, static_cast<int>(radius * scale_ * 2.5f)));
  const float half_pixel = 0.5f / scale_;
  const sf::Color none = clear_of(colour);
  const auto at = [&](float turn, float r) {
    return middle + sf::Vector2f{std::sin(turn * kTurn) * r, -std::cos(turn * kTurn) * r};
  };
  for (int i = 0; i < steps; ++i) {
    const float a = share * static_cast<float>(i) / static_cast<float>(steps),
                b = share * static_cast<float>(i + 1) / static_cast<float>(steps);
    const float inner = std::max(0.f, radius - half_pixel), outer = radius + half_pixel;
    triangle(middle, at(a, inner), at(b, inner), colour, colour, colour);
    triangle(at(a, inner), at(b, inner), at(b, outer), colour, colour, none);
    triangle(at(a, inner), at(b, outer), at(a, outer), colour, none, none);
  }
}

void Canvas::circle(sf::Vector2f middle, float radius, sf::Color colour) {
  // A dot of two or three pixels cannot be told from a square of its area, which has a twelfth of its corners; a town
  // has thousands of dots.
  constexpr float kDotPx = 1.6f, kHalfSide = 0.886f;
  if (radius * scale_ >= kDotPx) return fan(middle, radius, 1, colour);
  const float half = kHalfSide * radius;
  rect(middle.x - half, middle.y - half, 2 * half, 2 * half, colour);
}

void Canvas::slice(sf::Vector2f middle, float radius, float share, sf::Color colour) {
  if (share > 0) fan(middle, radius, std::min(1.f, share), colour);
}

void Canvas::ring(sf::Vector2f middle, float radius, float thickness, sf::Color colour) {
  const int steps = std::max(12, std::min(96, static_cast<int>(radius * scale_ * 2)));
  const float half_pixel = 0.5f / scale_;
  const sf::Color none = clear_of(colour);
  const float inner = radius - thickness / 2, outer = radius + thickness / 2;
  const float radii[] = {std::max(0.f, inner - half_pixel), std::max(0.f, inner + half_pixel), outer - half_pixel,
                         outer + half_pixel};
  const sf::Color colours[] = {none, colour, colour, none};
  for (int i = 0; i < steps; ++i) {
    const float a = kTurn * static_cast<float>(i) / static_cast<float>(steps),
                b = kTurn * static_cast<float>(i + 1) / static_cast<float>(steps);
    const sf::Vector2f ua{std::cos(a), std::sin(a)}, ub{std::cos(b), std::sin(b)};
    for (int k = 0; k < 3; ++k) {
      triangle(middle + ua * radii[k], middle + ub * radii[k], middle + ub * radii[k + 1], colours[k], colours[k],
               colours[k + 1]);
      triangle(middle + ua * radii[k], middle + ub * radii[k + 1], middle + ua * radii[k + 1], colours[k],
               colours[k + 1], colours[k + 1]);
    }
  }
}

void Canvas::polygon(const std::vector<sf::Vector2f>& convex, sf::Color colour) {
  for (std::size_t i = 2; i < convex.size(); ++i) triangle(convex[0], convex[i - 1], convex[i], colour, colour, colour);
}

float Canvas::advance(sf::Uint32 character, unsigned size) const {
  return font_.getGlyph(character, letter_px(size), false).advance / scale_;
}

float Canvas::width_of(unsigned size, std::string_view text) const {
  float width = 0;
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    sf::Uint32 character = 0;
    at = next_character(at, end, character);
    width += advance(character, size);
  }
  return width;
}

float Canvas::text(float x, float y, unsigned size, sf::Color colour, std::string_view text, Align align, float most) {
  float width = width_of(size, text);
  const bool cut = most > 0 && width > most;
  if (cut) width = most;
  // Text is set on whole real pixels, where letters are sharpest.
  const auto on_pixel = [&](float at) { return std::round(at * scale_) / scale_; };
  float pen = on_pixel(align == Align::left ? x : align == Align::right ? x - width : x - width / 2);
  const float limit = pen + most - advance(0x2026, size);
  const float base = on_pixel(y + static_cast<float>(size) * 0.88f);
  std::vector<sf::Vertex>& out = glyphs_[letter_px(size)];
  const auto put = [&](sf::Uint32 character) {
    const sf::Glyph& glyph = font_.getGlyph(character, letter_px(size), false);
    const auto& b = glyph.bounds;
    const auto& t = glyph.textureRect;
    const float left = pen + b.left / scale_, top = base + b.top / scale_;
    const float right = left + b.width / scale_, bottom = top + b.height / scale_;
    const auto u0 = static_cast<float>(t.left), v0 = static_cast<float>(t.top);
    const float u1 = u0 + static_cast<float>(t.width), v1 = v0 + static_cast<float>(t.height);
    const sf::Vertex a{{left, top}, colour, {u0, v0}}, c{{right, top}, colour, {u1, v0}};
    const sf::Vertex d{{right, bottom}, colour, {u1, v1}}, e{{left, bottom}, colour, {u0, v1}};
    out.insert(out.end(), {a, c, d, a, d, e});
    pen += glyph.advance / scale_;
  };
  for (const char *at = text.data(), *end = at + text.size(); at < end;) {
    sf::Uint32 character = 0;
    at = next_character(at, end, character);
    if (cut && pen + advance(character, size) > limit) {
      put(0x2026);
      break;
    }
    put(character);
  }
  return width;
}

void colour_mark(Canvas& canvas, sf::Vector2f middle, float radius, int colour, bool letter) {
  static const std::array<sf::Color, 3> kHues{sf::Color(52, 199, 110), sf::Color(255, 204, 51), sf::Color(255, 77, 79)};
  static constexpr std::array<const char*, 3> kLetters{"G", "Y", "R"};
  const sf::Color hue = kHues.at(static_cast<std::size_t>(colour));
  const float r = radius;
  if (colour == 0) canvas.circle(middle, r, hue);
  if (colour == 1)
    canvas.polygon(
        {middle + sf::Vector2f{0, -1.2f * r}, middle + sf::Vector2f{1.2f * r, r}, middle + sf::Vector2f{-1.2f * r, r}},
        hue);
  if (colour == 2) canvas.rect(middle.x - 0.92f * r, middle.y - 0.92f * r, 1.84f * r, 1.84f * r, hue);
  if (!letter) return;
  const auto size = static_cast<unsigned>(std::max(7.f, r * 1.3f));
  canvas.text(middle.x, middle.y - static_cast<float>(size) * 0.5f + (colour == 1 ? 0.28f * r : 0), size,
              sf::Color(16, 20, 28), kLetters.at(static_cast<std::size_t>(colour)), Align::centre);
}

void incident_mark(Canvas& canvas, sf::Vector2f middle, float radius, bool with_case) {
  canvas.circle(middle, radius, with_case ? sf::Color(77, 141, 255) : sf::Color(255, 77, 79));
  if (with_case)
    canvas.rect(middle.x - 0.62f * radius, middle.y - 0.2f * radius, 1.24f * radius, 0.4f * radius, sf::Color::White);
  else canvas.circle(middle, 0.4f * radius, sf::Color::White);
}

}  // namespace tricolor::harness
