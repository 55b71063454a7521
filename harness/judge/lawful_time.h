// Says when a thing that stood outside was no violation all the same, as the row of its class has it: with leave, out
// of the hours of the class, beside a thing of a kind from which it must be apart, or where fewer things stood than it
// takes.
//
// Only what stood there is company, such as the owner of goods who waits beside them. Whoever passes by leaves no trace
// in the truth, and stands by nothing.
#pragma once

#include <optional>
#include <vector>

#include "engine/configuration.h"
#include "judge/lines.h"
#include "judge/place_index.h"
#include "scenario/policy_history.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// A stretch of a stay in which its class was violated.
struct Unlawful {
  const sim::Stay* stay = nullptr;
  OnGround on;
  sim::Time from;
  std::optional<sim::Time> until;  ///< End of the stretch; none: past the end of the run.
};

/// Read-only after it is made; several threads may ask at once.
class LawfulTime {
 public:
  /// All outlive it. Without lines no kind has a name, and nothing is company. `interval`: one sampling interval.
  LawfulTime(const sim::Truth& truth, const engine::Configuration& configuration, const PolicyHistory& policies,
             const Lines* lines, sim::Time end, sim::Duration interval);

  /// Gives the stretches, oldest first, in which a stay of the class was a violation. Where company about as near, or
  /// for about as long, as decides makes it lawful or not, they are not certain.
  std::vector<Unlawful> unlawful(const sim::Stay& stay, const OnGround& on, engine::ClassId violation_class) const;

 private:
  void leave_out_company(const sim::Stay& stay, const engine::ViolationClass& entry, std::vector<Unlawful>& left) const;

  const sim::Truth& truth_;
  const engine::Configuration& configuration_;
  const PolicyHistory& policies_;
  const Lines* lines_;
  sim::Time end_;
  sim::Duration interval_;
  std::vector<std::size_t> company_;  ///< Stays whose kind is company for some class, ascending.
  StandingIndex by_place_;            ///< Of these, by their kind; numbered as `company_`.
};

/// Takes the stretches of one class in one zone and leaves those parts in which at least so many stood there at once. A
/// part that needs a stay that is not certain is not certain.
std::vector<Unlawful> while_at_least(int least, const std::vector<Unlawful>& stretches, sim::Time end);

}  // namespace tricolor::harness
