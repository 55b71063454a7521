// Puts the shards of a study together.
#pragma once

#include <filesystem>
#include <vector>

#include "compare/results.h"

namespace tricolor::harness {

/// Copies the replications of all shards into a new folder and writes the results there, byte for byte as one machine
/// would. Throws BadInput, and writes nothing, when the shards are of different studies (naming what differs), when
/// they hold different replications under one name, when one is missing, or when the folder is not new.
StudyResults merge_studies(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& out);

}  // namespace tricolor::harness
