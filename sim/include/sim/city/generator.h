// Makes cities: Xinhua Road with its side streets from a seed, and the parts that a scenario's own lists need.
#pragma once

#include <cstdint>
#include <string>

#include "sim/city/city.h"

namespace tricolor::sim {

/// Width of the strip along the façade in which a shop's goods are lawful, metres. Assumed.
inline constexpr double kLawfulStripM = 0.9;

struct XinhuaParameters {
  int shops = 290;                  ///< Number of shops, 1 … 400. The source page: 290 and more.
  int cameras = 60;                 ///< Number of cameras, 0 … 120.
  double length_m = 900;            ///< Length of Xinhua Road, 120 … 3000.
  double drawing_error_m = 0.12;    ///< Standard deviation of each edge of a zone as drawn, ≥ 0. Assumed.
  double camera_down_share = 0.01;  ///< Share of time that a camera is out of order, 0 … 0.5. Assumed.
};

/// Xinhua Road (east to west) with three side streets: shops, bays, crossings, trees, cameras, zones, a squad of four.
/// Cameras fall out of order within [start, start + days).
City generate_xinhua(std::uint64_t seed, const XinhuaParameters& parameters, Time start, int days);

/// The direction and tilt with which a camera at `at` and `height_m` looks at a shop's front.
void aim(CameraPose& pose, const City& city, const Shop& shop);

/// Draws zones for every shop front, and pavement, no-stopping and bay zones along every street, as an officer would
/// draw them; each has the cameras that see most of it. Replaces `city.zones`.
void draw_zones(City& city, double drawing_error_m, std::uint64_t seed);

/// The foot of a thing before a shop: `out_m` from the façade towards the road.
Point before_shop(const City& city, const Shop& shop, double along_share, double out_m);

/// A shop's name for its sign, from its trade and a seed.
std::string sign_name(const std::string& trade, std::uint64_t seed, std::uint64_t number);

}  // namespace tricolor::sim
