// Shows that the layout fills a window of any size: letters grow with it, the map has the largest share, no part lies
// upon another or outside, and pictures keep their aspect.
#include "view/layout/layout.h"

#include <gtest/gtest.h>

namespace tricolor::harness::layout_test {
namespace {

struct Size {
  unsigned width, height;
};
constexpr Size kSizes[] = {{1280, 720},  {1920, 1080}, {3840, 2160}, {960, 540},
                           {1280, 1024}, {3440, 1440}, {2560, 1600}};

Layout layout_in(Size size, bool map_alone = false) {
  const float scale = ui_scale(size.width, size.height);
  return layout_of(static_cast<float>(size.width) / scale, static_cast<float>(size.height) / scale, map_alone);
}

float share_of_map(const Layout& layout) {
  return layout.map.width * layout.map.height / (layout.whole.width * layout.whole.height);
}

TEST(Layout, LettersGrowWithTheWindow) {
  EXPECT_EQ(ui_scale(1280, 720), 1);
  EXPECT_EQ(ui_scale(1920, 1080), 1.5f);
  EXPECT_EQ(ui_scale(3840, 2160), 3);
  EXPECT_EQ(ui_scale(960, 540), 1) << "they are never smaller than in a window of 1280 × 720";
  EXPECT_EQ(ui_scale(3440, 1440), 2) << "by the height";
  EXPECT_EQ(ui_scale(1280, 1024), 1) << "but the width must hold the panels, too";
}

TEST(Layout, TheUsersOwnScaleHoldsAsFarAsThePanelsHaveRoom) {
  EXPECT_EQ(ui_scale(1920, 1080, 1.f), 1);
  EXPECT_EQ(ui_scale(1920, 1080, 2.f), 2);
  EXPECT_EQ(ui_scale(1920, 1080, 4.f), 2) << "960 × 540 units are the least";
  EXPECT_EQ(ui_scale(3840, 2160, 4.f), 4);
}

TEST(Layout, TheMapHasMostOfTheWindowAndAllOfItAlone) {
  for (const Size size : {kSizes[0], kSizes[1], kSizes[2]}) {
    EXPECT_GT(share_of_map(layout_in(size)), 0.60f) << size.width;
    EXPECT_GT(share_of_map(layout_in(size, true)), 0.82f) << size.width;
    EXPECT_EQ(layout_in(size, true).map.width, layout_in(size, true).whole.width);
  }
}

TEST(Layout, NothingLiesUponAnotherOrOutside) {
  for (const Size size : kSizes)
    for (const bool alone : {false, true}) {
      const Layout l = layout_in(size, alone);
      std::vector<PxRect> parts{l.top_bar, l.figures, l.map, l.time_bar};
      if (!alone) parts.insert(parts.end(), {l.camera_head, l.camera, l.feed});
      if (!alone) parts.insert(parts.end(), l.thumbnails.begin(), l.thumbnails.end());
      for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_GT(parts[i].width * parts[i].height, 0) << i << " at " << size.width << " x " << size.height;
        EXPECT_GE(parts[i].left, 0);
        EXPECT_LE(parts[i].right(), l.whole.width + 0.01f) << i << " at " << size.width << " x " << size.height;
        EXPECT_LE(parts[i].bottom(), l.whole.height + 0.01f) << i << " at " << size.width << " x " << size.height;
        for (std::size_t k = i + 1; k < parts.size(); ++k)
          EXPECT_FALSE(parts[i].meets(parts[k])) << i << " and " << k << " at " << size.width << " x " << size.height;
      }
      EXPECT_TRUE(l.time_bar.contains({l.track.left, l.track.top}) && l.track.right() < l.time_bar.right());
    }
}

TEST(Layout, TheWholeWindowIsUsed) {
  for (const Size size : kSizes) {
    const Layout l = layout_in(size);
    float area = 0;
    for (const PxRect& part : {l.top_bar, l.figures, l.map, l.side, l.time_bar}) area += part.width * part.height;
    EXPECT_NEAR(area, l.whole.width * l.whole.height, 1) << size.width << " x " << size.height;
  }
}

TEST(Layout, PicturesKeepTheirAspect) {
  for (const Size size : kSizes) {
    const Layout l = layout_in(size);
    for (const PxRect& thumbnail : l.thumbnails) EXPECT_NEAR(thumbnail.width / thumbnail.height, 16.0 / 9, 0.001);
    EXPECT_NEAR(l.camera.width / l.camera.height, 16.0 / 9, 0.001);
  }
  // A picture of another aspect stands in the middle of its place, whole.
  const PxRect tall = fitted({0, 0, 160, 90}, 480, 640);
  EXPECT_NEAR(tall.width / tall.height, 0.75, 0.001);
  EXPECT_EQ(tall.height, 90);
  EXPECT_NEAR(tall.left + tall.width / 2, 80, 0.001);
  const PxRect wide = fitted({10, 20, 160, 90}, 1000, 100);
  EXPECT_EQ(wide.width, 160);
  EXPECT_NEAR(wide.top + wide.height / 2, 65, 0.001);
}

}  // namespace
}  // namespace tricolor::harness::layout_test
