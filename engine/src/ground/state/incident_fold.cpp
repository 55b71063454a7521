// Folds sightings, incidents and messages.
#include "engine/service_state.h"

#include <algorithm>

namespace tricolor::engine {

void ServiceState::on(const event::SightingConfirmed& e) {
  SightingRecord& sighting = sightings_[e.sighting];
  sighting.content = e;
  sighting.confirmed_at = at_;
  if (const auto stay = stays_.find(e.occupancy); stay != stays_.end()) {
    stay->second.sighting = e.sighting;
    stay->second.score_256 = e.score_256;
  }
}

std::vector<EvidenceRecord> SightingRecord::pictures() const {
  std::vector<EvidenceRecord> pictures = content.evidence;
  for (const event::EvidenceKept& told : kept) {
    const auto same = std::find_if(pictures.begin(), pictures.end(), [&](const EvidenceRecord& record) {
      return record.label.camera == told.label.camera && record.label.captured_at == told.label.captured_at &&
             record.label.moment == told.label.moment;
    });
    if (same == pictures.end()) pictures.push_back({told.label, told.sha256});
    else if (!told.sha256.empty()) same->sha256 = told.sha256;
  }
  return pictures;
}

void ServiceState::on(const event::EvidenceKept& e) {
  if (const auto found = sightings_.find(e.sighting); found != sightings_.end()) found->second.kept.push_back(e);
}

void ServiceState::on(const event::ReviewAsked& e) {
  const auto found = sightings_.find(e.sighting);
  if (found == sightings_.end()) return;
  found->second.review = SightingRecord::Review::asked;
  found->second.review_asked_at = at_;
  in_review_.insert(e.sighting);
}

void ServiceState::review_ended(SightingId id, SightingRecord::Review how) {
  const auto found = sightings_.find(id);
  if (found == sightings_.end()) return;
  found->second.review = how;
  in_review_.erase(id);
}

void ServiceState::on(const event::ReviewLapsed& e) { review_ended(e.sighting, SightingRecord::Review::lapsed); }

void ServiceState::on(const event::ReviewGiven& e) {
  review_ended(e.sighting, e.confirmed ? SightingRecord::Review::confirmed : SightingRecord::Review::refused);
}

// An incident of a shop is found by shop and class, one of a public place by its spot.
void ServiceState::index_open(const IncidentRecord& incident) {
  const event::IncidentOpened& opened = incident.opened;
  open_incidents_.insert(opened.incident);
  if (opened.merchant) open_of_merchant_[{*opened.merchant, opened.violation_class}] = opened.incident;
  else open_in_public_.insert(opened.incident);
}

void ServiceState::on(const event::IncidentOpened& e) {
  IncidentRecord& incident = incidents_[e.incident];
  incident.opened = e;
  incident.opened_at = at_;
  incident.sightings.push_back(e.sighting);
  incident.open_for.push_back({at_});
  index_open(incident);
  if (const auto found = sightings_.find(e.sighting); found != sightings_.end()) found->second.incident = e.incident;
  if (e.merchant) ++merchant_at(*e.merchant).incidents;
}

void ServiceState::on(const event::SightingAttached& e) {
  const auto found = incidents_.find(e.incident);
  if (found == incidents_.end()) return;
  found->second.sightings.push_back(e.sighting);
  if (const auto sighting = sightings_.find(e.sighting); sighting != sightings_.end())
    sighting->second.incident = e.incident;
}

void ServiceState::on(const event::IncidentReopened& e) {
  const auto found = incidents_.find(e.incident);
  if (found == incidents_.end()) return;
  found->second.reopened_at.push_back(at_);
  found->second.closed_at.reset();
  found->second.open_for.push_back({at_});
  index_open(found->second);
}

void ServiceState::on(const event::PlaceSeenClear& e) {
  if (const auto found = incidents_.find(e.incident); found != incidents_.end()) found->second.seen_clear_at = e.since;
}

void ServiceState::on(const event::IncidentRelapsed& e) {
  if (const auto found = incidents_.find(e.incident); found != incidents_.end() && !found->second.relapsed_at)
    found->second.relapsed_at = e.at;
}

void ServiceState::on(const event::IncidentClosed& e) {
  const auto found = incidents_.find(e.incident);
  if (found == incidents_.end()) return;
  IncidentRecord& incident = found->second;
  incident.closed_at = at_;
  if (!incident.open_for.empty()) incident.open_for.back().until = at_;
  incident.how = e.how;
  open_incidents_.erase(e.incident);
  open_in_public_.erase(e.incident);
  if (incident.opened.merchant) {
    const auto open = open_of_merchant_.find({*incident.opened.merchant, incident.opened.violation_class});
    if (open != open_of_merchant_.end() && open->second == e.incident) open_of_merchant_.erase(open);
  }
  // A message that has not left yet is not sent any more. One that may have left stays in the outbox until its fate is
  // known.
  if (!incident.notice) return;
  NoticeRecord& notice = notices_.at(*incident.notice);
  const bool never_left = e.how == event::IncidentClosed::How::cleared_before_notice ||
                          (notice.stage == NoticeRecord::Stage::queued && notice.tries == 0);
  if (!never_left || (notice.stage != NoticeRecord::Stage::queued && notice.stage != NoticeRecord::Stage::unknown))
    return;
  notice.stage = NoticeRecord::Stage::failed;
  waiting_notices_.erase(*incident.notice);
}

void ServiceState::on(const event::IncidentVoided& e) {
  if (const auto past = past_incidents_.find(e.incident); past != past_incidents_.end()) {
    past->second.voided = true;
    if (past->second.merchant)
      for (StrikeRecord& strike : merchant_at(*past->second.merchant).strikes)
        if (strike.incident == e.incident && strike.settled) strike.settled->voided_at = at_;
    return;
  }
  const auto found = incidents_.find(e.incident);
  if (found == incidents_.end()) return;
  found->second.voided_at = at_;
  found->second.void_reason = e.reason;
}

void ServiceState::on(const event::CorrectionDue& e) {
  if (const auto found = incidents_.find(e.incident); found != incidents_.end()) found->second.correction_due = e.due;
}

void ServiceState::on(const event::Rechecked& e) {
  if (const auto found = incidents_.find(e.incident); found != incidents_.end())
    found->second.rechecks.push_back({at_, e.outcome});
}

void ServiceState::on(const event::NoticeQueued& e) {
  NoticeRecord& notice = notices_[e.notice];
  notice.queued = e;
  notice.queued_at = at_;
  notice_under_[e.key] = e.notice;
  waiting_notices_.insert(e.notice);
  ++merchant_at(e.merchant).notices;
  if (const auto found = incidents_.find(e.incident); found != incidents_.end()) found->second.notice = e.notice;
}

void ServiceState::on(const event::NoticeSent& e) {
  const auto found = notices_.find(e.notice);
  if (found == notices_.end()) return;
  NoticeRecord& notice = found->second;
  ++notice.tries;
  if (!notice.first_tried_at) notice.first_tried_at = at_;
  switch (e.result) {
    case 0:
      notice.stage = NoticeRecord::Stage::accepted;
      if (!notice.accepted_at) notice.accepted_at = at_;
      waiting_notices_.erase(e.notice);
      break;
    case 1:
      notice.stage = NoticeRecord::Stage::failed;
      waiting_notices_.erase(e.notice);
      break;
    default: notice.stage = NoticeRecord::Stage::unknown; break;
  }
}

void ServiceState::on(const event::NoticeFate& e) {
  const auto found = notices_.find(e.notice);
  if (found == notices_.end()) return;
  NoticeRecord& notice = found->second;
  notice.delivered = e.delivered;
  notice.fate_at = at_;
  notice.why = e.why;
  if (e.why != event::NoticeFate::Why::gave_up && e.why != event::NoticeFate::Why::owner_changed) return;
  notice.stage = NoticeRecord::Stage::failed;
  waiting_notices_.erase(e.notice);
}

const NoticeRecord* ServiceState::notice_under(const std::string& key) const {
  const auto found = notice_under_.find(key);
  return found == notice_under_.end() ? nullptr : notice(found->second);
}

const IncidentRecord* ServiceState::open_of(MerchantId merchant, ClassId violation_class) const {
  const auto found = open_of_merchant_.find({merchant, violation_class});
  return found == open_of_merchant_.end() ? nullptr : incident(found->second);
}

}  // namespace tricolor::engine
