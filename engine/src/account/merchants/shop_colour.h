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

  /// As `standing_of` the history, without its changes of colour.
  Standing standing(Time as_of);

 private:
  struct Checkpoint {
    Time at;  ///< Folded up to and with this instant.
    ColourFold::State state;
    std::vector<std::size_t> carried;  ///< Strikes before it that may matter after it: what they are about stands on.
  };

  void order(std::size_t index, std::optional<Time> voided_before);
  void changed_from(Time at);
  void keep(Time at, const ColourFold::State& state, const std::vector<std::size_t>& candidates);
  void thin_out();

  const ColourPolicy& policy_;
  ColourHistory history_;
  ColourOrder order_;
  std::vector<Checkpoint> checkpoints_;  ///< Ascending.
};

}  // namespace tricolor::engine
