#include "camera/sign_text.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace tricolor::sim {
namespace {

// Path from CMake; it is fixed, so that every machine draws the same signs.
constexpr const char* kTypeface = TRICOLOR_SIGN_TYPEFACE;
// Height of the set text, pixels.
constexpr int kHeight = 40;

std::vector<std::uint32_t> code_points(const std::string& text) {
  std::vector<std::uint32_t> points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int extra = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    std::uint32_t point = extra == 0 ? lead : lead & (0x3Fu >> extra);
    for (int k = 1; k <= extra && i + static_cast<std::size_t>(k) < text.size(); ++k)
      point = (point << 6) | (static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0x3Fu);
    points.push_back(point);
    i += static_cast<std::size_t>(extra) + 1;
  }
  return points;
}

// FreeType keeps the typeface open; there is one for the process, used under a lock.
struct Typeface {
  std::mutex mutex;
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  Typeface() {
    if (FT_Init_FreeType(&library) != 0 || FT_New_Face(library, kTypeface, 0, &face) != 0)
      throw std::runtime_error(std::string("cannot open the typeface ") + kTypeface + " (package fonts-wqy-microhei)");
    FT_Set_Pixel_Sizes(face, 0, kHeight);
  }
};

}  // namespace

SignText::SignText(const std::string& text) {
  static Typeface typeface;
  std::lock_guard lock(typeface.mutex);
  const auto points = code_points(text);
  Mask& full = masks_[0];
  full.height = kHeight + 4;
  full.width = std::max(1, static_cast<int>(points.size()) * (kHeight + 4));
  full.ink.assign(static_cast<std::size_t>(full.width * full.height), 0);
  int pen = 2;
  for (const std::uint32_t point : points) {
    if (FT_Load_Char(typeface.face, point, FT_LOAD_RENDER) != 0) continue;
    const FT_GlyphSlot glyph = typeface.face->glyph;
    const int top = kHeight - 4 - glyph->bitmap_top;
    for (unsigned row = 0; row < glyph->bitmap.rows; ++row)
      for (unsigned column = 0; column < glyph->bitmap.width; ++column) {
        const int x = pen + glyph->bitmap_left + static_cast<int>(column), y = top + static_cast<int>(row);
        if (x < 0 || y < 0 || x >= full.width || y >= full.height) continue;
        full.ink[static_cast<std::size_t>(y * full.width + x)] =
            glyph->bitmap.buffer[row * static_cast<unsigned>(glyph->bitmap.pitch) + column];
      }
    pen += static_cast<int>(glyph->advance.x >> 6) + 3;
  }
  aspect_ = static_cast<double>(std::max(pen, 1)) / full.height;
  // Only the inked part counts as width.
  Mask trimmed{std::min(pen, full.width), full.height, {}};
  for (int y = 0; y < full.height; ++y)
    trimmed.ink.insert(trimmed.ink.end(), full.ink.begin() + y * full.width,
                       full.ink.begin() + y * full.width + trimmed.width);
  masks_[0] = std::move(trimmed);
  for (std::size_t level = 1; level < masks_.size(); ++level) {
    const Mask& from = masks_[level - 1];
    Mask& to = masks_[level];
    to.width = std::max(1, from.width / 2);
    to.height = std::max(1, from.height / 2);
    for (int y = 0; y < to.height; ++y)
      for (int x = 0; x < to.width; ++x) {
        int sum = 0;
        for (int dy = 0; dy < 2; ++dy)
          for (int dx = 0; dx < 2; ++dx)
            sum += from.ink[static_cast<std::size_t>(std::min(2 * y + dy, from.height - 1) * from.width +
                                                     std::min(2 * x + dx, from.width - 1))];
        to.ink.push_back(static_cast<std::uint8_t>(sum / 4));
      }
  }
}

double SignText::ink(double u, double v, double pixels_high) const {
  const std::size_t level = pixels_high > 26 ? 0 : pixels_high > 13 ? 1 : 2;
  const Mask& mask = masks_[level];
  const double x = std::clamp(u * mask.width - 0.5, 0.0, mask.width - 1.001),
               y = std::clamp(v * mask.height - 0.5, 0.0, mask.height - 1.001);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const double fx = x - x0, fy = y - y0;
  const auto at = [&](int px, int py) {
    return mask.ink[static_cast<std::size_t>(std::min(py, mask.height - 1) * mask.width +
                                             std::min(px, mask.width - 1))] /
           255.0;
  };
  return (1 - fy) * ((1 - fx) * at(x0, y0) + fx * at(x0 + 1, y0)) +
         fy * ((1 - fx) * at(x0, y0 + 1) + fx * at(x0 + 1, y0 + 1));
}

}  // namespace tricolor::sim
