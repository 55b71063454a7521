// Says when which camera sends a picture. Every camera has its own phase and its own steady rate, as real ones have;
// both follow from the seed. The process is open: nothing that the engine does, or fails to do, delays an arrival.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "engine/time.h"

namespace tricolor::harness {

/// A span of time in which every camera sends so many times as often.
struct Burst {
  engine::Duration from{0}, until{0};  ///< Since the beginning.
  int times = 1;                       ///< ≥ 1.
};

/// A camera whose pictures are held up on their way for a time and then arrive all at once.
struct Clump {
  int camera = 0;
  engine::Duration from{0};  ///< Since the beginning.
  int pictures = 10;         ///< ≥ 2; as many as the camera takes while they are held up.
};

struct ArrivalPlan {
  int cameras = 1;                    ///< ≥ 1.
  engine::Duration every{1'000'000};  ///< Time between two pictures of a camera, > 0.
  engine::Duration lasts{0};          ///< Nothing arrives from here on.
  std::uint64_t seed = 1;
  std::optional<Burst> burst = {};
  /// A camera that sends nothing from `silent_from` on.
  std::optional<int> silent_camera = {};
  engine::Duration silent_from{0};
  std::optional<Clump> clump = {};
};

struct Arrival {
  engine::Duration due{0};  ///< Since the beginning.
  int camera = 0;
  std::uint64_t number = 0;   ///< Its number among the pictures of its camera, from 0.
  engine::Duration taken{0};  ///< When the camera took it, since the beginning; before `due` where it was held up.
};

class Arrivals {
 public:
  explicit Arrivals(const ArrivalPlan& plan);
  /// Gives the next arrival in the order of (due, camera, number); none when there is no further one.
  std::optional<Arrival> next();

 private:
  struct Later {
    bool operator()(const Arrival& a, const Arrival& b) const {
      if (a.due != b.due) return a.due > b.due;
      return a.camera != b.camera ? a.camera > b.camera : a.number > b.number;
    }
  };
  engine::Duration step_at(engine::Duration taken) const;
  engine::Duration due_of(int camera, engine::Duration taken) const;

  ArrivalPlan plan_;
  std::priority_queue<Arrival, std::vector<Arrival>, Later> waiting_;
};

/// Mixes three numbers into one that looks like chance and is the same on every machine.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t a, std::uint64_t b);
/// The same as a number from 0 up to and without 1.
double mixed_share(std::uint64_t seed, std::uint64_t a, std::uint64_t b);

}  // namespace tricolor::harness
