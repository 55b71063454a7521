// Runs the window: it opens, handles keys and mouse, lets time pass, and draws; or films; or measures its own speed.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "view/model/opening.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

struct WindowOptions {
  unsigned width = 1280, height = 720;  ///< Size in real pixels, 960 … 3840 × 540 … 2160.
  /// Real pixels to a unit of the layout (see `ui_scale`); none: it follows the size.
  std::optional<float> scale;
  Language language = Language::zh;
  /// Instant to begin at; the window waits for a live run to reach it. None: before the first incident.
  std::optional<engine::Time> at;
  std::optional<engine::Time> until;  ///< Instant at which a film ends; none: the end of the run.
  int speed = 50;                     ///< Speed in multiples of real time, 1 … 10,000.
  bool paused = false;
  Selection selection;
  /// Scale of the map, 0.02 … 60; none: the whole map, or a near view when something is selected.
  std::optional<float> px_per_m;
  std::string screenshot;    ///< PNG that is written once every picture shows `at`; then the window closes.
  std::string record;        ///< Folder of numbered PNGs, or .mp4, into which the window films; then it closes.
  int record_fps = 25;       ///< Frames a second of the film, 1 … 60.
  bool tour = false;         ///< True: a tour from incident to incident with captions; with `record` as a film.
  bool benchmark = false;    ///< True: ten seconds of scripted pan and zoom; prints times of frames and closes.
  bool quit_at_end = false;  ///< True: closes when a live run has ended.
};

/// Is thrown when a live run has ended without an incident for a tour; the text says so.
struct NothingToTour : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Gives nothing when a window can be opened; else the reason, in one line that begins with the command that asks.
std::optional<std::string> no_display(const std::string& command = "view");

/// Checks that a tour is possible before a window is opened: gives nothing when there is an incident between the two
/// instants, else the reason, in one line. A live run may yet have one.
std::optional<std::string> no_tour(const Opened& opened, const WindowOptions& options);

/// Shows it until the user closes it. A film says before it begins what it will be: from, until, speed, frames. Throws
/// NothingToTour, and std::runtime_error when the machine fails (typeface, files).
void show(Opened& opened, const WindowOptions& options);

}  // namespace tricolor::harness
