// Keeps the reports of citizens. An officer verifies each: he says whether it is true, false, or about something that
// is known already. Every report is answered.
#pragma once

#include <map>
#include <set>

#include "incidents/incidents.h"

namespace tricolor::engine {

class Reports {
 public:
  /// Gives an officer for a place as of an instant, or nobody; none of `passed_over` is chosen.
  using Officer = std::function<std::optional<OfficerId>(GroundPoint, Time, const std::set<OfficerId>& passed_over)>;

  /// Time after which officers are asked for again when nobody was on duty, minutes. Assumed.
  static constexpr std::chrono::minutes kAskAgain{5};
  /// Largest length of a text that is kept, bytes.
  static constexpr std::size_t kTextLimit = 4000;

  /// `state` is folded before `apply` is called. All arguments outlive the room.
  Reports(const Policy& policy, const ServiceState& state, const Incidents& incidents, Officer officer);

  void apply(const Event& event);
  void handle(const Report& report, Time now, EventSink& out);
  void handle(const OfficerUpdate& update, Time now, EventSink& out);
  /// Takes back a report that was verified; `request.report` is set.
  void handle(const VoidRequest& request, Time now, EventSink& out);
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  /// Called after a restart: an officer who answered while the engine was away has some minutes to say it again.
  void start_cold(Time now);

  /// The known matter that an open report may be about, as far as it is known now.
  std::optional<SuggestedParent> suggested_to(ReportId report) const;
  /// Reports that an officer was asked to verify and that have no answer.
  std::vector<std::pair<ReportId, OfficerId>> unanswered() const;
  /// The nearest report, of the class where both name one, that nobody has settled or whose case is open. A report that
  /// is a suggested duplicate itself is none.
  std::optional<ReportId> earlier_report(const Report& report, ReportId itself, Time now) const;

 private:
  std::optional<OfficerId> somebody_else(const ReportRecord& report, Time now) const;
  void ask(ReportId id, OfficerId officer, Time now, EventSink& out);
  void ask_at(ReportId id, std::optional<Time> when);
  void note_place(ReportId id);
  void settle_duplicate(const OfficerUpdate& update, Time now, EventSink& out);

  const Policy& policy_;
  const ServiceState& state_;
  const Incidents& incidents_;
  Officer officer_;
  std::map<ReportId, Time> asked_again_at_;        ///< Instant at which an open report is given to somebody else.
  std::set<std::pair<Time, ReportId>> deadlines_;  ///< The same by time.
  PlaceIndex<ReportId> places_;                    ///< Reports that are open or whose case is.
  std::map<ReportId, CaseId> open_cases_;          ///< The cases that reports opened and that are not over.
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
