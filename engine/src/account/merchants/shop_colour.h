// One shop's past and where its colour stands, kept so that what is new is folded and not the whole past again.
//
// Checkpoints of the fold lie at instants behind which everything is known. What changes the past — an appeal, a
// blindness that is told late, the end of a stay — drops the checkpoints after the instant from which it matters, and
// the fold goes on from the one before. They lie the closer together the younger they are, so that their number grows
// with the logarithm of a shop's past and a step back folds little more than what lies behind it.
#pragma once

#include <optional>
#include <vector>

#include "engine/colour_code.h"
#include "merchants/colour_fold.h"

namespace tricolor::engine {

class ShopColour {
 public:
  /// `policy` outlives this. `closed` as in `ColourHistory`.
  ShopColour(const ColourPolicy& policy, std::vector<TimeSpan> closed);

  const ColourHistory& history() const { return history_; }

  /// So many strikes will be known soon.
  void expect(std::size_t strikes);
  /// A strike that comes after those known, in the journal's order.
  void add(Strike strike);
  /// The strike of that index is another now. Its instant stays as it was.
  void change(std::size_t index, Strike strike);
  void add_owner_change(Time at);
  /// Replaces what is known of the time in which nobody saw the shop from `since` on; `spans` are all those that end
  /// after it.
  void set_unseen(Time since, const std::vector<TimeSpan>& spans);

  /// As `standing_of` the history, without its changes of colour. Not before the base.
  Standing standing(Time as_of);

  /// Where the fold of strikes that were dropped stands: the history goes on from there.
  struct Base {
    Time at;  ///< All up to and with this instant is in it.
    Colour colour = Colour::green;
    int floor = 0, counted = 0;  ///< As in `ColourFold::State`.
    std::size_t in_window = 0;   ///< Number of the last strikes before it that may still leave a window.
    Time clean_from;
    bool struck = false;
    std::optional<Time> owner_since;
  };
  const std::optional<Base>& base() const { return base_; }
  void set_base(const Base& base) { base_ = base; }

  /// Indices of strikes that were dropped, ascending, and the number of the oldest changes of owner that were.
  struct Dropped {
    std::vector<std::size_t> strikes = {};
    std::size_t owner_changes = 0;
    bool any() const { return !strikes.empty() || owner_changes > 0; }
  };
  /// Folds all up to and with an instant into a base, and drops what nothing after it depends on. Nothing before it
  /// may change any more, and no strike after it may be about what stood then. Does nothing where nothing would go.
  Dropped collapse(Time at);
  /// The instant from which it matters what cameras saw, if nothing before `since` changes any more.
  Time sight_needed_from(Time since) const;
  /// Drops times in which nobody saw the shop that ended at or before an instant.
  void drop_unseen(Time until);

 private:
  struct Checkpoint {
    Time at;  ///< Folded up to and with this instant.
    ColourFold::State state;
    std::vector<std::size_t> carried;  ///< Strikes before it that may matter after it: what they are about stands on.
  };

  struct Start {
    ColourFold::State state;
    std::vector<std::size_t> candidates;  ///< Strikes whose subject may matter after it.
  };
  /// Where a fold up to an instant can be taken up.
  Start start_for(Time as_of) const;
  ColourFold::State state_of_base() const;
  std::size_t folded_at_base() const;
  void order(std::size_t index, std::optional<Time> voided_before);
  void changed_from(Time at);
  void keep(Time at, const ColourFold::State& state, const std::vector<std::size_t>& candidates);
  void thin_out();

  const ColourPolicy& policy_;
  ColourHistory history_;
  ColourOrder order_;
  std::optional<Base> base_;
  std::vector<Checkpoint> checkpoints_;  ///< Ascending, after the base.
};

}  // namespace tricolor::engine
