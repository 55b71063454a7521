// Reads zones that somebody drew by hand on a picture, from strict YAML.
//
//   zones:
//     - name: entrance
//       polygon: [[40, 300], [220, 300], [220, 460], [40, 460]]
//       dwell: 30 s
#pragma once

#include <string>
#include <vector>

#include "engine/map_reader.h"
#include "engine/geometry.h"
#include "scenario/reference.h"

namespace tricolor::harness {

inline constexpr std::size_t kMostCorners = 64;  ///< Greatest number of corners of a zone.

/// One zone on a picture. Corners are pixels of the source's first picture, x to the right, y down.
struct PictureZone {
  std::string name;               ///< Unique in its file.
  std::string source;             ///< Name of the source to which it belongs; empty: every source.
  engine::GroundPolygon outline;  ///< Outline as drawn; empty: the whole picture.
  std::vector<engine::GroundPolygon>
      pieces;  ///< The outline cut into convex pieces of positive area; one piece when it is convex itself.
  engine::Duration dwell{10'000'000};    ///< A thing that stays longer is alarmed, 1 s … 30 d.
  engine::Origin source_at, polygon_at;  ///< Places of these in the file, for faults that are found later.
};

/// Reads a file of zones; `dwell` is taken where a zone names none. All faults go to `diagnostics`; the result may be
/// used only when there are none.
std::vector<PictureZone> read_zones(const std::string& path, engine::Duration dwell, engine::Diagnostics& diagnostics);
/// Reads the same from a text; `name` stands for the file in diagnostics.
std::vector<PictureZone> read_zones_text(const std::string& text, const std::string& name, engine::Duration dwell,
                                         engine::Diagnostics& diagnostics);

/// Describes files of zones, for schema and reference.
FileKind zones_file_kind();

/// Writes a file that `read_zones` reads back as these zones.
std::string zones_text(const std::vector<PictureZone>& zones);

/// Cuts a polygon that does not cross itself into triangles by ear clipping, or gives it back whole when it is convex.
/// Empty when it crosses itself or has no area.
std::vector<engine::GroundPolygon> convex_pieces(engine::GroundPolygon outline);

}  // namespace tricolor::harness
