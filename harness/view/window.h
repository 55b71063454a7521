// The window: it opens, listens to keys and mouse, lets time pass, and draws; or films; or measures itself.
#pragma once

#include <optional>
#include <string>

#include "view/opening.h"
#include "view/view_state.h"

namespace tricolor::harness {

struct WindowOptions {
  unsigned width = 1280, height = 720;    ///< 960 … 3840 × 540 … 2160.
  Language language = Language::zh;
  std::optional<engine::Time> at;         ///< Where to begin; a live run is waited for.
  std::optional<engine::Time> until;      ///< Where a film ends; none: where the run ends.
  int speed = 50;                         ///< 1 … 10,000.
  bool paused = false;
  Selection selection;
  std::optional<float> px_per_m;          ///< Scale of the map; none: the whole city, or near when something is selected.
  std::string screenshot;                 ///< Writes this PNG once every picture shows `at`, and ends.
  std::string record;                     ///< Films into this folder of numbered PNGs, or this .mp4, and ends.
  int record_fps = 25;                    ///< 1 … 60.
  bool benchmark = false;                 ///< Ten seconds of scripted pan and zoom; prints times of frames and ends.
  bool quit_at_end = false;               ///< Ends when a live run has ended.
};

/// Nothing when a window can be opened; else why not, in one line that begins with the command that asks.
std::optional<std::string> no_display(const std::string& command = "view");

/// Shows it until the user closes it. Throws std::runtime_error when the machine fails (typeface, files).
void show(Opened& opened, const WindowOptions& options);

}  // namespace tricolor::harness
