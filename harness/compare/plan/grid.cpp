#include "compare/plan/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "engine/document.h"
#include "engine/map_reader.h"

namespace tricolor::harness {
namespace {

using engine::KeyEntry;
using engine::KeyTable;
using Form = KeyEntry::Form;

// Fields of a scenario that a study sets by itself, or that make another study.
const std::set<std::string> kSetByTheStudy{"scenario", "about",   "tags",   "policy", "classes",     "model",
                                           "demand",   "seed",    "start",  "lasts",  "city_seed",   "rung",
                                           "profile",  "changes", "expect", "frames", "calibration", "script",
                                           "faults",   "streets", "permits"};

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path)
    if (c == '.') parts.emplace_back();
    else parts.back() += c;
  return parts;
}

// The entry of a dotted path; a map of names takes any name.
const KeyEntry* entry_at(const KeyTable& table, const std::vector<std::string>& parts) {
  const KeyTable* here = &table;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const KeyEntry* entry = here->find(parts[i]);
    if (!entry || i + 1 == parts.size()) return entry;
    if (entry->form == Form::named_maps && ++i + 1 == parts.size()) return nullptr;
    if (entry->form != Form::map && entry->form != Form::named_maps) return nullptr;
    here = &entry->map;
  }
  return nullptr;
}

bool takes_one_value(const KeyEntry& entry) {
  return entry.form != Form::list && entry.form != Form::map && entry.form != Form::named_maps &&
         entry.form != Form::file;
}

void add_paths(const KeyTable& table, const std::string& before, std::vector<std::string>& paths) {
  for (const KeyEntry& entry : table.keys) {
    if (takes_one_value(entry)) paths.push_back(before + entry.key);
    else if (entry.form == Form::map) add_paths(entry.map, before + entry.key + ".", paths);
  }
}

std::string trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
  return from == std::string_view::npos ? "" : std::string(text.substr(from, to - from + 1));
}

struct Amount {
  double number = 0;
  std::string unit;
};

std::optional<Amount> amount_of(const std::string& text) {
  Amount amount;
  const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), amount.number);
  if (failed != std::errc{} || !std::isfinite(amount.number)) return std::nullopt;
  amount.unit = trimmed(std::string_view(rest, static_cast<std::size_t>(text.data() + text.size() - rest)));
  return amount;
}

// "5 min..30 min/5 min"; a unit may stand once, at the end.
bool read_range(const std::string& text, std::vector<std::string>& values, std::string& fault) {
  const std::size_t dots = text.find(".."), slash = text.rfind('/');
  const std::string wanted = "must be a range with a step, such as '5 min..30 min/5 min', got '" + text + "'";
  if (slash == std::string::npos || slash < dots) {
    fault = wanted;
    return false;
  }
  const auto low = amount_of(trimmed(std::string_view(text).substr(0, dots)));
  const auto high = amount_of(trimmed(std::string_view(text).substr(dots + 2, slash - dots - 2)));
  const auto step = amount_of(trimmed(std::string_view(text).substr(slash + 1)));
  if (!low || !high || !step) {
    fault = wanted;
    return false;
  }
  const std::string unit = !step->unit.empty() ? step->unit : !high->unit.empty() ? high->unit : low->unit;
  for (const auto& part : {low, high, step})
    if (!part->unit.empty() && part->unit != unit) {
      fault = fmt::format("must have one unit, got '{}' and '{}'", part->unit, unit);
      return false;
    }
  if (step->number <= 0 || high->number < low->number) {
    fault = wanted;
    return false;
  }
  const double count = std::floor((high->number - low->number) / step->number + 1e-9) + 1;
  if (count > static_cast<double>(kMostValues)) {
    fault = fmt::format("must have at most {} values, got {:.0f}", kMostValues, count);
    return false;
  }
  for (int i = 0; i < static_cast<int>(count); ++i)
    values.push_back(engine::written(low->number + i * step->number) + (unit.empty() ? "" : " " + unit));
  return true;
}

bool read_list(const std::string& text, std::vector<std::string>& values, std::string& fault) {
  std::size_t from = 0;
  while (true) {
    const std::size_t comma = text.find(',', from);
    const std::string value = trimmed(std::string_view(text).substr(from, comma - from));
    constexpr std::string_view kAllowed = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-. %+";
    if (value.empty() || value.find_first_not_of(kAllowed) != std::string::npos ||
        std::find(values.begin(), values.end(), value) != values.end()) {
      fault = "must be different values, such as '5 min,10 min', got '" + text + "'";
      return false;
    }
    values.push_back(value);
    if (comma == std::string::npos) break;
    from = comma + 1;
  }
  if (values.size() <= kMostValues) return true;
  fault = fmt::format("must have at most {} values, got {}", kMostValues, values.size());
  return false;
}

void put(engine::Value& map, const std::vector<std::string>& parts, std::size_t at, const std::string& text) {
  map.kind = engine::Value::Kind::map;
  const auto found = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](const engine::Value::Entry& entry) { return entry.key == parts[at]; });
  if (found == map.entries.end()) map.entries.push_back({parts[at], {}});
  engine::Value& value = map.entries.back().key == parts[at] ? map.entries.back().value : found->value;
  if (at + 1 < parts.size()) {
    put(value, parts, at + 1, text);
    return;
  }
  value.kind = engine::Value::Kind::scalar;
  value.text = text;
}

}  // namespace

std::optional<SweepField> sweep_field_of(const std::string& text, const SweepKeys& keys, std::string& fault) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    fault = "must be a field and its values, such as 'notice.correct_within=5 min..30 min/5 min', got '" + text + "'";
    return std::nullopt;
  }
  SweepField field;
  field.path = trimmed(std::string_view(text).substr(0, equals));
  const bool says_scenario = field.path.starts_with("scenario."), says_policy = field.path.starts_with("policy.");
  if (says_scenario) field.path.erase(0, 9);
  if (says_policy) field.path.erase(0, 7);
  const std::vector<std::string> parts = parts_of(field.path);
  const KeyEntry* entry = says_scenario ? nullptr : entry_at(keys.policy, parts);
  if (!entry && !says_policy) {
    entry = entry_at(keys.scenario, parts);
    field.of_scenario = entry != nullptr;
  }
  if (!entry) {
    std::vector<std::string> paths;
    if (!says_scenario) add_paths(keys.policy, "", paths);
    if (!says_policy) add_paths(keys.scenario, "", paths);
    const auto meant = engine::did_you_mean(field.path, paths);
    fault = fmt::format("must be a field of the policy or the scenario, got '{}'{}", field.path,
                        meant ? " (did you mean '" + *meant + "'?)" : "");
    return std::nullopt;
  }
  if (!takes_one_value(*entry) || (field.of_scenario && kSetByTheStudy.contains(parts.front())) ||
      (!field.of_scenario && parts.front() == "policy")) {
    fault = fmt::format("must be a field with one value that the study does not set itself, got '{}'", field.path);
    return std::nullopt;
  }
  field.about = entry->about;
  const std::string values = trimmed(std::string_view(text).substr(equals + 1));
  const bool range = values.find("..") != std::string::npos;
  if (!(range ? read_range(values, field.values, fault) : read_list(values, field.values, fault))) return std::nullopt;
  return field;
}

std::vector<std::vector<std::size_t>> points_of(const std::vector<SweepField>& fields) {
  std::vector<std::vector<std::size_t>> points{{}};
  for (const SweepField& field : fields) {
    std::vector<std::vector<std::size_t>> longer;
    for (const auto& point : points)
      for (std::size_t value = 0; value < field.values.size(); ++value) {
        longer.push_back(point);
        longer.back().push_back(value);
      }
    points = std::move(longer);
  }
  return points;
}

std::string keys_as_yaml(const std::vector<std::pair<std::string, std::string>>& values) {
  if (values.empty()) return "";
  engine::Value root;
  for (const auto& [path, value] : values) put(root, parts_of(path), 0, value);
  return engine::to_yaml(root);
}

}  // namespace tricolor::harness
