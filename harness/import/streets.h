// Makes a scenario's streets, which are straight, of the ways of a map: ways of one name that meet are joined, the line
// is drawn through fewer points, and it is cut at its bends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/geometry.h"
#include "import/osm_file.h"
#include "scenario/plane.h"

namespace tricolor::harness {

/// Largest distance of a straight street from the line of the map, metres.
inline constexpr double kBendM = 2;
/// The shortest stretch between two bends that is a street; shorter ones are drawn together, and bends there may be
/// farther off than `kBendM`. Metres.
inline constexpr double kShortestStretchM = 12;

/// A straight stretch of a street.
struct Stretch {
  std::string name;
  std::string highway;
  engine::GroundPoint from, to;
  double carriageway_m = 8, pavement_m = 3;
  bool width_tagged = false;  ///< True when its width follows from tags and not from its kind.
  bool oneway = false;
  std::vector<std::int64_t> ways;  ///< The ways of which it was made, in order along the whole street.

  double length_m() const;
};

/// A place beside a stretch.
struct Beside {
  double along_m = 0;   ///< Along the stretch, 0 … its length.
  double across_m = 0;  ///< From its centre line, positive to the left.
  double apart_m = 0;   ///< Distance from its centre line, its ends included.
};
Beside beside_stretch(const Stretch& stretch, engine::GroundPoint at);

/// Stretches in order of the smallest id of their ways, along each street. Names of ways too short to be a street go to
/// `too_short`, as indices into the map's ways.
std::vector<Stretch> stretches_of(const OsmMap& map, const Plane& plane, std::vector<std::size_t>& too_short);

}  // namespace tricolor::harness
