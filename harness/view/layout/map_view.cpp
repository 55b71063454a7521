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

void MapView::set_bounds(sim::Point low, sim::Point high, float free_px) {
  low_ = low;
  high_ = high;
  free_px_ = free_px;
}

void MapView::set_area(PxRect area) {
  const bool first = area_.width <= 0;
  area_ = area;
  if (first) fit();
}

void MapView::fit() { show(low_, high_, 0, free_px_); }

void MapView::show(sim::Point low, sim::Point high, float left_px, float free_px) {
  centre_ = {(low.x_m + high.x_m) / 2, (low.y_m + high.y_m) / 2};
  const double width = std::max(kLeastExtentM, high.x_m - low.x_m + 2 * kMarginM);
  const double height = std::max(kLeastExtentM, high.y_m - low.y_m + 2 * kMarginM);
  const double room = std::max(1.f, area_.width - kButtons - left_px);
  const double scale = std::min(room / width, std::max(1.f, area_.height - 2 * free_px) / height);
  scale_ = std::clamp(static_cast<float>(scale), kLeastScale, kMostFittedScale);
  centre_.x_m += (kButtons - left_px) / 2 / scale_;
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
