// Counts what the cameras of the rung `events` told.
#pragma once

#include <cstdint>
#include <vector>

namespace tricolor::harness {

struct TellingCounters {
  std::uint64_t tellings = 0;
  std::uint64_t answers = 0;     ///< Tellings that answer a request.
  std::uint64_t things = 0;      ///< Things that some camera had in sight.
  std::uint64_t pairs = 0;       ///< Pairs of such a thing and a camera.
  std::uint64_t misleading = 0;  ///< Lawful things that the model takes for unlawful ones.
  std::vector<std::uint64_t> by_camera;
};

}  // namespace tricolor::harness
