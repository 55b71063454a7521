// Reads one journal again under other readings of the colour rule: other answers to the questions that the source page
// leaves open (C2 … C14), each with every pair of thresholds. Nothing is simulated again. People behave as they did
// under the rule that was in force, so that this shows what the words of a rule are worth, and not what a rule does.
//
// A reading that counts other events (C7) takes them from the journal: the delivery of an SMS, a re-check in vain, an
// officer's arrival at the thing. Reports that an officer found true count where the reading lets them and the journal
// holds them as strikes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/colour_code.h"
#include "engine/configuration.h"
#include "engine/policy.h"
#include "engine/service_state.h"

namespace tricolor::harness {

/// One way to read the rule.
struct ColourReading {
  std::string key;     ///< "as_run", or the switch and its value as policies write them: "count_since=rolling_30_days".
  std::string zh, en;  ///< Name for people.
  std::string question;  ///< "C2" … "C14"; empty for the run's own.
  engine::ColourPolicy colour;
};

/// The run's own reading, then each that differs from it in one switch.
std::vector<ColourReading> readings_beside(const engine::ColourPolicy& own);

/// A pair of thresholds: strikes from which a shop is yellow, and red. 1 ≤ yellow < red.
struct Thresholds {
  int yellow = 3, red = 5;
  friend bool operator==(const Thresholds&, const Thresholds&) = default;
};

/// Yellow from 1 to 6 and red up to 9 strikes, and further where the run's own are larger; ascending.
std::vector<Thresholds> thresholds_around(const engine::ColourPolicy& own);

/// The strikes of a shop under one answer to C7. Equal to the journal's own where `strike_is` is the run's.
std::vector<engine::Strike> strikes_under(engine::ColourPolicy::StrikeIs strike_is, const engine::ServiceState& state,
                                          const engine::Configuration& configuration, const engine::Policy& policy,
                                          engine::MerchantId merchant);

/// All folds of one journal.
struct FoldedReadings {
  std::vector<ColourReading> readings;
  std::vector<Thresholds> thresholds;
  std::vector<engine::Time> instants;      ///< Ascending; the last is the end of the run.
  std::vector<engine::MerchantId> struck;  ///< Shops that some reading can make other than green, ascending.
  std::size_t own_thresholds = 0;          ///< Index of the run's own.
  /// The different rows of colours: one letter (G, Y, R) for each shop of `struck`.
  std::vector<std::string> rows;
  /// Index into `rows`, by reading, thresholds and instant, the last fastest.
  std::vector<std::uint32_t> row_of;

  const std::string& row(std::size_t reading, std::size_t threshold, std::size_t instant) const {
    return rows.at(row_of.at((reading * thresholds.size() + threshold) * instants.size() + instant));
  }
};

/// Folds a run's journal, `begin` to `end` of which it holds. There are at most `kMostInstants` instants, whole
/// periods of 30 days apart where there are so many, and equal parts of the run otherwise.
FoldedReadings fold_readings(const engine::ServiceState& state, const engine::Configuration& configuration,
                             const engine::Policy& policy, engine::Time begin, engine::Time end);

inline constexpr std::size_t kMostInstants = 6;

}  // namespace tricolor::harness
