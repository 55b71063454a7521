// What summary.json may hold: a JSON Schema with a sentence for every key, which `tricolor schema summary` prints and
// the reference page is made of.
#pragma once

#include <nlohmann/json.hpp>

namespace tricolor::harness {

/// JSON Schema, draft 2020-12. Every key that a run writes is named; no other is allowed.
nlohmann::ordered_json summary_schema();

}  // namespace tricolor::harness
