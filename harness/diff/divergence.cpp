#include "diff/divergence.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/fingerprint.h"
#include "engine/journal.h"

namespace tricolor::harness {

std::optional<Divergence> first_divergence(const std::vector<engine::Event>& left, const std::vector<engine::Event>& right) {
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    Divergence d;
    d.index = i;
    if (i < left.size()) d.left = decision_text(left[i]);
    if (i < right.size()) d.right = decision_text(right[i]);
    if (d.left == d.right) continue;
    const bool left_first = i >= right.size() || (i < left.size() && left[i].at <= right[i].at);
    const engine::Event& earlier = left_first ? left[i] : right[i];
    d.at = engine::to_text(earlier.at);
    d.stage = stage_of(earlier);
    if (d.left && d.right) {
      const auto a = nlohmann::json::parse(*d.left), b = nlohmann::json::parse(*d.right);
      if (a.at("event") == b.at("event"))
        for (const auto& [key, value] : a.items())
          if (!b.contains(key) || b[key] != value) d.fields.push_back(fmt::format("{}: {} ≠ {}", key, value.dump(), b.contains(key) ? b[key].dump() : "nothing"));
    }
    return d;
  }
  return std::nullopt;
}

std::string to_text(const Divergence& d) {
  std::string out = fmt::format("first difference at event {} ({}, stage {})\n  left:  {}\n  right: {}\n", d.index + 1, d.at, d.stage, d.left.value_or("the journal has ended"),
                                d.right.value_or("the journal has ended"));
  for (const std::string& field : d.fields) out += "  " + field + "\n";
  return out;
}

}  // namespace tricolor::harness
