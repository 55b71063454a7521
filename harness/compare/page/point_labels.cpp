#include "compare/page/point_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

// Points nearer to one another than this cover each other. All lengths are units of the drawing.
constexpr double kSamePlace = 6;
// Names beyond these of one place are only counted.
constexpr std::size_t kMostNames = 4;
constexpr double kLetter = 7, kHeight = 12, kRadius = 6;

struct Box {
  double left, top, right, bottom;
  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

}  // namespace

void PointLabels::add(double x, double y, const std::string& name) {
  for (Point& point : points_)
    if (std::hypot(point.x - x, point.y - y) < kSamePlace) {
      point.names.push_back(name);
      return;
    }
  points_.push_back({x, y, {name}});
}

std::string PointLabels::markup() const {
  std::vector<Box> taken;
  for (const Point& it : points_) taken.push_back({it.x - kRadius, it.y - kRadius, it.x + kRadius, it.y + kRadius});
  std::string markup;
  for (const Point& it : points_) {
    const std::size_t shown = std::min(it.names.size(), kMostNames);
    std::string text =
        fmt::format("{}", fmt::join(it.names.begin(), it.names.begin() + static_cast<long>(shown), ", "));
    if (it.names.size() > shown) text += fmt::format(" +{}", it.names.size() - shown);
    const double wide = kLetter * static_cast<double>(text.size());
    const auto box_at = [&](double left, double bottom) { return Box{left, bottom - kHeight, left + wide, bottom}; };
    const Box right_above = box_at(it.x + 8, it.y - 4);
    Box chosen = right_above;
    for (const Box& box : {right_above, box_at(it.x + 8, it.y + 16), box_at(it.x - 8 - wide, it.y - 4),
                           box_at(it.x - 8 - wide, it.y + 16), box_at(it.x + 8, it.y - 18), box_at(it.x + 8, it.y + 30),
                           box_at(it.x - 8 - wide, it.y - 18), box_at(it.x - 8 - wide, it.y + 30)})
      if (std::none_of(taken.begin(), taken.end(), [&](const Box& other) { return box.meets(other); })) {
        chosen = box;
        break;
      }
    taken.push_back(chosen);
    markup +=
        fmt::format(R"(<text class="tick" x="{:.1f}" y="{:.1f}">{}</text>)", chosen.left, chosen.bottom - 2, text);
  }
  return markup;
}

}  // namespace tricolor::harness
