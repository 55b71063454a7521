#include "notices/notices.h"

#include <algorithm>
#include <chrono>

#include "calendar/working_calendar.h"

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

std::int64_t local_day(Time time) { return std::chrono::floor<std::chrono::days>(time + kUtcOffset).time_since_epoch().count(); }

void replace(std::string& text, const std::string& field, const std::string& value) {
  for (auto at = text.find(field); at != std::string::npos; at = text.find(field, at + value.size())) text.replace(at, field.size(), value);
}

}  // namespace

Notices::Notices(const Configuration& configuration, const Policy& policy, Gone gone, WantLook want_look)
    : configuration_(configuration), policy_(policy), gone_(std::move(gone)), want_look_(std::move(want_look)) {}

std::string Notices::text_for(ClassId violation_class) const {
  std::string text = policy_.notice.text;
  replace(text, "{class}", configuration_.classes.at(violation_class.value).name_zh);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(policy_.notice.correct_within);
  replace(text, "{correct_within}", minutes == policy_.notice.correct_within ? std::to_string(minutes.count()) + "分钟" : to_text(policy_.notice.correct_within));
  return text;
}

Time Notices::after_quiet_hours(Time at) const {
  if (!policy_.notice.quiet_hours) return at;
  const auto& [from, until] = *policy_.notice.quiet_hours;
  const Duration now = local_time_of_day(at);
  if (!within_hours(now, from, until)) return at;
  return at + (until > now ? until - now : until + Duration{24h} - now);
}

void Notices::apply(const Event& event) {
  if (const auto* queued = std::get_if<event::NoticeQueued>(&event.payload)) {
    notices_[queued->notice] = {*queued, event.at, NoticeState::Stage::queued, std::nullopt, std::nullopt, queued->not_before, 0};
    by_key_[queued->key] = queued->notice;
    waiting_.insert(queued->notice);
    ++sent_on_[{configuration_.merchants.at(queued->merchant.value).phone, local_day(queued->not_before)}];
    notice_of_[queued->incident] = queued->notice;
    next_ = std::max(next_, queued->notice.value + 1);
  } else if (const auto* sent = std::get_if<event::NoticeSent>(&event.payload)) {
    NoticeState& notice = notices_.at(sent->notice);
    ++notice.tries;
    switch (static_cast<SendResult>(sent->result)) {
      case SendResult::accepted:
        notice.stage = NoticeState::Stage::accepted;
        waiting_.erase(sent->notice);
        if (!notice.delivered) expect_receipt(notice, event.at + policy_.notice.undelivered_after);
        break;
      case SendResult::rejected:
        notice.stage = NoticeState::Stage::failed;
        waiting_.erase(sent->notice);
        break;
      case SendResult::unknown:
        notice.stage = NoticeState::Stage::unknown;
        notice.next_try = event.at + std::min<Duration>(kLongestPause, kFirstPause * (1 << std::min(notice.tries - 1, 6)));
        break;
    }
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    NoticeState& notice = notices_.at(fate->notice);
    notice.delivered = fate->delivered;
    expect_receipt(notice, std::nullopt);
  } else if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload)) {
    const auto found = notice_of_.find(closed->incident);
    if (found == notice_of_.end()) return;
    // What has not left yet need not leave any more. What may have left is asked about until its fate is known.
    const bool never_left = closed->how == event::IncidentClosed::How::cleared_before_notice;
    if (NoticeState& notice = notices_.at(found->second); never_left || (notice.stage == NoticeState::Stage::queued && notice.tries == 0)) {
      notice.stage = NoticeState::Stage::failed;
      waiting_.erase(found->second);
    }
    notice_of_.erase(found);
  }
}

void Notices::queue(const event::IncidentOpened& incident, Time now, EventSink& out) {
  const MerchantId merchant = *incident.merchant;
  const std::string& phone = configuration_.merchants.at(merchant.value).phone;
  const Time leaves = after_quiet_hours(now);
  const auto that_day = sent_on_.find({phone, local_day(leaves)});
  if (phone.empty() || (that_day != sent_on_.end() && that_day->second >= policy_.notice.per_number_a_day)) return;
  const NoticeId id{next_};
  const std::string key = "i" + std::to_string(incident.incident.value) + ".warn." + configuration_.merchants[merchant.value].name;
  out.emit(event::NoticeQueued{id, incident.incident, merchant, key, text_for(incident.violation_class), leaves});
}

void Notices::react(const Event& event, EventSink& out) {
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    if (opened->merchant) queue(*opened, event.at, out);
  } else if (const auto* queued = std::get_if<event::NoticeQueued>(&event.payload)) {
    look_before(notices_.at(queued->notice), event.at);
  } else if (const auto* sent = std::get_if<event::NoticeSent>(&event.payload)) {
    const NoticeState& notice = notices_.at(sent->notice);
    if (notice.stage == NoticeState::Stage::unknown) look_before(notice, event.at);
    // An incident may have ended before anybody knew that its notice had left: then no clock starts.
    const bool open = notice_of_.contains(notice.queued.incident);
    if (open && static_cast<SendResult>(sent->result) == SendResult::accepted && policy_.notice.clock_starts == NoticePolicy::ClockStarts::sent)
      out.emit(event::CorrectionDue{notice.queued.incident, event.at + policy_.notice.correct_within});
    // A receipt may have come before anybody knew that the message was accepted.
    if (static_cast<SendResult>(sent->result) == SendResult::rejected) out.emit(event::NoticeFate{sent->notice, false});
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    const NoticeState& notice = notices_.at(fate->notice);
    if (fate->delivered && notice_of_.contains(notice.queued.incident) && policy_.notice.clock_starts == NoticePolicy::ClockStarts::delivered)
      out.emit(event::CorrectionDue{notice.queued.incident, event.at + policy_.notice.correct_within});
  }
}

void Notices::handle(const Receipt& receipt, EventSink& out) {
  const auto found = by_key_.find(receipt.key);
  if (found == by_key_.end()) return;
  const NoticeId id = found->second;
  if (notices_.at(id).delivered) return;  // Receipts may come twice.
  // A receipt proves that the gateway had accepted the message, whatever was heard before.
  if (notices_.at(id).stage == NoticeState::Stage::queued || notices_.at(id).stage == NoticeState::Stage::unknown)
    out.emit(event::NoticeSent{id, static_cast<std::uint8_t>(SendResult::accepted)});
  out.emit(event::NoticeFate{id, receipt.delivered});
}

std::optional<Time> Notices::next_deadline() const {
  std::optional<Time> next;
  for (const NoticeId id : waiting_)
    if (const Time at = notices_.at(id).next_try; !next || at < *next) next = at;
  if (!receipts_due_.empty() && (!next || receipts_due_.begin()->first < *next)) next = receipts_due_.begin()->first;
  return next;
}

void Notices::wake(Time now, EventSink& out) {
  while (!receipts_due_.empty() && receipts_due_.begin()->first <= now) out.emit(event::NoticeFate{receipts_due_.begin()->second, false});
}

void Notices::expect_receipt(NoticeState& notice, std::optional<Time> due) {
  if (notice.receipt_due) receipts_due_.erase({*notice.receipt_due, notice.queued.notice});
  notice.receipt_due = due;
  if (due) receipts_due_.insert({*due, notice.queued.notice});
}

void Notices::look_before(const NoticeState& notice, Time now) {
  if (notice.next_try > now && notice_of_.contains(notice.queued.incident)) want_look_(notice.queued.incident, std::max(now, notice.next_try - kLookBefore));
}

void Notices::release(Time now, MessageGateway& gateway, EventSink& out) {
  if (waiting_.empty()) return;
  const std::vector<NoticeId> waiting(waiting_.begin(), waiting_.end());
  for (const NoticeId id : waiting) {
    const NoticeState& notice = notices_.at(id);
    if (notice.next_try > now) continue;
    const SendResult known = notice.stage == NoticeState::Stage::queued ? SendResult::rejected : gateway.query(notice.queued.key);
    // The gateway has never seen the key: now it is safe to send.
    if (known == SendResult::rejected)
      send(notice, now, gateway, out);
    else
      out.emit(event::NoticeSent{id, static_cast<std::uint8_t>(known)});
  }
}

// Hands over a message that the gateway surely does not have.
void Notices::send(const NoticeState& notice, Time now, MessageGateway& gateway, EventSink& out) {
  const NoticeId id = notice.queued.notice;
  const IncidentId incident = notice.queued.incident;
  SendResult result = SendResult::rejected;
  if (notice_of_.contains(incident)) {
    // Nobody is warned in the morning about what was gone at night, nor when a gateway comes back about what was cleared meanwhile.
    if (now > notice.queued_at && gone_(incident, now - kLookBefore, now)) {
      out.emit(event::IncidentClosed{incident, event::IncidentClosed::How::cleared_before_notice});
      return;
    }
    result = gateway.send(notice.queued.key, configuration_.merchants.at(notice.queued.merchant.value).phone, notice.queued.text);
  }
  out.emit(event::NoticeSent{id, static_cast<std::uint8_t>(result)});
}

void Notices::start_cold(Time now) {
  while (!receipts_due_.empty() && receipts_due_.begin()->first < now + kReceiptComesAgain) expect_receipt(notices_.at(receipts_due_.begin()->second), now + kReceiptComesAgain);
  for (const NoticeId id : waiting_) {
    NoticeState& notice = notices_.at(id);
    // What was not to leave before now has not left.
    if (notice.tries == 0 && notice.queued.not_before > now) {
      look_before(notice, now);
      continue;
    }
    notice.stage = NoticeState::Stage::unknown;
    notice.next_try = now;
  }
}

}  // namespace tricolor::engine
