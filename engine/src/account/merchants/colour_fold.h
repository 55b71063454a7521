// The fold behind the three-colour code: it walks a shop's strikes, voids and owners in order and can be taken up again
// from where it stood, so that a new strike costs what is new and not the shop's whole past.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/colour_code.h"
#include "merchants/clean_time.h"

namespace tricolor::engine {

/// The things that happen to a shop, each kind in order of time; indices are those of `ColourHistory::strikes`. At one
/// instant a new owner comes before a void, and a void before a strike.
struct ColourOrder {
  std::vector<std::size_t> strikes = {};                 ///< That weigh anything, by (instant, index).
  std::vector<std::pair<Time, std::size_t>> voids = {};  ///< That take a counted strike back, ascending.
  std::vector<Time> owner_changes = {};                  ///< Ascending; empty where a new owner changes nothing.
};

/// True for a strike that has a place in `ColourOrder::strikes`.
bool is_ordered(const Strike& strike, const ColourPolicy& policy);
/// True for an ordered strike that counts when it comes, and not before it was taken back already.
bool ever_counts(const Strike& strike);

ColourOrder order_of(const ColourHistory& history, const ColourPolicy& policy);

/// A span in which the subject of a strike stood, so that no time of it was clean.
struct Stood {
  Time struck_at;
  Time from;
  std::optional<Time> until;
};

/// Adds the spans of a strike that are in force at `as_of`.
void add_stood(const Strike& strike, const ColourPolicy& policy, Time as_of, std::vector<Stood>& all);

class ColourFold {
 public:
  /// Holds where a fold stands between two happenings. Positions are those of `ColourOrder`.
  struct State {
    Colour colour = Colour::green;
    int floor = 0;  ///< Count at which counting began after a step-down.
    /// The strikes from `counted_from` up to `strikes` count, without what was taken back.
    std::size_t counted_from = 0;
    int counted = 0;                                        ///< Their weight.
    std::size_t strikes = 0, voids = 0, owner_changes = 0;  ///< So many of each were folded.
    Time clean_from;
    bool struck = false;
    std::optional<Time> owner_since;
  };

  /// `stood`: of all strikes up to `as_of`, or, taken up from a state, at least what stands on after it. All references
  /// are used as long as this lives.
  ColourFold(const ColourHistory& history, const ColourOrder& order, const ColourPolicy& policy, Time as_of,
             std::vector<Stood> stood, State state);

  /// A state and the instant up to and with which everything is in it.
  struct Stop {
    Time at;
    State state;
  };

  /// Folds all that happened up to `as_of`. `stop_after`: so many strikes folded, ascending; a stop is made at the end
  /// of the instant in which that is reached, unless it is the last.
  std::vector<Stop> run(const std::vector<std::size_t>& stop_after);
  const State& state() const { return state_; }
  /// As of `as_of`, with the changes of this run.
  Standing standing();

 private:
  void until(Time at);
  void strike(Time at);
  void take_back(std::size_t index, Time at);
  void reset(Time at);
  Colour level(int count) const;
  int count() const { return state_.floor + state_.counted; }
  void begin_count_at(int floor);
  void become(Colour to, Time at);
  void step_down(Time at);
  bool has_window() const;
  Time exit_of(Time strike) const;
  bool counts(std::size_t position) const;
  std::optional<Time> next_exit() const;
  void forget(Time at);
  std::optional<Time> leaves_its_level_at() const;
  // True unless the span is of a strike before the present owner, which does not hold him back.
  bool in_force(const Stood& span) const { return !state_.owner_since || span.struck_at >= *state_.owner_since; }
  std::optional<Time> clean_before(Time at) const;
  std::optional<CleanTime::Complete> next_clean() const;
  std::optional<CleanTime::Complete> next_clean_by(Time at) const;
  const Strike& ordered(std::size_t position) const { return history_.strikes[order_.strikes[position]]; }

  const ColourHistory& history_;
  const ColourOrder& order_;
  const ColourPolicy& policy_;
  Time as_of_;
  CleanTime clean_time_;
  std::vector<Stood> stood_;  ///< By their beginning.
  State state_;
  std::vector<ColourChange> changes_;
};

}  // namespace tricolor::engine
