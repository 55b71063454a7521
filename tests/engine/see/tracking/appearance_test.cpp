// Shows that a still thing is known again in other light and through sensor noise, and that somebody in front of it, an
// empty pavement or a flat patch is not taken for it.
#include "tracking/appearance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tricolor::engine::appearance_test {
namespace {

/// A grey street with a striped thing in `box`; `gain` is the light, `salt` varies the noise of ± 4 grey levels.
Image street(const ImageBox& box, double gain, std::uint32_t salt, bool with_thing = true) {
  Image image{160, 90, std::vector<std::uint8_t>(160 * 90 * 3)};
  std::uint32_t state = salt * 2654435761u + 1;
  for (int y = 0; y < 90; ++y)
    for (int x = 0; x < 160; ++x) {
      const bool inside = x >= box.x_px && x < box.x_px + box.width_px && y >= box.y_px && y < box.y_px + box.height_px;
      double grey = 120;
      if (inside && with_thing) grey = (x / 6 + y / 9) % 2 ? 60 : 180;
      state = state * 1664525u + 1013904223u;
      grey = grey * gain + static_cast<int>(state >> 29) - 4;
      for (int channel = 0; channel < 3; ++channel)
        image.bytes[static_cast<std::size_t>((y * 160 + x) * 3 + channel)] =
            static_cast<std::uint8_t>(std::clamp(grey, 0.0, 255.0));
    }
  return image;
}

const ImageBox kBox{50, 30, 48, 36};

TEST(Appearance, KnowsAThingAgainInOtherLight) {
  const Appearance appearance(street(kBox, 1.0, 1), kBox);
  EXPECT_TRUE(appearance.same(street(kBox, 1.0, 2), kBox));
  EXPECT_TRUE(appearance.same(street(kBox, 0.5, 3), kBox));
  EXPECT_TRUE(appearance.same(street(kBox, 1.3, 4), kBox));
}

TEST(Appearance, DoesNotTakeEmptyPavementForTheThing) {
  const Appearance appearance(street(kBox, 1.0, 1), kBox);
  EXPECT_FALSE(appearance.same(street(kBox, 1.0, 2, false), kBox));
}

TEST(Appearance, DoesNotTakeForTheThingWhatDiffersInColourOnly) {
  Image wall = street(kBox, 0.3, 1), thing = street(kBox, 0.3, 2);
  // Red goods stand before a patterned wall; both have the same mean brightness.
  for (int y = 34; y < 60; ++y)
    for (int x = 54; x < 94; ++x) {
      std::uint8_t* pixel = &thing.bytes[static_cast<std::size_t>((y * 160 + x) * 3)];
      if (x / 5 % 2)
        pixel[2] = static_cast<std::uint8_t>(pixel[2] + 16), pixel[0] = static_cast<std::uint8_t>(pixel[0] - 16);
    }
  EXPECT_TRUE(Appearance(wall, kBox).same(street(kBox, 0.3, 3), kBox));
  EXPECT_FALSE(Appearance(thing, kBox).same(wall, kBox));
}

TEST(Appearance, DoesNotTakeSomebodyInFrontForTheThing) {
  const Appearance appearance(street(kBox, 1.0, 1), kBox);
  Image covered = street(kBox, 1.0, 2);
  for (int y = 20; y < 80; ++y)
    for (int x = 55; x < 90; ++x)
      for (int channel = 0; channel < 3; ++channel)
        covered.bytes[static_cast<std::size_t>((y * 160 + x) * 3 + channel)] = 30;
  EXPECT_FALSE(appearance.same(covered, kBox));
}

TEST(Appearance, FlatPatchesAgreeWithNothing) {
  const Appearance flat(street(kBox, 1.0, 1, false), kBox);
  EXPECT_FALSE(flat.same(street(kBox, 1.0, 2, false), kBox));
  EXPECT_FALSE(Appearance().known());
  EXPECT_EQ(Appearance().agreement(street(kBox, 1.0, 1), kBox), 0);
}

TEST(Appearance, BoxesAtTheEdgeOfThePictureAreClipped) {
  const ImageBox edge{150, 80, 30, 30};
  const Appearance appearance(street(edge, 1.0, 1), edge);
  EXPECT_TRUE(appearance.same(street(edge, 1.0, 2), edge));
}

// A box of 24 × 16 pixels has cells of 2 × 2, of which each reads one pixel more at its right and lower end.
TEST(AlikeShare, CellsBeyondTheEdgeReadTheLastRowOrColumnOfThePictureAndNoOther) {
  const Image plain{160, 90, std::vector<std::uint8_t>(160 * 90 * 3, 100)};
  const auto with = [&](bool column, int at) {
    Image picture = plain;
    for (int i = 0; i < (column ? 90 : 160); ++i)
      for (int channel = 0; channel < 3; ++channel)
        picture.bytes[static_cast<std::size_t>((column ? i * 160 + at : at * 160 + i) * 3 + channel)] = 200;
    return picture;
  };
  EXPECT_NEAR(alike_share(plain, with(true, 158), {148, 40, 24, 16}), 10.0 / 12, 1e-9) << "right";
  EXPECT_NEAR(alike_share(plain, with(true, 1), {-12, 40, 24, 16}), 11.0 / 12, 1e-9) << "left";
  EXPECT_NEAR(alike_share(plain, with(false, 88), {60, 82, 24, 16}), 6.0 / 8, 1e-9) << "below";
  EXPECT_NEAR(alike_share(plain, with(false, 1), {60, -8, 24, 16}), 7.0 / 8, 1e-9) << "above";
}

TEST(AlikeShare, IsNearlyAllInOtherLight) {
  EXPECT_GT(alike_share(street(kBox, 1.0, 1), street(kBox, 1.0, 2), kBox), 0.95);
  EXPECT_GT(alike_share(street(kBox, 1.0, 1), street(kBox, 0.6, 2), kBox), 0.95);
}

TEST(AlikeShare, IsThePartThatNobodyHides) {
  Image covered = street(kBox, 1.0, 2);
  for (int y = 20; y < 80; ++y)
    for (int x = 50; x < 66; ++x)
      for (int channel = 0; channel < 3; ++channel)
        covered.bytes[static_cast<std::size_t>((y * 160 + x) * 3 + channel)] = 30;
  const double share = alike_share(covered, street(kBox, 1.0, 1), kBox);
  EXPECT_GT(share, 0.5);
  EXPECT_LT(share, 0.75);
}

TEST(AlikeShare, IsSmallWhereTheThingWasNotYet) {
  // The thing is darker in one half and brighter in the other than the pavement, by a third.
  Image thing = street(kBox, 1.0, 2, false);
  for (int y = 30; y < 66; ++y)
    for (int x = 50; x < 98; ++x)
      for (int channel = 0; channel < 3; ++channel)
        thing.bytes[static_cast<std::size_t>((y * 160 + x) * 3 + channel)] = y < 48 ? 80 : 160;
  EXPECT_LT(alike_share(street(kBox, 1.0, 1, false), thing, kBox), 0.1);
}

TEST(AlikeShare, IsNoneOfPicturesOfDifferentSizes) {
  const Image small{80, 45, std::vector<std::uint8_t>(80 * 45 * 3, 120)};
  EXPECT_EQ(alike_share(small, street(kBox, 1.0, 1), kBox), 0);
}

TEST(Smaller, EachPixelIsTheMeanOfItsSquare) {
  Image image{67, 34, std::vector<std::uint8_t>(67 * 34 * 3)};
  std::uint32_t state = 12345;
  for (std::uint8_t& byte : image.bytes)
    byte = static_cast<std::uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
  for (const int times : {1, 3, 4}) {
    const Image small = smaller(image, times);
    ASSERT_EQ(small.width_px, 67 / times);
    ASSERT_EQ(small.height_px, 34 / times);
    ASSERT_EQ(small.bytes.size(), static_cast<std::size_t>(small.width_px * small.height_px * 3));
    for (int y = 0; y < small.height_px; ++y)
      for (int x = 0; x < small.width_px; ++x)
        for (int channel = 0; channel < 3; ++channel) {
          double sum = 0;
          for (int dy = 0; dy < times; ++dy)
            for (int dx = 0; dx < times; ++dx)
              sum += image.bytes[static_cast<std::size_t>(((y * times + dy) * 67 + x * times + dx) * 3 + channel)];
          EXPECT_NEAR(small.bytes[static_cast<std::size_t>((y * small.width_px + x) * 3 + channel)],
                      sum / (times * times), 0.5 + 1e-9);
        }
  }
}

TEST(Smaller, AtHalfASizeHalvesAreRoundedUp) {
  std::mt19937 bits(11);
  for (const auto& [width, height] : {std::pair{64, 36}, {67, 35}, {2, 2}, {5, 4}, {3, 9}}) {
    Image image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height))};
    for (std::uint8_t& byte : image.bytes) byte = static_cast<std::uint8_t>(bits());
    const Image small = smaller(image, 2);
    ASSERT_EQ(small.bytes.size(), static_cast<std::size_t>(3 * (width / 2) * (height / 2)));
    for (int y = 0; y < height / 2; ++y)
      for (int x = 0; x < width / 2; ++x)
        for (int channel = 0; channel < 3; ++channel) {
          const auto at = [&](int dy, int dx) {
            return int{image.bytes[static_cast<std::size_t>(3 * ((2 * y + dy) * width + 2 * x + dx) + channel)]};
          };
          ASSERT_EQ(int{small.bytes[static_cast<std::size_t>(3 * (y * (width / 2) + x) + channel)]},
                    (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1) + 2) / 4)
              << width << " × " << height << ", row " << y << ", column " << x;
        }
  }
}

TEST(Smaller, AtHalfItsSizeAThingIsToldFromABarePavementAsInFull) {
  const Image before = smaller(street(kBox, 1.0, 1), 2), later = smaller(street(kBox, 0.7, 2), 2),
              bare = smaller(street(kBox, 1.0, 3, false), 2);
  const ImageBox box{kBox.x_px / 2, kBox.y_px / 2, kBox.width_px / 2, kBox.height_px / 2};
  EXPECT_TRUE(Appearance(later, box).same(before, box));
  EXPECT_GT(alike_share(before, later, box), 0.9);
  EXPECT_FALSE(Appearance(later, box).same(bare, box));
  EXPECT_LT(alike_share(bare, later, box), 0.5);
}

}  // namespace
}  // namespace tricolor::engine::appearance_test
