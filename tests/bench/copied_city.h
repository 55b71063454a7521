// Makes a city that is so many times as large, for benchmarks that show growth.
#pragma once

#include <string>

#include "sim/city/city.h"

namespace tricolor::sim::testing {

/// Gives so many copies of a city beside one another, 5 km apart.
inline City copies_of(const City& one, int copies) {
  City all;
  all.officers = one.officers;
  for (int n = 0; n < copies; ++n) {
    const auto moved = [n](Point p) { return Point{p.x_m, p.y_m + 5000.0 * n}; };
    const auto first_street = static_cast<int>(all.streets.size());
    for (Street street : one.streets) {
      street.id += "." + std::to_string(n);
      street.from = moved(street.from);
      street.to = moved(street.to);
      all.streets.push_back(street);
    }
    for (Shop shop : one.shops) {
      shop.id += "." + std::to_string(n);
      shop.street += first_street;
      all.shops.push_back(shop);
    }
    for (Bay bay : one.bays) {
      bay.street += first_street;
      all.bays.push_back(bay);
    }
    for (CityCamera camera : one.cameras) {
      camera.id += "." + std::to_string(n);
      camera.pose.at = moved(camera.pose.at);
      all.cameras.push_back(camera);
    }
  }
  return all;
}

}  // namespace tricolor::sim::testing
