#include "load/look_gaps.h"

#include <algorithm>
#include <numeric>

namespace tricolor::harness {

void LookGaps::count(int camera, engine::Duration gap, bool open) {
  all_.add(gap.count());
  if (open) of_open_.add(gap.count());
  if (gap <= kLong) return;
  ++long_[static_cast<std::size_t>(camera)];
  if (open) ++long_of_open_;
}

void LookGaps::looked(int camera, engine::Time captured_at, bool open) {
  std::optional<engine::Time>& last = last_[static_cast<std::size_t>(camera)];
  if (last && captured_at <= *last) return;
  if (captured_at > from_ && captured_at <= until_) count(camera, captured_at - last_of(camera), open);
  last = captured_at;
}

void LookGaps::end() {
  for (std::size_t camera = 0; camera < last_.size(); ++camera)
    if (const engine::Duration unseen = unseen_at_end(static_cast<int>(camera)); unseen > every_)
      count(static_cast<int>(camera), unseen, false);
}

std::uint64_t LookGaps::long_gaps() const { return std::accumulate(long_.begin(), long_.end(), std::uint64_t{0}); }

std::uint64_t LookGaps::cameras_with_long_gaps() const {
  return static_cast<std::uint64_t>(std::count_if(long_.begin(), long_.end(), [](std::uint64_t n) { return n > 0; }));
}

}  // namespace tricolor::harness
