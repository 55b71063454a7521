#include "view/layout/map_view.h"

#include <algorithm>

namespace tricolor::harness {
namespace {

// Margin around the city on the whole map, and the least extent of a city, metres.
constexpr double kMarginM = 8, kLeastExtentM = 20;
constexpr float kMostFittedScale = 14;
// The map's buttons stand in a column of this width on its right.
constexpr float kButtons = 40;

}  // namespace

void MapView::set_bounds(sim::Point low, sim::Point high) {
  low_ = low;
  high_ = high;
}

void MapView::set_area(PxRect area) {
  const bool first = area_.width <= 0;
  area_ = area;
  if (first) fit();
}

void MapView::fit() {
  centre_ = {(low_.x_m + high_.x_m) / 2, (low_.y_m + high_.y_m) / 2};
  const double width = std::max(kLeastExtentM, high_.x_m - low_.x_m + 2 * kMarginM);
  const double height = std::max(kLeastExtentM, high_.y_m - low_.y_m + 2 * kMarginM);
  const double scale = std::min((area_.width - kButtons) / width, area_.height / height);
  scale_ = std::clamp(static_cast<float>(scale), kLeastScale, kMostFittedScale);
  centre_.x_m += kButtons / 2 / scale_;
}

void MapView::pan(Px by) {
  centre_.x_m = std::clamp(centre_.x_m - by.x / scale_, low_.x_m, high_.x_m);
  centre_.y_m = std::clamp(centre_.y_m + by.y / scale_, low_.y_m, high_.y_m);
}

void MapView::zoom(float factor, Px at) {
  const sim::Point under = to_ground(at);
  set_scale(scale_ * factor);
  const sim::Point now = to_ground(at);
  centre_.x_m += under.x_m - now.x_m;
  centre_.y_m += under.y_m - now.y_m;
}

void MapView::centre_on(sim::Point point, float right_px) { centre_ = {point.x_m - right_px / scale_, point.y_m}; }

void MapView::set_scale(float px_per_m) { scale_ = std::clamp(px_per_m, kLeastScale, kMostScale); }

Px MapView::to_screen(sim::Point point) const {
  return {area_.left + area_.width / 2 + static_cast<float>(point.x_m - centre_.x_m) * scale_,
          area_.top + area_.height / 2 - static_cast<float>(point.y_m - centre_.y_m) * scale_};
}

sim::Point MapView::to_ground(Px at) const {
  return {centre_.x_m + (at.x - area_.left - area_.width / 2) / scale_,
          centre_.y_m - (at.y - area_.top - area_.height / 2) / scale_};
}

bool MapView::in_sight(Px at, float margin) const {
  return at.x >= area_.left - margin && at.x <= area_.right() + margin && at.y >= area_.top - margin &&
         at.y <= area_.bottom() + margin;
}

}  // namespace tricolor::harness
