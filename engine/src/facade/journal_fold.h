// Folds a store's journal into an engine's rooms: a snapshot first where there is one that can be used, then what came
// after it. It also ends the day: closed matters go, and a snapshot is made.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.h"
#include "facade/rooms.h"

namespace tricolor::engine {

class JournalFold {
 public:
  using MakeRooms = std::function<void(const WorldTables& known)>;

  /// All arguments outlive this. `rooms` may be made anew between the calls; `state` is what they stand on.
  JournalFold(std::unique_ptr<Rooms>& rooms, ServiceState& state, Store& store)
      : rooms_(rooms), state_(state), store_(store) {}

  /// Folds the whole journal into rooms that are new and a state that is emptied. `make_rooms` makes the rooms anew
  /// where the journal gives names other ids than they have.
  void fold(const MakeRooms& make_rooms);
  /// Lets closed matters go and makes a snapshot, once in a local day; between instants, when all is stored.
  void end_day(Time at);
  /// Notes that closed matters were let go at an instant.
  void note_tidied(Time at);
  /// Why the last fold did not use the store's snapshot; empty when it did, when there was none, or once told.
  std::string take_passed_over() { return std::exchange(passed_over_, {}); }

 private:
  bool take_up_snapshot(const MakeRooms& make_rooms);
  bool try_to_fold(const MakeRooms& make_rooms);
  void keep_snapshot();
  void keep(std::vector<Event> piece);

  std::unique_ptr<Rooms>& rooms_;
  ServiceState& state_;
  Store& store_;
  /// The local day, since 1970, on which closed matters were let go last.
  std::chrono::days tidied_ = std::chrono::days::min();
  std::vector<Event> kept_;   ///< The events up to `kept_through_` that the next snapshot may need.
  std::size_t mattered_ = 0;  ///< Their number when what matters was looked for last.
  std::uint64_t kept_through_ = 0;
  std::string passed_over_;
};

}  // namespace tricolor::engine
