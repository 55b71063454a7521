// Runs one source from its opening to its end: pictures go to the watch, losses are recorded as blindness, faults give
// one line each.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/video_source.h"
#include "service/watch/picture_watch.h"

namespace tricolor::harness {

struct SourceSettings {
  std::string address, name;              ///< Address that is opened, and the name that people know.
  engine::VideoOptions video;             ///< `stop` ends the loop as well.
  std::optional<engine::Duration> lasts;  ///< Length of the source's time after which it ends.
  /// Pause before a lost network source is opened again, > 0; it doubles each time …
  engine::Duration first_pause{1'000'000};
  engine::Duration longest_pause{30'000'000};  ///< … up to this.
};

/// Receives the source's events. All are called from the thread that runs the source.
struct SourceEars {
  std::function<void(const std::string& line)> said;  ///< A line for people, without credentials.
  std::function<void(engine::Duration from, const std::string& reason)> blind;
  std::function<void(engine::Duration at)> sees_again;
  std::function<void(double share, engine::Duration at)> progress;  ///< Progress of files; share 0 … 1.
  std::function<void(const std::shared_ptr<const engine::Image>& picture, engine::Duration at)>
      looked;  ///< Called after the watch has analysed a picture.
  /// Called with the source's first picture, before the watch analyses it. An exception that it throws ends the source.
  std::function<void(const engine::Image& picture)> first = {};
};

struct SourceResult {
  bool sound = false;           ///< True when it was opened and reading did not break off.
  std::uint64_t decoded = 0;    ///< Pictures of the source that were decoded.
  std::uint64_t looked_at = 0;  ///< Pictures handed to the watch.
  engine::Duration length{0};   ///< Length in the source's time.
};

/// Runs until the source ends, `stop` is set or `lasts` is over. A file that cannot be read is over; a network source
/// is opened again and again, with growing pauses, and is blind meanwhile. Times of a network source go on by the
/// wall's clock over a loss.
SourceResult run_source(const SourceSettings& settings, PictureWatch& watch, const SourceEars& ears);

}  // namespace tricolor::harness
