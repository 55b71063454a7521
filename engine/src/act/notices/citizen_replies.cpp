#include "notices/citizen_replies.h"

#include <algorithm>

namespace tricolor::engine {

void CitizenReplies::apply(const Event& event) {
  const auto* replied = std::get_if<event::ReportReplied>(&event.payload);
  if (!replied) return;
  const ReportRecord* report = state_.report(replied->report);
  if (!report || report->received.content.reporter_key == 0) return;
  waiting_[replied->report] = {report->received.content.reporter_key, replied->text, event.at, event.at, false, 0};
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
    const std::string key = "r" + std::to_string(entry->first.value) + ".reply",
                      address = "citizen" + std::to_string(waiting.reporter);
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
