#include "notices/citizen_replies.h"

#include <algorithm>

namespace tricolor::engine {

void CitizenReplies::apply(const Event& event) {
  if (const auto* received = std::get_if<event::ReportReceived>(&event.payload)) {
    if (received->content.reporter_key != 0) reporter_[received->report] = received->content.reporter_key;
  } else if (const auto* replied = std::get_if<event::ReportReplied>(&event.payload)) {
    const auto found = reporter_.find(replied->report);
    if (found == reporter_.end()) return;
    waiting_[replied->report] = {found->second, replied->text, event.at, event.at, false, 0};
    reporter_.erase(found);
  }
}

std::optional<Time> CitizenReplies::next_deadline() const {
  std::optional<Time> next;
  for (const auto& [report, waiting] : waiting_)
    if (!next || waiting.next_try < *next) next = waiting.next_try;
  return next;
}

void CitizenReplies::release(Time now, MessageGateway& gateway) {
  for (auto entry = waiting_.begin(); entry != waiting_.end();) {
    Waiting& waiting = entry->second;
    if (waiting.next_try > now) {
      ++entry;
      continue;
    }
    const std::string key = "r" + std::to_string(entry->first.value) + ".reply", address = "citizen" + std::to_string(waiting.reporter);
    SendResult result = waiting.unknown ? gateway.query(key) : gateway.send(key, address, waiting.text);
    if (waiting.unknown && result == SendResult::rejected) result = gateway.send(key, address, waiting.text);
    if (result != SendResult::unknown) {
      entry = waiting_.erase(entry);
      continue;
    }
    waiting.unknown = true;
    waiting.next_try = now + std::min<Duration>(kLongestPause, kFirstPause * (1 << std::min(waiting.tries++, 6)));
    ++entry;
  }
}

void CitizenReplies::start_cold(Time now) {
  std::erase_if(waiting_, [&](const auto& entry) { return now - entry.second.replied_at > kAskedAfterRestart; });
  for (auto& [report, waiting] : waiting_) {
    waiting.unknown = true;
    waiting.next_try = now;
  }
}

}  // namespace tricolor::engine
