#include "import/gcj02.h"

#include <cmath>
#include <numbers>

namespace tricolor::harness {
namespace {

// Krasovsky's ellipsoid: semi-major axis (metres) and first eccentricity squared, as the formula has them.
constexpr double kKrasovskyM = 6'378'245.0, kKrasovskyE2 = 0.00669342162296594323;
constexpr double kPi = std::numbers::pi;

bool moved_at(LonLat at) { return at.lon >= 72.004 && at.lon <= 137.8347 && at.lat >= 0.8293 && at.lat <= 55.8271; }

// The part of both sums that depends on the longitude from 105° E alone.
double common_waves(double x) { return (20 * std::sin(6 * x * kPi) + 20 * std::sin(2 * x * kPi)) * 2 / 3; }

double north_m(double x, double y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + common_waves(x) +
         (20 * std::sin(y * kPi) + 40 * std::sin(y / 3 * kPi)) * 2 / 3 +
         (160 * std::sin(y / 12 * kPi) + 320 * std::sin(y / 30 * kPi)) * 2 / 3;
}

double east_m(double x, double y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + common_waves(x) +
         (20 * std::sin(x * kPi) + 40 * std::sin(x / 3 * kPi)) * 2 / 3 +
         (150 * std::sin(x / 12 * kPi) + 300 * std::sin(x / 30 * kPi)) * 2 / 3;
}

}  // namespace

LonLat gcj02_of_wgs84(LonLat at) {
  if (!moved_at(at)) return at;
  const double x = at.lon - 105, y = at.lat - 35, lat = at.lat * kPi / 180;
  const double sine = std::sin(lat), w2 = 1 - kKrasovskyE2 * sine * sine, w = std::sqrt(w2);
  return {at.lon + east_m(x, y) * 180 / (kKrasovskyM / w * std::cos(lat) * kPi),
          at.lat + north_m(x, y) * 180 / (kKrasovskyM * (1 - kKrasovskyE2) / (w2 * w) * kPi)};
}

LonLat wgs84_of_gcj02(LonLat gcj02) {
  if (!moved_at(gcj02)) return gcj02;
  LonLat guess = gcj02;
  // The shift changes by less than 1 in 100 from one place to the next, so that each round gains two digits and more.
  for (int round = 0; round < 20; ++round) {
    const LonLat there = gcj02_of_wgs84(guess);
    const double east = gcj02.lon - there.lon, north = gcj02.lat - there.lat;
    guess = {guess.lon + east, guess.lat + north};
    if (std::abs(east) < 1e-10 && std::abs(north) < 1e-10) break;
  }
  return guess;
}

}  // namespace tricolor::harness
