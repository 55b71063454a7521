// Runs the engine on a folder of pictures, without any twin: the filmed pictures are analysed again, in the order of
// their times, and nobody answers. It proves that the engine needs nothing but pictures: equal pictures give equal
// incidents.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "engine/event.h"

namespace tricolor::harness {

/// Reads `folder`/pictures.csv (camera, captured_at_us, file) and hands the pictures to an engine that is configured as
/// the scenario says. Messages are accepted and go nowhere; officers do not answer. Throws BadInput with file and line
/// when the folder is not one, or when a picture is missing, cannot be decoded, or was taken before the scenario's
/// start. `progress`, where there is one, is called after each picture.
std::vector<engine::Event> watch_picture_folder(
    const LoopInputs& inputs, const std::filesystem::path& folder,
    const std::function<void(std::size_t picture, std::size_t of, engine::Time at)>& progress = {});

}  // namespace tricolor::harness
