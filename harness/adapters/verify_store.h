// A journal that is being repeated: what the run says must be what is stored, event by event; from the end of the stored part on it is
// appended to.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/ports.h"

namespace tricolor::harness {

class VerifyStore : public engine::Store {
 public:
  explicit VerifyStore(engine::Store& inner);
  /// Throws std::runtime_error at the first event that differs.
  bool append(std::span<const engine::Event> events) override;
  std::vector<engine::Event> read_all() override { return inner_.read_all(); }
  std::size_t verified() const { return verified_; }

 private:
  engine::Store& inner_;
  std::vector<engine::Event> stored_;
  std::size_t verified_ = 0;
};

}  // namespace tricolor::harness
