// Makes cities from a seed: Xinhua Road with its side streets, or any number of towns; and the parts that a scenario's
// own lists need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/city/city.h"

namespace tricolor::sim {

/// Width of the strip along the façade in which a shop's goods are lawful, metres. Assumed.
inline constexpr double kLawfulStripM = 0.9;

/// How officers draw zones beside the surveyed fronts.
struct DrawingHabits {
  double error_m = 0.12;  ///< Standard deviation of each edge, ≥ 0; a bay, whose edges are painted, has half. Assumed.
  double corners_cut = 0;     ///< Share of shop fronts that lack a corner, 0 … 1.
  double corner_cut_m = 0.6;  ///< Largest length of what is cut off along an edge, ≥ 0.
};

struct XinhuaParameters {
  int shops = 290;        ///< Number of shops, 1 … 400. The source page: 290 and more.
  int cameras = 60;       ///< Number of cameras, 0 … 120.
  double length_m = 900;  ///< Length of Xinhua Road, 120 … 3000.
  DrawingHabits drawing;
  double camera_down_share = 0.01;  ///< Share of time that a camera is out of order, 0 … 0.5. Assumed.
  /// Seed of the outages, which belong to the days and not to the city. None: the city's.
  std::optional<std::uint64_t> days_seed;
};

/// Xinhua Road (east to west) with three side streets: shops, bays, crossings, trees, cameras, zones, a squad of four.
/// Cameras fall out of order within [start, start + days).
City generate_xinhua(std::uint64_t seed, const XinhuaParameters& parameters, Time start, int days);

/// One town of a generated city.
struct TownParameters {
  int main_street_shops = 40;  ///< Shops on its main street, 0 … 600. The first town's main street is Xinhua Road.
  int other_shops = 60;        ///< Shops on its other streets, 0 … 2,000.
  int city_cameras = 25;       ///< The city's own, which face shop fronts or look along the street, 0 … 2,000.
  int police_cameras = 50;     ///< At crossings and along streets, 0 … 2,000.
  int field_cameras = 22;      ///< "Sky-eyes" (城乡天眼) over the lanes around the town, 0 … 2,000.
  int waste_cameras = 18;      ///< Before waste points, 0 … 2,000.
  int officers = 6;            ///< Its squad, 0 … 200. Of five and more the first one leads.
};

struct CityParameters {
  std::vector<TownParameters> towns;  ///< At most 64.
  DrawingHabits drawing;              ///< As in XinhuaParameters, and below.
  double camera_down_share = 0.01;
  std::optional<std::uint64_t> days_seed;
};

/// A city of towns some kilometres apart, each with a bent main street, streets beside it and across it, lanes out into
/// the fields, and duty grids as polygons. A town depends on the seed, its number and its own parameters only, and of
/// these its streets on no number of cameras or officers: a town or a camera more moves nothing else. Names of things
/// are "m2_17", "c2_17", "o2_3" and "g2_1" (the town, counted from 1, and the number within it).
City generate_city(std::uint64_t seed, const CityParameters& parameters, Time start, int days);

/// The direction and tilt with which a camera at `at` and `height_m` looks at a shop's front.
void aim(CameraPose& pose, const City& city, const Shop& shop);

/// The same for a place on the ground.
void aim(CameraPose& pose, Point target);

/// Share of a zone's outline that a camera has in its picture and near enough to watch, 0 … 1, by nine points.
double share_watched(const CameraPose& pose, const std::vector<Point>& outline);
/// True when a camera sees enough of a zone of this kind to watch it.
bool watches(const CameraPose& pose, DrawnZoneKind kind, const std::vector<Point>& outline);
/// Enters the cameras from this one on into the zones that they watch.
void let_watch(City& city, std::size_t first_camera);

/// Draws zones for every shop front, and pavement, no-stopping and bay zones along every street, as an officer would
/// draw them; each has the cameras that see most of it. Replaces `city.zones`.
void draw_zones(City& city, const DrawingHabits& habits, std::uint64_t seed);

/// The ground before a shop in which its goods may not stand, as a surveyor would have it: from the kerb to the lawful
/// strip. Convex, counter-clockwise.
std::vector<Point> surveyed_front(const City& city, const Shop& shop);
/// The ground of a marked bay, likewise.
std::vector<Point> surveyed_bay(const City& city, const Bay& bay);

/// True inside a convex counter-clockwise outline and on its border.
bool holds(const std::vector<Point>& outline, Point at);

/// The foot of a thing before a shop: `out_m` from the façade towards the road.
Point before_shop(const City& city, const Shop& shop, double along_share, double out_m);

/// A shop's name for its sign, from its trade and a seed.
std::string sign_name(const std::string& trade, std::uint64_t seed, std::uint64_t number);

}  // namespace tricolor::sim
