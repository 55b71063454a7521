// Journals what speaks against accusing anybody of an open stay, and takes it up again after a restart.
//
// Two of the rules add up over looks: half of them must have found the thing, and the closer looks must be sure
// together. What these sums have in hand is forgotten at a restart, and what they lack is not: then whatever later
// looks add, the sum after the restart is at most what it would have been without it. The lack is rounded up to a power
// of two, so that it is not written at every look.
#include <algorithm>
#include <bit>
#include <cmath>

#include "zones/deciding.h"
#include "zones/stay_book.h"

namespace tricolor::engine {

namespace {

// The largest lack that is written. Assumed: more than a day of looks, or a hundred closer looks that deny it.
constexpr double kMostShort = 1 << 20;

int rounded_up(double lack) {
  if (lack <= 0) return 0;
  return static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::ceil(std::min(lack, kMostShort)))));
}

event::OccupancyDoubted doubts_of(const OccupancyState& stay) {
  event::OccupancyDoubted doubts;
  doubts.occupancy = stay.number;
  doubts.between = stay.between;
  if (!stay.between.empty()) doubts.plain_since = stay.plain_since;
  if (stay.missing) doubts.missing_since = stay.missing_since;
  doubts.unseen_since = stay.unseen_since;
  doubts.undecided = stay.undecided;
  doubts.looks_short = rounded_up(stay.looks - 2 * stay.detected);
  doubts.odds_short_256 = rounded_up((kSureOdds * stay.closer_looks - stay.odds_sum) * 256);
  return doubts;
}

}  // namespace

void StayBook::note_doubts(CameraId camera, EventSink& out) {
  for (const std::uint64_t number : open_of(camera)) {
    const OccupancyState& stay = open_.at(number);
    if (stay.confirmed) continue;
    event::OccupancyDoubted doubts = doubts_of(stay);
    if (doubts != stay.doubts) out.emit(std::move(doubts));
  }
}

void StayBook::note_doubts(EventSink& out) {
  for (std::uint32_t i = 0; i < cameras_.size(); ++i) note_doubts(CameraId{i}, out);
}

void StayBook::restore_doubts(const event::OccupancyDoubted& doubted) {
  const auto found = open_.find(doubted.occupancy);
  if (found == open_.end()) return;
  OccupancyState& stay = found->second;
  stay.doubts = doubted;
  // Live, the stay itself knows more than it has journalled.
  if (live_) return;
  stay.between = doubted.between;
  stay.plain_since = doubted.plain_since;
  stay.missing = doubted.missing_since.has_value();
  stay.missing_since = doubted.missing_since.value_or(Time{});
  stay.unseen_since = doubted.unseen_since;
  stay.undecided = doubted.undecided;
  stay.detected = 0;
  stay.looks = doubted.looks_short;
  stay.closer_looks = doubted.odds_short_256 > 0 ? 1 : 0;
  stay.odds_sum = stay.closer_looks > 0 ? kSureOdds - doubted.odds_short_256 / 256.0 : 0;
}

}  // namespace tricolor::engine
