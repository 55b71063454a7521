#include "sim/scene.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::sim {
namespace {

// Sunrise and sunset of the default street, hours of local time: early November at 30.7° N.
constexpr double kSunrise = 6.3, kSunset = 17.1;
// Half the length of the twilight around sunrise and sunset, hours. Assumed.
constexpr double kTwilight = 0.6;
// Hours of local time between which shops are lit in the dark. Assumed.
constexpr double kShopsLitFrom = 5.5, kShopsLitUntil = 22.5;

}  // namespace

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
