// What citizens send in: attached to an open incident, or verified by an officer and then made a case; always answered.
#pragma once

#include <map>

#include "incidents/incidents.h"

namespace tricolor::engine {

struct ReportState {
  Report content;
  std::optional<CaseId> case_id;
  std::optional<OfficerId> verifier;
  Time verify_due;
  bool settled = false;
};

class Reports {
 public:
  /// An officer for a place as of an instant, or nobody.
  using Officer = std::function<std::optional<OfficerId>(GroundPoint, Time)>;

  /// A report suggests an open incident of its class as its parent within these bounds (settled figures).
  static constexpr double kParentWithinM = 50;
  static constexpr std::chrono::hours kParentWithin{24};
  /// At most this many bytes of text are kept.
  static constexpr std::size_t kTextLimit = 4000;

  Reports(const Policy& policy, const Incidents& incidents, Officer officer);

  void apply(const Event& event);
  void handle(const Report& report, Time now, EventSink& out);
  void handle(const OfficerUpdate& update, EventSink& out);
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  const ReportState* find(ReportId report) const;
  /// Reports that an officer was asked to verify and that have no answer.
  std::vector<std::pair<ReportId, OfficerId>> unanswered() const;

 private:
  const Policy& policy_;
  const Incidents& incidents_;
  Officer officer_;
  std::map<ReportId, ReportState> reports_;
  std::set<ReportId> open_;
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
