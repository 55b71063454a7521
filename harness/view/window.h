// The window: it opens, listens to keys and mouse, lets time pass, and draws; or films; or measures itself.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "view/opening.h"
#include "view/view_state.h"

namespace tricolor::harness {

struct WindowOptions {
  unsigned width = 1280, height = 720;  ///< 960 … 3840 × 540 … 2160.
  std::optional<float> scale;           ///< Real pixels to a unit of the layout (see `ui_scale`); none: by the size.
  Language language = Language::zh;
  std::optional<engine::Time> at;     ///< Where to begin; a live run is waited for. None: before the first incident.
  std::optional<engine::Time> until;  ///< Where a film ends; none: where the run ends.
  int speed = 50;                     ///< 1 … 10,000.
  bool paused = false;
  Selection selection;
  std::optional<float> px_per_m;  ///< Of the map, 0.2 … 60; none: all of it, or near when something is selected.
  std::string screenshot;         ///< Writes this PNG once every picture shows `at`, and ends.
  std::string record;             ///< Films into this folder of numbered PNGs, or this .mp4, and ends.
  int record_fps = 25;            ///< 1 … 60.
  bool tour = false;              ///< Flies from incident to incident with captions; with `record` as a film.
  bool benchmark = false;         ///< Ten seconds of scripted pan and zoom; prints times of frames and ends.
  bool quit_at_end = false;       ///< Ends when a live run has ended.
};

/// A run that was waited for has ended without an incident for a tour; the text says so.
struct NothingToTour : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Nothing when a window can be opened; else why not, in one line that begins with the command that asks.
std::optional<std::string> no_display(const std::string& command = "view");

/// What a tour needs before a window is opened: nothing when there is an incident between the two instants, else why
/// not, in one line. A run that still goes on may yet have one.
std::optional<std::string> no_tour(const Opened& opened, const WindowOptions& options);

/// Shows it until the user closes it. A film says before it begins what it will be: from, until, speed, frames. Throws
/// NothingToTour, and std::runtime_error when the machine fails (typeface, files).
void show(Opened& opened, const WindowOptions& options);

}  // namespace tricolor::harness
