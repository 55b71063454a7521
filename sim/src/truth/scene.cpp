#include "sim/scene.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "sim/camera/looks.h"

namespace tricolor::sim {
namespace {

constexpr std::array<const char*, kThingKinds> kNames{"pile",   "display", "stall", "motor", "nonmotor",
                                                      "person", "rider",   "sign",  "bin",   "dog"};

// Sunrise and sunset of the default street, hours of local time: early November at 30.7° N.
constexpr double kSunrise = 6.3, kSunset = 17.1;
// Half the length of the twilight around sunrise and sunset, hours. Assumed.
constexpr double kTwilight = 0.6;
// Hours of local time between which shops are lit in the dark. Assumed.
constexpr double kShopsLitFrom = 5.5, kShopsLitUntil = 22.5;

}  // namespace

const char* name_of(ThingKind kind) { return kNames.at(static_cast<std::size_t>(kind)); }

Extent extent_of(ThingKind kind, std::uint32_t look) {
  const std::uint32_t family = arrangement_of(look) + 3 * variant_of(look);
  switch (kind) {
    case ThingKind::pile:
      return family % 3 == 0   ? Extent{1.5, 0.9, 0.95}
             : family % 3 == 1 ? Extent{1.2, 1.0, 1.15}
                               : Extent{1.8, 0.8, 0.75};
    case ThingKind::display:
      return family % 3 == 0   ? Extent{2.2, 0.9, 0.95}
             : family % 3 == 1 ? Extent{1.8, 0.7, 1.6}
                               : Extent{2.4, 1.3, 0.85};
    case ThingKind::stall: return family % 2 ? Extent{1.9, 1.0, 2.2} : Extent{2.1, 1.1, 2.3};
    case ThingKind::motor:
      return family % 3 == 0   ? Extent{4.5, 1.8, 1.5}
             : family % 3 == 1 ? Extent{4.7, 1.85, 1.75}
                               : Extent{5.0, 1.95, 2.2};
    case ThingKind::nonmotor: return family % 3 == 2 ? Extent{2.4, 1.0, 1.1} : Extent{1.75, 0.6, 1.1};
    case ThingKind::person: return {0.45, 0.55, 1.68};
    case ThingKind::rider: return {1.75, 0.65, 1.7};
    case ThingKind::sign:
      return family % 3 == 0   ? Extent{0.5, 0.6, 1.0}
             : family % 3 == 1 ? Extent{0.35, 0.35, 0.75}
                               : Extent{0.3, 0.8, 1.5};
    case ThingKind::bin: return family % 2 ? Extent{0.55, 0.6, 1.0} : Extent{0.5, 1.1, 1.05};
    case ThingKind::dog: return {0.75, 0.25, 0.55};
  }
  return {};
}

Light light_at(Time time) {
  const auto stepped = time_of_day(time) / kLightStep * kLightStep;
  const double hour = std::chrono::duration<double, std::ratio<3600>>(stepped).count();
  const double day = (hour - kSunrise) / (kSunset - kSunrise);
  Light light;
  const double up = std::clamp((hour - (kSunrise - kTwilight)) / (2 * kTwilight), 0.0, 1.0);
  const double down = std::clamp(((kSunset + kTwilight) - hour) / (2 * kTwilight), 0.0, 1.0);
  const double edge = std::min(up, down);
  const double height = day > 0 && day < 1 ? 4 * day * (1 - day) : 0;  // A parabola: 1 at noon.
  // The level is quantised, so that the sky is the same in picture after picture for most of the day.
  light.level = std::round((edge * (0.72 + 0.28 * height)) * 10) / 10;
  light.warmth = edge > 0.05 ? std::round((1 - height) * (1 - height) * 2) / 4 : -0.25;
  light.sun_height_rad = std::round(height * 0.85 * 5) / 5;
  light.sun_azimuth_rad = -std::round((0.35 + 2.4 * std::clamp(day, 0.0, 1.0)) * 3) / 3;
  light.lamps_on = light.level < 0.35;
  light.shops_lit = light.lamps_on && hour >= kShopsLitFrom && hour < kShopsLitUntil;
  return light;
}

}  // namespace tricolor::sim
