// The SMS outbox: one notice an incident, accepted by the gateway at most once, never sent again blindly. It also
// starts the time to correct.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/policy.h"
#include "engine/ports.h"
#include "engine/service_state.h"
#include "types/event_sink.h"

namespace tricolor::engine {

class Notices {
 public:
  /// First pause before asking again about a message without a known fate, seconds; it doubles up to `kLongestPause`.
  /// Assumed.
  static constexpr std::chrono::seconds kFirstPause{5};
  static constexpr std::chrono::seconds kLongestPause{300};

  /// Time after a restart within which a receipt that was missed may still come again, seconds. Assumed.
  static constexpr std::chrono::seconds kReceiptComesAgain{60};
  /// Time before a late message leaves at which the place of its incident is looked at again, seconds. Assumed.
  static constexpr std::chrono::seconds kLookBefore{30};

  /// True when the place of an incident was seen clear, at looks since the given instant, for as long as ends an
  /// episode.
  using Gone = std::function<bool(IncidentId, Time since, Time now)>;
  /// Asks for a look at the place of an incident.
  using WantLook = std::function<void(IncidentId, Time not_before)>;

  /// `state` is folded before `apply` is called. All arguments outlive the room.
  Notices(const Configuration& configuration, const Policy& policy, const ServiceState& state, Gone gone,
          WantLook want_look);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  void handle(const Receipt& receipt, EventSink& out);
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  /// Called after a commit: sends due messages and asks about unknown ones; results are events. Nothing is sent about
  /// an incident that has ended. A message that leaves late is sent only when its place was not seen clear meanwhile;
  /// otherwise its incident is closed.
  void release(Time now, MessageGateway& gateway, EventSink& out);
  /// Called after a restart, when nobody knows whether the messages in the outbox had left.
  void start_cold(Time now);

  /// Number of notices by the local day (since 1970) on which they may leave, from the last notice's day on, and
  /// telephone number: what a snapshot keeps, and taking that up after its events were folded.
  using SentOn = std::map<std::int64_t, std::map<std::string, int>>;
  const SentOn& sent_on() const { return sent_on_; }
  void take_up(SentOn sent_on) { sent_on_ = std::move(sent_on); }

  /// The text of a notice: the policy's template with {class} and {correct_within} filled in.
  std::string text_for(ClassId violation_class) const;

 private:
  void queue(const event::IncidentOpened& incident, Time now, EventSink& out);
  void send(const NoticeRecord& notice, Time now, MessageGateway& gateway, EventSink& out);
  void expect_receipt(NoticeId id, std::optional<Time> due);
  void look_before(const NoticeRecord& notice, Time now);
  Time after_quiet_hours(Time at) const;
  /// The number at which the present owner of a shop is reached; empty when nobody knows it.
  const std::string& phone_of(MerchantId merchant) const;
  /// True when the thing stood before the shop's present owner came, and he begins anew: nobody is written to about it.
  bool is_of_an_owner_before(const event::IncidentOpened& incident) const;
  /// Gives up the messages about an old owner's incidents that have not left.
  void drop_for(MerchantId merchant, EventSink& out);
  /// True while the incident that a notice is about is open.
  bool wanted(const NoticeRecord& notice) const;

  const Configuration& configuration_;
  const Policy& policy_;
  const ServiceState& state_;
  Gone gone_;
  WantLook want_look_;
  struct Waiting {
    Time next_try;         ///< Instant to send or to ask again.
    Time may_leave_since;  ///< Instant at which the gateway's time to take it began.
  };
  void wait(NoticeId id, Waiting waiting);
  void try_at(NoticeId id, Time when) { wait(id, {when, waiting_.at(id).may_leave_since}); }
  void forget(NoticeId id);
  static std::vector<NoticeId> due_of(const std::set<std::pair<Time, NoticeId>>& dates, Time now);

  std::map<NoticeId, Waiting> waiting_;           ///< Notices that have not left, or may not have.
  std::set<std::pair<Time, NoticeId>> tries_;     ///< The same by their next try.
  std::set<std::pair<Time, NoticeId>> give_ups_;  ///< The same by the instant at which they are given up.
  /// Notices that have waited since before a restart: the gateway is asked first.
  std::set<NoticeId> may_have_left_;
  /// Instant from which an accepted notice without a receipt is undelivered.
  std::map<NoticeId, Time> receipt_due_;
  std::set<std::pair<Time, NoticeId>> receipts_due_;  ///< The same by time.
  SentOn sent_on_;
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
