#include "adapters/fingerprint.h"

#include <fmt/format.h>

#include "engine/journal.h"

namespace tricolor::harness {
namespace {

class Hash {
 public:
  void add(std::string_view text) {
    for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  }
  void add(std::int64_t number) {
    for (int shift = 0; shift < 64; shift += 8)
      hash_ = (hash_ ^ ((static_cast<std::uint64_t>(number) >> shift) & 0xFF)) * 0x100000001B3ull;
  }
  std::string text() const { return fmt::format("{:016x}", hash_); }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325ull;
};

}  // namespace

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
  Hash scenes, sightings, decisions, whole;
  for (const sim::SceneLogEntry& entry : truth.scene_log) {
    scenes.add(entry.at.time_since_epoch().count());
    scenes.add(static_cast<std::int64_t>(entry.what));
    scenes.add(static_cast<std::int64_t>(entry.thing.id));
    scenes.add(static_cast<std::int64_t>(entry.thing.kind) * 1000 + static_cast<std::int64_t>(entry.thing.look));
  }
  for (const engine::Event& event : journal) {
    const std::string line = decision_text(event);
    const std::string_view stage = stage_of(event);
    whole.add(line);
    if (stage == "evidence") continue;  // Events about kept pictures change no decision.
    (stage == "occupancy" || stage == "sighting" || stage == "camera" ? sightings : decisions).add(line);
  }
  return {fmt::format("{:016x}", kernel), scenes.text(), sightings.text(), decisions.text(), whole.text()};
}

}  // namespace tricolor::harness
