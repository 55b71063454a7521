// Folds cameras, stays, shops and the world's tables; incidents and messages are in incident_fold.cpp, cases and
// reports in case_fold.cpp.
#include "engine/service_state.h"

#include <algorithm>

namespace tricolor::engine {

void ServiceState::apply(const Event& event) {
  sequence_ = event.sequence;
  at_ = event.at;
  just_ended_.reset();
  std::visit([this](const auto& payload) { on(payload); }, event.payload);
}

ServiceState state_of(const std::vector<Event>& journal) {
  ServiceState state;
  for (const Event& event : journal) state.apply(event);
  return state;
}

CameraRecord& ServiceState::camera_at(CameraId id) {
  if (id.value >= cameras_.size()) cameras_.resize(id.value + 1);
  return cameras_[id.value];
}

MerchantRecord& ServiceState::merchant_at(MerchantId id) {
  if (id.value >= merchants_.size()) merchants_.resize(id.value + 1);
  return merchants_[id.value];
}

void ServiceState::on(const event::CameraBecame& e) {
  CameraRecord& camera = camera_at(e.camera);
  camera.sees = e.sees;
  camera.reason = e.reason;
  camera.since = e.since;
  const bool is_blind = !camera.blind.empty() && !camera.blind.back().until;
  if (e.sees) {
    if (is_blind) camera.blind.back().until = std::max(camera.blind.back().from, e.since);
  } else if (!is_blind) {
    // Blindness is told when it is found out, which may be long after it began. It is never counted from before the
    // camera was last seen to work.
    camera.blind.push_back({camera.blind.empty() ? e.since : std::max(e.since, *camera.blind.back().until)});
  }
}

void ServiceState::on(const event::SceneLearnt& e) { camera_at(e.camera).scene = e.cells; }

void ServiceState::on(const event::OccupancyStarted& e) { stays_[e.occupancy].started = e; }

void ServiceState::on(const event::OccupancyEnded& e) {
  const auto stay = stays_.find(e.occupancy);
  if (stay == stays_.end()) return;
  if (stay->second.sighting) {
    SightingRecord& sighting = sightings_.at(*stay->second.sighting);
    sighting.stay_ended_at = e.last_seen;
    sighting.seen_gone = !e.by_blindness;
    // A stay that ended by blindness does not prove that its place was seen empty.
    if (!e.by_blindness && sighting.incident) incidents_.at(*sighting.incident).seen_clear_at = e.last_seen;
  }
  just_ended_ = std::move(stay->second);
  just_ended_->last_seen = e.last_seen;
  just_ended_->by_blindness = e.by_blindness;
  stays_.erase(stay);
}

void ServiceState::on(const event::StrikeImported& e) {
  MerchantRecord& merchant = merchant_at(e.merchant);
  merchant.strikes.push_back({e.at, std::nullopt, std::nullopt, at_, sequence_});
  ++merchant.imported;
  ++merchant.count;
}

void ServiceState::on(const event::StrikeCounted& e) {
  MerchantRecord& merchant = merchant_at(e.merchant);
  merchant.strikes.push_back({e.at, e.incident, std::nullopt, at_, sequence_});
  ++merchant.counted;
  ++merchant.count;
  if (const auto found = incidents_.find(e.incident); found != incidents_.end() && !found->second.struck_at)
    found->second.struck_at = at_;
}

void ServiceState::on(const event::ReportCounted& e) {
  MerchantRecord& merchant = merchant_at(e.merchant);
  merchant.strikes.push_back({e.at, std::nullopt, e.report, at_, sequence_});
  ++merchant.counted;
  ++merchant.count;
  if (const auto found = reports_.find(e.report); found != reports_.end() && !found->second.struck_at)
    found->second.struck_at = at_;
}

void ServiceState::on(const event::ColourBecame& e) {
  MerchantRecord& merchant = merchant_at(e.merchant);
  merchant.changes.push_back({at_, e.from, e.to, e.count, sequence_});
  merchant.colour = e.to;
  merchant.count = e.count;
}

void ServiceState::on(const event::OwnerChanged& e) {
  merchant_at(e.merchant).owner_changes.push_back({at_, e.legal_person, e.licence, e.phone, sequence_});
}

bool ServiceState::changed_hands_since(MerchantId id, Time instant) const {
  const MerchantRecord* merchant = this->merchant(id);
  return merchant && !merchant->owner_changes.empty() && instant < merchant->owner_changes.back().at;
}

void ServiceState::on(const event::MerchantReplied& e) {
  merchant_at(e.merchant).replies.push_back({at_, e.text, sequence_});
}

void ServiceState::on(const event::Configured& e) {
  configured_.push_back({at_, e});
  if (!e.tables_digest.empty()) tables_ = e.tables;
}

void ServiceState::on(const event::TroubleAtPort& e) { troubles_.push_back({at_, e}); }

}  // namespace tricolor::engine
