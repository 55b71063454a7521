// Implements a journal that is being repeated: the run's events must equal the stored ones, event by event; from the
// end of the stored part on it is appended to.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/ports.h"

namespace tricolor::harness {

class VerifyStore : public engine::Store {
 public:
  explicit VerifyStore(engine::Store& inner);
  /// Throws std::runtime_error at the first event that differs. Events about pictures of evidence may differ: a picture
  /// that was lost and is kept now is kept.
  bool append(std::span<const engine::Event> events) override;
  std::vector<engine::Event> read_all() override { return inner_.read_all(); }
  std::size_t verified() const { return verified_; }
  /// Gives the journal up to the repetition's present place: the stored events, with the pictures that only the
  /// repetition could keep.
  std::vector<engine::Event> events() const;

 private:
  engine::Store& inner_;
  std::vector<engine::Event> events_;
  std::size_t stored_ = 0;  ///< Number of events that were stored when it began.
  std::size_t verified_ = 0;
};

}  // namespace tricolor::harness
