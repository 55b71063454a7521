#include "view/model/timeline.h"

#include <algorithm>
#include <cmath>

#include "view/words/words.h"

namespace tricolor::harness {
namespace {

bool in_hand(engine::CaseState state) {
  using State = engine::CaseState;
  return state == State::dispatched || state == State::acknowledged || state == State::arrived ||
         state == State::disposed || state == State::rework;
}

// The case that an officer is shown with is the one of his that moved last.
void give_cases(const engine::ServiceState& service, std::vector<OfficerMoment>& officers) {
  std::vector<std::uint64_t> moved(officers.size(), 0);
  for (OfficerMoment& officer : officers) officer.case_id.reset();
  for (const engine::CaseId id : service.open_cases()) {
    const engine::CaseRecord& record = *service.case_of(id);
    // A case that came back from the check is still his until it is sent to somebody.
    const auto who = record.officer ? record.officer : record.last_officer;
    if (!who || !in_hand(record.state) || record.moves.back().sequence < moved.at(who->value)) continue;
    moved[who->value] = record.moves.back().sequence;
    officers[who->value].case_id = id;
    officers[who->value].doing = record.state;
  }
}

Tally tally_of(const Moment& moment) {
  const engine::ServiceState& service = moment.service;
  Tally tally;
  for (const auto& [id, it] : service.incidents()) {
    tally.incidents += it.voided() ? 0 : 1;
    tally.incidents_open += it.open() && !it.voided() ? 1 : 0;
    for (const engine::Recheck& recheck : it.rechecks) {
      tally.corrected += recheck.outcome == engine::RecheckOutcome::corrected ? 1 : 0;
      tally.not_corrected += recheck.outcome == engine::RecheckOutcome::not_corrected ? 1 : 0;
      tally.relapsed += recheck.outcome == engine::RecheckOutcome::relapsed ? 1 : 0;
    }
  }
  tally.notices = static_cast<int>(service.notices().size());
  for (const auto& [id, it] : service.notices())
    if (it.delivered) ++(*it.delivered ? tally.delivered : tally.undelivered);
  tally.cases = static_cast<int>(service.cases().size());
  for (const auto& [id, it] : service.cases()) {
    tally.cases_over += it.over() ? 1 : 0;
    const bool should_have_closed =
        it.state != engine::CaseState::voided && (it.over() || it.registered.due < moment.at);
    tally.cases_should_have_closed += should_have_closed ? 1 : 0;
    tally.on_time += it.closed() && *it.over_at <= it.registered.due ? 1 : 0;
  }
  tally.reports = static_cast<int>(service.reports().size());
  for (const engine::CameraRecord& camera : service.cameras()) tally.blind += camera.sees ? 0 : 1;
  for (std::size_t i = 0; i < moment.shop_count; ++i) ++tally.shops[static_cast<std::size_t>(moment.shop(i).colour)];
  return tally;
}

}  // namespace

const engine::MerchantRecord& Moment::shop(std::size_t index) const {
  static const engine::MerchantRecord kUntouched;
  const auto* record = service.merchant(engine::MerchantId{static_cast<std::uint32_t>(index)});
  return record ? *record : kUntouched;
}

const engine::CameraRecord& Moment::camera(std::size_t index) const {
  static const engine::CameraRecord kNeverSpoke;
  const auto* record = service.camera(engine::CameraId{static_cast<std::uint32_t>(index)});
  return record ? *record : kNeverSpoke;
}

std::optional<engine::CameraId> Moment::camera_of(const engine::IncidentRecord& incident) const {
  const engine::SightingRecord* sighting = service.sighting(incident.opened.sighting);
  return sighting ? std::optional(sighting->content.camera) : std::nullopt;
}

sim::Point OfficerMoment::at(engine::Time now) const {
  if (!on_the_way(now)) return to;
  const double share = std::chrono::duration<double>(now - left_at).count() /
                       std::chrono::duration<double>(arrives_at - left_at).count();
  return {from.x_m + share * (to.x_m - from.x_m), from.y_m + share * (to.y_m - from.y_m)};
}

Timeline::Timeline(const Replay& replay, engine::Time start, engine::Time planned_end, std::size_t between_checkpoints)
    : replay_(replay),
      start_(start),
      known_until_(start),
      planned_end_(planned_end),
      between_checkpoints_(between_checkpoints),
      moment_(beginning()) {
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
  moment.shop_count = replay_.city().shops.size();
  moment.camera_count = replay_.city().cameras.size();
  moment.tally = tally_of(moment);
  return moment;
}

void Timeline::append(std::vector<engine::Event> events, std::vector<sim::SceneLogEntry> entries,
                      engine::Time known_until) {
  for (engine::Event& event : events) {
    if (is_news(event) && event.at > start_) feed_.push_back(journal_.size());
    known_.apply(event);
    if (known_.incidents().size() > incident_times_.size()) incident_times_.push_back(event.at);
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
    // Gives the instant up to which about so many more events are folded; all events of one instant belong together.
    const engine::Time by_events = last.events + between_checkpoints_ < journal_.size()
                                       ? journal_[last.events + between_checkpoints_].at
                                       : known_until_;
    const engine::Time by_entries =
        last.entries + between_checkpoints_ < log_.size() ? log_[last.entries + between_checkpoints_].at : known_until_;
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
    const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), instant,
                                        [](engine::Time t, const Moment& m) { return t < m.at; });
    moment_ = after == checkpoints_.begin() ? beginning() : *std::prev(after);
  } else {
    // A long step forward starts from a checkpoint as well.
    const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), instant,
                                        [](engine::Time t, const Moment& m) { return t < m.at; });
    if (after != checkpoints_.begin() && std::prev(after)->at > moment_.at) moment_ = *std::prev(after);
  }
  fold(moment_, instant);
  return moment_;
}

std::vector<sim::Thing> Timeline::standing_at(engine::Time instant) const {
  const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), instant,
                                      [](engine::Time t, const Moment& m) { return t < m.at; });
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
  const std::size_t before = moment.events;
  while (moment.events < journal_.size() && journal_[moment.events].at <= until)
    moment.service.apply(journal_[moment.events++]);
  while (moment.feed < feed_.size() && feed_[moment.feed] < moment.events) ++moment.feed;
  moment.at = std::max(moment.at, until);
  if (moment.events == before) return;
  give_cases(moment.service, moment.officers);
  moment.tally = tally_of(moment);
}

void Timeline::take(Moment& moment, const sim::SceneLogEntry& entry) const {
  switch (entry.what) {
    case sim::SceneLogEntry::What::appear: moment.standing[entry.thing.id] = {entry.thing, entry.at}; break;
    case sim::SceneLogEntry::What::go: moment.standing.erase(entry.thing.id); break;
    case sim::SceneLogEntry::What::officer_path: {
      // Officers ride along the streets, so their way is as long as along the axes; their place on it is computed on
      // the straight line, as the twin does.
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

}  // namespace tricolor::harness
