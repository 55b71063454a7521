// From sightings to incidents: fusion, review, relapse, re-check, closing and voiding. One incident for one violation.
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
#include "types/event_sink.h"
#include "zones/watch.h"

namespace tricolor::engine {

/// By how much one camera's place of a thing may be off, metres; sightings of a public place by two cameras are one
/// incident within twice this. Assumed: between the same spot as one camera sees it (2.5 m) and the five metres within
/// which the judge looks.
inline constexpr double kPlaceErrorM = 1.75;
inline constexpr double kSamePlaceM = 2 * kPlaceErrorM;

class Incidents {
 public:
  using Place = std::function<PlaceState(ZoneId, ClassId, GroundPoint, Time not_before)>;
  using WantLook = std::function<void(ZoneId, Time not_before)>;

  /// How long a re-check waits for a picture before its outcome is unknown. Assumed.
  static constexpr std::chrono::seconds kRecheckPatience{60};

  /// `state` is folded before `apply` is called. All arguments outlive the room.
  Incidents(const Configuration& configuration, const Policy& policy, const ServiceState& state, Place place,
            WantLook want_look);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  void handle(const ReviewVerdict& verdict, EventSink& out);
  void handle(const VoidRequest& request, EventSink& out);
  std::optional<Time> next_deadline() const;
  /// Re-checks that are due and can be decided.
  void wake(Time now, EventSink& out);
  /// A camera has spoken: re-checks that waited for it may be decided.
  void looked(CameraId camera, Time now, EventSink& out);

  /// After a restart: nobody looked while the engine was away, so that re-checks which fell due wait for looks, and
  /// time in which a place may have been clear does not count.
  void start_cold(Time now);

  /// The place of an incident: all fronts of its shop, or the spot. Held where any of them is; clear when none is held
  /// and those in which it was sighted were seen empty at looks at or after `not_before`; `since` the latest of them,
  /// or the last restart.
  PlaceState place_of(IncidentId incident, Time not_before) const;
  /// True when looks at or after `since` show the place of an incident clear, and by `now` it has been for as long as
  /// ends an episode.
  bool gone(IncidentId incident, Time since, Time now) const;
  /// Asks for a look at the place of an incident.
  void want_look(IncidentId incident, Time not_before) const;
  /// True when a camera watches the place of an incident.
  bool watched_by(IncidentId incident, CameraId camera) const;
  /// The nearest open incident within `within_m`, of the class where one is given; opened at or after `since`.
  const IncidentRecord* near(GroundPoint where, std::optional<ClassId> violation_class, double within_m,
                             Time since) const;

 private:
  void recheck(IncidentId id, Time now, EventSink& out);
  void be_patient(IncidentId id, Time until);
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
  std::map<IncidentId, Time> due_;            ///< When each running clock ends.
  std::map<IncidentId, Time> patient_until_;  ///< Its re-check is due and waits for pictures so long; not journalled.
  std::set<std::pair<Time, IncidentId>> rechecks_;    ///< By the instant at which they are due.
  std::set<std::pair<Time, IncidentId>> patient_;     ///< Due, but no picture yet that decides; by the end of patience.
  std::map<SightingId, Time> review_until_;           ///< When a question to a person lapses.
  std::set<std::pair<Time, SightingId>> reviews_;     ///< The same by time.
  std::map<IncidentId, Time> reopen_at_;              ///< When the place of what a case closed unseen is looked at.
  std::set<std::pair<Time, IncidentId>> reopenings_;  ///< The same by time.
  std::map<MerchantId, std::vector<ZoneId>> fronts_;  ///< Shop-front zones.
  std::map<std::pair<MerchantId, ClassId>, IncidentId>
      last_of_shop_;  ///< The last incident of a shop and class, open or not.
  std::map<ClassId, std::vector<IncidentId>>
      last_in_public_;  ///< Incidents of public places that may still be the same matter, oldest first.
  Time cold_since_;     ///< The last restart.
  std::uint32_t next_ = 1;
};

}  // namespace tricolor::engine
