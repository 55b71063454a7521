// Holds the rooms of one configured engine. The facade alone includes it.
#pragma once

#include <set>
#include <utility>

#include "cases/cases.h"
#include "engine/engine.h"
#include "incidents/incidents.h"
#include "incidents/reports.h"
#include "merchants/colour_ledger.h"
#include "notices/citizen_replies.h"
#include "notices/notices.h"
#include "types/event_sink.h"
#include "zones/watch.h"

namespace tricolor::engine {

/// The rooms of one configured engine, in the order in which they fold an event.
struct Rooms {
  Configuration configuration;
  Policy policy;
  Watch watch;
  Incidents incidents;
  Reports reports;
  Notices notices;
  CitizenReplies replies;
  Cases cases;
  ColourLedger ledger;

  Rooms(Configuration c, Policy p, const ServiceState& state, const Vision* vision)
      : configuration(std::move(c)),
        policy(std::move(p)),
        watch(configuration, policy, vision),
        incidents(configuration, policy, state, place(), want_look()),
        reports(policy, state, incidents,
                [this](GroundPoint where, Time at, const std::set<OfficerId>& passed_over) {
                  return cases.officer_at(where, at, passed_over);
                }),
        notices(
            configuration, policy, state,
            [this](IncidentId incident, Time since, Time at) { return incidents.gone(incident, since, at); },
            [this](IncidentId incident, Time not_before) { incidents.want_look(incident, not_before); }),
        replies(state),
        cases(configuration, policy, state, incidents),
        ledger(configuration, policy, state) {}

  Incidents::Place place() {
    return [this](ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) {
      return watch.place(zone, violation_class, spot, not_before);
    };
  }
  Incidents::WantLook want_look() {
    return [this](ZoneId zone, Time not_before) { watch.want_look(zone, not_before); };
  }

  void apply(const Event& event) {
    watch.apply(event);
    incidents.apply(event);
    reports.apply(event);
    notices.apply(event);
    replies.apply(event);
    cases.apply(event);
    ledger.apply(event);
  }
  // After a restart every room that waits for something is told that the engine was away.
  void start_cold(Time now) {
    watch.start_cold(now);
    wait_again(now);
  }
  void wait_again(Time now) {
    incidents.start_cold(now);
    reports.start_cold(now);
    notices.start_cold(now);
    replies.start_cold(now);
    cases.start_cold(now);
  }
  // Notices react before cases, because an officer is sent at once when nobody can be warned.
  void react(const Event& event, EventSink& out) {
    incidents.react(event, out);
    notices.react(event, out);
    cases.react(event, out);
    ledger.react(event, out);
  }
};

}  // namespace tricolor::engine
