// Gives a line of journal.jsonl as a JSON Schema, and its fields' types in words.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "engine/journal.h"

namespace tricolor::harness {

/// JSON Schema, draft 2020-12: one alternative for each kind of event.
nlohmann::ordered_json journal_schema();

/// Gives a field's type in words: "camera id", "instant or null", "list of merchant ids", "`green`, `yellow` or `red`".
std::string type_words(const engine::FieldType& type);

}  // namespace tricolor::harness
