// Gathers shapes and text over a frame and draws them in few calls: first the ground, then all shapes in the order in
// which they came, then all text. Shapes that must cover text are drawn on a second canvas.
#pragma once

#include <SFML/Graphics.hpp>

#include <map>
#include <string_view>
#include <vector>

namespace tricolor::harness {

enum class Align : unsigned char { left, centre, right };

class Canvas {
 public:
  /// `font` must outlive it.
  explicit Canvas(const sf::Font& font);

  /// Real pixels to a unit of length; letters are drawn in real pixels, so that they are sharp at any scale. Default
  /// 1; > 0.
  void set_scale(float scale) { scale_ = scale; }
  void clear();
  /// Draws everything gathered; coordinates are units of the target's view.
  void draw_on(sf::RenderTarget& target) const;

  /// Adds a shape below all else, drawn without blending, because blending takes half of a software renderer's time:
  /// `colour` must be opaque.
  void ground(float x, float y, float width, float height, sf::Color colour);
  void ground(const std::vector<sf::Vector2f>& convex, sf::Color colour);
  void rect(float x, float y, float width, float height, sf::Color colour);
  /// Adds a rectangle whose colour goes from `upper` at the top to `lower` at the bottom.
  void rect(float x, float y, float width, float height, sf::Color upper, sf::Color lower);
  void frame(float x, float y, float width, float height, sf::Color colour, float thickness = 1);
  void line(sf::Vector2f from, sf::Vector2f to, float thickness, sf::Color colour);
  void dashes(sf::Vector2f from, sf::Vector2f to, float thickness, float length, sf::Color colour);
  void circle(sf::Vector2f middle, float radius, sf::Color colour);
  void ring(sf::Vector2f middle, float radius, float thickness, sf::Color colour);
  /// Adds a circular sector, clockwise from twelve; `share` 0 … 1.
  void slice(sf::Vector2f middle, float radius, float share, sf::Color colour);
  void polygon(const std::vector<sf::Vector2f>& convex, sf::Color colour);

  /// Adds UTF-8 text in one line; `y` is the top of the line, whose height is `size`. Returns its width. A text that is
  /// wider than `most` is cut and ends in "…"; 0 is no limit.
  float text(float x, float y, unsigned size, sf::Color colour, std::string_view text, Align align = Align::left,
             float most = 0);
  float width_of(unsigned size, std::string_view text) const;

  std::size_t vertices() const;

 private:
  void triangle(sf::Vector2f a, sf::Vector2f b, sf::Vector2f c, sf::Color colour_a, sf::Color colour_b,
                sf::Color colour_c);
  void fan(sf::Vector2f middle, float radius, float share, sf::Color colour);

  unsigned letter_px(unsigned size) const { return static_cast<unsigned>(static_cast<float>(size) * scale_ + 0.5f); }
  float advance(sf::Uint32 character, unsigned size) const;

  const sf::Font& font_;
  float scale_ = 1;
  std::vector<sf::Vertex> ground_;
  std::vector<sf::Vertex> shapes_;
  std::map<unsigned, std::vector<sf::Vertex>>
      glyphs_;  ///< Glyphs by size of letters in real pixels: each size has its own texture.
};

/// Draws one of the three colours by hue and shape: a circle G, a triangle Y, a square R. `letter` writes the letter
/// too.
void colour_mark(Canvas& canvas, sf::Vector2f middle, float radius, int colour, bool letter);

/// Draws an open incident: a red circle with a white dot; once it has a case, a blue one with a white bar.
void incident_mark(Canvas& canvas, sf::Vector2f middle, float radius, bool with_case);

}  // namespace tricolor::harness
