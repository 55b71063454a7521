#include "incidents/incidents.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

// A number in [0, 1) that depends on the text alone: FNV-1a, mixed by the finaliser of SplitMix64.
double uniform_of(const std::string& text) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ull;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBull;
  hash ^= hash >> 31;
  return static_cast<double>(hash >> 11) * 0x1p-53;
}

}  // namespace

Incidents::Incidents(const Configuration& configuration, const Policy& policy, const ServiceState& state, Place place,
                     WantLook want_look)
    : configuration_(configuration),
      policy_(policy),
      state_(state),
      place_(std::move(place)),
      want_look_(std::move(want_look)) {
  for (std::uint32_t i = 0; i < configuration.zones.size(); ++i)
    if (configuration.zones[i].merchant) fronts_[*configuration.zones[i].merchant].push_back(ZoneId{i});
}

// The zones of an incident: its own first, then those of its other sightings, then the shop's other fronts.
std::vector<ZoneId> Incidents::fronts_of(const IncidentRecord& incident) const {
  std::vector<ZoneId> zones{incident.opened.zone};
  const auto add = [&zones](ZoneId zone) {
    if (std::find(zones.begin(), zones.end(), zone) == zones.end()) zones.push_back(zone);
  };
  if (!incident.opened.merchant) return zones;
  for (const SightingId id : incident.sightings)
    if (const SightingRecord* sighting = state_.sighting(id)) add(sighting->content.zone);
  if (const auto fronts = fronts_.find(*incident.opened.merchant); fronts != fronts_.end())
    for (const ZoneId zone : fronts->second) add(zone);
  return zones;
}

PlaceState Incidents::place_of(IncidentId id, Time not_before) const {
  const IncidentRecord& incident = *state_.incident(id);
  std::set<ZoneId> sighted{incident.opened.zone};
  for (const SightingId sighting : incident.sightings)
    if (const SightingRecord* record = state_.sighting(sighting); record && incident.opened.merchant)
      sighted.insert(record->content.zone);
  PlaceState all;
  all.is = PlaceState::Is::clear;
  for (const ZoneId zone : fronts_of(incident)) {
    const PlaceState one = place_(zone, incident.opened.violation_class, incident.opened.spot, not_before);
    if (one.is == PlaceState::Is::held) return one;
    // A front in which the thing never was may be watched by no camera: it counts only when something is seen there.
    if (!sighted.contains(zone)) continue;
    if (one.is == PlaceState::Is::unknown) {
      all.since = all.is == PlaceState::Is::unknown ? std::min(all.since, one.since) : one.since;
      all.is = PlaceState::Is::unknown;
    } else if (all.is == PlaceState::Is::clear) {
      // A place that was not watched is not known to have stayed clear.
      all.since = std::max({all.since, one.since, cold_since_});
    }
  }
  return all;
}

bool Incidents::gone(IncidentId incident, Time since, Time now) const {
  const PlaceState place = place_of(incident, since);
  return place.is == PlaceState::Is::clear && now - place.since >= policy_.occupancy.rearm_after_clear;
}

void Incidents::start_cold(Time now) {
  cold_since_ = now;
  for (const auto& [due, id] : rechecks_) want_look(id, std::max<Time>(due, now + 1s));
  // The answer may have come while the engine was away.
  const auto reviews = review_until_;
  for (const auto& [id, until] : reviews) {
    forget_review(id);
    review_until_[id] = std::max<Time>(until, now + kColdPatience);
    reviews_.insert({review_until_[id], id});
  }
}

void Incidents::want_look(IncidentId incident, Time not_before) const {
  for (const ZoneId zone : fronts_of(*state_.incident(incident))) want_look_(zone, not_before);
}

// True when a sighting belongs to an incident. One shop and class are one matter. In a public place it is the same
// spot; but two things that one camera saw at the same time are two.
bool Incidents::same_matter(const IncidentRecord& incident, const event::SightingConfirmed& sighting,
                            std::optional<MerchantId> merchant) const {
  const event::IncidentOpened& opened = incident.opened;
  if (opened.violation_class != sighting.violation_class || opened.merchant != merchant) return false;
  if (merchant) return true;
  if (std::hypot(opened.spot.x_m - sighting.spot.x_m, opened.spot.y_m - sighting.spot.y_m) > kSamePlaceM) return false;
  for (const SightingId id : incident.sightings) {
    const SightingRecord* other = state_.sighting(id);
    if (!other || other->content.camera != sighting.camera || other->content.occupancy == sighting.occupancy) continue;
    if (!other->stay_ended_at || *other->stay_ended_at > sighting.onset) return false;
  }
  return true;
}

const IncidentRecord* Incidents::open_matter(const event::SightingConfirmed& sighting,
                                             std::optional<MerchantId> merchant) const {
  return merchant ? state_.open_of(*merchant, sighting.violation_class) : open_in_public(sighting);
}

const IncidentRecord* Incidents::open_in_public(const event::SightingConfirmed& sighting) const {
  for (const IncidentId id : open_places_.near(sighting.spot, kSamePlaceM))
    if (const IncidentRecord& incident = *state_.incident(id); same_matter(incident, sighting, std::nullopt))
      return &incident;
  return nullptr;
}

// The last incident of the same matter that is closed already and to which this sighting still belongs: the stay began
// before it was closed, or nobody has seen its place empty since.
const IncidentRecord* Incidents::past_matter(const event::SightingConfirmed& sighting,
                                             std::optional<MerchantId> merchant) const {
  const auto belongs = [&](const IncidentRecord& incident) {
    if (incident.open() || !same_matter(incident, sighting, merchant)) return false;
    const bool overlaps =
        sighting.onset <= *incident.closed_at && !(incident.seen_clear_at && *incident.seen_clear_at < sighting.onset);
    const bool never_seen_to_go = incident.how == event::IncidentClosed::How::case_closed && !incident.seen_clear_at;
    return overlaps || never_seen_to_go;
  };
  if (merchant) {
    const auto last = last_of_shop_.find({*merchant, sighting.violation_class});
    if (last == last_of_shop_.end()) return nullptr;
    const IncidentRecord& incident = *state_.incident(last->second);
    return belongs(incident) ? &incident : nullptr;
  }
  const std::vector<IncidentId> past = public_places_.near(sighting.spot, kSamePlaceM);
  for (auto id = past.rbegin(); id != past.rend(); ++id)
    if (const IncidentRecord& incident = *state_.incident(*id); belongs(incident)) return &incident;
  return nullptr;
}

const IncidentRecord* Incidents::near(GroundPoint where, std::optional<ClassId> violation_class, double within_m,
                                      Time since) const {
  const IncidentRecord* best = nullptr;
  double nearest = within_m;
  for (const IncidentId id : open_places_.near(where, within_m)) {
    const IncidentRecord& incident = *state_.incident(id);
    if (incident.opened_at < since || (violation_class && incident.opened.violation_class != *violation_class))
      continue;
    const double distance = std::hypot(incident.opened.spot.x_m - where.x_m, incident.opened.spot.y_m - where.y_m);
    if (distance > nearest) continue;
    nearest = distance;
    best = &incident;
  }
  return best;
}

void Incidents::apply(const Event& event) {
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    next_ = std::max(next_, opened->incident.value + 1);
    if (opened->merchant) last_of_shop_[{*opened->merchant, opened->violation_class}] = opened->incident;
    else keep_public(*opened, event.at);
    note_open(opened->incident);
  } else if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload)) {
    forget_recheck(closed->incident);
    note_open(closed->incident);
    note_over(closed->incident);
    const IncidentRecord* incident = state_.incident(closed->incident);
    if (incident && closed->how == event::IncidentClosed::How::case_closed && !incident->voided())
      reopen_at(closed->incident, event.at + policy_.escalation.reopen_after);
  } else if (const auto* attached = std::get_if<event::SightingAttached>(&event.payload)) {
    const IncidentRecord* incident = state_.incident(attached->incident);
    const bool closed_unseen = incident && !incident->open() && !incident->voided() &&
                               incident->how == event::IncidentClosed::How::case_closed;
    if (closed_unseen && !reopen_at_.contains(attached->incident))
      reopen_at(attached->incident, *incident->closed_at + policy_.escalation.reopen_after);
    // Another zone's cameras may answer from here on.
    if (incident && waiting_.waits(attached->incident))
      be_patient(attached->incident, patient_until_.at(attached->incident));
  } else if (const auto* reopened = std::get_if<event::IncidentReopened>(&event.payload)) {
    reopen_at(reopened->incident, std::nullopt);
    note_open(reopened->incident);
    note_over(reopened->incident);
  } else if (const auto* clear = std::get_if<event::PlaceSeenClear>(&event.payload)) {
    reopen_at(clear->incident, std::nullopt);
    note_over(clear->incident);
  } else if (const auto* started = std::get_if<event::OccupancyStarted>(&event.payload)) {
    stir(started->zone, event.at);
  } else if (std::holds_alternative<event::OccupancyEnded>(event.payload)) {
    const auto& ended = state_.just_ended();
    if (!ended) return;
    stir(ended->started.zone, event.at);
    const SightingRecord* sighting = ended->sighting ? state_.sighting(*ended->sighting) : nullptr;
    if (sighting && sighting->incident) note_over(*sighting->incident);
  } else if (const auto* camera = std::get_if<event::CameraBecame>(&event.payload)) {
    stir(camera->camera, event.at);
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    reopen_at(voided->incident, std::nullopt);
  } else if (const auto* asked = std::get_if<event::ReviewAsked>(&event.payload)) {
    review_until_[asked->sighting] = event.at + policy_.review.answer_within;
    reviews_.insert({event.at + policy_.review.answer_within, asked->sighting});
  } else if (const auto* given = std::get_if<event::ReviewGiven>(&event.payload)) {
    forget_review(given->sighting);
  } else if (const auto* lapsed = std::get_if<event::ReviewLapsed>(&event.payload)) {
    forget_review(lapsed->sighting);
  } else if (const auto* due = std::get_if<event::CorrectionDue>(&event.payload)) {
    forget_recheck(due->incident);
    const IncidentRecord* incident = state_.incident(due->incident);
    if (!incident || !incident->open() || incident->case_id()) return;
    due_[due->incident] = due->due;
    rechecks_.insert({due->due, due->incident});
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    forget_recheck(rechecked->incident);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    // From here on the case's own check decides. A shop whose notice was not delivered has no time to correct.
    if (registered->incident) forget_recheck(*registered->incident);
  }
}

// Forgets incidents that have been over for a day: no sighting belongs to them any more.
void Incidents::keep_public(const event::IncidentOpened& opened, Time now) {
  std::set<std::pair<Time, IncidentId>>& over = over_in_public_[opened.violation_class];
  while (!over.empty() && now - over.begin()->first > 24h) {
    const IncidentId id = over.begin()->second;
    over.erase(over.begin());
    over_since_.erase(id);
    public_places_.remove(id);
  }
  public_places_.put(opened.incident, opened.spot);
}

// Notes whether an incident of a public place is over and was seen clear.
void Incidents::note_over(IncidentId id) {
  const IncidentRecord* incident = state_.incident(id);
  if (!incident || incident->opened.merchant) return;
  std::set<std::pair<Time, IncidentId>>& over = over_in_public_[incident->opened.violation_class];
  if (const auto since = over_since_.find(id); since != over_since_.end()) {
    over.erase({since->second, id});
    over_since_.erase(since);
  }
  if (incident->open() || !incident->seen_clear_at || !public_places_.contains(id)) return;
  over_since_[id] = *incident->closed_at;
  over.insert({*incident->closed_at, id});
}

void Incidents::note_open(IncidentId id) {
  const IncidentRecord* incident = state_.incident(id);
  if (incident && state_.open_incidents().contains(id)) open_places_.put(id, incident->opened.spot);
  else open_places_.remove(id);
}

void Incidents::forget_review(SightingId id) {
  const auto until = review_until_.find(id);
  if (until == review_until_.end()) return;
  reviews_.erase({until->second, id});
  review_until_.erase(until);
}

void Incidents::reopen_at(IncidentId id, std::optional<Time> when) {
  if (const auto before = reopen_at_.find(id); before != reopen_at_.end()) {
    reopenings_.erase({before->second, id});
    reopen_at_.erase(before);
  }
  if (!when) return;
  reopen_at_[id] = *when;
  reopenings_.insert({*when, id});
}

// True when a reviewer inspects a sighting before it counts. A thing between two shops is accused only after one has.
bool Incidents::wants_review(const event::SightingConfirmed& sighting) const {
  if (!sighting.between.empty()) return true;
  switch (policy_.review.when) {
    case ReviewPolicy::When::none:
    case ReviewPolicy::When::before_escalation: return false;
    case ReviewPolicy::When::before_notice: return true;
    case ReviewPolicy::When::sampled: {
      // The sample depends on place, class and time, not on earlier events, so that two policies ask about the same
      // sightings.
      const std::int64_t quarter =
          std::chrono::floor<std::chrono::minutes>(sighting.onset + kUtcOffset).time_since_epoch().count() / 15;
      const std::string key = configuration_.zones.at(sighting.zone.value).name + '\n' +
                              configuration_.classes.at(sighting.violation_class.value).code_name + '\n' +
                              std::to_string(quarter);
      return uniform_of(key) < policy_.review.sampled_share;
    }
  }
  return false;
}

// Attaches a sighting that counts to the matter to which it belongs, or opens a new one.
void Incidents::accept(const event::SightingConfirmed& sighting, std::optional<MerchantId> merchant, Time now,
                       EventSink& out) {
  if (const IncidentRecord* same = open_matter(sighting, merchant)) {
    const IncidentId id = same->opened.incident;
    // A second camera may begin to see the same thing at any time; only a stay that begins after its place was seen
    // empty is a return.
    const bool returned = same->seen_clear_at && sighting.onset > *same->seen_clear_at && !same->relapsed_at;
    out.emit(event::SightingAttached{id, sighting.sighting});
    if (returned) out.emit(event::IncidentRelapsed{id, sighting.onset});
    return;
  }
  if (const IncidentRecord* past = past_matter(sighting, merchant)) {
    const IncidentId id = past->opened.incident;
    const bool closed_unseen = past->how == event::IncidentClosed::How::case_closed && !past->voided();
    out.emit(event::SightingAttached{id, sighting.sighting});
    if (!closed_unseen) return;
    // A thing that nobody saw go still stands, or stands again: the matter goes on once the officers have had their
    // time.
    if (now >= *past->closed_at + policy_.escalation.reopen_after)
      out.emit(event::IncidentReopened{id, sighting.onset});
    return;
  }
  const Zone& zone = configuration_.zones.at(sighting.zone.value);
  out.emit(event::IncidentOpened{IncidentId{next_}, sighting.sighting, sighting.violation_class, merchant,
                                 sighting.zone, zone.duty_grid, sighting.spot, sighting.onset});
}

// Reopens an incident that a case closed on an officer's word or by force, when it is seen standing after the policy's
// interval.
void Incidents::check_closed(IncidentId id, Time now, EventSink& out) {
  const IncidentRecord& incident = *state_.incident(id);
  reopen_at(id, std::nullopt);
  if (incident.open() || incident.voided() ||
      (incident.opened.merchant && state_.open_of(*incident.opened.merchant, incident.opened.violation_class)))
    return;
  const PlaceState place = place_of(id, *incident.closed_at);
  if (place.is == PlaceState::Is::clear) {
    if (!incident.seen_clear_at) out.emit(event::PlaceSeenClear{id, place.since});
    return;
  }
  // A stay that began after the place was seen empty is judged by its own dwell.
  if (place.is == PlaceState::Is::held && incident.seen_clear_at && place.since > *incident.seen_clear_at) return;
  if (place.is == PlaceState::Is::held) {
    out.emit(event::IncidentReopened{id, place.since});
    return;
  }
  // No camera can see the place: it is asked again after the same interval.
  reopen_at(id, now + policy_.escalation.reopen_after);
  want_look(id, now + policy_.escalation.reopen_after);
}

void Incidents::react(const Event& event, EventSink& out) {
  if (const auto* confirmed = std::get_if<event::SightingConfirmed>(&event.payload)) {
    if (wants_review(*confirmed)) out.emit(event::ReviewAsked{confirmed->sighting});
    else accept(*confirmed, confirmed->merchant, event.at, out);
  } else if (const auto* due = std::get_if<event::CorrectionDue>(&event.payload)) {
    want_look(due->incident, due->due);
  } else if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload)) {
    if (const auto when = reopen_at_.find(closed->incident); when != reopen_at_.end())
      want_look(closed->incident, when->second - 1s);
  }
}

void Incidents::handle(const ReviewVerdict& verdict, EventSink& out) {
  const SightingRecord* record = state_.sighting(verdict.sighting);
  if (!record || record->review != SightingRecord::Review::asked) return;
  const event::SightingConfirmed sighting = record->content;
  // A reviewer may only name one of the shops to which the sighting may belong.
  const bool may_be =
      !verdict.merchant || verdict.merchant == sighting.merchant ||
      std::find(sighting.between.begin(), sighting.between.end(), *verdict.merchant) != sighting.between.end();
  if (!may_be) {
    out.emit(event::TroubleAtPort{"review", "a verdict on sighting " + std::to_string(verdict.sighting.value) +
                                                " names a shop that it cannot be of"});
    return;
  }
  if (record->incident) {
    // The question was about an incident that is open already: whether an officer shall go.
    out.emit(event::ReviewGiven{verdict.sighting, verdict.confirmed, verdict.merchant});
    return;
  }
  const std::optional<MerchantId> merchant = verdict.merchant ? verdict.merchant : sighting.merchant;
  const bool nobody = verdict.confirmed && !sighting.between.empty() && !merchant;
  out.emit(event::ReviewGiven{verdict.sighting, verdict.confirmed && !nobody, merchant});
  if (verdict.confirmed && !nobody) accept(sighting, merchant, verdict.at, out);
}

std::optional<Incidents::Named> Incidents::named(IncidentId id, Time now) const {
  const auto in_time = [&](Time closed_at) { return now - closed_at <= policy_.records.appeals_within; };
  if (const IncidentRecord* incident = state_.incident(id)) {
    if (incident->closed_at && !in_time(*incident->closed_at)) return std::nullopt;
    return Named{incident->case_id(), incident->open(), incident->voided()};
  }
  const PastIncident* past = state_.past_incident(id);
  if (!past || !in_time(past->closed_at)) return std::nullopt;
  return Named{past->case_id, false, past->voided};
}

// An incident whose case was closed unseen, and whose place nobody has seen empty, may go on.
bool Incidents::needs(IncidentId id, bool folds_again) const {
  const IncidentRecord& incident = *state_.incident(id);
  return (!folds_again && reopen_at_.contains(id)) || due_.contains(id) || patient_until_.contains(id) ||
         (incident.how == event::IncidentClosed::How::case_closed && !incident.seen_clear_at);
}

void Incidents::let_go(IncidentId id) {
  const IncidentRecord& incident = *state_.incident(id);
  reopen_at(id, std::nullopt);
  if (incident.opened.merchant) {
    const auto last = last_of_shop_.find({*incident.opened.merchant, incident.opened.violation_class});
    if (last != last_of_shop_.end() && last->second == id) last_of_shop_.erase(last);
    return;
  }
  public_places_.remove(id);
  if (const auto since = over_since_.find(id); since != over_since_.end()) {
    over_in_public_[incident.opened.violation_class].erase({since->second, id});
    over_since_.erase(since);
  }
}

void Incidents::handle(const VoidRequest& request, Time now, EventSink& out) {
  const auto named = this->named(request.incident, now);
  if (!named && request.incident.value > 0 && request.incident.value < next_)
    out.emit(event::TroubleAtPort{"appeals", "incident " + std::to_string(request.incident.value) +
                                                 " was to be taken back after the time for appeals"});
  if (!named || named->voided) return;
  const bool was_open = named->open;
  out.emit(event::IncidentVoided{request.incident, request.reason});
  if (was_open) out.emit(event::IncidentClosed{request.incident, event::IncidentClosed::How::voided});
}

std::optional<Time> Incidents::next_deadline() const {
  std::optional<Time> next;
  if (!rechecks_.empty()) next = rechecks_.begin()->first;
  if (!patient_.empty() && (!next || patient_.begin()->first < *next)) next = patient_.begin()->first;
  if (!reviews_.empty() && (!next || reviews_.begin()->first < *next)) next = reviews_.begin()->first;
  if (!reopenings_.empty() && (!next || reopenings_.begin()->first < *next)) next = reopenings_.begin()->first;
  return next;
}

void Incidents::wake(Time now, EventSink& out) {
  while (!reviews_.empty() && reviews_.begin()->first <= now) out.emit(event::ReviewLapsed{reviews_.begin()->second});
  while (!reopenings_.empty() && reopenings_.begin()->first <= now) check_closed(reopenings_.begin()->second, now, out);
  wake_rechecks(now, out);
}

}  // namespace tricolor::engine
