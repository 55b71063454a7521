// Compares the outcomes of two runs side by side: counts of the whole service, and the shops whose outcomes differ.
#pragma once

#include <string>
#include <vector>

#include "engine/service_state.h"

namespace tricolor::harness {

struct OutcomeRow {
  std::string what;  ///< "incidents", "  piled_goods", "cases closed"
  int left = 0, right = 0;
};

struct ShopOutcome {
  engine::Colour colour = engine::Colour::green;  ///< Colour at the end of the journal.
  int incidents = 0, notices = 0, cases = 0, strikes = 0;
  friend bool operator==(const ShopOutcome&, const ShopOutcome&) = default;
};

struct ShopRow {
  std::string shop;  ///< Its name in the journal's tables.
  ShopOutcome left, right;
};

struct OutcomeComparison {
  std::vector<OutcomeRow> rows;  ///< All counts, equal ones too, except those that are 0 on both sides.
  std::vector<ShopRow> shops;    ///< Shops that differ, by colour first, then in the order of the journal.
};

OutcomeComparison compare_outcomes(const engine::ServiceState& left, const engine::ServiceState& right);

/// Gives a table for people; at most `most_shops` shops are named.
std::string to_text(const OutcomeComparison& comparison, std::size_t most_shops = 30);

/// Lists the differences between the configurations of the two runs: "policy pinghu ≠ patient"; empty when there are
/// none.
std::vector<std::string> configuration_differences(const engine::ServiceState& left, const engine::ServiceState& right);

}  // namespace tricolor::harness
