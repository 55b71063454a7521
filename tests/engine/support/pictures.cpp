#include "engine/support/pictures.h"

#include <array>

namespace tricolor::engine::testing {

namespace {

// The greys of a pixel for the four values of the sensor's noise, which most tests would else spend their time on.
using Greys = std::array<std::uint8_t, 4>;

Greys greys_of(int clean, double gain) {
  Greys greys;
  for (int noise = 0; noise < 4; ++noise)
    greys[noise] = static_cast<std::uint8_t>(std::clamp(clean * gain + noise - 2, 0.0, 255.0));
  return greys;
}

}  // namespace

std::shared_ptr<Image> picture(const std::vector<Detection>& things, std::uint32_t salt, double gain, int pattern) {
  auto image = std::make_shared<Image>(
      Image{kPictureWidth, kPictureHeight, std::vector<std::uint8_t>(std::size_t{3} * kPictureWidth * kPictureHeight)});
  std::uint32_t noise = salt * 2654435761u + 12345;
  const Greys dark = greys_of(20, gain), bright = greys_of(230, gain);
  std::array<Greys, kPictureWidth> street, line;
  std::uint8_t* out = image->bytes.data();
  for (int y = 0, blocks = -1; y < kPictureHeight; ++y) {
    if (const int row = y / (60 - 7 * pattern); row != blocks) {
      blocks = row;
      for (int x = 0; x < kPictureWidth; ++x) {
        const int block = (x / (80 + 13 * pattern) * (7 + 4 * pattern) + row * (13 + 9 * pattern)) % 11;
        street[x] = greys_of(60 + block * 12, gain);
      }
    }
    line = street;
    for (const Detection& thing : things) {
      const auto& box = thing.box;
      if (y < box.y_px || y >= box.y_px + box.height_px) continue;
      for (int x = 0; x < kPictureWidth; ++x)
        if (x >= box.x_px && x < box.x_px + box.width_px) line[x] = (x / 5 + y / 5) % 2 ? dark : bright;
    }
    for (int x = 0; x < kPictureWidth; ++x) {
      noise = noise * 1664525u + 1013904223u;
      for (int channel = 0; channel < 3; ++channel) *out++ = line[x][noise >> 30];
    }
  }
  return image;
}

}  // namespace tricolor::engine::testing
