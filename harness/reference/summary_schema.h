// Describes summary.json by a JSON Schema with a sentence for every key; `tricolor schema summary` prints it and the
// reference page is made of it.
#pragma once

#include <nlohmann/json.hpp>

namespace tricolor::harness {

/// JSON Schema, draft 2020-12. Every key that a run writes is named; no other is allowed.
nlohmann::ordered_json summary_schema();

}  // namespace tricolor::harness
