#include "service/watch/lettering.h"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <mutex>
#include <stdexcept>

namespace tricolor::harness {
namespace {

// There is one typeface for the process, under a lock, because FreeType draws each character into the typeface itself.
class Typeface {
 public:
  Typeface() {
    if (FT_Init_FreeType(&library_) != 0 || FT_New_Face(library_, TRICOLOR_WATCH_TYPEFACE, 0, &face_) != 0)
      throw std::runtime_error(
          fmt::format("cannot open the typeface {} (package fonts-wqy-microhei)", TRICOLOR_WATCH_TYPEFACE));
  }

  // Gives each character to `use`, with the pen's place before it, and returns the line's width.
  template <class Use>
  int each(const std::string& text, int height_px, Use use) {
    std::lock_guard lock(mutex_);
    FT_Set_Pixel_Sizes(face_, 0, static_cast<FT_UInt>(height_px));
    int pen = 0;
    for (std::size_t i = 0; i < text.size();) {
      const auto lead = static_cast<unsigned char>(text[i]);
      const std::size_t more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      FT_ULong point = more == 0 ? lead : lead & (0x3Fu >> more);
      for (std::size_t k = 1; k <= more && i + k < text.size(); ++k)
        point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
      i += more + 1;
      if (FT_Load_Char(face_, point, FT_LOAD_RENDER) != 0) continue;
      use(*face_->glyph, pen);
      pen += static_cast<int>(face_->glyph->advance.x >> 6);
    }
    return pen;
  }

 private:
  std::mutex mutex_;
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

Typeface& typeface() {
  static Typeface one;
  return one;
}

// Share of a line's height that lies above the base line of the letters.
int above(int height_px) { return height_px * 17 / 20; }
int line_height(int height_px) { return height_px + height_px / 5; }

}  // namespace

cv::Size size_of_text(const std::string& text, int height_px) {
  return {typeface().each(text, height_px, [](const FT_GlyphSlotRec&, int) {}), line_height(height_px)};
}

void set_text(cv::Mat picture, const std::string& text, cv::Point at, int height_px, const cv::Scalar& colour) {
  typeface().each(text, height_px, [&](const FT_GlyphSlotRec& glyph, int pen) {
    const int left = at.x + pen + glyph.bitmap_left, top = at.y + above(height_px) - glyph.bitmap_top;
    for (int row = 0; row < static_cast<int>(glyph.bitmap.rows); ++row)
      for (int column = 0; column < static_cast<int>(glyph.bitmap.width); ++column) {
        const int x = left + column, y = top + row;
        if (x < 0 || y < 0 || x >= picture.cols || y >= picture.rows) continue;
        const double ink = glyph.bitmap.buffer[row * glyph.bitmap.pitch + column] / 255.0;
        auto& pixel = picture.at<cv::Vec3b>(y, x);
        for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] + ink * (colour[c] - pixel[c]));
      }
  });
}

}  // namespace tricolor::harness
