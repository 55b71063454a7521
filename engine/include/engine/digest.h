// Digests: SHA-256 of bytes, and of the names behind a journal's ids.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/configuration.h"
#include "engine/event.h"

namespace tricolor::engine {

/// SHA-256 (FIPS 180-4) as 64 lower-case hex digits.
std::string sha256(std::span<const std::uint8_t> bytes);
std::string sha256(const std::string& text);

/// The names behind the ids of a configuration.
WorldTables tables_of(const Configuration& configuration);

/// SHA-256 of the tables' names in order; a zero byte follows each name, and one more follows each table.
std::string digest_of(const WorldTables& tables);

}  // namespace tricolor::engine
