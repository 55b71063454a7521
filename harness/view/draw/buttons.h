// Draws buttons: each does one action of the table, is drawn afresh every frame, and is found under the mouse by its
// drawn area.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "view/layout/actions.h"
#include "view/draw/canvas.h"
#include "view/layout/px.h"

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
  /// Forgets all buttons. `pointer` is the mouse's place: the button under it is drawn lighter.
  void begin(Px pointer);
  /// Draws a button. `on` is the state of a switch; true for others.
  void icon(Canvas& canvas, Action action, PxRect area, Icon icon, bool on = true);
  void label(Canvas& canvas, Action action, PxRect area, std::string_view text, bool on = true);
  /// Adds an area that other code has drawn and that does an action when it is clicked.
  void area(Action action, PxRect area) { buttons_.push_back({action, area}); }

  std::optional<Action> at(Px place) const;
  /// Adds an area that covers the ones drawn before: clicks there do nothing.
  void cover(PxRect area);

 private:
  struct Button {
    std::optional<Action> action;  ///< Action of the area; none: a cover.
    PxRect area;
  };
  sf::Color ground(Canvas& canvas, PxRect area, bool on) const;

  std::vector<Button> buttons_;
  Px pointer_;
};

}  // namespace tricolor::harness
