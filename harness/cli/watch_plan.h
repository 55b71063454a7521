// Makes the plan of `tricolor watch` from its command line: everything is read and checked once before anything is
// watched or written.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "service/watch/source_loop.h"

namespace tricolor::harness {

/// The place that faults of the command line name.
inline const engine::Origin kHere{"command line", 0, 0};

struct WatchPlan {
  std::vector<PictureZone> zones;
  std::string zones_path;  ///< File from which the zones came; empty when there is none.
  std::vector<SourceSettings> sources;
  std::vector<engine::Time> first_taken;   ///< Instant of each source's first picture; valid where `timed` is true.
  std::vector<bool> timed;                 ///< True when the instant of the source's first picture is known.
  std::vector<bool> live;                  ///< True for a stream, whose pictures are taken while they are watched.
  std::vector<std::pair<int, int>> sizes;  ///< Width and height of the first picture; 0 before it is known.
  std::shared_ptr<const engine::Vision> model;
  /// The surveyed place, with a scenario; its detector is loaded later, from `place_model`.
  std::optional<SurveyedPlace> place;
  std::string place_model;  ///< Path of the scenario's detector.
  std::string camera;       ///< Name of a camera of the place; empty: the first.
  engine::Time starts;      ///< The engine's instant of the first picture, at a surveyed place.
  engine::Duration dwell{10'000'000};
  engine::Diagnostics warnings;
};

/// Reads and checks the command line; sources that are files or folders are opened, and their first picture is decoded.
/// `stop` ends the reading of a source. Faults go to `faults`, all at once; the plan is to be used only when there are
/// none.
void read_watch_plan(const WatchArguments& arguments, const std::atomic<bool>* stop, WatchPlan& plan,
                     engine::Diagnostics& faults);

/// Gives the zones that belong to a source of this name.
std::vector<PictureZone> zones_of_source(const std::vector<PictureZone>& zones, const std::string& source);

/// Lays a source's zones over a picture of this size: a zone wholly outside is a fault, partly outside a warning.
/// `path` is the file of zones.
void check_zones_fit(const std::vector<PictureZone>& zones, const std::string& path, const std::string& source,
                     int width_px, int height_px, engine::Diagnostics& faults, engine::Diagnostics& warnings);

}  // namespace tricolor::harness
