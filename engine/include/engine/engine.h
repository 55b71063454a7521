// The engine: sees frames and a clock, finds violations, warns shops, opens and routes cases, keeps every shop's
// colour.
//
// It is driven from one thread as `handle(input, now)` and `wake(now)`; it never sleeps, never reads a clock, never
// draws a random number. It does not know whether the city is real.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/event.h"
#include "engine/input.h"
#include "engine/policy.h"
#include "engine/ports.h"
#include "engine/service_state.h"
#include "engine/vision.h"

namespace tricolor::engine {

class Engine {
 public:
  /// Largest number of events, about 10 MB, that wait for a store that refuses. A further input is turned away: it
  /// changes nothing, is counted, and is told as a TroubleAtPort when the store accepts again. Timers that fall due
  /// meanwhile wait as well.
  static constexpr std::size_t kMostUnstored = 20'000;

  /// `vision` may be null when no Frame will ever be handed in (the rungs `boxes` and `events`).
  Engine(std::shared_ptr<const Vision> vision, Ports ports);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Takes a configuration and policy as of `effective_from`. Must be called once before the first input; a later call
  /// may change the policy, and things may join and leave. The journal gives ids to names: what it knows keeps its id
  /// wherever its name stands in these tables, a new name gets the next id, and the id of a name that has left is never
  /// given again; a thing under another name is another thing. `configuration` gives the result, and inputs, ports and
  /// the journal speak in its ids. In a table in which a name is empty or stands twice, places are ids. A later call
  /// folds the journal again from the store's snapshot on, and must not come between the inputs of an instant and its
  /// `commit`; it may come while the store refuses. A camera that is configured as before goes on as if nothing had
  /// happened; the stays of one that is configured otherwise go on as after a restore, and those of one that a zone no
  /// longer lists end unseen. The imported strikes of a shop that the journal did not know are journalled.
  void configure(Time effective_from, Configuration configuration, Policy policy);

  /// Rebuilds the state from the store's journal, after `configure`, and takes up what was in flight: messages without
  /// a known fate are queried, deadlines stand as they were. Vision starts cold: an open occupancy is unconfirmed until
  /// its camera has looked again. The store's snapshot is taken up if it can be used, and only what came after it is
  /// read; else the whole journal is, and a TroubleAtPort says why. A configuration other than the journal's last is
  /// taken as if it were a later one.
  void restore(Time now);

  /// Takes one input. `now` never decreases between calls. Effects leave through the ports at the next `commit`. A bad
  /// input changes nothing but a `TroubleAtPort` in the journal. An input is bad when it names what the configuration
  /// does not have, when a number of it is not finite, when its own instant lies more than 2 s ahead of `now`, or when
  /// it comes from a camera and lies more than 2 s before what that camera said last or more than a day before `now`.
  /// Each kind of trouble is told once, by camera.
  void handle(const Input& input, Time now);

  /// The next instant at which the engine wants `wake`, if any.
  std::optional<Time> next_deadline() const;

  /// Lets everything happen that is due at or before `now`.
  void wake(Time now);

  /// Ends an instant: commits its events to the store, tells the observers, then releases effects. To be called after
  /// the last `handle` or `wake` of each instant. False when the store refused: nothing was released; call it again.
  bool commit(Time now);

  /// The working copy of the read model. Between instants, that is after a `commit` that returned true, it holds
  /// nothing but what is stored. Closed matters leave it at the first commit after a local midnight, when nothing open
  /// refers to them (`RecordsPolicy`); a fold of the journal has all of them.
  const ServiceState& state() const;

  /// The configuration in force, in the journal's ids. After `configure`.
  const Configuration& configuration() const;

  /// The colour of every merchant as of the last commit; index is `MerchantId`.
  const std::vector<Colour>& colours() const;

  /// Everything the engine has counted about its own work (frames by fate, gate passes, detector runs, …).
  struct Counters {
    /// Memory of pictures and of what is kept of them, now, bytes: the lanes of all cameras (without still-object
    /// models), the evidence of open stays, and the evidence that waits for a store.
    std::uint64_t picture_bytes = 0;
    std::uint64_t frames = 0;         ///< Frames handed in.
    std::uint64_t frames_bad = 0;     ///< Of these, unusable (wrong size, out of order).
    std::uint64_t gate_passed = 0;    ///< Frames in which something had changed.
    std::uint64_t detector_runs = 0;  ///< Frames of which `Vision` was asked for an analysis.
    std::uint64_t looks_requested = 0;
    std::uint64_t events = 0;
    std::uint64_t inputs_turned_away = 0;  ///< Inputs turned away because too much waited for the store.
  };
  Counters counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::engine
