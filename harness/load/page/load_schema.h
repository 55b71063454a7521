// Describes load.json as JSON Schema (draft 2020-12). The page of the reference is made from it.
#pragma once

#include <nlohmann/json.hpp>

namespace tricolor::harness {

nlohmann::ordered_json load_schema();

}  // namespace tricolor::harness
