// Makes the parts of JSON Schemas (draft 2020-12) of what the program writes. Pure; may be called from any thread.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

namespace tricolor::harness::schema {

using Json = nlohmann::ordered_json;
using Keys = std::initializer_list<std::pair<const char*, Json>>;

inline Json text(const char* about) { return {{"type", "string"}, {"description", about}}; }
inline Json truth(const char* about) { return {{"type", "boolean"}, {"description", about}}; }
inline Json number(const char* about) { return {{"type", "number"}, {"description", about}}; }
inline Json maybe_number(const char* about) { return {{"type", {"number", "null"}}, {"description", about}}; }
/// A whole number from 0 on.
inline Json count(const char* about) { return {{"type", "integer"}, {"minimum", 0}, {"description", about}}; }
inline Json one_of(std::initializer_list<const char*> words, const char* about) {
  return {{"enum", words}, {"description", about}};
}

/// An object that has all of these keys and no other.
inline Json object(const char* about, Keys keys) {
  Json properties = Json::object(), required = Json::array();
  for (const auto& [key, value] : keys) {
    properties[key] = value;
    required.push_back(key);
  }
  return {{"type", "object"},
          {"description", about},
          {"properties", properties},
          {"required", required},
          {"additionalProperties", false}};
}

}  // namespace tricolor::harness::schema
