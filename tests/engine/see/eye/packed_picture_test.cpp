// Shows that a packed picture gives back its brightness exactly, wherever a part of it is asked for, that it is equal
// to a picture that was not packed, and that one with sensor noise takes a third of its bytes.
#include "eye/packed_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace tricolor::engine {
namespace {

// A street with a rough wall, stripes and noise of some grey levels, in colour. `salt` varies the noise alone.
Image street(int width, int height, std::uint32_t salt, int noise) {
  Image image{width, height, {}};
  std::uint32_t state = salt * 2654435761u + 1;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int channel = 0; channel < 3; ++channel) {
        state = state * 1664525u + 1013904223u;
        const int grain = noise > 0 ? static_cast<int>(state >> 16) % (2 * noise + 1) - noise : 0;
        const int stripes = (x / 11 + y / 7) % 5 == 0 ? 70 : 0, wall = y < height / 2 ? 150 : 90;
        const int rough = (x * 7919 + y * 104729) / 8 % 31 - 15;
        image.bytes.push_back(
            static_cast<std::uint8_t>(std::clamp(wall - stripes + rough + 12 * channel + grain, 0, 255)));
      }
  return image;
}

TEST(PackedPlane, GivesEverySampleBackFromAnyPartOfARow) {
  for (const int width : {1, 7, 8, 63, 64, 65, 320}) {
    std::vector<std::uint8_t> samples;
    std::uint32_t state = 9;
    for (int i = 0; i < 3 * width; ++i) {
      state = state * 1664525u + 1013904223u;
      // The first row is any bytes, the second gentle, the third flat.
      samples.push_back(i < width ? static_cast<std::uint8_t>(state >> 24)
                                  : static_cast<std::uint8_t>(i < 2 * width ? 100 + (state >> 30) : 255));
    }
    std::vector<std::uint8_t> like(samples.rbegin(), samples.rend());
    const PackedPlane packed(samples, like, width, 3);
    for (int row = 0; row < 3; ++row)
      for (int from = 0; from < width; from += 1 + width / 9)
        for (int until = from + 1; until <= width; until += 1 + width / 7) {
          std::vector<std::uint8_t> part(like.begin() + row * width + from, like.begin() + row * width + until);
          packed.unpack(row, from, until, part.data());
          EXPECT_TRUE(std::equal(part.begin(), part.end(), samples.begin() + row * width + from))
              << "row " << row << " of " << width << ", " << from << " to " << until;
        }
  }
}

TEST(PackedPicture, ShowsInAnyPartWhatAPictureShowsThatWasNotPacked) {
  for (const auto& [width, height] : {std::pair{320, 180}, std::pair{67, 33}}) {
    const PackedPicture first(street(width, height, 1, 2)), second(street(width, height, 2, 2), &first);
    const Image image = street(width, height, 3, 2);
    const ColourPlanes planes = planes_of(image);
    const PackedPicture alone(image), by_second(image, &second);
    EXPECT_EQ(&by_second.base(), &first.base());
    for (const PackedPicture* packed : {&alone, &by_second}) {
      EXPECT_EQ(packed->brightness(), brightness_sample(image));
      for (const PixelArea area : {PixelArea{0, 0, width, height}, PixelArea{3, 5, 4, 6}, PixelArea{5, 1, width, 8},
                                   PixelArea{width - 1, height - 1, width, height}}) {
        Image from_packed, from_planes;
        packed->unpack(area, from_packed);
        show(planes, area, from_planes);
        EXPECT_EQ(from_packed.width_px, width);
        EXPECT_EQ(from_packed.bytes, from_planes.bytes);
      }
    }
  }
}

TEST(PackedPicture, IsKeptByItselfWhereTheEarlierOneShowsSomethingElse) {
  const PackedPicture other(street(320, 180, 1, 90));
  EXPECT_NE(&PackedPicture(street(320, 180, 2, 3), &other).base(), &other.base());
  EXPECT_NE(&PackedPicture(street(160, 90, 2, 3), &other).base(), &other.base()) << "of another size";
}

TEST(PackedPicture, KeepsBrightnessAndTheColourOfTwoByTwoPixels) {
  const Image image = street(320, 180, 2, 9);
  Image seen;
  PackedPicture(image).unpack({0, 0, 320, 180}, seen);
  double off = 0;
  int most = 0;
  for (std::size_t i = 0; i < image.bytes.size(); i += 3) {
    const auto grey = [i](const Image& it) {
      return (29 * it.bytes[i] + 150 * it.bytes[i + 1] + 77 * it.bytes[i + 2]) / 256;
    };
    most = std::max(most, std::abs(grey(image) - grey(seen)));
    for (std::size_t channel = 0; channel < 3; ++channel)
      off += std::abs(image.bytes[i + channel] - seen.bytes[i + channel]);
  }
  EXPECT_LE(most, 2) << "grey levels of brightness";
  EXPECT_LT(off / static_cast<double>(image.bytes.size()), 5) << "no more than the noise of its colours";
}

TEST(PackedPicture, TakesAQuarterOfThePixelsBesideAnotherOfTheSameSceneWithTheNoiseOfACamera) {
  const Image image = street(320, 180, 3, 2);
  const PackedPicture first(street(320, 180, 4, 2));
  EXPECT_LT(PackedPicture(image, &first).own_bytes(), image.bytes.size() / 4);
}

}  // namespace
}  // namespace tricolor::engine
