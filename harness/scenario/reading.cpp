#include "scenario/reading.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace tricolor::harness {

using namespace std::chrono_literals;
using engine::KeyEntry;
using engine::MapReader;
using engine::Value;

const std::vector<std::string>& Names::all() const {
  if (sorted_.size() != index_.size()) {
    sorted_.clear();
    for (const auto& [name, number] : index_) sorted_.push_back(name);
  }
  return sorted_;
}

std::string one_of(MapReader& map, const std::vector<std::string>& keys) {
  std::string first;
  for (const std::string& key : keys) map.has(key);  // All of them are known keys, although only one may stand here.
  for (const auto& [key, value] : map.value().entries) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) continue;
    if (first.empty()) first = key;
    else unwanted(map, key, "cannot stand beside '" + first + "': only one of them can");
  }
  return first;
}

void unwanted(MapReader& map, std::string_view key, const std::string& why) {
  if (map.describing()) return;
  if (const Value* found = map.raw(key)) map.diagnostics().add(found->key_origin, map.path_of(key), why);
}

void unique(MapReader& map, std::string_view key, const std::string& name, Names& known) {
  if (map.describing() || name.empty()) return;
  if (!known.add(name)) map.complain(*map.raw(key), key, "must be given once, got '" + name + "' again");
}

bool known_name(MapReader& map, std::string_view key, std::string& out, const Names& known, const std::string& what,
                std::string_view about) {
  std::string name;
  if (!map.identifier(key, name, about)) return false;
  out = name;
  if (known.has(name)) return true;
  map.complain(*map.raw(key), key,
               "must be " + what + ", got '" + name + "'" + map.diagnostics().meant(name, known.all()));
  return false;
}

bool class_word(MapReader& map, std::string_view key, const Reading& reading, std::string& out,
                std::string_view about) {
  if (reading.classes.empty()) return map.identifier(key, out, about);
  std::optional<std::size_t> index;
  if (!map.choice(key, index, reading.classes, about)) return false;
  out = reading.classes[*index];
  return true;
}

bool moment_of(const Value& value, const Scenario& scenario, Time& out) {
  if (const auto instant = engine::instant_of(value.text)) {
    out = *instant;
    return true;
  }
  const auto clock = engine::time_of_day_of(value.text);
  if (value.kind != Value::Kind::scalar || !clock) return false;
  const auto local = scenario.start + engine::kUtcOffset;
  out = std::chrono::floor<std::chrono::days>(local) + *clock - engine::kUtcOffset;
  if (out < scenario.start) out += 24h;
  return true;
}

KeyEntry moment_entry(std::string_view about) {
  KeyEntry entry;
  entry.form = KeyEntry::Form::moment;
  entry.about = about;
  return entry;
}

bool moment(MapReader& map, std::string_view key, const Scenario& scenario, Time& out, std::string_view about) {
  const Value* value = map.custom(key, moment_entry(about));
  if (!value) return false;
  if (moment_of(*value, scenario, out)) return true;
  map.complain(*value, key,
               "must be a time such as \"09:00:00\" or \"2020-11-05 09:00\", got " + engine::shown(*value));
  return false;
}

std::string beside(const std::string& path, const std::string& file) {
  return (std::filesystem::path(path).parent_path() / file).lexically_normal().string();
}

}  // namespace tricolor::harness
