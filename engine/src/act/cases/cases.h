// Keeps cases: a case is registered when a warning was in vain or could not be given, or when a citizen's report proved
// true; it is sent to an officer, followed to the end, and checked by the cameras.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "calendar/working_calendar.h"
#include "cases/case_table.h"
#include "engine/service_state.h"
#include "incidents/incidents.h"
#include "routing/routing.h"

namespace tricolor::engine {

class Cases {
 public:
  /// Time that a check waits for a picture before the officer's word counts, seconds. Assumed.
  static constexpr std::chrono::seconds kCheckPatience{90};
  /// Time after the officer's word before which no look counts for the check, seconds: an earlier look may show the
  /// officer still clearing up. Assumed.
  static constexpr std::chrono::seconds kCheckNotBefore{2};
  /// Silence after which an officer who acknowledged a case loses it, if its deadline has passed too, hours. Assumed.
  static constexpr std::chrono::hours kLongestSilence{24};

  /// `state` is folded before `apply` is called. All arguments outlive the room.
  /// `incidents` says what is known of the place of an incident.
  Cases(const Configuration& configuration, const Policy& policy, const ServiceState& state,
        const Incidents& incidents);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  void handle(const OfficerUpdate& update, Time now, EventSink& out);
  void handle(const OfficerPosition& position) { routing_.note(position.officer, position.where, position.at); }
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);
  /// Decides checks that waited for this camera, which has spoken.
  void looked(CameraId camera, Time now, EventSink& out);
  /// The officer for a place, or nobody; none of `passed_over` is chosen.
  std::optional<OfficerId> officer_at(GroundPoint where, Time at, const std::set<OfficerId>& passed_over) const;

  /// Called after a restart, because nobody looked or listened while the engine was away. Checks wait for looks again,
  /// and officers, who are told again, have the time to acknowledge again.
  void start_cold(Time now);

  /// Cases that an officer was sent to and that nobody has acknowledged.
  std::vector<CaseId> unacknowledged() const;
  /// The checks that wait for a word of a camera, ascending.
  std::vector<CaseId> waiting_for(CameraId camera) const { return waiting_.of(camera); }
  /// An open case that a citizen's report about the same class and place opened; null when there is none.
  const CaseRecord* case_of_report_at(const event::IncidentOpened& incident) const;

 private:
  void open(std::optional<IncidentId> incident, std::optional<ReportId> report, std::optional<DutyGridId> grid,
            GroundPoint where, Time now, EventSink& out);
  void open_about(const event::IncidentOpened& incident, Time now, EventSink& out);
  void tell_of_no_grid(CaseId id, GroundPoint where, EventSink& out) const;
  void move(CaseId id, CaseState to, std::optional<OfficerId> officer, std::string reason, EventSink& out);
  void dispatch(CaseId id, Time now, EventSink& out);
  void hand_over(CaseId id, Time now, const std::string& reason, EventSink& out);
  void escalate(IncidentId incident, Time now, EventSink& out);
  void reviewed(const event::ReviewGiven& review, Time now, EventSink& out);
  void review_lapsed(SightingId sighting, Time now, EventSink& out);
  const IncidentRecord* asked_whether_to_send(SightingId sighting) const;
  bool give_up(CaseId id, Time now, EventSink& out);
  void plan(CaseId id, Time when);
  void wait_for_cameras(CaseId id);
  std::set<OfficerId> never_again(const CaseRecord& record) const;
  void to_leader(CaseId id, Time now, const std::string& reason, EventSink& out);
  void wake_at(CaseId id, std::optional<Time> when);
  bool believes_officers(IncidentId id) const;
  void check(CaseId id, Time now, EventSink& out);
  DeadlineLength length_for(std::optional<ClassId> violation_class) const;
  std::optional<ClassId> class_of(const event::CaseRegistered& registered) const;
  /// The desk that handles a case; null when the officers of its grid do.
  const CaseDesk* desk_of(const CaseRecord& record) const;
  std::optional<OfficerId> officer_for(const CaseRecord& record, Time now, const std::set<OfficerId>& without) const;
  bool waits_for_desk(CaseId id, Time now);
  std::vector<int> load() const;

  const Configuration& configuration_;
  const Policy& policy_;
  const ServiceState& state_;
  const Incidents& incidents_;
  WorkingCalendar calendar_;
  Routing routing_;
  CameraWaits<CaseId> waiting_;           ///< Cases that are being checked, by the cameras of their incidents.
  PlaceIndex<CaseId> places_of_reports_;  ///< Open cases that citizens' reports opened.
  std::map<CaseId, Time> patient_until_;  ///< Instant from which the officer's word counts, for each check.
  /// Instant at which something is due: another officer, the end of a check's patience, a reminder.
  std::map<CaseId, Time> wake_at_;
  std::set<std::pair<Time, CaseId>> deadlines_;  ///< The same by time.
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
