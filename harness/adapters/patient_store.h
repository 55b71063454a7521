// Writes a journal to this machine's disk for a run whose time is simulated: while the disk refuses, the run stands
// still instead of going on without its journal.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "engine/stores.h"

namespace tricolor::harness {

class PatientStore : public engine::Store {
 public:
  using Wait = std::function<void(std::chrono::milliseconds)>;

  /// Tries again after 1, 2 and 3 s of wall time, which `wait` lets pass. An instant that the disk refuses then is
  /// refused for good: `gave_up` is called once, and from then on nothing is tried, so that the stored events are a
  /// run's beginning without a gap.
  PatientStore(engine::DurableStore& inner, Wait wait, std::function<void()> gave_up);

  bool append(std::span<const engine::Event> events) override;
  std::vector<engine::Event> read_all() override { return inner_.read_all(); }
  std::vector<engine::Event> read_after(std::uint64_t sequence, std::size_t most) override {
    return inner_.read_after(sequence, most);
  }
  bool keeps_snapshots() const override { return inner_.keeps_snapshots(); }
  void keep(const engine::Snapshot& snapshot) override { inner_.keep(snapshot); }
  std::optional<engine::Snapshot> snapshot() override { return inner_.snapshot(); }

  bool has_given_up() const { return given_up_; }
  /// Give the number of instants that were stored only after waiting, and the first of them.
  std::size_t waited_for() const { return waited_for_; }
  std::optional<engine::Time> waited_since() const { return waited_since_; }
  /// Gives the disk's last error as one line.
  const std::string& trouble() const { return trouble_; }

 private:
  engine::DurableStore& inner_;
  Wait wait_;
  std::function<void()> gave_up_;
  bool given_up_ = false;
  std::size_t waited_for_ = 0;
  std::optional<engine::Time> waited_since_;
  std::string trouble_;
};

/// Lets wall time pass, for `PatientStore` outside tests.
void wait_in_wall_time(std::chrono::milliseconds time);

}  // namespace tricolor::harness
