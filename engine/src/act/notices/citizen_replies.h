// Sends answers to citizens: one a report, accepted by the gateway at most once. They start no clock, so their fate is
// not journalled: after a restart the gateway is asked.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/ports.h"
#include "engine/service_state.h"

namespace tricolor::engine {

class CitizenReplies {
 public:
  /// First pause before asking again about an answer without a known fate, seconds; it doubles up to `kLongestPause`.
  /// Assumed.
  static constexpr std::chrono::seconds kFirstPause{5};
  static constexpr std::chrono::seconds kLongestPause{300};
  /// Age above which an answer is not asked about after a restart, hours: a fate that is unknown by then stays unknown.
  /// Assumed.
  static constexpr std::chrono::hours kAskedAfterRestart{24};

  /// `state` is folded before `apply` is called, and outlives the room.
  explicit CitizenReplies(const ServiceState& state) : state_(state) {}

  void apply(const Event& event);
  std::optional<Time> next_deadline() const;
  /// Sends new answers and asks about unknown ones, after a commit. Anonymous senders (key 0) get nothing.
  void release(Time now, MessageGateway& gateway);
  /// True while the answer to a report waits for a gateway's word.
  bool waits(ReportId report) const { return waiting_.contains(report); }
  /// Called after a restart, when nobody knows which answers had left.
  void start_cold(Time now);

 private:
  struct Waiting {
    std::uint64_t reporter = 0;
    std::string text;
    Time replied_at;
    Time next_try;
    bool unknown = false;
    int tries = 0;
  };
  const ServiceState& state_;
  void try_at(ReportId report, Time when);
  void forget(ReportId report);

  std::map<ReportId, Waiting> waiting_;
  std::set<std::pair<Time, ReportId>> tries_;  ///< The same by their next try.
};

}  // namespace tricolor::engine
