// What the user has chosen to look at, and how.
#pragma once

#include <cstdint>
#include <vector>

#include "view/words.h"

namespace tricolor::harness {

struct Selection {
  enum class What : std::uint8_t { none, shop, incident, case_work, camera, officer, thing, figure };
  What what = What::none;
  std::uint64_t id = 0;  ///< Index of a shop, camera, officer or figure; number of an incident or case; a thing's id.
  friend bool operator==(const Selection&, const Selection&) = default;
};

struct ViewState {
  Language language = Language::zh;
  Selection selection;
  Selection hovered;      ///< What lies under the mouse.
  int camera = 0;         ///< The chosen camera.
  bool automatic = true;  ///< While nothing is selected, the chosen camera is the one where something happens.
  bool follow = false;    ///< The map stays on the selection, and the chosen camera is the one that sees it.
  bool zones = true, boxes = true, footprints = true, names = true;
  bool help = false;
  bool map_alone = false;  ///< Without the column on the right.
  bool enlarged = false;   ///< The chosen camera's picture fills the map.
  bool filming = false;    ///< Time goes on from frame to frame of a film: it plays, though the playback stands.
  bool exact = false;      ///< Every picture is asked for as soon as the instant changes: for films and screenshots.
  double pulse_s = 0;      ///< Wall time of the window, for what pulses; in no decision.
};

}  // namespace tricolor::harness
