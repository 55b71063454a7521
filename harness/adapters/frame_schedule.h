// Decides when a picture is taken, and records the cause.
//
// Every camera has a sampling grid: start + phase + k · frame_every. With `frames: every` a picture is taken at each
// point of it; with `frames: key` at those points that follow a cause: a still thing in view appears, goes or changes;
// the light has stepped; the engine asked; the camera comes back; and a regular look where none was taken for 30 min by
// day and 60 by night. Key frames are a subset of the same grid.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <vector>

#include "sim/city/city.h"

namespace tricolor::harness {

enum class FrameCause : std::uint8_t { every, still_thing, light_step, engine_asked, regular_look, camera_back };
inline constexpr int kFrameCauses = 6;
const char* name_of(FrameCause cause);

class FrameSchedule {
 public:
  /// `start` anchors all sampling grids.
  FrameSchedule(const std::vector<sim::CityCamera>& cameras, sim::Time start);

  /// Gives the first point of a camera's grid at or after `time`.
  sim::Time grid_at_or_after(int camera, sim::Time time) const;
  /// Gives the last point of a camera's grid strictly before `time`; not before the first point.
  sim::Time grid_before(int camera, sim::Time time) const;

  /// Notes that a picture is due at the first grid point at or after `time`. Gives true when that picture was not
  /// already due.
  bool due(int camera, sim::Time time, FrameCause cause);

  struct Due {
    sim::Time at;
    int camera = 0;
    friend auto operator<=>(const Due&, const Due&) = default;
  };
  /// Gives the pictures due and not yet taken, by (time, camera).
  const std::set<Due>& waiting() const { return waiting_; }
  /// Removes one from the list.
  void taken(const Due& due);

  /// Counts pictures by the cause that first made them due.
  const std::array<std::uint64_t, kFrameCauses>& by_cause() const { return by_cause_; }

 private:
  struct Grid {
    sim::Time first;
    sim::Duration step;
  };
  std::vector<Grid> grids_;
  std::set<Due> waiting_;
  std::array<std::uint64_t, kFrameCauses> by_cause_{};
};

}  // namespace tricolor::harness
