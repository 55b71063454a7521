// Describes what stands or moves in the street. The people who put it there, the cameras that draw it and the truth
// that remembers it share these types.
//
// World: x east, y north, z up, metres; the ground is z = 0. A heading is an angle in radians from east towards north.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/time.h"

namespace tricolor::sim {

struct Point {
  double x_m = 0;
  double y_m = 0;
};

using ThingId = std::uint64_t;

/// The kind of a thing: an index into the table of the kinds that the city knows (sim/kinds.h). Those that the twin's
/// own people need have names here and the same index in every table; any other index is a kind that data alone bring.
/// Each kind is drawn in many appearances (`Thing::look`).
enum class ThingKind : std::uint8_t {
  pile,      ///< Cartons, crates, sacks, building material on the pavement.
  display,   ///< A shop's goods racks, produce stands, tables and chairs put out.
  stall,     ///< A vendor's cart or stall, often with an umbrella.
  motor,     ///< Car, van, small truck.
  nonmotor,  ///< Bicycle, e-bike, cargo tricycle without a rider.
  person,    ///< A person on foot: walking, standing or sitting.
  rider,     ///< A person on a bicycle or e-bike.
  sign,      ///< A lawful board or traffic cone.
  bin,       ///< A street bin.
  dog,
};
/// Number of the kinds that have names here.
inline constexpr int kWellKnownKinds = 10;

/// One thing in the street at one instant.
struct Thing {
  ThingId id = 0;
  ThingKind kind = ThingKind::person;
  /// Number of its appearance: shape, colours, arrangement; equal numbers of a kind look the same.
  std::uint32_t look = 0;
  Point at;                ///< Centre of the footprint.
  double heading_rad = 0;  ///< Direction of its front.
  double scale = 1;        ///< Size relative to the kind's usual, 0.5 … 2.
  double phase = 0;        ///< Walking or riding cycle, 0 … 1; ignored for still things.
};

/// Length along the heading, width across it and height, in metres, of a kind in one appearance at scale 1.
struct Extent {
  double length_m = 0;
  double width_m = 0;
  double height_m = 0;
  friend bool operator==(const Extent&, const Extent&) = default;
};

/// The light in the street at one instant.
struct Light {
  double level = 1;              ///< Brightness of the daylight: 0 is black night, 1 is noon.
  double warmth = 0;             ///< −1 blue … 1 orange.
  double sun_azimuth_rad = 2.4;  ///< Direction from which the sun shines.
  double sun_height_rad = 0.8;   ///< Height of the sun; 0 at the horizon, and no shadows below.
  bool lamps_on = false;         ///< True while the street lamps are on.
  bool shops_lit = false;        ///< True while signs and windows are lit, until shops close; only with the lamps.
};

/// Light by local time of day, piecewise smooth, equal for equal instants. Steps of `kLightStep` only, so that two
/// looks within one step see the same light.
Light light_at(Time time);
inline constexpr std::chrono::minutes kLightStep{10};

/// Everything that one camera may see at one instant.
struct SceneView {
  Time at;
  Light light;
  std::vector<Thing> things;
};

}  // namespace tricolor::sim
