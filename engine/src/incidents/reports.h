// What citizens send in: attached to an open incident, or verified by an officer and then made a case; always answered.
#pragma once

#include <map>
#include <set>

#include "incidents/incidents.h"

namespace tricolor::engine {

struct ReportState {
  Report content;
  std::optional<OfficerId> verifier;
  std::set<OfficerId> passed_over;     ///< Asked before, without an answer in time.
  Time verify_due;                     ///< Or, without a verifier, since when nobody was found.
};

class Reports {
 public:
  /// An officer for a place as of an instant, none of those passed over, or nobody.
  using Officer = std::function<std::optional<OfficerId>(GroundPoint, Time, const std::set<OfficerId>& passed_over)>;

  /// A report suggests an open incident of its class as its parent within these bounds (settled figures).
  static constexpr double kParentWithinM = 50;
  static constexpr std::chrono::hours kParentWithin{24};
  /// So long after nobody was on duty the officers are asked for again. Assumed.
  static constexpr std::chrono::minutes kAskAgain{5};
  /// At most this many bytes of text are kept.
  static constexpr std::size_t kTextLimit = 4000;

  Reports(const Policy& policy, const Incidents& incidents, Officer officer);

  void apply(const Event& event);
  void handle(const Report& report, Time now, EventSink& out);
  void handle(const OfficerUpdate& update, Time now, EventSink& out);
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  /// After a restart: an officer who answered while nobody listened has some minutes to say it again.
  void start_cold(Time now);

  const ReportState* find(ReportId report) const;
  /// Reports that an officer was asked to verify and that have no answer.
  std::vector<std::pair<ReportId, OfficerId>> unanswered() const;

 private:
  std::optional<OfficerId> somebody_else(const ReportState& state, Time now) const;
  void ask(ReportId id, OfficerId officer, Time now, EventSink& out);
  static Time asked_again_at(const ReportState& state);

  const Policy& policy_;
  const Incidents& incidents_;
  Officer officer_;
  std::map<ReportId, ReportState> reports_;
  std::set<ReportId> open_;
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
