// Holds the user's choice of what is shown, and how.
#pragma once

#include <cstdint>
#include <vector>

#include "view/words/words.h"

namespace tricolor::harness {

struct Selection {
  enum class What : std::uint8_t { none, shop, incident, case_work, camera, officer, thing, figure, town, road };
  What what = What::none;
  /// Index of a shop, camera, officer or figure, or of a town or road among the city's places; number of an incident or
  /// case; a thing's id.
  std::uint64_t id = 0;
  friend bool operator==(const Selection&, const Selection&) = default;
};

struct ViewState {
  Language language = Language::zh;
  Selection selection;
  Selection hovered;      ///< The subject under the mouse.
  int camera = 0;         ///< The chosen camera.
  bool automatic = true;  ///< True: while nothing is selected, the chosen camera is one with an open incident or stay.
  bool follow = false;    ///< True: the map stays on the selection, and the chosen camera is the one that sees it.
  bool zones = true, boxes = true, footprints = true, names = true;
  bool help = false;
  bool map_alone = false;  ///< True: without the column on the right.
  bool enlarged = false;   ///< True: the chosen camera's picture fills the map.
  bool filming = false;    ///< True: time goes on from frame to frame of a film, though the playback stands.
  /// True: every picture is asked for as soon as the instant changes, for films and screenshots.
  bool exact = false;
  double pulse_s = 0;  ///< Wall time of the window, seconds, for pulsing marks; it enters no decision.
};

}  // namespace tricolor::harness
