// Shows that a thumbnail's cells are the means of every second pixel of every second row, in pictures of any size.
#include "engine/thumbnail.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tricolor::engine::thumbnail_test {
namespace {

float mean_of_cell(const Image& image, int row, int column) {
  const int width = std::max(1, image.width_px / Thumbnail::kColumns),
            height = std::max(1, image.height_px / Thumbnail::kRows);
  std::uint32_t sum = 0, count = 0;
  for (int y = row * height; y < std::min((row + 1) * height, image.height_px); y += 2)
    for (int x = column * width; x < std::min((column + 1) * width, image.width_px); x += 2)
      for (int channel = 0; channel < 3; ++channel, ++count)
        sum += image.bytes[static_cast<std::size_t>(3 * (y * image.width_px + x) + channel)];
  return count ? static_cast<float>(sum) / static_cast<float>(count) : 0.0f;
}

TEST(Thumbnail, ACellIsTheMeanOfEverySecondPixelOfEverySecondRow) {
  std::mt19937 bits(3);
  // The last one has cells with more rows than 16 bits can sum of white.
  for (const auto& [width, height] : {std::pair{640, 360}, {641, 383}, {97, 65}, {30, 20}, {1, 1}, {44, 24 * 530}}) {
    Image image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height), 255)};
    if (height < 1000) std::generate(image.bytes.begin(), image.bytes.end(), [&] { return std::uint8_t(bits()); });
    const Thumbnail thumbnail = thumbnail_of(image);
    for (int row = 0; row < Thumbnail::kRows; ++row)
      for (int column = 0; column < Thumbnail::kColumns; ++column)
        ASSERT_EQ(thumbnail.cells[static_cast<std::size_t>(row * Thumbnail::kColumns + column)],
                  mean_of_cell(image, row, column))
            << width << " × " << height << ", row " << row << ", column " << column;
  }
}

}  // namespace
}  // namespace tricolor::engine::thumbnail_test
