#include "adapters/frame_schedule.h"

#include <algorithm>

namespace tricolor::harness {

const char* name_of(FrameCause cause) {
  switch (cause) {
    case FrameCause::every: return "every";
    case FrameCause::still_thing: return "still_thing";
    case FrameCause::light_step: return "light_step";
    case FrameCause::engine_asked: return "engine_asked";
    case FrameCause::regular_look: return "regular_look";
    case FrameCause::camera_back: return "camera_back";
  }
  return "";
}

FrameSchedule::FrameSchedule(const std::vector<sim::CityCamera>& cameras, sim::Time start) {
  for (const sim::CityCamera& camera : cameras) grids_.push_back({start + camera.phase, camera.frame_every});
}

sim::Time FrameSchedule::grid_at_or_after(int camera, sim::Time time) const {
  const Grid& grid = grids_.at(static_cast<std::size_t>(camera));
  if (time <= grid.first) return grid.first;
  const auto steps = (time - grid.first + grid.step - sim::Duration{1}) / grid.step;
  return grid.first + steps * grid.step;
}

sim::Time FrameSchedule::grid_before(int camera, sim::Time time) const {
  const Grid& grid = grids_.at(static_cast<std::size_t>(camera));
  if (time <= grid.first) return grid.first;
  return grid.first + ((time - grid.first - sim::Duration{1}) / grid.step) * grid.step;
}

bool FrameSchedule::due(int camera, sim::Time time, FrameCause cause) {
  if (!waiting_.insert({grid_at_or_after(camera, time), camera}).second) return false;
  ++by_cause_[static_cast<std::size_t>(cause)];
  return true;
}

void FrameSchedule::taken(const Due& due) { waiting_.erase(due); }

}  // namespace tricolor::harness
