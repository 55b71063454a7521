// Implements a journal that is not kept: events are held in memory only as long as an engine may read them again, which
// it does at each `Engine::configure`. A study needs a journal for nothing else.
#pragma once

#include <deque>
#include <vector>

#include "engine/ports.h"

namespace tricolor::harness {

class PassingStore : public engine::Store {
 public:
  bool append(std::span<const engine::Event> events) override;
  /// Both throw std::logic_error once events were let go.
  std::vector<engine::Event> read_all() override;
  std::vector<engine::Event> read_after(std::uint64_t sequence, std::size_t most) override;
  /// Drops all events, and those that follow: no engine will be configured again.
  void let_go();

 private:
  std::deque<engine::Event> events_;  ///< In pieces, so that it grows without a copy of itself.
  bool gone_ = false;
};

}  // namespace tricolor::harness
