#include "incidents/reports.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

Reports::Reports(const Policy& policy, const Incidents& incidents, Officer officer) : policy_(policy), incidents_(incidents), officer_(std::move(officer)) {}

const ReportState* Reports::find(ReportId report) const {
  const auto found = reports_.find(report);
  return found == reports_.end() ? nullptr : &found->second;
}

std::vector<std::pair<ReportId, OfficerId>> Reports::unanswered() const {
  std::vector<std::pair<ReportId, OfficerId>> list;
  for (const ReportId id : open_)
    if (const auto& state = reports_.at(id); state.verifier) list.emplace_back(id, *state.verifier);
  return list;
}

void Reports::apply(const Event& event) {
  if (const auto* received = std::get_if<event::ReportReceived>(&event.payload)) {
    reports_[received->report] = {received->content, std::nullopt, std::nullopt, event.at, false};
    open_.insert(received->report);
    next_ = std::max(next_, received->report.value + 1);
  } else if (const auto* asked = std::get_if<event::ReportVerifyAsked>(&event.payload)) {
    reports_.at(asked->report).verifier = asked->officer;
    reports_.at(asked->report).verify_due = asked->due;
  } else if (const auto* replied = std::get_if<event::ReportReplied>(&event.payload)) {
    reports_.at(replied->report).settled = true;
    open_.erase(replied->report);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    if (registered->report) reports_.at(*registered->report).case_id = registered->case_id;
  }
}

void Reports::handle(const Report& report, Time now, EventSink& out) {
  Report kept = report;
  if (kept.text.size() > kTextLimit) {
    // Cut before a character, not inside one: bytes 10xxxxxx continue a character of UTF-8.
    std::size_t cut = kTextLimit;
    while (cut > 0 && (static_cast<unsigned char>(kept.text[cut]) & 0xC0) == 0x80) --cut;
    kept.text.resize(cut);
  }
  const ReportId id{next_};
  out.emit(event::ReportReceived{id, std::move(kept)});
  if (const IncidentState* parent = incidents_.near(report.where, report.violation_class, kParentWithinM, now - kParentWithin)) {
    out.emit(event::ReportAttached{id, parent->opened.incident, parent->case_id, !report.violation_class});
    out.emit(event::ReportReplied{id, "您反映的问题已在处理中，感谢您的监督。 What you reported is being dealt with already. Thank you."});
    return;
  }
  if (const auto officer = officer_(report.where, now)) out.emit(event::ReportVerifyAsked{id, *officer, now + policy_.route.verify_within});
}

void Reports::handle(const OfficerUpdate& update, EventSink& out) {
  if (!update.report || !open_.contains(*update.report)) return;
  if (update.what == OfficerUpdate::What::verified_true) {
    out.emit(event::ReportVerified{*update.report, true});
    out.emit(event::ReportReplied{*update.report, "您反映的问题已核实并立案处置。 What you reported was verified and is now a case."});
  } else if (update.what == OfficerUpdate::What::verified_false) {
    out.emit(event::ReportVerified{*update.report, false});
    out.emit(event::ReportReplied{*update.report, "经现场核查，未发现您反映的问题，感谢您的监督。 An officer went and found nothing. Thank you."});
  }
}

std::optional<Time> Reports::next_deadline() const {
  std::optional<Time> next;
  for (const ReportId id : open_) {
    const ReportState& state = reports_.at(id);
    const Time at = state.verifier ? state.verify_due : state.verify_due + 5min;
    if (!next || at < *next) next = at;
  }
  return next;
}

// Reports that found nobody on duty, or whose officer never answered, are given to somebody else.
void Reports::wake(Time now, EventSink& out) {
  const auto open = open_;
  for (const ReportId id : open) {
    const ReportState& state = reports_.at(id);
    if (now < (state.verifier ? state.verify_due : state.verify_due + 5min)) continue;
    if (const auto officer = officer_(state.content.where, now))
      out.emit(event::ReportVerifyAsked{id, *officer, now + policy_.route.verify_within});
    else
      reports_.at(id).verify_due = now;
  }
}

}  // namespace tricolor::engine
