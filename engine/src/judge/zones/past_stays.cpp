// Gives a snapshot what it keeps of the stays that are over.
#include <algorithm>

#include "zones/stay_book.h"

namespace tricolor::engine {

PastStays StayBook::past_stays() const {
  PastStays past;
  past.next_occupancy = next_occupancy_;
  past.told_at = journal_time_;
  for (const auto& [place, at] : cleared_) past.cleared.push_back({place.first, place.second, at});
  return past;
}

void StayBook::take_up(const PastStays& past) {
  next_occupancy_ = std::max(next_occupancy_, past.next_occupancy);
  journal_time_ = past.told_at;
  for (const PastStays::Cleared& cleared : past.cleared) cleared_[{cleared.zone, cleared.violation_class}] = cleared.at;
}

}  // namespace tricolor::engine
