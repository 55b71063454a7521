#include "notices/citizen_replies.h"

#include <algorithm>
#include <vector>

namespace tricolor::engine {

void CitizenReplies::apply(const Event& event) {
  const auto* replied = std::get_if<event::ReportReplied>(&event.payload);
  if (!replied) return;
  const ReportRecord* report = state_.report(replied->report);
  if (!report || report->received.content.reporter_key == 0) return;
  forget(replied->report);
  waiting_[replied->report] = {report->received.content.reporter_key, replied->text, event.at, event.at, false, 0};
  tries_.insert({event.at, replied->report});
}

void CitizenReplies::try_at(ReportId report, Time when) {
  Waiting& waiting = waiting_.at(report);
  tries_.erase({waiting.next_try, report});
  waiting.next_try = when;
  tries_.insert({when, report});
}

void CitizenReplies::forget(ReportId report) {
  const auto found = waiting_.find(report);
  if (found == waiting_.end()) return;
  tries_.erase({found->second.next_try, report});
  waiting_.erase(found);
}

std::optional<Time> CitizenReplies::next_deadline() const {
  if (tries_.empty()) return std::nullopt;
  return tries_.begin()->first;
}

void CitizenReplies::release(Time now, MessageGateway& gateway) {
  std::vector<ReportId> due;
  for (auto next = tries_.begin(); next != tries_.end() && next->first <= now; ++next) due.push_back(next->second);
  std::sort(due.begin(), due.end());
  for (const ReportId id : due) {
    Waiting& waiting = waiting_.at(id);
    const std::string key = "r" + std::to_string(id.value) + ".reply",
                      address = "citizen" + std::to_string(waiting.reporter);
    SendResult result = waiting.unknown ? gateway.query(key) : gateway.send(key, address, waiting.text);
    if (waiting.unknown && result == SendResult::rejected) result = gateway.send(key, address, waiting.text);
    if (result != SendResult::unknown) {
      forget(id);
      continue;
    }
    waiting.unknown = true;
    try_at(id, now + std::min<Duration>(kLongestPause, kFirstPause * (1 << std::min(waiting.tries++, 6))));
  }
}

void CitizenReplies::start_cold(Time now) {
  std::erase_if(waiting_, [&](const auto& entry) { return now - entry.second.replied_at > kAskedAfterRestart; });
  tries_.clear();
  for (auto& [report, waiting] : waiting_) {
    waiting.unknown = true;
    waiting.next_try = now;
    tries_.insert({now, report});
  }
}

}  // namespace tricolor::engine
