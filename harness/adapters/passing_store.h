// Implements a journal that is not kept: events are held in memory only as long as an engine may read them again, which
// it does at each `Engine::configure`. A study needs a journal for nothing else.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/ports.h"

namespace tricolor::harness {

class PassingStore : public engine::Store {
 public:
  bool append(std::span<const engine::Event> events) override;
  /// Both throw std::logic_error once events were let go.
  std::vector<engine::Event> read_all() override;
  std::vector<engine::Event> read_after(std::uint64_t sequence, std::size_t most) override;
  /// Drops all events, and those that follow: no engine will be configured again. Their memory goes back to the system.
  void let_go();

 private:
  static constexpr std::size_t kPiece = 1024;  ///< Events of a piece, some hundred KiB.
  /// In pieces, so that it grows without a copy of itself; all but the last are full.
  std::vector<std::vector<engine::Event>> pieces_;
  std::size_t events_ = 0;
  bool gone_ = false;
};

}  // namespace tricolor::harness
