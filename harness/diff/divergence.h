// Where two runs part: the first event that differs, when, in which stage, and in which fields.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/event.h"

namespace tricolor::harness {

struct Divergence {
  std::size_t index = 0;                 ///< Position in both journals, from 0.
  std::string at;                        ///< Simulated time of the earlier of the two.
  std::string stage;                     ///< Of the earlier of the two: "occupancy", "incident", …
  std::optional<std::string> left, right;  ///< The lines; nothing where a journal had ended.
  std::vector<std::string> fields;       ///< "merchant: 3 ≠ 4"; empty when the types differ or one is missing.
};

/// Compares without scores and picture hashes. Nothing when the journals are equal.
std::optional<Divergence> first_divergence(const std::vector<engine::Event>& left, const std::vector<engine::Event>& right);

/// A few lines for people.
std::string to_text(const Divergence& divergence);

}  // namespace tricolor::harness
