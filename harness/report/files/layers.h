// Gives the run as map layers: GeoJSON feature collections (RFC 7946) in WGS 84, which QGIS and other programs open
// without further settings.
#pragma once

#include <string>
#include <vector>

#include "report/files/result_table.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

struct Layer {
  std::string name;  ///< Name of the file, without ".geojson".
  Json collection;
};

/// Gives the layers streets (lines), shops (fronts as lines), cameras (points), camera_footprints, zones (polygons),
/// duty_grids (the outline of each, or the zones of one that has none), officers (posts as points), incidents and
/// violations (points). The attributes of a feature are the columns of its table in result_table.h. A thing without a
/// known place has a null geometry. Every collection says that its place is assumed.
std::vector<Layer> map_layers(const ResultSource& from);

/// Gives the ground that a camera sees: from the nearest point in its picture to the distance at which a thing of 1 m
/// is 12 pixels wide, the least for the judge's opportunity to see, or to `most_m` where that is nearer; cut at the
/// façades of the city's streets. Fewer than three corners when it sees no ground.
engine::GroundPolygon footprint_of(const engine::CameraGeometry& camera, const sim::City& city = {},
                                   double most_m = 1e9);

}  // namespace tricolor::harness
