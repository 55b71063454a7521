// Finds where two runs diverge: the first event of behaviour that differs, with its instant, stage and fields. Events
// of configuration (`configured`) are no behaviour, and are passed over.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/event.h"

namespace tricolor::harness {

struct Divergence {
  /// Numbers of the two events in their journals; nothing where a journal had ended.
  std::optional<std::uint64_t> left_sequence, right_sequence;
  std::string at;                          ///< Simulated time of the earlier of the two.
  std::string stage;                       ///< Stage of the earlier of the two: "occupancy", "incident", …
  std::optional<std::string> left, right;  ///< The lines; nothing where a journal had ended.
  std::vector<std::string> fields;         ///< "merchant: 3 ≠ 4"; empty when the types differ or one is missing.
};

/// Compares without scores, picture hashes and sequence numbers. Gives nothing when both behave alike.
std::optional<Divergence> first_divergence(const std::vector<engine::Event>& left,
                                           const std::vector<engine::Event>& right);

/// Describes it in a few lines for people. `left` and `right` are the two events in words; empty: as their lines in the
/// journal.
std::string to_text(const Divergence& divergence, const std::string& left = {}, const std::string& right = {});

}  // namespace tricolor::harness
