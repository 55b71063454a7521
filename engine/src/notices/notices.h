// The SMS outbox: one notice an incident, accepted by the gateway at most once, never sent again blindly; and the clock that it
// starts.
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
#include "types/event_sink.h"

namespace tricolor::engine {

struct NoticeState {
  enum class Stage : std::uint8_t { queued, unknown, accepted, failed };
  event::NoticeQueued queued;
  Time queued_at;
  Stage stage = Stage::queued;
  std::optional<bool> delivered;
  std::optional<Time> receipt_due;   ///< Accepted without a receipt: undelivered from then on.
  Time next_try;      ///< When to send or to ask again.
  int tries = 0;
};

class Notices {
 public:
  /// First pause before asking again about a message without a known fate; it doubles up to `kLongestPause`. Assumed.
  static constexpr std::chrono::seconds kFirstPause{5};
  static constexpr std::chrono::seconds kLongestPause{300};

  /// So long after a restart a receipt that nobody was there to hear may still come again. Assumed.
  static constexpr std::chrono::seconds kReceiptComesAgain{60};
  /// How long before a message leaves late the place that it is about is looked at again. Assumed.
  static constexpr std::chrono::seconds kLookBefore{30};

  /// Whether the place of an open incident was seen clear, at looks since the given instant, for as long as ends an episode.
  using Gone = std::function<bool(IncidentId, Time since, Time now)>;
  /// Asks for a look at the place of an incident.
  using WantLook = std::function<void(IncidentId, Time not_before)>;

  Notices(const Configuration& configuration, const Policy& policy, Gone gone, WantLook want_look);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  void handle(const Receipt& receipt, EventSink& out);
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  /// After a commit: sends what is due and asks about what is unknown; results are events. Nothing is sent about what has ended, and
  /// what leaves late is sent only when its place was not seen clear meanwhile: else its incident is closed.
  void release(Time now, MessageGateway& gateway, EventSink& out);
  /// After a restart nobody knows whether what stands in the outbox had left.
  void start_cold(Time now);

  /// The text of a notice: the policy's template with {class} and {correct_within} filled in.
  std::string text_for(ClassId violation_class) const;

 private:
  void queue(const event::IncidentOpened& incident, Time now, EventSink& out);
  void send(const NoticeState& notice, Time now, MessageGateway& gateway, EventSink& out);
  void expect_receipt(NoticeState& notice, std::optional<Time> due);
  void look_before(const NoticeState& notice, Time now);
  Time after_quiet_hours(Time at) const;

  const Configuration& configuration_;
  const Policy& policy_;
  Gone gone_;
  WantLook want_look_;
  std::map<NoticeId, NoticeState> notices_;
  std::map<std::string, NoticeId> by_key_;
  std::set<NoticeId> waiting_;                                   ///< Queued or unknown.
  std::set<std::pair<Time, NoticeId>> receipts_due_;             ///< Accepted, no receipt yet.
  std::map<std::pair<std::string, std::int64_t>, int> sent_on_;  ///< Notices by telephone number and the local day on which they may leave.
  std::map<IncidentId, NoticeId> notice_of_;                     ///< Of open incidents.
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
