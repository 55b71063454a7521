#include "view/layout/town_plates.h"

#include <algorithm>
#include <numeric>

namespace tricolor::harness {
namespace {

// Scales in units of the screen a metre. Below the first a town of 2 km is less than half a map wide; from the second
// on a front of 6 m has room for a name.
constexpr float kStreetsFrom = 0.25f, kShopsFrom = 6;
// Distance of a plate from its town, in units of the screen.
constexpr float kBeside = 6;

}  // namespace

MapLevel level_of(const MapView& view, const CityPlaces& places) {
  if (view.scale() < kStreetsFrom && !places.towns.empty()) return MapLevel::towns;
  return view.scale() < kShopsFrom ? MapLevel::streets : MapLevel::shops;
}

std::vector<TownPlate> plates_of(const CityPlaces& places, const std::vector<PlaceCounts>& counts, const MapView& view,
                                 LabelRoom& room) {
  std::vector<std::size_t> order(places.towns.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return counts[a].incidents_open > counts[b].incidents_open; });
  constexpr float kWidth = TownPlate::kWidth, kHeight = TownPlate::kHeight;
  const PxRect& area = view.area();
  std::vector<TownPlate> plates;
  for (const std::size_t town : order) {
    const TownPlace& it = places.towns[town];
    const Px middle = view.to_screen(it.middle), high = view.to_screen({it.low.x_m, it.high.y_m}),
             low = view.to_screen({it.high.x_m, it.low.y_m});
    if (low.x < area.left || high.x > area.right() || low.y < area.top || high.y > area.bottom()) continue;
    const float left = middle.x - kWidth / 2, top = middle.y - kHeight / 2;
    // Above, below, to the right and to the left of the town; then over it.
    const Px tries[] = {{left, high.y - kBeside - kHeight},
                        {left, low.y + kBeside},
                        {low.x + kBeside, top},
                        {high.x - kBeside - kWidth, top},
                        {left, top}};
    for (Px at : tries) {
      // A plate at the border of the map is moved into it.
      at.x = std::clamp(at.x, area.left + 2, std::max(area.left + 2, area.right() - kWidth - 44));
      at.y = std::clamp(at.y, area.top + 2, std::max(area.top + 2, area.bottom() - kHeight - 2));
      const PxRect box{at.x, at.y, kWidth, kHeight};
      if (!room.take(box)) continue;
      plates.push_back({town, box, middle});
      break;
    }
  }
  return plates;
}

}  // namespace tricolor::harness
