#include "merchants/colour_history.h"

#include <algorithm>
#include <utility>

namespace tricolor::engine {
namespace {

// The spans in which the subject of an incident stood. It stands from the opening until its place was seen clear, also
// after the incident was closed. Where nobody saw that, it stands until the incident is closed. A thing that comes back
// stands again.
std::vector<TimeSpan> stood(const IncidentRecord& incident, const ServiceState& state) {
  std::vector<TimeSpan> spans;
  const Time opened = incident.opened_at;
  for (const SightingId id : incident.sightings) {
    const SightingRecord* sighting = state.sighting(id);
    if (!sighting) continue;
    const Time from = std::max(sighting->content.onset, opened);
    if (!sighting->stay_ended_at) spans.push_back({from});
    else if (sighting->seen_gone) spans.push_back({from, std::max(from, *sighting->stay_ended_at)});
    else
      spans.push_back({from, incident.closed_at
                                 ? std::optional(std::max({from, *sighting->stay_ended_at, *incident.closed_at}))
                                 : std::nullopt});
  }
  if (spans.empty()) return incident.open_for;
  // The incident was opened again because the thing was still there.
  for (std::size_t i = 1; i < incident.open_for.size(); ++i) {
    TimeSpan again = incident.open_for[i];
    if (const auto gone = incident.seen_clear_at; gone && *gone >= again.from && (!again.until || *gone < *again.until))
      again.until = gone;
    spans.push_back(again);
  }
  return spans;
}

}  // namespace

StrikeMatter matter_of(const StrikeRecord& record, const ServiceState& state) {
  if (record.settled) return *record.settled;
  StrikeMatter matter;
  if (const IncidentRecord* incident = record.incident ? state.incident(*record.incident) : nullptr) {
    matter.voided_at = incident->voided_at;
    matter.violation_class = incident->opened.violation_class;
    matter.stood = stood(*incident, state);
    matter.ended = incident->closed_at.value_or(Time::max());
  }
  if (const ReportRecord* report = record.report ? state.report(*record.report) : nullptr) {
    matter.voided_at = report->voided_at;
    matter.violation_class = report->received.content.violation_class;
    // No camera is known to see the subject of a report: it stands until its case is over.
    const CaseRecord* at_work = report->case_id ? state.case_of(*report->case_id) : nullptr;
    if (at_work) {
      matter.stood.push_back({record.at, at_work->over_at});
      matter.ended = at_work->over_at.value_or(Time::max());
    }
  }
  return matter;
}

Strike strike_of(const StrikeRecord& record, const ServiceState& state, const Configuration& configuration,
                 const Policy& policy) {
  StrikeMatter matter = matter_of(record, state);
  Strike strike{record.at, record.incident};
  strike.voided_at = matter.voided_at;
  strike.weight = weight_of(matter.violation_class, configuration, policy);
  strike.stood = std::move(matter.stood);
  return strike;
}

std::vector<TimeSpan> unseen_since(const std::set<CameraId>& cameras, const ServiceState& state, Time since) {
  // The edges of all spans: +1 where a camera goes blind and −1 where it sees again.
  std::vector<std::pair<Time, int>> edges;
  for (const CameraId id : cameras) {
    const CameraRecord* camera = state.camera(id);
    if (!camera) continue;
    const auto first = std::partition_point(camera->blind.begin(), camera->blind.end(), [since](const TimeSpan& span) {
      return span.until && *span.until <= since;
    });
    for (auto span = first; span != camera->blind.end(); ++span) {
      // A blindness that was over as it began, as told late, hides nothing.
      if (span->until == span->from) continue;
      edges.emplace_back(span->from, 1);
      if (span->until) edges.emplace_back(*span->until, -1);
    }
  }
  std::sort(edges.begin(), edges.end());
  std::vector<TimeSpan> spans;
  std::size_t blind = 0;
  for (const auto& [at, step] : edges) {
    if (blind == cameras.size()) spans.back().until = at;
    blind += static_cast<std::size_t>(step);
    if (blind < cameras.size()) continue;
    if (!spans.empty() && spans.back().until == at) spans.back().until.reset();
    else spans.push_back({at});
  }
  return spans;
}

std::vector<TimeSpan> closed_days(const Dossier& dossier) {
  std::vector<std::chrono::sys_days> days(dossier.closed_on.begin(), dossier.closed_on.end());
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  std::vector<TimeSpan> spans;
  for (const std::chrono::sys_days day : days) {
    const Time midnight = Time{day} - kUtcOffset;
    if (!spans.empty() && spans.back().until == midnight) spans.back().until = midnight + std::chrono::days{1};
    else spans.push_back({midnight, midnight + std::chrono::days{1}});
  }
  return spans;
}

int weight_of(std::optional<ClassId> violation_class, const Configuration& configuration, const Policy& policy) {
  if (violation_class && violation_class->value < configuration.classes.size())
    for (const ClassPolicy& entry : policy.classes)
      if (entry.code_name == configuration.classes[violation_class->value].code_name) return entry.weight;
  return 1;
}

std::vector<std::set<CameraId>> cameras_by_front(const Configuration& configuration) {
  std::vector<std::set<CameraId>> cameras(configuration.merchants.size());
  for (const Zone& zone : configuration.zones)
    if (zone.merchant) cameras.at(zone.merchant->value).insert(zone.cameras.begin(), zone.cameras.end());
  return cameras;
}

ColourHistory colour_history_of(const ServiceState& state, const Configuration& configuration, const Policy& policy,
                                MerchantId merchant, const std::set<CameraId>& cameras) {
  ColourHistory history;
  if (const MerchantRecord* record = state.merchant(merchant)) {
    for (const StrikeRecord& strike : record->strikes)
      history.strikes.push_back(strike_of(strike, state, configuration, policy));
    for (const OwnerRecord& owner : record->owner_changes) history.owner_changes.push_back(owner.at);
  }
  history.unseen = unseen_since(cameras, state, Time::min());
  if (merchant.value < configuration.merchants.size())
    history.closed = closed_days(configuration.merchants[merchant.value]);
  return history;
}

ColourHistory colour_history_of(const ServiceState& state, const Configuration& configuration, const Policy& policy,
                                MerchantId merchant) {
  std::set<CameraId> cameras;
  for (const Zone& zone : configuration.zones)
    if (zone.merchant == merchant) cameras.insert(zone.cameras.begin(), zone.cameras.end());
  return colour_history_of(state, configuration, policy, merchant, cameras);
}

}  // namespace tricolor::engine
