// Cases: registered when a warning was in vain, could not be given, or a citizen's report proved true; sent to an officer, followed
// to the end, checked by the cameras.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "calendar/working_calendar.h"
#include "cases/case_table.h"
#include "incidents/incidents.h"
#include "incidents/reports.h"
#include "routing/routing.h"

namespace tricolor::engine {

struct CaseRecord {
  event::CaseRegistered registered;
  CaseState state = CaseState::registered;
  std::optional<OfficerId> officer;
  std::set<OfficerId> passed_over;     ///< Did not acknowledge, or returned it.
  Time moved_at;
  std::optional<Time> wake_at;         ///< When something is due: another officer, the end of a check's patience, a reminder.
  int reworks = 0;
};

class Cases {
 public:
  /// A case that came back this often is closed by force for a superior to look at. Assumed.
  static constexpr int kMostReworks = 3;
  /// A check waits this long for a picture before the officer's word counts. Assumed.
  static constexpr std::chrono::seconds kCheckPatience{90};
  /// Looks from the officer's time there may have shown the hand that was clearing up: the check takes later ones. Assumed.
  static constexpr std::chrono::seconds kCheckNotBefore{2};
  /// An officer who acknowledged and was then not heard of for this long, and past the deadline, loses the case. Assumed.
  static constexpr std::chrono::hours kLongestSilence{24};

  Cases(const Configuration& configuration, const Policy& policy, const Incidents& incidents, const Reports& reports, Incidents::Place place,
        Incidents::WantLook want_look);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  void handle(const OfficerUpdate& update, Time now, EventSink& out);
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);
  /// A camera has spoken: checks that waited for it may be decided.
  void looked(CameraId camera, Time now, EventSink& out);
  /// The officer for a place, none of those passed over, or nobody.
  std::optional<OfficerId> officer_at(GroundPoint where, Time at, const std::set<OfficerId>& passed_over) const;

  /// After a restart: nobody looked or listened while the engine was away. Checks wait for looks again, and officers, who are told
  /// again, have the time to acknowledge again.
  void start_cold(Time now);

  const CaseRecord* find(CaseId id) const;
  /// Cases that an officer was sent to and that nobody has acknowledged.
  std::vector<CaseId> unacknowledged() const;

 private:
  void open(std::optional<IncidentId> incident, std::optional<ReportId> report, DutyGridId grid, GroundPoint where, bool warned, Time now, EventSink& out);
  void move(CaseId id, CaseState to, std::optional<OfficerId> officer, std::string reason, EventSink& out);
  void dispatch(CaseId id, Time now, EventSink& out);
  void hand_over(CaseId id, Time now, const std::string& reason, EventSink& out);
  void escalate(IncidentId incident, bool warned, Time now, EventSink& out);
  void reviewed(const event::ReviewGiven& review, Time now, EventSink& out);
  void wake_at(CaseId id, std::optional<Time> when);
  void check(CaseId id, bool patience_is_over, EventSink& out);
  DeadlineLength length_for(std::optional<ClassId> violation_class) const;
  std::optional<IncidentId> incident_of(NoticeId notice) const;

  const Configuration& configuration_;
  const Policy& policy_;
  const Incidents& incidents_;
  const Reports& reports_;
  Incidents::Place place_;
  Incidents::WantLook want_look_;
  WorkingCalendar calendar_;
  Routing routing_;
  std::map<CaseId, CaseRecord> cases_;
  std::set<CaseId> open_;
  std::set<CaseId> checking_;
  std::set<std::pair<Time, CaseId>> deadlines_;             ///< One for each case with a `wake_at`.
  std::map<SightingId, IncidentId> incident_of_sighting_;   ///< Kept only where the policy reviews before escalation.
  std::set<SightingId> reviewed_;                           ///< A person has confirmed these.
  std::set<SightingId> escalating_;                         ///< A person was asked whether an officer shall go.
  std::map<NoticeId, IncidentId> incident_of_notice_;
  std::vector<int> load_;
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
