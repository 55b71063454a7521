#include "facade/journal_fold.h"

#include <iterator>
#include <stdexcept>
#include <utility>

#include "engine/check.h"
#include "facade/leaving.h"
#include "facade/snapshot.h"
#include "types/journal_ids.h"

namespace tricolor::engine {
namespace {

// Number of events that are read from a journal at a time, about 2 MB.
constexpr std::size_t kPiece = 4096;

// Days of a journal that is folded again between two times at which closed matters are let go. It takes the time of
// some thousand events, and a month of them takes little memory.
constexpr std::chrono::days kTidyEvery{30};

// Events beyond those that mattered last from which what matters is looked for again.
constexpr std::size_t kLookAgainAfter = 30'000;

std::chrono::days local_day(Time at) {
  return std::chrono::floor<std::chrono::days>(at + kUtcOffset).time_since_epoch();
}

}  // namespace

void JournalFold::note_tidied(Time at) { tidied_ = local_day(at); }

void JournalFold::end_day(Time at) {
  const auto day = local_day(at);
  if (day <= tidied_) return;
  const bool is_first = std::exchange(tidied_, day) == std::chrono::days::min();
  if (is_first) return;
  let_closed_matters_go(*rooms_, state_, at, false);
  if (store_.keeps_snapshots()) keep_snapshot();
}

// A snapshot that cannot be made is no trouble of the journal: the one before it stays.
void JournalFold::keep_snapshot() try {
  for (;;) {
    std::vector<Event> piece = store_.read_after(kept_through_, kPiece);
    if (piece.empty()) break;
    keep(std::move(piece));
  }
  if (kept_through_ != state_.sequence()) return;
  store_.keep(snapshot_of(*rooms_, state_, kept_));
  mattered_ = kept_.size();
} catch (const std::runtime_error&) {
  kept_.clear();
  kept_through_ = 0;
}

// Keeps of the journal's next events those that a snapshot will need.
void JournalFold::keep(std::vector<Event> piece) {
  kept_through_ = piece.back().sequence;
  std::move(piece.begin(), piece.end(), std::back_inserter(kept_));
  if (kept_.size() < mattered_ + kLookAgainAfter) return;
  keep_what_matters(state_, kept_);
  mattered_ = kept_.size();
}

// False when there is no snapshot that can be used.
bool JournalFold::take_up_snapshot(const MakeRooms& make_rooms) {
  const auto snapshot = store_.snapshot();
  if (!snapshot) return false;
  try {
    SnapshotContent content = decoded(*snapshot);
    if (content.rules != colour_rules(rooms_->configuration, rooms_->policy))
      throw std::runtime_error("it was made under other rules of colours");
    const std::vector<Event> last = store_.read_after(content.through - 1, 1);
    if (last.size() != 1 || last.front().sequence != content.through || last.front().at != content.at)
      throw std::runtime_error("it is of another journal");
    for (const Event& event : content.events)
      if (const auto* configured = std::get_if<event::Configured>(&event.payload);
          configured && !has_ids_of(configured->tables, rooms_->configuration))
        make_rooms(configured->tables);
    take_up(content, *rooms_, state_);
    tidied_ = local_day(content.at);
    kept_ = std::move(content.events);
    kept_through_ = content.through;
    return true;
  } catch (const std::runtime_error& why) {
    passed_over_ = std::string("the snapshot was passed over and the whole journal read: ") + why.what();
    return false;
  }
}

void JournalFold::fold(const MakeRooms& make_rooms) {
  while (!try_to_fold(make_rooms)) {
  }
}

// False when the journal gives names other ids than the rooms have: they are made anew by then. The journal is read
// piece by piece, so that a long one is never in memory as a whole.
bool JournalFold::try_to_fold(const MakeRooms& make_rooms) {
  state_ = {};
  tidied_ = std::chrono::days::min();
  kept_.clear();
  mattered_ = 0;
  kept_through_ = 0;
  take_up_snapshot(make_rooms);
  const bool keeps = store_.keeps_snapshots();
  for (;;) {
    std::vector<Event> piece = store_.read_after(state_.sequence(), kPiece);
    if (piece.empty()) return true;
    for (const Event& event : piece) {
      ENGINE_CHECK(event.sequence == state_.sequence() + 1);
      if (const auto* configured = std::get_if<event::Configured>(&event.payload);
          configured && !has_ids_of(configured->tables, rooms_->configuration)) {
        make_rooms(configured->tables);
        return false;
      }
      const auto day = local_day(event.at);
      if (tidied_ == std::chrono::days::min()) tidied_ = day;
      if (event.at != state_.at() && day >= tidied_ + kTidyEvery) {
        tidied_ = day;
        let_closed_matters_go(*rooms_, state_, state_.at(), true);
      }
      state_.apply(event);
      rooms_->apply(event);
    }
    if (keeps) keep(std::move(piece));
  }
}

}  // namespace tricolor::engine
