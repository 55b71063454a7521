// Reads pictures and gives the engine's configuration to code that has pictures and no city, without the twin's types.
#pragma once

#include <memory>
#include <string>

#include "engine/configuration.h"
#include "engine/frame.h"

namespace tricolor::harness {

struct LoopInputs;

/// Reads a PNG file; throws std::runtime_error with path and reason.
std::shared_ptr<const engine::Image> read_picture(const std::string& path);

/// Gives the configuration of a run's city: cameras, zones, dossiers.
engine::Configuration configuration_of(const LoopInputs& inputs);

}  // namespace tricolor::harness
