// Describes the part of the city that does not move: streets, shop fronts, bays, crossings, trees, cameras. It is a
// plain value, made by sim/city/generator.h or by a scenario, and read-only during a run.
//
// A street is straight, with its own frame: `along` runs from `from` to `to`, `across` is positive to the left of that
// direction. A side is `left` (across > 0) or `right`; for a street that runs east, left is north. Cross-section from
// the centre line outwards: half the carriageway, kerb, pavement, shop fronts. A road with bends is several streets of
// one name, each of which says which one it continues.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/kinds.h"
#include "sim/scene.h"

namespace tricolor::sim {

enum class Side : std::uint8_t { left, right };

struct Street {
  std::string id;    ///< "xinhua"
  std::string name;  ///< "新华路"
  Point from, to;
  double carriageway_m = 12;  ///< Full width, 4 … 40.
  double pavement_m = 4;      ///< Width of each pavement, 1.5 … 12.
  std::string duty_grid;      ///< The grid that answers for it.
  /// Index of the street at whose end it begins, of which it is the next stretch after a bend; −1: it stands alone. A
  /// camera sees the fronts of the stretches next to its own.
  int continues = -1;
  bool built = true;  ///< Houses stand on both sides; otherwise there are fields.
  double life = 1;    ///< How much happens there of itself for each metre, as a share of a shopping street's, 0 … 1.

  double length_m() const;
  /// World position of a point `along` and `across` the street.
  Point at(double along_m, double across_m) const;
  /// Heading of the direction of travel, radians.
  double heading_rad() const;
};

/// A shop front on one side of a street, `from_m` … `to_m` along it.
struct Shop {
  std::string id;     ///< "m1"
  std::string name;   ///< Name as on its sign: "阿芳水果店".
  std::string trade;  ///< Code name, see trades.h: "fruit_veg".
  int street = 0;     ///< Index into `City::streets`.
  Side side = Side::left;
  double from_m = 0, to_m = 6;  ///< Along the street, from_m < to_m.
  std::uint32_t look = 0;       ///< Number of its appearance: façade texture, colours, goods in the window.
  /// Local days on which it does not trade: nothing is put out or delivered.
  std::vector<std::chrono::year_month_day> closed_on = {};
};

/// A marked place where parking is lawful.
struct Bay {
  int street = 0;
  Side side = Side::left;
  double from_m = 0, to_m = 6;   ///< Extent along the street.
  double near_m = 6, far_m = 8;  ///< Distance from the centre line, near < far.
  bool for_motor = false;        ///< True for cars; otherwise it is for bicycles and e-bikes.
};

struct Crossing {
  int street = 0;
  double at_m = 0;
  double width_m = 4;
};
struct Tree {
  int street = 0;
  Side side = Side::left;
  double at_m = 0;
  std::uint32_t look = 0;
};

/// A place where households leave their waste (垃圾投放点): a row of bins at the back of a pavement.
struct WastePoint {
  int street = 0;
  Side side = Side::left;
  double at_m = 0;  ///< Middle of the row along the street.
};

/// The place and the direction of view of a camera.
struct CameraPose {
  Point at;
  double height_m = 5;
  double heading_rad = 0;
  double down_rad = 0.3;
  double focal_px = 500;
  int width_px = 640, height_px = 360;
};

struct CityCamera {
  std::string id;
  std::string owner = "city";  ///< city | police | town | field | waste
  CameraPose pose;
  Duration frame_every{1'500'000};
  Duration phase{0};                        ///< Offset of its sampling grid, 0 … frame_every.
  std::vector<std::pair<Time, Time>> down;  ///< Planned and random outages, from and until.
};

/// A zone as an officer drew it: the true shop front with a drawing error.
enum class DrawnZoneKind : std::uint8_t { shop_front, pavement, no_stopping, bay };
struct DrawnZone {
  std::string id;
  DrawnZoneKind kind = DrawnZoneKind::shop_front;
  std::optional<int> shop;  ///< Index into `City::shops` for shop_front.
  std::string duty_grid;
  std::vector<int> cameras;    ///< Indices of cameras that see enough of it.
  std::vector<Point> outline;  ///< Convex, counter-clockwise.
};

struct OfficerPost {
  std::string id;
  std::string duty_grid;
  Point waits_at;
  Duration on_duty_from{0}, on_duty_until{0};  ///< Local times of day between which he is on duty.
  std::optional<Duration> handles_in;          ///< Fixed handling time; none: drawn by the model.
  bool leads = false;                          ///< He leads his squad and gets only what nobody else can settle.
};

/// The ground of a duty grid. Grids do not overlap.
struct GridGround {
  std::string id;
  std::string squad;           ///< Name of the squad (中队) that it belongs to.
  std::vector<Point> outline;  ///< Convex, counter-clockwise.
};

struct City {
  /// Seed of everything that is the same on all days: rates of shops, wrong numbers, bins, boards. None: the run's own.
  std::optional<std::uint64_t> seed;
  /// The kinds of things that it knows; never null.
  std::shared_ptr<const KindTable> kinds = KindTable::well_known();
  std::vector<Street> streets;
  std::vector<Shop> shops;
  std::vector<Bay> bays;
  std::vector<Crossing> crossings;
  std::vector<Tree> trees;
  std::vector<WastePoint> waste_points;
  std::vector<CityCamera> cameras;
  std::vector<DrawnZone> zones;
  std::vector<OfficerPost> officers;
  std::vector<GridGround> grids;                         ///< Empty where zones alone say which grid a place belongs to.
  std::vector<std::chrono::year_month_day> holidays;     ///< Local days on which people have a holiday.
  std::vector<std::chrono::year_month_day> worked_days;  ///< Days of a weekend on which people work.
};

}  // namespace tricolor::sim
