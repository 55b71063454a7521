// The record of what really happened, against which the engine is judged. It is kept by the people of the city as they
// act, and is never shown to the engine.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "sim/scene.h"
#include "sim/time.h"

namespace tricolor::sim {

/// A true stay of something in the street that may be a violation. It is one *violation* when the ground on which it
/// stood was a place of the class and it stayed longer than the dwell; the judge (harness) decides both by the policy,
/// so that truth does not know it.
struct Stay {
  std::uint64_t id = 0;  ///< From 1, in the order of `Truth::stays`.
  ThingId thing = 0;
  ThingKind kind = ThingKind::pile;
  /// Class that it may violate where it stands ("piled_goods"); empty for a thing that stands well inside its lawful
  /// place.
  std::string class_name;
  std::optional<int> shop;  ///< Index into City::shops of the shop that answers for it.
  Point at;
  double heading_rad = 0;
  Time from;
  std::optional<Time> until;         ///< None while it lasts.
  const char* ended_by = "";         ///< "itself", "notice", "officer", "fled", "" while it lasts.
  double length_m = 0, width_m = 0;  ///< Ground that it takes, along and across its heading; 0: not known.
};

/// One line of the scene log that replay and scrubbing read.
struct SceneLogEntry {
  enum class What : std::uint8_t { appear, go, officer_path };
  What what = What::appear;
  Time at;
  Thing thing;
};

struct Truth {
  std::deque<Stay> stays;  ///< In order of `from`. Months of a city have many: none is copied when another comes.
  std::vector<SceneLogEntry> scene_log;
};

}  // namespace tricolor::sim
