// Lists every action of the window in one table, for keys, for buttons with their tooltips, for the help that `?`
// shows, and for docs/view.md, which repeats it.
#pragma once

#include <cstdint>
#include <vector>

namespace tricolor::harness {

enum class Action : std::uint8_t {
  play_pause,
  play,
  pause,
  step_on,
  step_back,
  faster,
  slower,
  speed_1,
  speed_2,
  speed_3,
  speed_4,
  speed_5,
  next_incident,
  last_incident,
  beginning,
  latest,
  pan_left,
  pan_up,
  pan_right,
  pan_down,
  zoom_in,
  zoom_out,
  whole_map,
  follow,
  next_camera,
  last_camera,
  automatic,
  enlarge,
  map_alone,
  search,
  why,
  clear,
  zones,
  boxes,
  footprints,
  names,
  language,
  full_screen,
  screenshot,
  help,
  quit,
};

struct ActionLine {
  std::vector<Action> actions;  ///< Actions in the order of the keys.
  const char* key;
  const char* mouse;  ///< Mouse operation that does the same.
  const char* zh;
  const char* en;
  bool as_in_sumo = false;  ///< True: sumo-gui has the same key for it.
};

const std::vector<ActionLine>& action_table();

/// Gives the line of the table that has an action.
const ActionLine& line_of(Action action);

}  // namespace tricolor::harness
