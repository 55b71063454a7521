// Defines places on the screen in the window's own unit, which is a pixel of a window of 1280 × 720 for a window of any
// size. It uses no SFML.
#pragma once

namespace tricolor::harness {

struct Px {
  float x = 0, y = 0;
  friend Px operator+(Px a, Px b) { return {a.x + b.x, a.y + b.y}; }
  friend Px operator-(Px a, Px b) { return {a.x - b.x, a.y - b.y}; }
  friend Px operator*(Px a, float by) { return {a.x * by, a.y * by}; }
  friend bool operator==(const Px&, const Px&) = default;
};

struct PxRect {
  float left = 0, top = 0, width = 0, height = 0;
  float right() const { return left + width; }
  float bottom() const { return top + height; }
  bool contains(Px at) const { return at.x >= left && at.x < right() && at.y >= top && at.y < bottom(); }
  bool meets(const PxRect& b) const {
    return left < b.right() && b.left < right() && top < b.bottom() && b.top < bottom();
  }
  friend bool operator==(const PxRect&, const PxRect&) = default;
};

/// Gives the largest rectangle of the aspect `width` : `height` in the middle of `area`; `area` itself when one is not
/// positive.
inline PxRect fitted(const PxRect& area, float width, float height) {
  if (width <= 0 || height <= 0) return area;
  const float scale = area.width / width < area.height / height ? area.width / width : area.height / height;
  const float w = width * scale, h = height * scale;
  return {area.left + (area.width - w) / 2, area.top + (area.height - h) / 2, w, h};
}

}  // namespace tricolor::harness
