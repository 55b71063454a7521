// One source from its opening to its end: pictures to the watch, losses to the blind record, faults to one line each.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/video_source.h"
#include "watch/picture_watch.h"

namespace tricolor::harness {

struct SourceSettings {
  std::string address, name;                ///< What is opened, and how people know it.
  engine::VideoOptions video;               ///< `stop` ends the loop as well.
  std::optional<engine::Duration> lasts;    ///< Ends after so much of the source's time.
  engine::Duration first_pause{1'000'000};  ///< Before a lost network source is opened again, > 0; doubles each time …
  engine::Duration longest_pause{30'000'000};  ///< … up to this.
};

/// All are called from the thread that runs the source.
struct SourceEars {
  std::function<void(const std::string& line)> said;  ///< A line for people, without credentials.
  std::function<void(engine::Duration from, const std::string& reason)> blind;
  std::function<void(engine::Duration at)> sees_again;
  std::function<void(double share, engine::Duration at)> progress;  ///< Of files; share 0 … 1.
  std::function<void(const std::shared_ptr<const engine::Image>& picture, engine::Duration at)>
      looked;  ///< After the watch has looked.
  /// The source's first picture, before the watch looks at it. What it throws ends the source.
  std::function<void(const engine::Image& picture)> first = {};
};

struct SourceResult {
  bool sound = false;           ///< It was opened, and what was read was not broken off.
  std::uint64_t decoded = 0;    ///< Pictures of the source.
  std::uint64_t looked_at = 0;  ///< Of these, handed to the watch.
  engine::Duration length{0};   ///< Of the source's time.
};

/// Runs until the source ends, `stop` is set or `lasts` is over. A file that cannot be read is over; a network source
/// is opened again and again, with growing pauses, and is blind meanwhile. Times of a network source go on by the
/// wall's clock over a loss.
SourceResult run_source(const SourceSettings& settings, PictureWatch& watch, const SourceEars& ears);

}  // namespace tricolor::harness
