#include "adapters/verify_store.h"

#include <stdexcept>

#include "engine/journal.h"

namespace tricolor::harness {

VerifyStore::VerifyStore(engine::Store& inner) : inner_(inner), stored_(inner.read_all()) {}

bool VerifyStore::append(std::span<const engine::Event> events) {
  std::size_t known = 0;
  while (known < events.size() && verified_ < stored_.size()) {
    const std::string now = engine::to_line(events[known]), before = engine::to_line(stored_[verified_]);
    if (now != before) throw std::runtime_error("the repeated run differs from the stored journal:\n  stored:   " + before + "\n  repeated: " + now);
    ++known;
    ++verified_;
  }
  return known == events.size() || inner_.append(events.subspan(known));
}

}  // namespace tricolor::harness
