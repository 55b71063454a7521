// Folds for the judge all that the engine told: the read model, and the stays that the read model drops when they end.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/service_state.h"

namespace tricolor::harness {

/// A stay that the engine counted, whether it has ended or not.
struct CountedStay {
  std::uint64_t occupancy = 0;
  engine::ClassId violation_class;
  engine::GroundPoint spot;
  engine::Time onset;
  bool confirmed = false;  ///< True once its dwell was exceeded.
};

/// A fold of a journal, which may be heard event by event, so that no journal need be kept for it. A plain value; not
/// thread-safe.
class HeardJournal {
 public:
  /// Events come in the journal's order, each once.
  void hear(const engine::Event& event);

  const engine::ServiceState& service() const { return service_; }
  std::uint64_t events() const { return events_; }
  /// Gives all stays so far by occupancy, ascending, those that last too.
  std::vector<CountedStay> stays() const;

 private:
  engine::ServiceState service_;
  std::vector<CountedStay> ended_;
  std::uint64_t events_ = 0;
};

HeardJournal heard_in(const std::vector<engine::Event>& journal);

}  // namespace tricolor::harness
