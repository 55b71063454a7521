// Counts the time between two looks at one camera, by the instants at which the pictures were taken. A camera that is
// not looked at again is no blank: the time from its last look to the end counts as a gap as soon as it is longer than
// the spacing of its pictures.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/time.h"
#include "load/latency_histogram.h"

namespace tricolor::harness {

class LookGaps {
 public:
  /// A gap longer than this is counted by camera.
  static constexpr engine::Duration kLong{3'000'000};

  /// Gaps that end in (from, until] count, with the part that lies before. `every` is the spacing of a camera's
  /// pictures; one that was not looked at before `from` counts as looked at then.
  LookGaps(int cameras, engine::Time from, engine::Time until, engine::Duration every)
      : from_(from),
        until_(until),
        every_(every),
        last_(static_cast<std::size_t>(cameras)),
        long_(static_cast<std::size_t>(cameras), 0) {}

  /// A picture was looked at. `open`: the camera had an open stay then.
  void looked(int camera, engine::Time captured_at, bool open);
  /// Ends the count: what was not looked at again is counted. To be called once.
  void end();

  const LatencyHistogram& all() const { return all_; }
  /// Those at whose end the camera had an open stay.
  const LatencyHistogram& of_open() const { return of_open_; }
  std::uint64_t long_gaps() const;
  std::uint64_t long_gaps_of_open() const { return long_of_open_; }
  std::uint64_t cameras_with_long_gaps() const;
  /// Time from a camera's last look to the end.
  engine::Duration unseen_at_end(int camera) const { return until_ - last_of(camera); }

 private:
  engine::Time last_of(int camera) const { return last_[static_cast<std::size_t>(camera)].value_or(from_ - every_); }
  void count(int camera, engine::Duration gap, bool open);

  engine::Time from_, until_;
  engine::Duration every_;
  std::vector<std::optional<engine::Time>> last_;  ///< By camera; none before its first look.
  std::vector<std::uint64_t> long_;
  LatencyHistogram all_, of_open_;
  std::uint64_t long_of_open_ = 0;
};

}  // namespace tricolor::harness
