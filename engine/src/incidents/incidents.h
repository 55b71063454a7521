// From sightings to incidents: fusion, review, relapse, re-check, closing and voiding. One incident for one violation.
//
// State is a fold of the journal (`apply`); `react` and `wake` decide what follows and emit it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>

#include "engine/configuration.h"
#include "engine/policy.h"
#include "types/event_sink.h"
#include "zones/watch.h"

namespace tricolor::engine {

struct IncidentState {
  event::IncidentOpened opened;
  Time opened_at;
  bool closed = false;
  bool voided = false;
  bool notified = false;                 ///< A notice was queued.
  std::optional<Time> due;               ///< End of the time to correct.
  std::optional<Time> patient_until;     ///< Its re-check is due and waits for pictures so long; not journalled.
  bool rechecked = false;
  bool relapsed = false;
  std::optional<CaseId> case_id;
};

/// How near two sightings of a public place are to be one incident, metres. Assumed: between the same spot as one camera sees it
/// and the five metres within which the judge looks.
inline constexpr double kSamePlaceM = 3.5;

class Incidents {
 public:
  using Place = std::function<PlaceState(ZoneId, ClassId, GroundPoint, Time not_before)>;
  using WantLook = std::function<void(ZoneId, Time not_before)>;

  /// How long a re-check waits for a picture before its outcome is unknown. Assumed.
  static constexpr std::chrono::seconds kRecheckPatience{60};

  Incidents(const Configuration& configuration, const Policy& policy, Place place, WantLook want_look);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  void handle(const ReviewVerdict& verdict, EventSink& out);
  void handle(const VoidRequest& request, EventSink& out);
  std::optional<Time> next_deadline() const;
  /// Re-checks that are due and can be decided.
  void wake(Time now, EventSink& out);
  /// A camera has spoken: re-checks that waited for it may be decided.
  void looked(CameraId camera, Time now, EventSink& out);

  /// After a restart: nobody looked while the engine was away, so that re-checks which fell due wait for looks, and time in which a
  /// place may have been clear does not count.
  void start_cold(Time now);

  const IncidentState* find(IncidentId incident) const;
  /// True when looks at or after `since` show the place of an incident clear, and by `now` it has been for as long as ends an episode.
  bool gone(IncidentId incident, Time since, Time now) const;
  /// Asks for a look at the place of an incident.
  void want_look(IncidentId incident, Time not_before) const;
  /// Sightings that a person was asked about and has not answered, after a restart.
  std::vector<SightingId> in_review() const;
  /// The open incident of the place and class, if any.
  const IncidentState* open_at(ClassId violation_class, std::optional<MerchantId> merchant, GroundPoint spot) const;
  /// The nearest open incident within `within_m`, of the class where one is given; opened at or after `since`.
  const IncidentState* near(GroundPoint where, std::optional<ClassId> violation_class, double within_m, Time since) const;

 private:
  void recheck(IncidentId id, Time now, EventSink& out);
  void be_patient(IncidentState& state, Time until);
  Time clear_since(const PlaceState& place) const;
  void forget_recheck(IncidentState& state);
  void open(const event::SightingConfirmed& sighting, std::optional<MerchantId> merchant, EventSink& out);
  bool wants_review(const event::SightingConfirmed& sighting) const;

  const Configuration& configuration_;
  const Policy& policy_;
  Place place_;
  WantLook want_look_;
  std::map<IncidentId, IncidentState> incidents_;
  std::map<SightingId, event::SightingConfirmed> waiting_;  ///< For review.
  std::set<SightingId> reviewed_;                           ///< Asked for, no answer yet.
  std::set<IncidentId> open_, open_in_public_;
  std::map<std::pair<MerchantId, ClassId>, IncidentId> open_of_merchant_;
  std::set<std::pair<Time, IncidentId>> rechecks_;          ///< By the instant at which they are due.
  std::set<std::pair<Time, IncidentId>> patient_;           ///< Due, but no picture yet that decides; by the end of patience.
  Time cold_since_;                                         ///< The last restart.
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
