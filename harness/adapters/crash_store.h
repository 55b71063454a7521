// Implements a store that crashes the whole engine at chosen places of the journal, for tests. Stored events are there
// afterwards; others are lost, as after a torn transaction.
#pragma once

#include <cstdint>
#include <set>

#include "engine/ports.h"

namespace tricolor::harness {

class CrashStore : public engine::Store {
 public:
  /// Crashes once at each sequence number in `offsets`: after the instant's events are stored when it is their last,
  /// before they are stored when it lies within.
  CrashStore(engine::Store& inner, std::set<std::uint64_t> offsets);

  /// Throws EngineCrash at a chosen offset.
  bool append(std::span<const engine::Event> events) override;
  std::vector<engine::Event> read_all() override;
  std::vector<engine::Event> read_after(std::uint64_t sequence, std::size_t most) override {
    return inner_.read_after(sequence, most);
  }
  bool keeps_snapshots() const override { return inner_.keeps_snapshots(); }
  void keep(const engine::Snapshot& snapshot) override { inner_.keep(snapshot); }
  std::optional<engine::Snapshot> snapshot() override { return inner_.snapshot(); }

 private:
  engine::Store& inner_;
  std::set<std::uint64_t> offsets_;
};

}  // namespace tricolor::harness
