// Writes down what happens to the pictures of one point. Only those that were due in the measured time count. Its user
// has a lock: it is told of by the thread of arrivals and by the engine's.
#pragma once

#include <cstdint>
#include <vector>

#include "load/load_point.h"
#include "load/mailboxes.h"

namespace tricolor::harness {

class PointRecorder {
 public:
  PointRecorder(const PointSettings& settings, engine::Time from);

  /// The clock starts at this instant of `monotonic_ns`.
  void begin(std::int64_t start_ns) { start_ns_ = start_ns; }
  void arrived(const ArrivedPicture& picture, std::int64_t late_ns);
  void dropped(const ArrivedPicture& picture, bool open);
  /// So many pictures wait now.
  void waits(std::int64_t now_ns, std::size_t pictures);
  void looked(const ArrivedPicture& picture, const StageTimes& times, std::int64_t done_ns, bool open, bool slowed);
  /// Ends the record. To be called once. `cut_short`: nothing can be said of what came after the last look.
  PointResult& finish(bool cut_short);

  PointResult result;

 private:
  /// The second of the measured time in which a picture was due; null outside.
  SecondFigures* second_of(std::int64_t due_ns);
  std::size_t index_of(std::int64_t at_ns) const;

  std::int64_t start_ns_ = 0, warmup_ns_, measured_ns_;
  std::vector<LatencyHistogram> latency_of_second_;
  double waiting_sum_ = 0;
  std::uint64_t waiting_samples_ = 0;
};

}  // namespace tricolor::harness
