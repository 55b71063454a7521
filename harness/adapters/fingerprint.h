// Computes fingerprints of a run, by ingredient, so that a difference shows where it began.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/run_record.h"

namespace tricolor::harness {

/// Adds up the fingerprints of a run as it goes on, so that neither journal nor scene log need be kept for them.
class FingerprintFold {
 public:
  void add(const engine::Event& event);
  void add(const sim::SceneLogEntry& entry);
  /// `kernel` is the simulation's own fingerprint over (time, phase, sequence).
  Fingerprints so_far(std::uint64_t kernel) const;

 private:
  /// FNV-1a, 64 bits.
  class Hash {
   public:
    void add(std::string_view text);
    static void add(std::string_view text, Hash& first, Hash& second);
    void add(std::int64_t number);
    std::string text() const;

   private:
    std::uint64_t hash_ = 0xCBF29CE484222325ull;
  };
  Hash scenes_, sightings_, decisions_, whole_;
};

Fingerprints fingerprints_of(const std::vector<engine::Event>& journal, const sim::Truth& truth, std::uint64_t kernel);

/// Gives the stage of an event, as the waterfall and `diff` name it: "occupancy", "sighting", "incident", "notice",
/// "case", "report", "colour", "camera", "evidence", "configuration".
const char* stage_of(const engine::Event& event);

/// Gives one event as text without scores and picture hashes; this text must be equal across machines.
std::string decision_text(const engine::Event& event);

}  // namespace tricolor::harness
