#include "scenario/grid_shape.h"

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <vector>

namespace tricolor::harness {
namespace {

namespace bg = boost::geometry;
using Shape = bg::model::polygon<bg::model::d2::point_xy<double>, false, false>;

// A grid smaller than this is taken for a mistake, m².
constexpr double kLeastGridM2 = 1;

Shape shape_of(const engine::GroundPolygon& outline) {
  Shape shape;
  for (const engine::GroundPoint& corner : outline)
    bg::append(shape, bg::model::d2::point_xy<double>(corner.x_m, corner.y_m));
  return shape;
}

}  // namespace

std::string grid_fault(engine::GroundPolygon& outline) {
  if (engine::signed_area_m2(outline) < 0) std::ranges::reverse(outline);
  bg::validity_failure_type why = bg::no_failure;
  // A corner that is given twice in a row changes nothing.
  if (!bg::is_valid(shape_of(outline), why) && why != bg::failure_duplicate_points)
    return "must be corners in order around the grid, so that no two of its edges cross or touch";
  if (engine::signed_area_m2(outline) < kLeastGridM2) return "must enclose at least 1 m²";
  return {};
}

double common_ground_m2(const engine::GroundPolygon& a, const engine::GroundPolygon& b) {
  std::vector<Shape> common;
  bg::intersection(shape_of(a), shape_of(b), common);
  double m2 = 0;
  for (const Shape& piece : common) m2 += bg::area(piece);
  return m2;
}

}  // namespace tricolor::harness
