// Shows that the rooms' indexes answer what a search through everything answers, whatever has happened: what is near a
// spot, to which open matter a sighting belongs, which report came earlier, and which re-checks and checks wait for a
// camera.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <deque>
#include <map>
#include <set>

#include "cases/cases.h"
#include "engine/support/town.h"
#include "incidents/camera_waits.h"
#include "incidents/place_index.h"
#include "incidents/reports.h"

namespace tricolor::engine::testing::index_property_test {
namespace {

double away(GroundPoint a, GroundPoint b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

GroundPoint any_spot() {
  // On a grid of half metres many things share a place or a distance.
  return {*rc::gen::inRange(-240, 240) / 2.0, *rc::gen::inRange(-8, 8) / 2.0};
}

RC_GTEST_PROP(IndexOfPlaces, FindsWhatASearchThroughAllFinds, ()) {
  PlaceIndex<IncidentId> index;
  std::map<IncidentId, GroundPoint> all;
  for (int step = 0; step < 60; ++step) {
    const IncidentId id{*rc::gen::inRange<std::uint32_t>(0, 20)};
    if (*rc::gen::inRange(0, 4) == 0) {
      index.remove(id);
      all.erase(id);
    } else {
      all[id] = any_spot();
      index.put(id, all[id]);
    }
    const GroundPoint where = any_spot();
    const double within_m = *rc::gen::element(0.0, 3.5, 25.0, 50.0, 1e9);
    std::vector<IncidentId> expected, found;
    for (const auto& [there, spot] : all)
      if (away(spot, where) <= within_m) expected.push_back(there);
    for (const IncidentId near : index.near(where, within_m))
      if (away(all.at(near), where) <= within_m) found.push_back(near);
    RC_ASSERT(found == expected);
    RC_ASSERT(index.contains(id) == all.contains(id));
  }
}

/// A long street: four shops with two fronts each, and stretches of pavement, each watched by one or two of six
/// cameras.
Configuration long_street() {
  Configuration city = town_street();
  city.cameras.resize(6, city.cameras[0]);
  city.zones.clear();
  city.merchants.resize(4);
  for (std::uint32_t i = 0; i < 8; ++i) {
    const double x = -120 + 30.0 * i;
    const std::vector<CameraId> front{CameraId{i % 6}}, pavement{CameraId{i % 6}, CameraId{(i + 1) % 6}};
    city.zones.push_back({"f" + std::to_string(i), ZoneKind::shop_front, MerchantId{i % 4}, DutyGridId{0}, front,
                          rectangle(x, 0, x + 30, 2)});
    city.zones.push_back({"p" + std::to_string(i), ZoneKind::pavement, std::nullopt, DutyGridId{0}, pavement,
                          rectangle(x, -4, x + 30, 0)});
  }
  return city;
}

Policy without_review() {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::none;
  return policy;
}

/// The rooms of the case side behind cameras that show what the test says. No notices are sent: a shop's clock is
/// started by hand.
struct Rooms : EventSink {
  Configuration city = long_street();
  Policy policy = without_review();
  ServiceState state;
  PlaceState place;
  Incidents incidents{city, policy, state, [this](ZoneId, ClassId, GroundPoint, Time) { return place; },
                      [](ZoneId, Time) {}};
  Reports reports{policy, state, incidents,
                  [](GroundPoint, Time, const std::set<OfficerId>&) { return std::optional(OfficerId{0}); }};
  Cases cases{city, policy, state, incidents};
  std::deque<Event> unanswered;
  Time now = kMorning;
  std::uint64_t sequence = 0;
  std::uint32_t sightings = 0;
  std::map<IncidentId, Time> clocks;  ///< Running clocks and re-checks that wait.

  void emit(event::Payload payload) override {
    unanswered.push_back({++sequence, now, std::move(payload)});
    const Event event = unanswered.back();
    state.apply(event);
    incidents.apply(event);
    reports.apply(event);
    cases.apply(event);
    if (const auto* due = std::get_if<event::CorrectionDue>(&event.payload)) clocks[due->incident] = due->due;
    if (const auto* done = std::get_if<event::Rechecked>(&event.payload)) clocks.erase(done->incident);
    if (const auto* over = std::get_if<event::IncidentClosed>(&event.payload)) clocks.erase(over->incident);
    if (const auto* at_work = std::get_if<event::CaseRegistered>(&event.payload); at_work && at_work->incident)
      clocks.erase(*at_work->incident);
  }
  void settle() {
    while (!unanswered.empty()) {
      const Event event = unanswered.front();
      unanswered.pop_front();
      incidents.react(event, *this);
      const auto* opened = std::get_if<event::IncidentOpened>(&event.payload);
      if (!opened || !opened->merchant) cases.react(event, *this);
      else emit(event::CorrectionDue{opened->incident, now + 1min * *rc::gen::inRange(1, 20)});
    }
  }
  event::SightingConfirmed any_sighting() const {
    event::SightingConfirmed seen;
    seen.sighting = SightingId{sightings + 1};
    seen.occupancy = sightings + 1;
    seen.camera = CameraId{*rc::gen::inRange<std::uint32_t>(0, 6)};
    seen.zone = ZoneId{*rc::gen::inRange<std::uint32_t>(0, 16)};
    seen.violation_class = *rc::gen::element(kPiledGoods, kRoadOccupying);
    seen.merchant = city.zones[seen.zone.value].merchant;
    seen.spot = any_spot();
    seen.onset = now - 3min;
    return seen;
  }
  Report any_report() const {
    return {7, now, *rc::gen::element(std::optional<ClassId>(), std::optional(kPiledGoods)), any_spot(), "太乱了"};
  }
  // Lets something happen.
  void step() {
    now += 1s * *rc::gen::element(0, 1, 5, 20, 40, 300, 900);
    const auto one_of = [](const auto& known) {
      return *std::next(known.begin(), *rc::gen::inRange(0, static_cast<int>(known.size())));
    };
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
      case 1: {
        const event::SightingConfirmed seen = any_sighting();
        ++sightings;
        emit(event::OccupancyStarted{
            seen.occupancy, seen.camera, seen.zone, seen.violation_class, seen.onset, seen.spot, {}});
        emit(seen);
        break;
      }
      case 2:
        if (!state.stays().empty())
          emit(event::OccupancyEnded{one_of(state.stays()).first, now, *rc::gen::arbitrary<bool>()});
        break;
      case 3: reports.handle(any_report(), now, *this); break;
      case 4:
        if (!state.open_reports().empty()) {
          using What = OfficerUpdate::What;
          OfficerUpdate word{OfficerId{0}, *rc::gen::element(What::verified_true, What::verified_false),
                             std::nullopt, one_of(state.open_reports()),
                             now,          {}};
          if (*rc::gen::arbitrary<bool>()) word.where = any_spot();
          reports.handle(word, now, *this);
        }
        break;
      case 5:
      case 6:
        if (!state.open_cases().empty()) {
          using What = OfficerUpdate::What;
          const CaseId id = one_of(state.open_cases());
          if (const auto officer = state.case_of(id)->officer)
            cases.handle(OfficerUpdate{*officer,
                                       *rc::gen::element(What::acknowledged, What::arrived, What::disposed),
                                       id,
                                       std::nullopt,
                                       now,
                                       {}},
                         now, *this);
        }
        break;
      default:
        if (!state.incidents().empty())
          incidents.handle(VoidRequest{one_of(state.incidents()).first, now, "an appeal"}, now, *this);
    }
    settle();
    place = {*rc::gen::weightedElement<PlaceState::Is>(
                 {{6, PlaceState::Is::unknown}, {1, PlaceState::Is::clear}, {1, PlaceState::Is::held}}),
             now - 1min};
    const CameraId camera{*rc::gen::inRange<std::uint32_t>(0, 6)};
    incidents.looked(camera, now, *this);
    cases.looked(camera, now, *this);
    settle();
    place.is = PlaceState::Is::unknown;
    incidents.wake(now, *this);
    settle();
    cases.wake(now, *this);
    settle();
  }
};

const IncidentRecord* nearest_of_all(const Rooms& rooms, GroundPoint where, std::optional<ClassId> violation_class,
                                     double within_m, Time since) {
  const IncidentRecord* best = nullptr;
  for (const IncidentId id : rooms.state.open_incidents()) {
    const IncidentRecord& incident = *rooms.state.incident(id);
    if (incident.opened_at < since || (violation_class && incident.opened.violation_class != *violation_class))
      continue;
    const double distance = away(incident.opened.spot, where);
    if (distance <= (best ? away(best->opened.spot, where) : within_m)) best = &incident;
  }
  return best;
}

const IncidentRecord* matter_of_all(const Rooms& rooms, const event::SightingConfirmed& seen) {
  for (const IncidentId id : rooms.state.open_in_public()) {
    const IncidentRecord& incident = *rooms.state.incident(id);
    if (incident.opened.violation_class != seen.violation_class || away(incident.opened.spot, seen.spot) > kSamePlaceM)
      continue;
    // Two things that one camera saw at the same time are two.
    const bool beside = std::any_of(incident.sightings.begin(), incident.sightings.end(), [&](SightingId other) {
      const SightingRecord& record = *rooms.state.sighting(other);
      return record.content.camera == seen.camera && record.content.occupancy != seen.occupancy &&
             (!record.stay_ended_at || *record.stay_ended_at > seen.onset);
    });
    if (!beside) return &incident;
  }
  return nullptr;
}

std::optional<ReportId> earlier_of_all(const Rooms& rooms, const Report& report) {
  std::vector<ReportId> asked(rooms.state.open_reports().begin(), rooms.state.open_reports().end());
  for (const CaseId id : rooms.state.open_cases())
    if (const auto& about = rooms.state.case_of(id)->registered.report) asked.push_back(*about);
  std::optional<ReportId> best;
  double nearest_m = rooms.policy.route.suggest_within_m;
  for (const ReportId id : asked) {
    const ReportRecord& other = *rooms.state.report(id);
    if (other.parent || other.received_at < rooms.now - rooms.policy.route.suggest_within ||
        (report.violation_class && other.received.content.violation_class != report.violation_class))
      continue;
    const double distance = away(other.found_at.value_or(other.received.content.where), report.where);
    if (distance > nearest_m || (best && distance == nearest_m)) continue;
    nearest_m = distance;
    best = id;
  }
  return best;
}

const CaseRecord* report_case_of_all(const Rooms& rooms, const event::IncidentOpened& opened) {
  for (const CaseId id : rooms.state.open_cases()) {
    const CaseRecord& record = *rooms.state.case_of(id);
    if (!record.registered.report || away(record.registered.where, opened.spot) > kSamePlaceM) continue;
    const auto& named = rooms.state.report(*record.registered.report)->received.content.violation_class;
    if (!named || *named == opened.violation_class) return &record;
  }
  return nullptr;
}

RC_GTEST_PROP(IndexesOfTheCaseSide, AnswerWhatASearchThroughEverythingAnswers, ()) {
  Rooms rooms;
  std::size_t waited = 0, checked = 0;
  for (int step = 0; step < 80; ++step) {
    rooms.step();
    const GroundPoint where = any_spot();
    const auto violation_class = *rc::gen::element(std::optional<ClassId>(), std::optional(kRoadOccupying));
    const double within_m = *rc::gen::element(0.0, kSamePlaceM, 50.0);
    const Time since = rooms.now - *rc::gen::element<Duration>(30min, 24h);
    RC_ASSERT(rooms.incidents.near(where, violation_class, within_m, since) ==
              nearest_of_all(rooms, where, violation_class, within_m, since));
    const event::SightingConfirmed seen = rooms.any_sighting();
    RC_ASSERT(rooms.incidents.open_in_public(seen) == matter_of_all(rooms, seen));
    const Report report = rooms.any_report();
    RC_ASSERT(rooms.reports.earlier_report(report, ReportId{0}, rooms.now) == earlier_of_all(rooms, report));
    event::IncidentOpened opened;
    opened.violation_class = seen.violation_class;
    opened.spot = seen.spot;
    RC_ASSERT(rooms.cases.case_of_report_at(opened) == report_case_of_all(rooms, opened));
    const CameraId camera{*rc::gen::inRange<std::uint32_t>(0, 6)};
    std::set<IncidentId> rechecks;
    for (const auto& [id, due] : rooms.clocks)
      if (due <= rooms.now && rooms.incidents.watched_by(id).contains(camera)) rechecks.insert(id);
    const std::vector<IncidentId> waiting = rooms.incidents.waiting_for(camera);
    RC_ASSERT(std::set<IncidentId>(waiting.begin(), waiting.end()) == rechecks);
    std::vector<CaseId> checks;
    for (const CaseId id : rooms.state.open_cases()) {
      const CaseRecord& record = *rooms.state.case_of(id);
      if (record.state == CaseState::checking &&
          std::any_of(record.incidents.begin(), record.incidents.end(),
                      [&](IncidentId about) { return rooms.incidents.watched_by(about).contains(camera); }))
        checks.push_back(id);
    }
    RC_ASSERT(rooms.cases.waiting_for(camera) == checks);
    waited += rechecks.size();
    checked += checks.size();
  }
  RC_TAG(waited > 0 ? "re-checks waited" : "no re-check waited");
  RC_TAG(checked > 0 ? "checks waited" : "no check waited");
}

}  // namespace
}  // namespace tricolor::engine::testing::index_property_test
