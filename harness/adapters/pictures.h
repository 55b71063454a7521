// Reading and configuring for those who have pictures and no city: what the engine needs to know, without the twin's
// words.
#pragma once

#include <memory>
#include <string>

#include "engine/configuration.h"
#include "engine/frame.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

/// Reads a PNG file; throws std::runtime_error with path and reason.
std::shared_ptr<const engine::Image> read_picture(const std::string& path);

/// The configuration of the scenario's city: cameras, zones, dossiers.
engine::Configuration configuration_of(const Scenario& scenario, const engine::ClassTable& classes);

}  // namespace tricolor::harness
