#include "diff/divergence.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "adapters/fingerprint.h"
#include "engine/journal.h"

namespace tricolor::harness {
namespace {

std::vector<const engine::Event*> behaviour_of(const std::vector<engine::Event>& journal) {
  std::vector<const engine::Event*> events;
  for (const engine::Event& event : journal)
    if (engine::name_of(event.payload) != "configured") events.push_back(&event);
  return events;
}

// Gives a line without its sequence number, because the number counts events of configuration too.
std::string_view without_sequence(std::string_view line) {
  return line.substr(std::min(line.find(",\"at\""), line.size()));
}

std::vector<std::string> differing_fields(const std::string& left, const std::string& right) {
  std::vector<std::string> fields;
  const auto a = nlohmann::json::parse(left), b = nlohmann::json::parse(right);
  if (a.at("event") != b.at("event")) return fields;
  for (const auto& [key, value] : a.items())
    if (key != "seq" && (!b.contains(key) || b[key] != value))
      fields.push_back(fmt::format("{}: {} ≠ {}", key, value.dump(), b.contains(key) ? b[key].dump() : "nothing"));
  return fields;
}

}  // namespace

std::optional<Divergence> first_divergence(const std::vector<engine::Event>& left_journal,
                                           const std::vector<engine::Event>& right_journal) {
  const auto left = behaviour_of(left_journal), right = behaviour_of(right_journal);
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    Divergence d;
    if (i < left.size()) d.left_sequence = left[i]->sequence;
    if (i < right.size()) d.right_sequence = right[i]->sequence;
    if (i < left.size()) d.left = decision_text(*left[i]);
    if (i < right.size()) d.right = decision_text(*right[i]);
    if (d.left && d.right && without_sequence(*d.left) == without_sequence(*d.right)) continue;
    const bool left_first = i >= right.size() || (i < left.size() && left[i]->at <= right[i]->at);
    const engine::Event& earlier = left_first ? *left[i] : *right[i];
    d.at = engine::to_text(earlier.at);
    d.stage = stage_of(earlier);
    if (d.left && d.right) d.fields = differing_fields(*d.left, *d.right);
    return d;
  }
  return std::nullopt;
}

std::string to_text(const Divergence& d, const std::string& left, const std::string& right) {
  const auto shown = [](const std::string& words, const std::optional<std::string>& line) {
    return !words.empty() ? words : line.value_or("the journal has ended");
  };
  std::string out = fmt::format("first difference of behaviour at {}, stage {}\n  left:  {}\n  right: {}\n", d.at,
                                d.stage, shown(left, d.left), shown(right, d.right));
  for (const std::string& field : d.fields) out += "  " + field + "\n";
  return out;
}

}  // namespace tricolor::harness
