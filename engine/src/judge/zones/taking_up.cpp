// Goes on from what was before: from another book under a changed configuration, and from what a snapshot keeps of the
// stays that are over.
#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "zones/stay_book.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

void StayBook::take_over(StayBook& before, const std::vector<bool>& kept, Time now) {
  go_live(now);
  cold_since_ = before.cold_since_;
  wanted_.merge(before.wanted_);
  awaited_ = std::move(before.awaited_);
  looks_requested_ = before.looks_requested_;
  pictures_taken_ = std::move(before.pictures_taken_);
  for (std::uint32_t i = 0; i < cameras_.size(); ++i) {
    CameraState& camera = cameras_[i];
    if (kept[i]) {
      // When somebody is told that it shows another scene follows from the policy, which may be another one now.
      std::optional<MovedCamera> moved = std::move(camera.moved);
      camera = before.cameras_[i];
      camera.moved = std::move(moved);
      if (!before.watches_[i]) camera.missed_from = now;
    } else {
      want(CameraId{i}, now + 1s);
    }
  }
  for (auto& [number, occupancy] : open_) {
    const auto was = before.open_.find(number);
    if (kept[occupancy.camera.value] && was != before.open_.end()) {
      occupancy = was->second;
      occupancy.due.reset();
      plan(occupancy);
      if (const auto from = due_from(occupancy)) want(occupancy.camera, std::max(now + Duration{1}, *from));
    } else {
      cold_since_ = now;
      start_cold(occupancy, now, false);
    }
  }
  // When each is silent follows from what was heard of it.
  silent_at_.clear();
  listened_.assign(cameras_.size(), false);
  for (std::uint32_t i = 0; i < cameras_.size(); ++i) listen(CameraId{i});
}

void StayBook::end_unwatched(EventSink& out) {
  std::vector<std::uint64_t> left;
  for (const auto& [number, occupancy] : open_) {
    const std::vector<CameraId>& watching = configuration_.zones.at(occupancy.zone.value).cameras;
    if (std::find(watching.begin(), watching.end(), occupancy.camera) == watching.end()) left.push_back(number);
  }
  for (const std::uint64_t number : left) end(number, open_.at(number).last_seen, true, out);
}

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
