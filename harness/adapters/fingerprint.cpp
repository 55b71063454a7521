#include "adapters/fingerprint.h"

#include <fmt/format.h>

#include "engine/journal.h"

namespace tricolor::harness {

void FingerprintFold::Hash::add(std::string_view text) {
  for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
}

// A byte waits for the one before it, so that two hashes in step cost hardly more than one.
void FingerprintFold::Hash::add(std::string_view text, Hash& first, Hash& second) {
  std::uint64_t one = first.hash_, other = second.hash_;
  for (const char c : text) {
    one = (one ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    other = (other ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  }
  first.hash_ = one;
  second.hash_ = other;
}

void FingerprintFold::Hash::add(std::int64_t number) {
  for (int shift = 0; shift < 64; shift += 8)
    hash_ = (hash_ ^ ((static_cast<std::uint64_t>(number) >> shift) & 0xFF)) * 0x100000001B3ull;
}

std::string FingerprintFold::Hash::text() const { return fmt::format("{:016x}", hash_); }

void FingerprintFold::add(const engine::Event& event) {
  const std::string line = decision_text(event);
  const std::string_view stage = stage_of(event);
  // Events about kept pictures change no decision.
  if (stage == "evidence") whole_.add(line);
  else
    Hash::add(line, whole_, stage == "occupancy" || stage == "sighting" || stage == "camera" ? sightings_ : decisions_);
}

void FingerprintFold::add(const sim::SceneLogEntry& entry) {
  scenes_.add(entry.at.time_since_epoch().count());
  scenes_.add(static_cast<std::int64_t>(entry.what));
  scenes_.add(static_cast<std::int64_t>(entry.thing.id));
  scenes_.add(static_cast<std::int64_t>(entry.thing.kind) * 1000 + static_cast<std::int64_t>(entry.thing.look));
}

Fingerprints FingerprintFold::so_far(std::uint64_t kernel) const {
  return {fmt::format("{:016x}", kernel), scenes_.text(), sightings_.text(), decisions_.text(), whole_.text()};
}

const char* stage_of(const engine::Event& event) {
  const std::string_view type = engine::name_of(event.payload);
  const auto begins = [&](std::string_view word) { return type.substr(0, word.size()) == word; };
  if (begins("camera")) return "camera";
  if (begins("occupancy")) return "occupancy";
  if (begins("sighting") || begins("review")) return "sighting";
  if (begins("incident") || begins("recheck") || begins("correction")) return "incident";
  if (begins("notice") || begins("merchant")) return "notice";
  if (begins("case")) return "case";
  if (begins("report")) return "report";
  if (begins("strike") || begins("colour") || begins("owner")) return "colour";
  if (begins("evidence")) return "evidence";
  return "configuration";
}

std::string decision_text(const engine::Event& event) { return engine::to_line(event, false); }

Fingerprints fingerprints_of(const std::vector<engine::Event>& journal, const sim::Truth& truth, std::uint64_t kernel) {
  FingerprintFold fold;
  for (const sim::SceneLogEntry& entry : truth.scene_log) fold.add(entry);
  for (const engine::Event& event : journal) fold.add(event);
  return fold.so_far(kernel);
}

}  // namespace tricolor::harness
