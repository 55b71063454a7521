// Names the fields of every event once, for writing and reading alike.
#pragma once

#include "engine/event.h"

namespace tricolor::engine {

template <class A>
void fields(A& a, event::CameraBecame& e) {
  a("camera", e.camera);
  a("sees", e.sees);
  a("reason", e.reason);
  a("since", e.since);
}
template <class A>
void fields(A& a, event::OccupancyStarted& e) {
  a("occupancy", e.occupancy);
  a("camera", e.camera);
  a("zone", e.zone);
  a("class", e.violation_class);
  a("onset", e.onset);
  a("spot", e.spot);
  a.score("box", e.box);
}
template <class A>
void fields(A& a, event::OccupancyEnded& e) {
  a("occupancy", e.occupancy);
  a("last_seen", e.last_seen);
  a("by_blindness", e.by_blindness);
}
template <class A>
void fields(A& a, event::OccupancyDoubted& e) {
  a("occupancy", e.occupancy);
  a("between", e.between);
  a("plain_since", e.plain_since);
  a("missing_since", e.missing_since);
  a("unseen_since", e.unseen_since);
  a("undecided", e.undecided);
  a("looks_short", e.looks_short);
  a.score("odds_short_256", e.odds_short_256);
}
template <class A>
void fields(A& a, event::SightingConfirmed& e) {
  a("sighting", e.sighting);
  a("occupancy", e.occupancy);
  a("camera", e.camera);
  a("zone", e.zone);
  a("class", e.violation_class);
  a("onset", e.onset);
  a("spot", e.spot);
  a.score("score_256", e.score_256);
  a.score("box", e.box);
  a("merchant", e.merchant);
  a("between", e.between);
  a("evidence", e.evidence);
}
// The cells come from pixels, which differ between classes of processors: they are a score, so that no comparison of
// runs includes them.
template <class A>
void fields(A& a, event::SceneLearnt& e) {
  a("camera", e.camera);
  a.score("cells", e.cells);
}
template <class A>
void fields(A& a, event::SceneConfirmed& e) {
  a("camera", e.camera);
}
template <class A>
void fields(A& a, event::ReviewLapsed& e) {
  a("sighting", e.sighting);
}
template <class A>
void fields(A& a, event::IncidentReopened& e) {
  a("incident", e.incident);
  a("held_since", e.held_since);
}
template <class A>
void fields(A& a, event::PlaceSeenClear& e) {
  a("incident", e.incident);
  a("since", e.since);
}
template <class A>
void fields(A& a, event::CaseJoined& e) {
  a("case", e.case_id);
  a("incident", e.incident);
}
template <class A>
void fields(A& a, event::ReportExpired& e) {
  a("report", e.report);
}
template <class A>
void fields(A& a, event::EvidenceKept& e) {
  a("sighting", e.sighting);
  a("camera", e.label.camera);
  a("captured_at", e.label.captured_at);
  a("moment", e.label.moment);
  a.score("box", e.label.box);
  a("zone", e.label.zone);
  a.score("sha256", e.sha256);
  a.score("reason", e.reason);
}
template <class A>
void fields(A& a, WorldTables& e) {
  a("classes", e.classes);
  a("cameras", e.cameras);
  a("zones", e.zones);
  a("merchants", e.merchants);
  a("duty_grids", e.duty_grids);
  a("officers", e.officers);
}
template <class A>
void fields(A& a, event::ReviewAsked& e) {
  a("sighting", e.sighting);
}
template <class A>
void fields(A& a, event::ReviewGiven& e) {
  a("sighting", e.sighting);
  a("confirmed", e.confirmed);
  a("merchant", e.merchant);
}
template <class A>
void fields(A& a, event::IncidentOpened& e) {
  a("incident", e.incident);
  a("sighting", e.sighting);
  a("class", e.violation_class);
  a("merchant", e.merchant);
  a("zone", e.zone);
  a("duty_grid", e.duty_grid);
  a("spot", e.spot);
  a("onset", e.onset);
}
template <class A>
void fields(A& a, event::SightingAttached& e) {
  a("incident", e.incident);
  a("sighting", e.sighting);
}
template <class A>
void fields(A& a, event::IncidentRelapsed& e) {
  a("incident", e.incident);
  a("relapsed_at", e.at);
}
template <class A>
void fields(A& a, event::IncidentClosed& e) {
  a("incident", e.incident);
  a("how", e.how);
}
template <class A>
void fields(A& a, event::IncidentVoided& e) {
  a("incident", e.incident);
  a("reason", e.reason);
}
template <class A>
void fields(A& a, event::NoticeQueued& e) {
  a("notice", e.notice);
  a("incident", e.incident);
  a("merchant", e.merchant);
  a("key", e.key);
  a("text", e.text);
  a("not_before", e.not_before);
}
template <class A>
void fields(A& a, event::NoticeSent& e) {
  a("notice", e.notice);
  a("result", e.result);
}
template <class A>
void fields(A& a, event::NoticeFate& e) {
  a("notice", e.notice);
  a("delivered", e.delivered);
  a("why", e.why);
}
template <class A>
void fields(A& a, event::MerchantReplied& e) {
  a("merchant", e.merchant);
  a("text", e.text);
}
template <class A>
void fields(A& a, event::CorrectionDue& e) {
  a("incident", e.incident);
  a("due", e.due);
}
template <class A>
void fields(A& a, event::Rechecked& e) {
  a("incident", e.incident);
  a("outcome", e.outcome);
}
template <class A>
void fields(A& a, event::CaseRegistered& e) {
  a("case", e.case_id);
  a("incident", e.incident);
  a("report", e.report);
  a("duty_grid", e.duty_grid);
  a("where", e.where);
  a("due", e.due);
  a("warned", e.warned);
}
template <class A>
void fields(A& a, event::CaseMoved& e) {
  a("case", e.case_id);
  a("from", e.from);
  a("to", e.to);
  a("officer", e.officer);
  a("reason", e.reason);
}
template <class A>
void fields(A& a, event::ReportReceived& e) {
  a("report", e.report);
  a("reporter", e.content.reporter_key);
  a("reported_at", e.content.at);
  a("class", e.content.violation_class);
  a("where", e.content.where);
  a("text", e.content.text);
}
template <class A>
void fields(A& a, event::ReportAttached& e) {
  a("report", e.report);
  a("incident", e.incident);
  a("case", e.case_id);
  a("suggested_only", e.suggested_only);
  a("parent", e.parent);
}
template <class A>
void fields(A& a, event::ReportVerifyAsked& e) {
  a("report", e.report);
  a("officer", e.officer);
  a("due", e.due);
}
template <class A>
void fields(A& a, event::ReportVerified& e) {
  a("report", e.report);
  a("valid", e.valid);
  a("where", e.where);
  a("merchant", e.merchant);
}
template <class A>
void fields(A& a, event::ReportVoided& e) {
  a("report", e.report);
  a("reason", e.reason);
}
template <class A>
void fields(A& a, event::ReportCounted& e) {
  a("merchant", e.merchant);
  a("report", e.report);
  a("strike_at", e.at);
}
template <class A>
void fields(A& a, event::ReportReplied& e) {
  a("report", e.report);
  a("text", e.text);
}
template <class A>
void fields(A& a, event::StrikeImported& e) {
  a("merchant", e.merchant);
  a("strike_at", e.at);
}
template <class A>
void fields(A& a, event::StrikeCounted& e) {
  a("merchant", e.merchant);
  a("incident", e.incident);
  a("strike_at", e.at);
}
template <class A>
void fields(A& a, event::ColourBecame& e) {
  a("merchant", e.merchant);
  a("from", e.from);
  a("to", e.to);
  a("count", e.count);
}
template <class A>
void fields(A& a, event::OwnerChanged& e) {
  a("merchant", e.merchant);
  a("legal_person", e.legal_person);
  a("licence", e.licence);
  a("phone", e.phone);
}
template <class A>
void fields(A& a, event::Configured& e) {
  a("policy", e.policy_name);
  a("digest", e.digest);
  a("tables", e.tables);
  a("tables_digest", e.tables_digest);
}
template <class A>
void fields(A& a, event::TroubleAtPort& e) {
  a("port", e.port);
  a("what", e.what);
}
template <class A>
void fields(A& a, EvidenceRecord& e) {
  a("camera", e.label.camera);
  a("captured_at", e.label.captured_at);
  a("moment", e.label.moment);
  a.score("box", e.label.box);
  a("zone", e.label.zone);
  a.score("sha256", e.sha256);
}
template <class A>
void fields(A& a, GroundPoint& e) {
  a("x_m", e.x_m);
  a("y_m", e.y_m);
}
template <class A>
void fields(A& a, ImageBox& e) {
  a("x_px", e.x_px);
  a("y_px", e.y_px);
  a("width_px", e.width_px);
  a("height_px", e.height_px);
}

}  // namespace tricolor::engine
