// Turns sightings into incidents: fusion, review, relapse, re-check, closing and voiding. There is one incident for one
// violation.
//
// Records are in the read model; this room keeps only the timers of re-checks, which `apply` rebuilds. `react` and
// `wake` decide what follows.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>

#include "engine/configuration.h"
#include "engine/policy.h"
#include "engine/service_state.h"
#include "incidents/camera_waits.h"
#include "incidents/place_index.h"
#include "types/event_sink.h"
#include "zones/watch.h"

namespace tricolor::engine {

/// Error of a thing's place as one camera gives it, metres. Sightings of a public place by two cameras are one incident
/// within twice this. Assumed: it lies between the same spot as one camera sees it (2.5 m) and the five metres within
/// which the judge looks.
inline constexpr double kPlaceErrorM = 1.75;
inline constexpr double kSamePlaceM = 2 * kPlaceErrorM;

class Incidents {
 public:
  using Place = std::function<PlaceState(ZoneId, ClassId, GroundPoint, Time not_before)>;
  using WantLook = std::function<void(ZoneId, Time not_before)>;

  /// Time that a re-check waits for a picture before its outcome is unknown, seconds. Assumed.
  static constexpr std::chrono::seconds kRecheckPatience{60};

  /// `state` is folded before `apply` is called. All arguments outlive the room.
  Incidents(const Configuration& configuration, const Policy& policy, const ServiceState& state, Place place,
            WantLook want_look);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  void handle(const ReviewVerdict& verdict, EventSink& out);
  void handle(const VoidRequest& request, Time now, EventSink& out);
  std::optional<Time> next_deadline() const;
  /// Decides re-checks that are due and can be decided.
  void wake(Time now, EventSink& out);
  /// Decides re-checks that waited for this camera, which has spoken.
  void looked(CameraId camera, Time now, EventSink& out);

  /// An incident as an appeal, or an officer who names it, finds it; none when it never was, or was closed longer
  /// ago than the time for appeals.
  struct Named {
    std::optional<CaseId> case_id;
    bool open = false;
    bool voided = false;
  };
  std::optional<Named> named(IncidentId incident, Time now) const;
  /// True while this room will ask for the record of an incident that is over. In a journal that is folded again
  /// nobody has answered the looks after its closing; they are not asked for again once its place was seen clear.
  bool needs(IncidentId incident, bool folds_again) const;
  /// Forgets an incident whose record leaves.
  void let_go(IncidentId incident);

  /// Called after a restart. Nobody looked while the engine was away, so that re-checks which fell due wait for looks,
  /// and time in which a place may have been clear does not count.
  void start_cold(Time now);

  /// The state of an incident's place: all fronts of its shop, or the spot. It is held when any of them is held. It is
  /// clear when none is held and those in which the incident was sighted were seen empty at looks at or after
  /// `not_before`; then `since` is the latest of them, or the last restart.
  PlaceState place_of(IncidentId incident, Time not_before) const;
  /// True when looks at or after `since` show the place of an incident clear, and by `now` it has been clear for as
  /// long as ends an episode.
  bool gone(IncidentId incident, Time since, Time now) const;
  /// Asks for a look at the place of an incident.
  void want_look(IncidentId incident, Time not_before) const;
  /// The cameras that watch the place of an incident.
  std::set<CameraId> watched_by(IncidentId incident) const;
  /// The re-checks that wait for a word of a camera, in the order in which their waits end.
  std::vector<IncidentId> waiting_for(CameraId camera) const;
  /// The open incident of a public place to which a sighting that accuses nobody belongs; null when there is none.
  const IncidentRecord* open_in_public(const event::SightingConfirmed& sighting) const;
  /// The nearest open incident within `within_m` metres that was opened at or after `since`, and is of the class where
  /// one is given.
  const IncidentRecord* near(GroundPoint where, std::optional<ClassId> violation_class, double within_m,
                             Time since) const;

 private:
  void recheck(IncidentId id, Time now, EventSink& out);
  void be_patient(IncidentId id, Time until);
  bool told_by_its_cameras_only(IncidentId id) const;
  void wake_rechecks(Time now, EventSink& out);
  void note_open(IncidentId id);
  void note_over(IncidentId id);
  void stir(CameraId camera, Time at);
  void stir(ZoneId zone, Time at);
  void forget_recheck(IncidentId id);
  void forget_review(SightingId id);
  void keep_public(const event::IncidentOpened& opened, Time now);
  void accept(const event::SightingConfirmed& sighting, std::optional<MerchantId> merchant, Time now, EventSink& out);
  bool wants_review(const event::SightingConfirmed& sighting) const;
  bool same_matter(const IncidentRecord& incident, const event::SightingConfirmed& sighting,
                   std::optional<MerchantId> merchant) const;
  const IncidentRecord* open_matter(const event::SightingConfirmed& sighting, std::optional<MerchantId> merchant) const;
  const IncidentRecord* past_matter(const event::SightingConfirmed& sighting, std::optional<MerchantId> merchant) const;
  std::vector<ZoneId> fronts_of(const IncidentRecord& incident) const;
  void check_closed(IncidentId id, Time now, EventSink& out);
  void reopen_at(IncidentId id, std::optional<Time> when);

  const Configuration& configuration_;
  const Policy& policy_;
  const ServiceState& state_;
  Place place_;
  WantLook want_look_;
  std::map<IncidentId, Time> due_;  ///< End of the time to correct, for each running clock.
  /// End of the wait for pictures of a re-check that is due; not journalled.
  std::map<IncidentId, Time> patient_until_;
  std::set<std::pair<Time, IncidentId>> rechecks_;  ///< Re-checks by the instant at which they are due.
  /// Re-checks that are due without a deciding picture, by the end of their wait.
  std::set<std::pair<Time, IncidentId>> patient_;
  CameraWaits<IncidentId> waiting_;  ///< The same by camera.
  /// Re-checks that wait, by an instant from which something other than a camera's word may have decided them.
  std::set<std::pair<Time, IncidentId>> ripe_;
  /// Re-checks that wait about places that cameras of other zones may see too.
  std::set<IncidentId> patient_in_the_open_;
  std::map<SightingId, Time> review_until_;        ///< Instant at which a question to a reviewer lapses.
  std::set<std::pair<Time, SightingId>> reviews_;  ///< The same by time.
  /// Instant at which the place of an incident that a case closed unseen is looked at.
  std::map<IncidentId, Time> reopen_at_;
  std::set<std::pair<Time, IncidentId>> reopenings_;  ///< The same by time.
  std::map<MerchantId, std::vector<ZoneId>> fronts_;  ///< Shop-front zones.
  /// The last incident of a shop and class, open or not.
  std::map<std::pair<MerchantId, ClassId>, IncidentId> last_of_shop_;
  PlaceIndex<IncidentId> open_places_;  ///< Open incidents.
  /// Incidents of public places that may still be the same matter.
  PlaceIndex<IncidentId> public_places_;
  /// Those of them that are over and were seen clear, by class and the instant of closing.
  std::map<ClassId, std::set<std::pair<Time, IncidentId>>> over_in_public_;
  std::map<IncidentId, Time> over_since_;  ///< The same by incident.
  Time cold_since_;                        ///< Instant of the last restart.
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
