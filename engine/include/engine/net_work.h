// Says how much a detector computes, as a figure that depends on its nets alone and on no machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tricolor::engine {

/// Multiply-adds of the layers that have weights. Work on pictures before and after the net is not in it.
struct NetWork {
  std::uint64_t analyse = 0;      ///< For one picture, see `Vision::analyse`.
  std::uint64_t closer_look = 0;  ///< For one closer look, its mirror image included; 0 for a model without one.
};

/// Reads a model as `load_vision` does. None where a net has a layer that is not known here, or cannot be read. Safe to
/// call from any thread.
std::optional<NetWork> net_work_of(const std::string& onnx_path);

}  // namespace tricolor::engine
