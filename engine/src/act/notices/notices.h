// The SMS outbox: one notice an incident, accepted by the gateway at most once, never sent again blindly; and the clock
// that it starts.
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
  /// First pause before asking again about a message without a known fate; it doubles up to `kLongestPause`. Assumed.
  static constexpr std::chrono::seconds kFirstPause{5};
  static constexpr std::chrono::seconds kLongestPause{300};

  /// So long after a restart a receipt that nobody was there to hear may still come again. Assumed.
  static constexpr std::chrono::seconds kReceiptComesAgain{60};
  /// How long before a message leaves late the place that it is about is looked at again. Assumed.
  static constexpr std::chrono::seconds kLookBefore{30};

  /// Whether the place of an incident was seen clear, at looks since the given instant, for as long as ends an episode.
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

  /// After a commit: sends what is due and asks about what is unknown; results are events. Nothing is sent about what
  /// has ended, and what leaves late is sent only when its place was not seen clear meanwhile: else its incident is
  /// closed.
  void release(Time now, MessageGateway& gateway, EventSink& out);
  /// After a restart nobody knows whether what stands in the outbox had left.
  void start_cold(Time now);

  /// The text of a notice: the policy's template with {class} and {correct_within} filled in.
  std::string text_for(ClassId violation_class) const;

 private:
  void queue(const event::IncidentOpened& incident, Time now, EventSink& out);
  void send(const NoticeRecord& notice, Time now, MessageGateway& gateway, EventSink& out);
  void expect_receipt(NoticeId id, std::optional<Time> due);
  void look_before(const NoticeRecord& notice, Time now);
  Time after_quiet_hours(Time at) const;
  Time given_up_at(NoticeId id) const;
  /// Where the present owner of a shop is reached; empty when nobody knows.
  const std::string& phone_of(MerchantId merchant) const;
  /// True for what stood before a shop ere its present owner came, who begins anew: nobody is written to about it.
  bool is_of_an_owner_before(const event::IncidentOpened& incident) const;
  /// Messages about an old owner's incidents that have not left are given up.
  void drop_for(MerchantId merchant, EventSink& out);
  /// True while the incident that a notice is about is open.
  bool wanted(const NoticeRecord& notice) const;

  const Configuration& configuration_;
  const Policy& policy_;
  const ServiceState& state_;
  Gone gone_;
  WantLook want_look_;
  std::map<NoticeId, Time> next_try_;         ///< Of waiting notices: when to send or to ask again.
  std::map<NoticeId, Time> may_leave_since_;  ///< Of waiting notices: when the gateway's time to take them began.
  std::set<NoticeId> may_have_left_;          ///< Waiting since before a restart: the gateway is asked first.
  std::map<NoticeId, Time> receipt_due_;      ///< Accepted, no receipt yet: undelivered from then on.
  std::set<std::pair<Time, NoticeId>> receipts_due_;  ///< The same by time.
  std::map<std::pair<std::string, std::int64_t>, int>
      sent_on_;  ///< Notices by telephone number and the local day on which they may leave.
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
