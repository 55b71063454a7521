// Buttons: each does one action of the table, is drawn afresh every frame, and is found again under the mouse by what
// was drawn.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "view/actions.h"
#include "view/canvas.h"
#include "view/px.h"

namespace tricolor::harness {

enum class Icon : std::uint8_t {
  play,
  pause,
  next,
  last,
  forward,
  back,
  plus,
  minus,
  whole,
  cross,
  search,
  enlarge,
  columns,
  full,
  shot
};

class Buttons {
 public:
  /// Forgets all; `pointer` is where the mouse is: the button under it is drawn lighter.
  void begin(Px pointer);
  /// `on`: of a switch, whether it is on; of others true.
  void icon(Canvas& canvas, Action action, PxRect area, Icon icon, bool on = true);
  void label(Canvas& canvas, Action action, PxRect area, std::string_view text, bool on = true);
  /// An area that something else has drawn and that does an action when it is clicked.
  void area(Action action, PxRect area) { buttons_.push_back({action, area}); }

  std::optional<Action> at(Px place) const;
  /// What is drawn later covers what lies under it: clicks there go to nothing else.
  void cover(PxRect area);

 private:
  struct Button {
    std::optional<Action> action;  ///< None: a cover.
    PxRect area;
  };
  sf::Color ground(Canvas& canvas, PxRect area, bool on) const;

  std::vector<Button> buttons_;
  Px pointer_;
};

}  // namespace tricolor::harness
