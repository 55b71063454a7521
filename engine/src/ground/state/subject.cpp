#include "engine/subject.h"

namespace tricolor::engine {
namespace {

using Kind = Subject::Kind;

Subject of(const event::CameraBecame& e) { return {Kind::camera, e.camera.value, {}, e.camera}; }
Subject of(const event::SceneLearnt& e) { return {Kind::camera, e.camera.value, {}, e.camera}; }
Subject of(const event::SceneConfirmed& e) { return {Kind::camera, e.camera.value, {}, e.camera}; }
Subject of(const event::OccupancyStarted& e) { return {Kind::stay, e.occupancy, {}, e.camera}; }
Subject of(const event::OccupancyEnded& e) { return {Kind::stay, e.occupancy, {}, {}}; }
Subject of(const event::OccupancyDoubted& e) { return {Kind::stay, e.occupancy, {}, {}}; }
Subject of(const event::SightingConfirmed& e) { return {Kind::sighting, e.sighting.value, {}, e.camera}; }
Subject of(const event::ReviewAsked& e) { return {Kind::sighting, e.sighting.value, {}, {}}; }
Subject of(const event::ReviewLapsed& e) { return {Kind::sighting, e.sighting.value, {}, {}}; }
Subject of(const event::ReviewGiven& e) { return {Kind::sighting, e.sighting.value, {}, {}}; }
Subject of(const event::EvidenceKept& e) { return {Kind::sighting, e.sighting.value, {}, e.label.camera}; }
Subject of(const event::IncidentOpened& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::SightingAttached& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::IncidentReopened& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::PlaceSeenClear& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::IncidentRelapsed& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::IncidentClosed& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::IncidentVoided& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::CorrectionDue& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::Rechecked& e) { return {Kind::incident, e.incident.value, e.incident, {}}; }
Subject of(const event::NoticeQueued& e) { return {Kind::notice, e.notice.value, e.incident, {}}; }
Subject of(const event::NoticeSent& e) { return {Kind::notice, e.notice.value, {}, {}}; }
Subject of(const event::NoticeFate& e) { return {Kind::notice, e.notice.value, {}, {}}; }
Subject of(const event::CaseRegistered& e) { return {Kind::case_work, e.case_id.value, e.incident, {}}; }
Subject of(const event::CaseJoined& e) { return {Kind::case_work, e.case_id.value, e.incident, {}}; }
Subject of(const event::CaseMoved& e) { return {Kind::case_work, e.case_id.value, {}, {}}; }
Subject of(const event::ReportReceived& e) { return {Kind::report, e.report.value, {}, {}}; }
Subject of(const event::ReportAttached& e) { return {Kind::report, e.report.value, e.incident, {}}; }
Subject of(const event::ReportVerifyAsked& e) { return {Kind::report, e.report.value, {}, {}}; }
Subject of(const event::ReportVerified& e) { return {Kind::report, e.report.value, {}, {}}; }
Subject of(const event::ReportVoided& e) { return {Kind::report, e.report.value, {}, {}}; }
Subject of(const event::ReportCounted& e) { return {Kind::report, e.report.value, {}, {}}; }
Subject of(const event::ReportExpired& e) { return {Kind::report, e.report.value, {}, {}}; }
Subject of(const event::ReportReplied& e) { return {Kind::report, e.report.value, {}, {}}; }
Subject of(const event::MerchantReplied& e) { return {Kind::merchant, e.merchant.value, {}, {}}; }
Subject of(const event::StrikeImported& e) { return {Kind::merchant, e.merchant.value, {}, {}}; }
Subject of(const event::StrikeCounted& e) { return {Kind::merchant, e.merchant.value, e.incident, {}}; }
Subject of(const event::ColourBecame& e) { return {Kind::merchant, e.merchant.value, {}, {}}; }
Subject of(const event::OwnerChanged& e) { return {Kind::merchant, e.merchant.value, {}, {}}; }
Subject of(const event::Configured&) { return {}; }
Subject of(const event::TroubleAtPort&) { return {}; }

}  // namespace

Subject subject_of(const Event& event) {
  return std::visit([](const auto& payload) { return of(payload); }, event.payload);
}

}  // namespace tricolor::engine
