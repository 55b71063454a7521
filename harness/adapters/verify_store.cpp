#include "adapters/verify_store.h"

#include <stdexcept>

#include "engine/journal.h"

namespace tricolor::harness {

VerifyStore::VerifyStore(engine::Store& inner) : inner_(inner), events_(inner.read_all()), stored_(events_.size()) {}

bool VerifyStore::append(std::span<const engine::Event> events) {
  std::size_t known = 0;
  while (known < events.size() && verified_ < stored_) {
    const engine::Event& now = events[known++];
    engine::Event& then = events_[verified_++];
    if (!engine::repeats(now, then))
      throw std::runtime_error("the repeated run differs from the stored journal:\n  stored:   " +
                               engine::to_line(then) + "\n  repeated: " + engine::to_line(now));
    if (engine::is_lost_picture(then)) then = now;
  }
  const auto further = events.subspan(known);
  if (further.empty()) return true;
  if (!inner_.append(further)) return false;
  events_.insert(events_.end(), further.begin(), further.end());
  return true;
}

std::vector<engine::Event> VerifyStore::events() const {
  const std::size_t come = verified_ < stored_ ? verified_ : events_.size();
  return {events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(come)};
}

}  // namespace tricolor::harness
