#include "notices/notices.h"

#include <algorithm>
#include <chrono>

#include "calendar/working_calendar.h"

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

std::int64_t local_day(Time time) {
  return std::chrono::floor<std::chrono::days>(time + kUtcOffset).time_since_epoch().count();
}

void replace(std::string& text, const std::string& field, const std::string& value) {
  for (auto at = text.find(field); at != std::string::npos; at = text.find(field, at + value.size()))
    text.replace(at, field.size(), value);
}

}  // namespace

Notices::Notices(const Configuration& configuration, const Policy& policy, const ServiceState& state, Gone gone,
                 WantLook want_look)
    : configuration_(configuration),
      policy_(policy),
      state_(state),
      gone_(std::move(gone)),
      want_look_(std::move(want_look)) {}

bool Notices::wanted(const NoticeRecord& notice) const {
  const IncidentRecord* incident = state_.incident(notice.queued.incident);
  return incident && incident->open();
}

const std::string& Notices::phone_of(MerchantId merchant) const {
  const Dossier& dossier = configuration_.merchants.at(merchant.value);
  const MerchantRecord* record = state_.merchant(merchant);
  if (!record || record->owner_changes.empty()) return dossier.phone;
  // A dossier that was put in order after the change names the new owner, and holds his number.
  const OwnerRecord& owner = record->owner_changes.back();
  const bool names_him = owner.licence.empty()
                             ? !owner.legal_person.empty() && owner.legal_person == dossier.legal_person
                             : owner.licence == dossier.licence;
  return names_him && !dossier.phone.empty() ? dossier.phone : owner.phone;
}

bool Notices::is_of_an_owner_before(const event::IncidentOpened& incident) const {
  return policy_.colour.owner_change_resets && incident.merchant &&
         state_.changed_hands_since(*incident.merchant, incident.onset);
}

void Notices::drop_for(MerchantId merchant, EventSink& out) {
  const std::set<NoticeId> waiting = state_.waiting_notices();
  for (const NoticeId id : waiting) {
    const NoticeRecord& notice = *state_.notice(id);
    const IncidentRecord* incident = state_.incident(notice.queued.incident);
    if (notice.queued.merchant == merchant && incident && is_of_an_owner_before(incident->opened))
      out.emit(event::NoticeFate{id, false, event::NoticeFate::Why::owner_changed});
  }
}

std::string Notices::text_for(ClassId violation_class) const {
  std::string text = policy_.notice.text;
  replace(text, "{class}", configuration_.classes.at(violation_class.value).name_zh);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(policy_.notice.correct_within);
  replace(text, "{correct_within}",
          minutes == policy_.notice.correct_within ? std::to_string(minutes.count()) + "分钟"
                                                   : to_text(policy_.notice.correct_within));
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
    wait(queued->notice, {queued->not_before, queued->not_before});
    sent_on_.erase(sent_on_.begin(), sent_on_.lower_bound(local_day(event.at)));
    ++sent_on_[local_day(queued->not_before)][phone_of(queued->merchant)];
    next_ = std::max(next_, queued->notice.value + 1);
  } else if (const auto* sent = std::get_if<event::NoticeSent>(&event.payload)) {
    const NoticeRecord& notice = *state_.notice(sent->notice);
    switch (static_cast<SendResult>(sent->result)) {
      case SendResult::accepted:
        if (!notice.delivered) expect_receipt(sent->notice, event.at + policy_.notice.undelivered_after);
        break;
      case SendResult::rejected: break;
      case SendResult::unknown:
        if (waiting_.contains(sent->notice))
          try_at(sent->notice,
                 event.at + std::min<Duration>(kLongestPause, kFirstPause * (1 << std::min(notice.tries - 1, 6))));
        break;
    }
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    expect_receipt(fate->notice, std::nullopt);
  }
  // A notice that does not wait any more, because of an answer, a receipt or the end of its incident, has no next try.
  const auto settled = [this](NoticeId id) {
    if (state_.waiting_notices().contains(id)) return;
    forget(id);
    may_have_left_.erase(id);
  };
  if (const auto* sent = std::get_if<event::NoticeSent>(&event.payload)) settled(sent->notice);
  if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) settled(fate->notice);
  if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload))
    if (const IncidentRecord* incident = state_.incident(closed->incident); incident && incident->notice)
      settled(*incident->notice);
}

// In quiet hours the gateway is not asked to take anything, so that they do not count towards giving up.
void Notices::wait(NoticeId id, Waiting waiting) {
  forget(id);
  waiting_[id] = waiting;
  tries_.insert({waiting.next_try, id});
  give_ups_.insert({waiting.may_leave_since + policy_.notice.give_up_after, id});
}

void Notices::forget(NoticeId id) {
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) return;
  tries_.erase({found->second.next_try, id});
  give_ups_.erase({found->second.may_leave_since + policy_.notice.give_up_after, id});
  waiting_.erase(found);
}

void Notices::queue(const event::IncidentOpened& incident, Time now, EventSink& out) {
  if (is_of_an_owner_before(incident)) return;
  const MerchantId merchant = *incident.merchant;
  const std::string& phone = phone_of(merchant);
  const Time leaves = after_quiet_hours(now);
  if (phone.empty()) return;
  if (const auto that_day = sent_on_.find(local_day(leaves)); that_day != sent_on_.end())
    if (const auto sent = that_day->second.find(phone);
        sent != that_day->second.end() && sent->second >= policy_.notice.per_number_a_day)
      return;
  const NoticeId id{next_};
  const std::string key =
      "i" + std::to_string(incident.incident.value) + ".warn." + configuration_.merchants[merchant.value].name;
  out.emit(event::NoticeQueued{id, incident.incident, merchant, key, text_for(incident.violation_class), leaves});
}

void Notices::react(const Event& event, EventSink& out) {
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    if (!opened->merchant) return;
    // A thing that a reviewer confirmed may be gone by then: it counted, but nobody is asked to clear an empty place.
    const SightingRecord* sighting = state_.sighting(opened->sighting);
    if (sighting && gone_(opened->incident, sighting->confirmed_at, event.at))
      out.emit(event::IncidentClosed{opened->incident, event::IncidentClosed::How::cleared_before_notice});
    else queue(*opened, event.at, out);
  } else if (const auto* owner = std::get_if<event::OwnerChanged>(&event.payload)) {
    drop_for(owner->merchant, out);
  } else if (const auto* queued = std::get_if<event::NoticeQueued>(&event.payload)) {
    look_before(*state_.notice(queued->notice), event.at);
  } else if (const auto* sent = std::get_if<event::NoticeSent>(&event.payload)) {
    const NoticeRecord& notice = *state_.notice(sent->notice);
    if (notice.stage == NoticeRecord::Stage::unknown) look_before(notice, event.at);
    // When an incident ended before anybody knew that its notice had left, no clock starts.
    if (wanted(notice) && static_cast<SendResult>(sent->result) == SendResult::accepted &&
        policy_.notice.clock_starts == NoticePolicy::ClockStarts::sent)
      out.emit(event::CorrectionDue{notice.queued.incident, event.at + policy_.notice.correct_within});
    // A receipt may have come before anybody knew that the message was accepted.
    if (static_cast<SendResult>(sent->result) == SendResult::rejected)
      out.emit(event::NoticeFate{sent->notice, false, event::NoticeFate::Why::rejected});
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    const NoticeRecord& notice = *state_.notice(fate->notice);
    // A message that left while the clock started at delivery keeps that clock, whatever the policy says by now.
    if (fate->delivered && wanted(notice) && !state_.incident(notice.queued.incident)->correction_due)
      out.emit(event::CorrectionDue{notice.queued.incident, event.at + policy_.notice.correct_within});
  }
}

void Notices::handle(const Receipt& receipt, EventSink& out) {
  const NoticeRecord* notice = state_.notice_under(receipt.key);
  if (!notice || notice->delivered) return;  // Receipts may come twice.
  const NoticeId id = notice->queued.notice;
  // A receipt proves that the gateway had accepted the message, whatever was heard before.
  if (notice->stage == NoticeRecord::Stage::queued || notice->stage == NoticeRecord::Stage::unknown)
    out.emit(event::NoticeSent{id, static_cast<std::uint8_t>(SendResult::accepted)});
  out.emit(event::NoticeFate{id, receipt.delivered, event::NoticeFate::Why::receipt});
}

std::optional<Time> Notices::next_deadline() const {
  std::optional<Time> next;
  for (const auto* dates : {&tries_, &give_ups_, &receipts_due_})
    if (!dates->empty() && (!next || dates->begin()->first < *next)) next = dates->begin()->first;
  return next;
}

// In the order of the notices, whichever fell due first.
std::vector<NoticeId> Notices::due_of(const std::set<std::pair<Time, NoticeId>>& dates, Time now) {
  std::vector<NoticeId> due;
  for (auto next = dates.begin(); next != dates.end() && next->first <= now; ++next) due.push_back(next->second);
  std::sort(due.begin(), due.end());
  return due;
}

void Notices::wake(Time now, EventSink& out) {
  while (!receipts_due_.empty() && receipts_due_.begin()->first <= now)
    out.emit(event::NoticeFate{receipts_due_.begin()->second, false, event::NoticeFate::Why::no_receipt});
  for (const NoticeId id : due_of(give_ups_, now))
    out.emit(event::NoticeFate{id, false, event::NoticeFate::Why::gave_up});
}

void Notices::expect_receipt(NoticeId id, std::optional<Time> due) {
  if (const auto before = receipt_due_.find(id); before != receipt_due_.end()) {
    receipts_due_.erase({before->second, id});
    receipt_due_.erase(before);
  }
  if (!due) return;
  receipt_due_[id] = *due;
  receipts_due_.insert({*due, id});
}

void Notices::look_before(const NoticeRecord& notice, Time now) {
  const Time leaves = waiting_.at(notice.queued.notice).next_try;
  if (leaves > now && wanted(notice)) want_look_(notice.queued.incident, std::max(now, leaves - kLookBefore));
}

void Notices::release(Time now, MessageGateway& gateway, EventSink& out) {
  for (const NoticeId id : due_of(tries_, now)) {
    if (!waiting_.contains(id)) continue;
    const NoticeRecord& notice = *state_.notice(id);
    const Time leaves = after_quiet_hours(now);
    const bool asked_first = notice.stage == NoticeRecord::Stage::unknown || may_have_left_.contains(id);
    const auto leave = [&] {
      if (leaves == now) return send(notice, now, gateway, out);
      // The second try, like the first, may fall into the quiet hours.
      wait(id, {leaves, leaves});
      look_before(notice, now);
    };
    if (!asked_first) {
      leave();
      continue;
    }
    // The gateway is asked first about a message that may have left; it is sent only when the gateway surely has not
    // taken it.
    const SendResult known = gateway.query(notice.queued.key);
    if (known == SendResult::rejected) {
      may_have_left_.erase(id);
      leave();
    } else out.emit(event::NoticeSent{id, static_cast<std::uint8_t>(known)});
  }
}

// Hands over a message that the gateway surely does not have.
void Notices::send(const NoticeRecord& notice, Time now, MessageGateway& gateway, EventSink& out) {
  const NoticeId id = notice.queued.notice;
  const IncidentId incident = notice.queued.incident;
  SendResult result = SendResult::rejected;
  if (wanted(notice)) {
    // A shop is not warned in the morning about a thing that was gone at night, nor after an outage of the gateway
    // about one that was cleared meanwhile.
    if (now > notice.queued_at && gone_(incident, now - kLookBefore, now)) {
      out.emit(event::IncidentClosed{incident, event::IncidentClosed::How::cleared_before_notice});
      return;
    }
    // The shop may have changed hands while the message waited: the new owner is warned where his number is known.
    const std::string& phone = phone_of(notice.queued.merchant);
    if (!phone.empty()) result = gateway.send(notice.queued.key, phone, notice.queued.text);
  }
  out.emit(event::NoticeSent{id, static_cast<std::uint8_t>(result)});
}

void Notices::start_cold(Time now) {
  while (!receipts_due_.empty() && receipts_due_.begin()->first < now + kReceiptComesAgain)
    expect_receipt(receipts_due_.begin()->second, now + kReceiptComesAgain);
  for (const NoticeId id : state_.waiting_notices()) {
    const NoticeRecord& notice = *state_.notice(id);
    // A notice that was not to leave before now has not left.
    if (notice.tries == 0 && notice.queued.not_before > now) {
      look_before(notice, now);
      continue;
    }
    may_have_left_.insert(id);
    // The time without an engine does not count as the gateway's.
    wait(id, {now, std::max(waiting_.at(id).may_leave_since, now)});
  }
}

}  // namespace tricolor::engine
