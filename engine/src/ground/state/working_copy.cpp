#include "state/working_copy.h"

#include <algorithm>
#include <utility>

namespace tricolor::engine {

void WorkingCopy::let_go(IncidentId id) {
  const auto found = state_.incidents_.find(id);
  if (found == state_.incidents_.end()) return;
  const IncidentRecord& incident = found->second;
  state_.past_incidents_[id] = {incident.opened.merchant, incident.case_id(), incident.closed_at.value_or(state_.at_),
                                incident.voided()};
  for (const SightingId sighting : incident.sightings) state_.sightings_.erase(sighting);
  if (incident.notice)
    if (const auto notice = state_.notices_.find(*incident.notice); notice != state_.notices_.end()) {
      state_.notice_under_.erase(notice->second.queued.key);
      state_.notices_.erase(notice);
    }
  for (const CaseId case_id : incident.cases)
    if (const auto record = state_.cases_.find(case_id); record != state_.cases_.end())
      std::erase(record->second.incidents, id);
  state_.incidents_.erase(found);
}

void WorkingCopy::let_go(SightingId id) { state_.sightings_.erase(id); }

void WorkingCopy::let_go(CaseId id) { state_.cases_.erase(id); }

void WorkingCopy::let_go(ReportId id) {
  const auto found = state_.reports_.find(id);
  if (found == state_.reports_.end()) return;
  const ReportRecord& report = found->second;
  state_.past_reports_[id] = {report.merchant, report.replied_at.value_or(state_.at_),
                              report.outcome == ReportRecord::Outcome::valid};
  state_.reports_.erase(found);
}

void WorkingCopy::settle(MerchantId merchant, std::size_t strike, StrikeMatter matter) {
  state_.merchants_.at(merchant.value).strikes.at(strike).settled = std::move(matter);
}

void WorkingCopy::drop(MerchantId merchant, const std::vector<std::size_t>& strikes, std::size_t owner_changes) {
  MerchantRecord& record = state_.merchants_.at(merchant.value);
  std::vector<StrikeRecord> kept;
  auto dropped = strikes.begin();
  for (std::size_t i = 0; i < record.strikes.size(); ++i) {
    if (dropped != strikes.end() && *dropped == i) ++dropped;
    else kept.push_back(std::move(record.strikes[i]));
  }
  record.strikes = std::move(kept);
  record.owner_changes.erase(record.owner_changes.begin(),
                             record.owner_changes.begin() + static_cast<std::ptrdiff_t>(owner_changes));
}

void WorkingCopy::drop_blind(CameraId camera, Time until) {
  if (camera.value >= state_.cameras_.size()) return;
  std::vector<TimeSpan>& blind = state_.cameras_[camera.value].blind;
  const auto first = std::find_if(blind.begin(), blind.end(),
                                  [until](const TimeSpan& span) { return !span.until || *span.until > until; });
  blind.erase(blind.begin(), first);
}

void WorkingCopy::drop_past(Time closed_before) {
  // Matters are closed nearly in the order of their ids: one that was closed late keeps those after it for a while.
  auto& incidents = state_.past_incidents_;
  while (!incidents.empty() && incidents.begin()->second.closed_at < closed_before) incidents.erase(incidents.begin());
  auto& reports = state_.past_reports_;
  while (!reports.empty() && reports.begin()->second.replied_at < closed_before) reports.erase(reports.begin());
}

void WorkingCopy::drop_unread(Time told_until) {
  // Told in the order of time.
  const auto drop = [told_until](auto& records) {
    const auto first =
        std::find_if(records.begin(), records.end(), [told_until](const auto& it) { return it.at > told_until; });
    records.erase(records.begin(), first);
  };
  for (MerchantRecord& merchant : state_.merchants_) {
    drop(merchant.changes);
    drop(merchant.replies);
  }
  drop(state_.troubles_);
  // The last configuration stays. It has the names of everything, so that it is not moved.
  std::vector<ConfiguredRecord>& configured = state_.configured_;
  if (configured.empty()) return;
  configured.erase(configured.begin(), std::find_if(configured.begin(), configured.end() - 1,
                                                    [told_until](const auto& it) { return it.at > told_until; }));
}

KeptRecords WorkingCopy::lend() {
  KeptRecords records;
  records.merchants = std::move(state_.merchants_);
  records.cameras = std::move(state_.cameras_);
  for (const auto& [id, past] : state_.past_incidents_) records.incidents.push_back({id, past});
  for (const auto& [id, past] : state_.past_reports_) records.reports.push_back({id, past});
  return records;
}

void WorkingCopy::take_back(KeptRecords records) {
  state_.merchants_ = std::move(records.merchants);
  state_.cameras_ = std::move(records.cameras);
}

void WorkingCopy::take_up(const KeptRecords& records, std::uint64_t through, Time at) {
  state_.sequence_ = through;
  state_.at_ = at;
  state_.just_ended_.reset();
  state_.merchants_ = records.merchants;
  state_.cameras_.resize(std::max(state_.cameras_.size(), records.cameras.size()));
  for (std::size_t i = 0; i < records.cameras.size(); ++i) {
    std::string scene = std::move(state_.cameras_[i].scene);
    state_.cameras_[i] = records.cameras[i];
    state_.cameras_[i].scene = std::move(scene);
  }
  for (const KeptRecords::Incident& incident : records.incidents) state_.past_incidents_[incident.id] = incident.past;
  for (const KeptRecords::Report& report : records.reports) state_.past_reports_[report.id] = report.past;
  for (const MerchantRecord& merchant : state_.merchants_)
    for (const StrikeRecord& strike : merchant.strikes) {
      if (strike.incident)
        if (const auto found = state_.incidents_.find(*strike.incident); found != state_.incidents_.end())
          found->second.struck_at = strike.told_at;
      if (strike.report)
        if (const auto found = state_.reports_.find(*strike.report); found != state_.reports_.end())
          found->second.struck_at = strike.told_at;
    }
  // A case may have been at work on an incident that has left.
  for (auto& [id, record] : state_.cases_)
    std::erase_if(record.incidents, [this](IncidentId incident) { return !state_.incidents_.contains(incident); });
}

}  // namespace tricolor::engine
