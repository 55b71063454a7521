#include "engine/support/pictures.h"

#include <array>

namespace tricolor::engine::testing {

std::shared_ptr<Image> picture(const std::vector<Detection>& things, std::uint32_t salt, double gain, int pattern) {
  auto image = std::make_shared<Image>(
      Image{kPictureWidth, kPictureHeight, std::vector<std::uint8_t>(std::size_t{3} * kPictureWidth * kPictureHeight)});
  std::uint32_t noise = salt * 2654435761u + 12345;
  std::array<double, kPictureWidth> clean;
  std::uint8_t* out = image->bytes.data();
  for (int y = 0; y < kPictureHeight; ++y) {
    const int row = y / (60 - 7 * pattern);
    for (int x = 0; x < kPictureWidth; ++x)
      clean[x] = 60 + ((x / (80 + 13 * pattern) * (7 + 4 * pattern) + row * (13 + 9 * pattern)) % 11) * 12;
    for (const Detection& thing : things) {
      const auto& box = thing.box;
      if (y < box.y_px || y >= box.y_px + box.height_px) continue;
      for (int x = 0; x < kPictureWidth; ++x)
        if (x >= box.x_px && x < box.x_px + box.width_px) clean[x] = (x / 5 + y / 5) % 2 ? 20 : 230;
    }
    for (int x = 0; x < kPictureWidth; ++x) {
      noise = noise * 1664525u + 1013904223u;
      const double noisy = clean[x] * gain + static_cast<int>(noise >> 30) - 2;
      const auto value = static_cast<std::uint8_t>(std::clamp(noisy, 0.0, 255.0));
      for (int channel = 0; channel < 3; ++channel) *out++ = value;
    }
  }
  return image;
}

}  // namespace tricolor::engine::testing
