#include "view/timeline.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

namespace ev = engine::event;

bool over(engine::CaseState state) {
  return state == engine::CaseState::closed || state == engine::CaseState::forced_close || state == engine::CaseState::voided;
}

bool in_feed(const engine::Event& event) {
  if (const auto* colour = std::get_if<ev::ColourBecame>(&event.payload)) return colour->from != colour->to;
  return std::holds_alternative<ev::IncidentOpened>(event.payload) || std::holds_alternative<ev::IncidentClosed>(event.payload) ||
         std::holds_alternative<ev::IncidentVoided>(event.payload) || std::holds_alternative<ev::NoticeQueued>(event.payload) ||
         std::holds_alternative<ev::NoticeFate>(event.payload) || std::holds_alternative<ev::Rechecked>(event.payload) ||
         std::holds_alternative<ev::CaseRegistered>(event.payload) || std::holds_alternative<ev::CaseMoved>(event.payload) ||
         std::holds_alternative<ev::ReportReceived>(event.payload) || std::holds_alternative<ev::CameraBecame>(event.payload);
}

}  // namespace

sim::Point OfficerMoment::at(engine::Time now) const {
  if (!on_the_way(now)) return to;
  const double share = std::chrono::duration<double>(now - left_at).count() / std::chrono::duration<double>(arrives_at - left_at).count();
  return {from.x_m + share * (to.x_m - from.x_m), from.y_m + share * (to.y_m - from.y_m)};
}

Timeline::Timeline(const Replay& replay, engine::Time start, engine::Time planned_end, std::size_t between_checkpoints)
    : replay_(replay), start_(start), known_until_(start), planned_end_(planned_end), between_checkpoints_(between_checkpoints), moment_(beginning()) {
  checkpoints_.push_back(moment_);
}

Moment Timeline::beginning() const {
  Moment moment;
  moment.at = start_;
  for (const auto& officer : replay_.city().officers) {
    OfficerMoment body;
    body.from = body.to = officer.waits_at;
    body.left_at = body.arrives_at = start_;
    moment.officers.push_back(body);
  }
  moment.shops.resize(replay_.city().shops.size());
  moment.tally.shops[0] = static_cast<int>(moment.shops.size());
  moment.cameras.resize(replay_.city().cameras.size());
  return moment;
}

void Timeline::append(std::vector<engine::Event> events, std::vector<sim::SceneLogEntry> entries, engine::Time known_until) {
  for (engine::Event& event : events) {
    if (in_feed(event) && event.at > start_) feed_.push_back(journal_.size());
    if (std::holds_alternative<ev::IncidentOpened>(event.payload)) incident_times_.push_back(event.at);
    journal_.push_back(std::move(event));
  }
  log_.insert(log_.end(), entries.begin(), entries.end());
  known_until_ = std::max(known_until_, known_until);
  keep_checkpoints();
}

void Timeline::finish(engine::Time end) {
  finished_ = true;
  known_until_ = std::max(known_until_, end);
}

void Timeline::keep_checkpoints() {
  while (true) {
    const Moment& last = checkpoints_.back();
    const std::size_t done = last.events + last.entries;
    if (journal_.size() + log_.size() < done + 2 * between_checkpoints_) return;
    // The instant up to which about so many more are folded; all of one instant belong together.
    const engine::Time by_events = last.events + between_checkpoints_ < journal_.size() ? journal_[last.events + between_checkpoints_].at : known_until_;
    const engine::Time by_entries = last.entries + between_checkpoints_ < log_.size() ? log_[last.entries + between_checkpoints_].at : known_until_;
    const engine::Time until = std::min({by_events, by_entries, known_until_});
    if (until <= last.at) return;
    Moment next = last;
    fold(next, until);
    checkpoints_.push_back(std::move(next));
  }
}

const Moment& Timeline::at(engine::Time instant) {
  instant = std::clamp(instant, start_, known_until_);
  if (instant < moment_.at) {
    const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), instant, [](engine::Time t, const Moment& m) { return t < m.at; });
    moment_ = after == checkpoints_.begin() ? beginning() : *std::prev(after);
  } else {
    // A long way forward starts from a checkpoint as well.
    const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), instant, [](engine::Time t, const Moment& m) { return t < m.at; });
    if (after != checkpoints_.begin() && std::prev(after)->at > moment_.at) moment_ = *std::prev(after);
  }
  fold(moment_, instant);
  return moment_;
}

std::vector<sim::Thing> Timeline::standing_at(engine::Time instant) const {
  const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), instant, [](engine::Time t, const Moment& m) { return t < m.at; });
  const Moment& base = after == checkpoints_.begin() ? checkpoints_.front() : *std::prev(after);
  std::map<sim::ThingId, sim::Thing> standing;
  for (const auto& [id, it] : base.standing) standing.emplace(id, it.thing);
  for (std::size_t i = base.entries; i < log_.size() && log_[i].at <= instant; ++i) {
    if (log_[i].what == sim::SceneLogEntry::What::appear) standing[log_[i].thing.id] = log_[i].thing;
    if (log_[i].what == sim::SceneLogEntry::What::go) standing.erase(log_[i].thing.id);
  }
  std::vector<sim::Thing> things;
  for (const auto& [id, thing] : standing) things.push_back(thing);
  return things;
}

void Timeline::fold(Moment& moment, engine::Time until) const {
  while (moment.entries < log_.size() && log_[moment.entries].at <= until) take(moment, log_[moment.entries++]);
  while (moment.events < journal_.size() && journal_[moment.events].at <= until) {
    take(moment, journal_[moment.events++]);
    while (moment.feed < feed_.size() && feed_[moment.feed] < moment.events) ++moment.feed;
  }
  moment.at = std::max(moment.at, until);
}

void Timeline::take(Moment& moment, const sim::SceneLogEntry& entry) const {
  switch (entry.what) {
    case sim::SceneLogEntry::What::appear: moment.standing[entry.thing.id] = {entry.thing, entry.at}; break;
    case sim::SceneLogEntry::What::go: moment.standing.erase(entry.thing.id); break;
    case sim::SceneLogEntry::What::officer_path: {
      // Officers ride along the streets, so their way is as long as along the axes; where they are on it is told on the straight line, as
      // the twin does.
      OfficerMoment& officer = moment.officers.at(entry.thing.id);
      officer.from = officer.at(entry.at);
      officer.to = entry.thing.at;
      officer.left_at = entry.at;
      const double way_m = std::abs(officer.to.x_m - officer.from.x_m) + std::abs(officer.to.y_m - officer.from.y_m);
      officer.arrives_at = entry.at + engine::Duration{static_cast<std::int64_t>(way_m / replay_.officer_mps() * 1e6)};
      break;
    }
  }
}

void Timeline::take_case(Moment& moment, engine::Time at, const ev::CaseMoved& moved) const {
  CaseMoment& it = moment.cases[moved.case_id.value];
  it.state = moved.to;
  if (moved.officer) {
    if (it.officer && *it.officer != *moved.officer && moment.officers.at(it.officer->value).case_id == moved.case_id)
      moment.officers[it.officer->value].case_id.reset();
    it.officer = moved.officer;
  }
  if (it.officer) {
    OfficerMoment& officer = moment.officers.at(it.officer->value);
    const bool in_hand = moved.to == engine::CaseState::dispatched || moved.to == engine::CaseState::acknowledged || moved.to == engine::CaseState::arrived ||
                         moved.to == engine::CaseState::disposed || moved.to == engine::CaseState::rework;
    if (in_hand) {
      officer.case_id = moved.case_id;
      officer.doing = moved.to;
    } else if (officer.case_id == moved.case_id) {
      officer.case_id.reset();
    }
  }
  if (over(moved.to) && !it.over_at) {
    it.over_at = at;
    ++moment.tally.cases_over;
  }
  if (moved.to == engine::CaseState::closed) {
    ++moment.tally.cases_closed;
    moment.tally.on_time += at <= it.registered.due ? 1 : 0;
  }
}

void Timeline::take(Moment& moment, const engine::Event& event) const {
  Tally& tally = moment.tally;
  const auto end_incident = [&](IncidentMoment& it) {
    if (it.open()) --tally.incidents_open;
  };
  std::visit(
      [&](const auto& e) {
        using T = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<T, ev::CameraBecame>) {
          CameraMoment& camera = moment.cameras.at(e.camera.value);
          tally.blind += (e.sees ? 0 : 1) - (camera.sees ? 0 : 1);
          camera = {e.sees, e.reason, e.since};
        } else if constexpr (std::is_same_v<T, ev::OccupancyStarted>) {
          OpenStay& stay = moment.stays[e.occupancy];
          stay.started = e;
        } else if constexpr (std::is_same_v<T, ev::OccupancyEnded>) {
          moment.stays.erase(e.occupancy);
        } else if constexpr (std::is_same_v<T, ev::SightingConfirmed>) {
          moment.sightings[e.sighting.value] = e;
          if (const auto stay = moment.stays.find(e.occupancy); stay != moment.stays.end()) {
            stay->second.sighting = e.sighting;
            stay->second.score_256 = e.score_256;
          }
        } else if constexpr (std::is_same_v<T, ev::IncidentOpened>) {
          IncidentMoment& it = moment.incidents[e.incident.value];
          it.opened = e;
          it.at = event.at;
          if (const auto sighting = moment.sightings.find(e.sighting.value); sighting != moment.sightings.end()) it.camera = sighting->second.camera;
          if (e.merchant) ++moment.shops.at(e.merchant->value).incidents;
          ++tally.incidents;
          ++tally.incidents_open;
        } else if constexpr (std::is_same_v<T, ev::IncidentClosed>) {
          IncidentMoment& it = moment.incidents[e.incident.value];
          end_incident(it);
          it.closed_at = event.at;
          it.how = e.how;
        } else if constexpr (std::is_same_v<T, ev::IncidentVoided>) {
          IncidentMoment& it = moment.incidents[e.incident.value];
          end_incident(it);
          it.voided = true;
          --tally.incidents;
        } else if constexpr (std::is_same_v<T, ev::NoticeQueued>) {
          ++tally.notices;
          ++moment.shops.at(e.merchant.value).notices;
          moment.incidents[e.incident.value].notice = e.notice;
          moment.notice_of[e.notice.value] = e.incident;
        } else if constexpr (std::is_same_v<T, ev::NoticeFate>) {
          ++(e.delivered ? tally.delivered : tally.undelivered);
        } else if constexpr (std::is_same_v<T, ev::CorrectionDue>) {
          moment.incidents[e.incident.value].correction_due = e.due;
        } else if constexpr (std::is_same_v<T, ev::Rechecked>) {
          if (e.outcome == engine::RecheckOutcome::corrected) ++tally.corrected;
          if (e.outcome == engine::RecheckOutcome::not_corrected) ++tally.not_corrected;
          if (e.outcome == engine::RecheckOutcome::relapsed) ++tally.relapsed;
        } else if constexpr (std::is_same_v<T, ev::CaseRegistered>) {
          CaseMoment& it = moment.cases[e.case_id.value];
          it.registered = e;
          it.at = event.at;
          ++tally.cases;
          if (e.incident) {
            IncidentMoment& incident = moment.incidents[e.incident->value];
            incident.case_id = e.case_id;
            if (incident.opened.merchant) ++moment.shops.at(incident.opened.merchant->value).cases;
          }
        } else if constexpr (std::is_same_v<T, ev::CaseMoved>) {
          take_case(moment, event.at, e);
        } else if constexpr (std::is_same_v<T, ev::ReportReceived>) {
          ++tally.reports;
        } else if constexpr (std::is_same_v<T, ev::ColourBecame>) {
          ShopMoment& shop = moment.shops.at(e.merchant.value);
          --tally.shops[static_cast<std::size_t>(shop.colour)];
          shop.colour = e.to;
          shop.count = e.count;
          ++tally.shops[static_cast<std::size_t>(shop.colour)];
        }
      },
      event.payload);
}

}  // namespace tricolor::harness
