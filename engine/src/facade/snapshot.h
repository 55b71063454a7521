// Writes and reads snapshots: what an engine holds of its journal, so that a restart need not read it from its first
// event. A snapshot has two parts. The events of what is in memory as a whole (open matters, and what was closed
// lately) are in it as they stand in the journal, and are folded again. Of what has left, there are the records that
// the read model and the rooms keep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.h"
#include "facade/rooms.h"
#include "merchants/shop_colour.h"
#include "state/working_copy.h"

namespace tricolor::engine {

/// Version of what is kept and how. It is raised whenever a fold keeps or means anything else than before, so that a
/// snapshot of another version is passed over.
inline constexpr std::uint32_t kFoldVersion = 1;

struct SnapshotContent {
  std::uint64_t through = 0;  ///< Number of the last event.
  Time at;                    ///< Its instant.
  std::string rules;          ///< The rules of colours under which the past was collapsed; see `colour_rules`.
  KeptRecords records;
  std::vector<std::pair<MerchantId, ShopColour::Base>> bases;
  PastStays stays;
  Notices::SentOn sent_on;
  std::vector<Event> events;  ///< The events of what is in memory as a whole, ascending.
};

/// A text that is the same for policies and classes under which every shop's past gives the same colours.
std::string colour_rules(const Configuration& configuration, const Policy& policy);

/// A snapshot of a state that was folded up to its last event. `events`: at least those of the journal that matter;
/// afterwards those that do.
Snapshot snapshot_of(const Rooms& rooms, ServiceState& state, std::vector<Event>& events);
/// Keeps of these events, which are all up to the state's last one that may matter, those that do.
void keep_what_matters(const ServiceState& state, std::vector<Event>& events);
/// Takes a snapshot up into rooms and a state that are new.
void take_up(const SnapshotContent& content, Rooms& rooms, ServiceState& state);

/// A snapshot with this content, and back. `decoded` throws std::runtime_error that says why it cannot be used:
/// damaged, of another version.
Snapshot encoded(SnapshotContent& content);
SnapshotContent decoded(const Snapshot& snapshot);

}  // namespace tricolor::engine
