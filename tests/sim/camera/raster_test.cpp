// Shows that the quick forms of floor and fmod give what the standard library gives, to the last bit.
#include "camera/raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace tricolor::sim::raster_test {
namespace {

TEST(RestOf, IsFmodToTheLastBit) {
  std::mt19937_64 bits(7);
  const auto share = [&] { return static_cast<double>(bits() >> 11) * 0x1.0p-53; };
  for (const double every : {0.12, 0.4, 0.5, 0.8, 1.0, 1.1, 1.4, 1.7, 2.0, 3.0, 3.2, 5.5, 6.0})
    for (int i = 0; i < 4000; ++i) {
      const double multiple = every * static_cast<double>(bits() % 5000);
      for (const double x : {share() * every, share() * 3000, multiple, std::nextafter(multiple, 0.0),
                             std::nextafter(multiple, 1e9), -share() * 10, share() * 1e12})
        ASSERT_EQ(rest_of(x, every), std::fmod(x, every)) << x << " by " << every;
    }
}

TEST(FloorOf, IsTheIntegerAtOrBelow) {
  std::mt19937_64 bits(8);
  for (int i = 0; i < 20000; ++i) {
    const double x = (static_cast<double>(bits() >> 11) * 0x1.0p-53 - 0.5) * 1e7;
    for (const double at : {x, std::floor(x), std::nextafter(std::floor(x), -1e9), -0.0})
      ASSERT_EQ(floor_of(at), static_cast<std::int64_t>(std::floor(at))) << at;
  }
}

}  // namespace
}  // namespace tricolor::sim::raster_test
