#include "facade/leaving.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "merchants/colour_history.h"
#include "state/working_copy.h"

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

// Strikes younger than this are kept one by one, because a count by the calendar month asks for each of them: a day
// more than the longest month.
constexpr std::chrono::days kLongestWindow{32};

std::int64_t day_number(Time time) {
  return std::chrono::floor<std::chrono::days>(time + kUtcOffset).time_since_epoch().count();
}

template <class Records>
auto newest(const Records& records) {
  return records.empty() ? typename Records::key_type{} : records.rbegin()->first;
}

// Goes through the kinds of matters once, in an order in which each finds gone what refers to it: a case leaves after
// its incidents and its report.
class Leaving {
 public:
  Leaving(Rooms& rooms, ServiceState& state, Time now, bool folds_again)
      : rooms_(rooms), state_(state), copy_(state), now_(now), folds_again_(folds_again) {
    const Policy& policy = rooms.policy;
    closed_before_ = now - std::max({policy.records.closed_stay, policy.occupancy.rearm_after_clear,
                                     policy.review.answer_within, policy.escalation.acknowledge_within});
  }

  void run() {
    note_what_waits();
    incidents();
    sightings();
    reports();
    cases();
    colours();
    copy_.drop_past(now_ - rooms_.policy.records.appeals_within);
    copy_.drop_unread(closed_before_);
  }

 private:
  bool long_ago(std::optional<Time> at) const { return at && *at <= closed_before_; }

  // A stay that began before an incident was closed may still belong to it. Whose it is follows from the zones that its
  // camera watches.
  void note_what_waits() {
    const auto note = [this](CameraId camera, ClassId violation_class, Time onset) {
      const auto [known, added] = oldest_onset_.try_emplace({camera, violation_class}, onset);
      if (!added) known->second = std::min(known->second, onset);
    };
    for (const auto& [number, stay] : state_.stays())
      note(stay.started.camera, stay.started.violation_class, stay.started.onset);
    for (const SightingId id : state_.in_review()) {
      const event::SightingConfirmed& sighting = state_.sighting(id)->content;
      note(sighting.camera, sighting.violation_class, sighting.onset);
    }
    for (const ReportId id : state_.open_reports()) note_wanted_by(*state_.report(id));
  }

  // An officer may find that an open report is about what it was suggested to be.
  void note_wanted_by(const ReportRecord& report) {
    for (const auto& incident : {report.suggested, report.incident})
      if (incident) wanted_incidents_.insert(*incident);
    if (report.case_id) wanted_cases_.insert(*report.case_id);
    if (!report.parent || !wanted_reports_.insert(*report.parent).second) return;
    const ReportRecord* parent = state_.report(*report.parent);
    if (!parent) return;
    if (parent->case_id)
      if (const CaseRecord* record = state_.case_of(*parent->case_id))
        wanted_incidents_.insert(record->incidents.begin(), record->incidents.end());
    note_wanted_by(*parent);
  }

  bool is_over(const SightingRecord& sighting) const {
    if (!sighting.stay_ended_at || state_.in_review().contains(sighting.content.sighting)) return false;
    // The fate of its pictures is not told yet.
    const auto& pictures = sighting.content.evidence;
    return sighting.kept.size() >= pictures.size() ||
           std::all_of(pictures.begin() + static_cast<std::ptrdiff_t>(sighting.kept.size()), pictures.end(),
                       [](const EvidenceRecord& picture) { return !picture.sha256.empty(); });
  }

  bool is_over(const NoticeRecord& notice) const {
    if (state_.waiting_notices().contains(notice.queued.notice)) return false;
    return (notice.delivered || notice.stage == NoticeRecord::Stage::failed) &&
           day_number(notice.queued.not_before) < day_number(now_);
  }

  bool leaves(const IncidentRecord& incident) const {
    const IncidentId id = incident.opened.incident;
    if (!long_ago(incident.closed_at) || wanted_incidents_.contains(id) || rooms_.incidents.needs(id, folds_again_))
      return false;
    for (const SightingId sighting : incident.sightings)
      if (const SightingRecord* record = state_.sighting(sighting); record && !is_over(*record)) return false;
    if (const NoticeRecord* notice = incident.notice ? state_.notice(*incident.notice) : nullptr;
        notice && !is_over(*notice))
      return false;
    for (const CaseId case_id : incident.cases)
      if (const CaseRecord* record = state_.case_of(case_id); record && !long_ago(record->over_at)) return false;
    const Time over_at = std::max(*incident.closed_at, incident.seen_clear_at.value_or(*incident.closed_at));
    for (const CameraId camera : rooms_.incidents.watched_by(id)) {
      const auto onset = oldest_onset_.find({camera, incident.opened.violation_class});
      if (onset != oldest_onset_.end() && onset->second <= over_at) return false;
    }
    return true;
  }

  // The newest of each kind stays, because it says which number is the next.
  void incidents() {
    const SightingId newest_sighting = newest(state_.sightings());
    const NoticeId newest_notice = newest(state_.notices());
    const IncidentId newest_incident = newest(state_.incidents());
    std::vector<IncidentId> over;
    for (const auto& [id, incident] : state_.incidents())
      if (id != newest_incident && incident.notice != newest_notice &&
          std::find(incident.sightings.begin(), incident.sightings.end(), newest_sighting) ==
              incident.sightings.end() &&
          leaves(incident))
        over.push_back(id);
    for (const IncidentId id : over) {
      const IncidentRecord& incident = *state_.incident(id);
      if (incident.struck_at && incident.opened.merchant)
        settle(*incident.opened.merchant, [id](const StrikeRecord& strike) { return strike.incident == id; });
      rooms_.incidents.let_go(id);
      copy_.let_go(id);
    }
  }

  void sightings() {
    const SightingId newest_sighting = newest(state_.sightings());
    std::vector<SightingId> over;
    for (const auto& [id, sighting] : state_.sightings())
      if (id != newest_sighting && !sighting.incident && is_over(sighting) &&
          long_ago(std::max(sighting.confirmed_at, *sighting.stay_ended_at)))
        over.push_back(id);
    for (const SightingId id : over) copy_.let_go(id);
  }

  void reports() {
    const ReportId newest_report = newest(state_.reports());
    std::vector<ReportId> over;
    for (const auto& [id, report] : state_.reports()) {
      if (id == newest_report || state_.open_reports().contains(id) || !long_ago(report.replied_at) ||
          wanted_reports_.contains(id) || rooms_.replies.waits(id))
        continue;
      const CaseRecord* record = report.case_id ? state_.case_of(*report.case_id) : nullptr;
      if (!record || long_ago(record->over_at)) over.push_back(id);
    }
    for (const ReportId id : over) {
      const ReportRecord& report = *state_.report(id);
      if (report.struck_at && report.merchant)
        settle(*report.merchant, [id](const StrikeRecord& strike) { return strike.report == id; });
      copy_.let_go(id);
    }
  }

  void cases() {
    const CaseId newest_case = newest(state_.cases());
    std::vector<CaseId> over;
    for (const auto& [id, record] : state_.cases())
      if (id != newest_case && long_ago(record.over_at) && record.incidents.empty() && !wanted_cases_.contains(id) &&
          !(record.registered.report && state_.report(*record.registered.report)))
        over.push_back(id);
    for (const CaseId id : over) {
      rooms_.ledger.let_go(id);
      copy_.let_go(id);
    }
  }

  // Keeps with a strike what its colour needs of the matter that leaves.
  template <class Is>
  void settle(MerchantId merchant, const Is& is) {
    const std::vector<StrikeRecord>& strikes = state_.merchant(merchant)->strikes;
    for (std::size_t i = strikes.size(); i > 0; --i)
      if (is(strikes[i - 1]) && !strikes[i - 1].settled)
        copy_.settle(merchant, i - 1, matter_of(strikes[i - 1], state_));
  }

  void colours() {
    const Time before = now_ - std::max<Duration>(rooms_.policy.records.appeals_within, kLongestWindow);
    rooms_.ledger.collapse(before, now_,
                           [this](MerchantId merchant, const std::vector<std::size_t>& strikes, std::size_t owners) {
                             copy_.drop(merchant, strikes, owners);
                           });
    for (std::uint32_t i = 0; i < state_.cameras().size(); ++i)
      copy_.drop_blind(CameraId{i}, rooms_.ledger.sight_needed_from(CameraId{i}, before));
    rooms_.watch.let_go(before);
  }

  Rooms& rooms_;
  ServiceState& state_;
  WorkingCopy copy_;
  Time now_, closed_before_;  // What was closed after the second may be asked for by a clock of the policy that runs.
  bool folds_again_;
  std::map<std::pair<CameraId, ClassId>, Time> oldest_onset_;  // Of the open stays and the sightings in review.
  // To these an open report refers, directly or by its parents.
  std::set<IncidentId> wanted_incidents_;
  std::set<ReportId> wanted_reports_;
  std::set<CaseId> wanted_cases_;
};

}  // namespace

void let_closed_matters_go(Rooms& rooms, ServiceState& state, Time now, bool folds_again) {
  Leaving(rooms, state, now, folds_again).run();
}

}  // namespace tricolor::engine
