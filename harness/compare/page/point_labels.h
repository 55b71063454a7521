// Writes the names of points beside them so that no two names overlap: points in one place have one label with all
// their names, and a label moves to the first free place around its point.
#pragma once

#include <string>
#include <vector>

namespace tricolor::harness {

class PointLabels {
 public:
  /// A point in units of the drawing, with a short name of plain text.
  void add(double x, double y, const std::string& name);
  /// The labels as SVG. A label for which no place is free stands where it would stand alone.
  std::string markup() const;

 private:
  struct Point {
    double x, y;
    std::vector<std::string> names;
  };
  std::vector<Point> points_;
};

}  // namespace tricolor::harness
