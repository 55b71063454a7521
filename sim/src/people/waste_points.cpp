// Furnishes the waste points of a city with their bins, which stand there all the time.
#include <cmath>

#include "people/world_state.h"
#include "sim/camera/looks.h"

namespace tricolor::sim {
namespace {

constexpr auto kWasteBin = purpose("furniture.waste_bin");

// Bins of one point, the distance between two, and of their middle from the façade, metres: one bin for each of the
// four kinds of household waste (published: 四分类).
constexpr int kBins = 4;
constexpr double kApartM = 1.25, kFromFacadeM = 0.7;

}  // namespace

void World::Impl::put_waste_bins() {
  for (const WastePoint& point : city.waste_points) {
    const Street& street = city.streets[static_cast<std::size_t>(point.street)];
    const double sign = point.side == Side::left ? 1 : -1;
    const auto place = static_cast<std::uint64_t>(std::llround(point.at_m * 100)) * 2 + (sign > 0);
    for (int k = 0; k < kBins; ++k) {
      const Key key{city_seed(), entity_of(street.id), kWasteBin, place * kBins + static_cast<std::uint64_t>(k)};
      const double along = point.at_m + kApartM * (k - (kBins - 1) / 2.0);
      // The double bins of a street are wider; those of a waste point stand alone.
      std::uint32_t look = Draw(key).bits() % kLooks;
      const auto too_wide = [&] { return city.kinds->extent_of(ThingKind::bin, look).width_m > kApartM - 0.2; };
      for (std::uint32_t step = 0; step < kLookFamilies && too_wide(); ++step) look = (look + 1) % kLooks;
      const Point at = street.at(along, sign * (street.carriageway_m / 2 + street.pavement_m - kFromFacadeM));
      put_bin(key, {0, ThingKind::bin, look, at, street.heading_rad() - 1.5708 * sign, 1, 0});
    }
  }
}

}  // namespace tricolor::sim
