#include <algorithm>
#include <cmath>

#include "city/town.h"
#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

constexpr auto kZoneDraw = purpose("city.zone");
constexpr auto kCornerDraw = purpose("city.zone.corner");

// Length of one piece of pavement or carriageway zone, metres. Assumed.
constexpr double kPieceM = 15;
// Largest distance at which a camera watches a zone, metres. Assumed.
constexpr double kZoneReachM = 42;
// Distance from the kerb at which the zone of a shop front begins, metres. Assumed.
constexpr double kKerbM = 0.25;

// A camera's pose with what every point needs of it.
struct PoseView {
  explicit PoseView(const CameraPose& pose)
      : pose(pose),
        ch(std::cos(pose.heading_rad)),
        sh(std::sin(pose.heading_rad)),
        cd(std::cos(pose.down_rad)),
        sd(std::sin(pose.down_rad)) {}
  const CameraPose& pose;
  double ch, sh, cd, sd;

  // True when a ground point appears in the picture, at least 4 pixels from its border, and within kZoneReachM of the
  // camera.
  bool holds(Point at) const {
    const double dx = at.x_m - pose.at.x_m, dy = at.y_m - pose.at.y_m, dz = -pose.height_m;
    const double depth = dx * ch * cd + dy * sh * cd - dz * sd;
    if (depth < 1 || std::hypot(dx, dy) > kZoneReachM) return false;
    const double x = pose.width_px / 2.0 + pose.focal_px * (dx * sh - dy * ch) / depth;
    const double y = pose.height_px / 2.0 - pose.focal_px * (dx * ch * sd + dy * sh * sd + dz * cd) / depth;
    return x >= 4 && x < pose.width_px - 4 && y >= 4 && y < pose.height_px - 4;
  }
};

double distance_m(Point a, Point b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

// A rectangle in a street's frame, counter-clockwise, each edge off by the drawing error.
std::vector<Point> rectangle(const Street& street, Side side, double from, double to, double near, double far,
                             double error, Draw& draw) {
  from += error * draw.normal();
  to += error * draw.normal();
  near += error * draw.normal();
  far += error * draw.normal();
  const double sign = side == Side::left ? 1 : -1;
  std::vector<Point> corners{street.at(from, sign * near), street.at(to, sign * near), street.at(to, sign * far),
                             street.at(from, sign * far)};
  if (side == Side::right) std::reverse(corners.begin(), corners.end());
  return corners;
}

// Cuts a corner off a rectangle, where the draw says so: whoever draws along a kerb or around a tree saves a click.
void cut_a_corner(std::vector<Point>& outline, const DrawingHabits& habits, Draw draw) {
  const bool cuts = draw.chance(habits.corners_cut);
  const auto corner = static_cast<std::size_t>(draw.integer(0, static_cast<int>(outline.size()) - 1));
  const double before_m = draw.uniform(0.3, 1) * habits.corner_cut_m,
               after_m = draw.uniform(0.3, 1) * habits.corner_cut_m;
  if (!cuts || habits.corner_cut_m <= 0) return;
  const std::size_t n = outline.size();
  const Point at = outline[corner], last = outline[(corner + n - 1) % n], next = outline[(corner + 1) % n];
  const auto towards = [&](Point other, double by_m) {
    const double share = std::min(0.5, by_m / distance_m(at, other));
    return Point{at.x_m + share * (other.x_m - at.x_m), at.y_m + share * (other.y_m - at.y_m)};
  };
  outline[corner] = towards(last, before_m);
  outline.insert(outline.begin() + static_cast<std::ptrdiff_t>(corner) + 1, towards(next, after_m));
}

std::string grid_at(const City& city, Point at) {
  if (!city.grids.empty()) {
    const auto grid = std::ranges::find_if(city.grids, [&](const GridGround& it) { return holds(it.outline, at); });
    return grid == city.grids.end() ? std::string{} : grid->id;
  }
  // The squad's grids divide the road in the middle; a scenario's streets each name their own.
  const Street& main = city.streets.front();
  if (main.duty_grid != "west") return {};
  return at.x_m < main.from.x_m + 0.55 * main.length_m() ? "west" : "east";
}

// Enters the cameras from this one on that watch a zone.
void let_watch(DrawnZone& zone, const std::vector<CityCamera>& cameras, std::size_t first) {
  // Few of thousands of cameras stand near enough to see any of it.
  const Point near = zone.outline.front();
  double reach_m = 0;
  for (const Point& corner : zone.outline) reach_m = std::max(reach_m, distance_m(corner, near));
  reach_m += kZoneReachM;
  for (std::size_t i = first; i < cameras.size(); ++i) {
    const CameraPose& pose = cameras[i].pose;
    if (std::abs(pose.at.x_m - near.x_m) > reach_m || std::abs(pose.at.y_m - near.y_m) > reach_m) continue;
    if (distance_m(pose.at, near) > reach_m) continue;
    if (watches(pose, zone.kind, zone.outline)) zone.cameras.push_back(static_cast<int>(i));
  }
}

void add(City& city, DrawnZone zone, const Street& street) {
  let_watch(zone, city.cameras, 0);
  // Where grids have outlines a shop belongs to the one in which its door is.
  const bool by_door = zone.shop && !city.grids.empty();
  const std::string grid =
      grid_at(city, by_door ? before_shop(city, city.shops[static_cast<std::size_t>(*zone.shop)], 0.5, 0.5)
                            : zone.outline.front());
  zone.duty_grid = grid.empty() ? street.duty_grid : grid;
  city.zones.push_back(std::move(zone));
}

}  // namespace

double share_watched(const CameraPose& pose, const std::vector<Point>& outline) {
  const PoseView view(pose);
  int inside = 0, total = 0;
  Point centre{0, 0};
  const std::size_t n = outline.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Point a = outline[i], b = outline[(i + 1) % n];
    centre.x_m += a.x_m / static_cast<double>(n);
    centre.y_m += a.y_m / static_cast<double>(n);
    inside += view.holds(a) + view.holds({(a.x_m + b.x_m) / 2, (a.y_m + b.y_m) / 2});
    total += 2;
  }
  inside += view.holds(centre);
  return static_cast<double>(inside) / (total + 1);
}

bool watches(const CameraPose& pose, DrawnZoneKind kind, const std::vector<Point>& outline) {
  // A front is watched by the cameras that see a good part of it: a thing on it is then seen, and a thing beside it is
  // cut off and judged by none of them. A stretch of road or pavement is long, and a camera that sees a part of it sees
  // whole cars there. A bay, in which things are lawful, must be known to every camera that sees any of it.
  const double needed = kind == DrawnZoneKind::bay ? 0.05 : kind == DrawnZoneKind::shop_front ? 0.4 : 0.2;
  return share_watched(pose, outline) >= needed;
}

void let_watch(City& city, std::size_t first_camera) {
  if (first_camera == city.cameras.size()) return;
  for (DrawnZone& zone : city.zones) let_watch(zone, city.cameras, first_camera);
}

std::vector<Point> surveyed_front(const City& city, const Shop& shop) {
  const Street& street = city.streets[static_cast<std::size_t>(shop.street)];
  const double half = street.carriageway_m / 2;
  Draw none({});
  return rectangle(street, shop.side, shop.from_m, shop.to_m, half + kKerbM, half + street.pavement_m - kLawfulStripM,
                   0, none);
}

std::vector<Point> surveyed_bay(const City& city, const Bay& bay) {
  Draw none({});
  return rectangle(city.streets[static_cast<std::size_t>(bay.street)], bay.side, bay.from_m, bay.to_m, bay.near_m,
                   bay.far_m, 0, none);
}

void draw_zones(City& city, const DrawingHabits& habits, std::uint64_t seed) {
  city.zones.clear();
  // In a city of towns errors are drawn by name, so that a shop or a street more changes no other's; elsewhere by the
  // place in the list.
  const bool by_name = !city.grids.empty();
  for (std::size_t i = 0; i < city.shops.size(); ++i) {
    const Shop& shop = city.shops[i];
    const Street& street = city.streets[static_cast<std::size_t>(shop.street)];
    const double half = street.carriageway_m / 2;
    Key key{seed, by_name ? purpose(shop.id) : i, kZoneDraw, 0};
    Draw draw(key);
    std::vector<Point> outline = rectangle(street, shop.side, shop.from_m, shop.to_m, half + kKerbM,
                                           half + street.pavement_m - kLawfulStripM, habits.error_m, draw);
    key.purpose = kCornerDraw;
    cut_a_corner(outline, habits, Draw(key));
    add(city, {"z_" + shop.id, DrawnZoneKind::shop_front, static_cast<int>(i), {}, {}, std::move(outline)}, street);
  }
  for (std::size_t s = 0; s < city.streets.size(); ++s) {
    const Street& street = city.streets[s];
    const double half = street.carriageway_m / 2;
    for (const Side side : {Side::left, Side::right}) {
      const int pieces = std::max(1, static_cast<int>(street.length_m() / kPieceM));
      const double piece = street.length_m() / pieces;
      for (int k = 0; k < pieces; ++k) {
        Draw draw({seed, 100'000 + 10 * s + (side == Side::left), kZoneDraw, static_cast<std::uint64_t>(k)});
        const std::string name = street.id + (side == Side::left ? "_l" : "_r") + std::to_string(k + 1);
        add(city,
            {"p_" + name,
             DrawnZoneKind::pavement,
             std::nullopt,
             {},
             {},
             rectangle(street, side, k * piece, (k + 1) * piece, half - 2.2, half + street.pavement_m - 0.2, 0, draw)},
            street);
        add(city,
            {"n_" + name,
             DrawnZoneKind::no_stopping,
             std::nullopt,
             {},
             {},
             rectangle(street, side, k * piece, (k + 1) * piece, 0.1, half + street.pavement_m - 0.2, 0, draw)},
            street);
      }
    }
  }
  for (std::size_t i = 0; i < city.bays.size(); ++i) {
    const Bay& bay = city.bays[i];
    const Street& street = city.streets[static_cast<std::size_t>(bay.street)];
    const auto place = static_cast<std::uint64_t>(bay.from_m * 100);
    Draw draw(by_name ? Key{seed, purpose(street.id), kZoneDraw, place} : Key{seed, 200'000 + i, kZoneDraw, 0});
    add(city,
        {"b_" + std::to_string(i + 1),
         DrawnZoneKind::bay,
         std::nullopt,
         {},
         {},
         rectangle(street, bay.side, bay.from_m, bay.to_m, bay.near_m, bay.far_m, habits.error_m / 2, draw)},
        street);
  }
}

}  // namespace tricolor::sim
