// Shows that GCJ-02 is computed as the public converters do, that the way back is exact, and that places outside their
// rectangle stay.
#include "import/gcj02.h"

#include <gtest/gtest.h>

namespace tricolor::harness::gcj02_test {
namespace {

struct Known {
  LonLat wgs84, gcj02;
};
// The test points of eviltransform (Shanghai, Shenzhen, Beijing), and one of coordtransform.
constexpr Known kKnown[] = {{{121.5272106, 31.1774276}, {121.531541859215, 31.17530398364597}},
                            {{113.912316, 22.543847}, {113.9171764808363, 22.540796131694766}},
                            {{116.377817, 39.911954}, {116.38404722455657, 39.91334545536069}},
                            {{116.404, 39.915}, {116.41024449916938, 39.91640428150164}}};

TEST(Gcj02, IsThatOfThePublicConverters) {
  for (const Known& it : kKnown) {
    const LonLat got = gcj02_of_wgs84(it.wgs84);
    EXPECT_NEAR(got.lon, it.gcj02.lon, 1e-9);
    EXPECT_NEAR(got.lat, it.gcj02.lat, 1e-9);
  }
}

TEST(Gcj02, TheWayBackIsExactToATenthOfAMillimetre) {
  for (const Known& it : kKnown) {
    const LonLat got = wgs84_of_gcj02(it.gcj02);
    EXPECT_NEAR(got.lon, it.wgs84.lon, 1e-9);
    EXPECT_NEAR(got.lat, it.wgs84.lat, 1e-9);
  }
  for (double lon = 74; lon < 135; lon += 3.7)
    for (double lat = 3; lat < 53; lat += 2.9) {
      const LonLat back = wgs84_of_gcj02(gcj02_of_wgs84({lon, lat}));
      EXPECT_NEAR(back.lon, lon, 1e-9) << lon << " " << lat;
      EXPECT_NEAR(back.lat, lat, 1e-9) << lon << " " << lat;
    }
}

TEST(Gcj02, MovesPinghuByHundredsOfMetres) {
  const Plane plane(std::nullopt);
  const engine::GroundPoint moved = plane.point_of(gcj02_of_wgs84({121.02, 30.69}));
  EXPECT_GT(moved.x_m, 300);
  EXPECT_LT(moved.x_m, 600);
  EXPECT_LT(moved.y_m, -100);
}

TEST(Gcj02, PlacesOutsideChinasRectangleStay) {
  for (const LonLat at : {LonLat{-104.99, 39.74}, LonLat{139.77, 35.68}, LonLat{153.03, -27.47}}) {
    EXPECT_EQ(gcj02_of_wgs84(at).lon, at.lon);
    EXPECT_EQ(wgs84_of_gcj02(at).lat, at.lat);
  }
}

}  // namespace
}  // namespace tricolor::harness::gcj02_test
