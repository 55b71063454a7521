#include "incidents/reports.h"

#include <algorithm>

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
    reports_[received->report] = {received->content, std::nullopt, {}, event.at};
    open_.insert(received->report);
    next_ = std::max(next_, received->report.value + 1);
  } else if (const auto* asked = std::get_if<event::ReportVerifyAsked>(&event.payload)) {
    ReportState& state = reports_.at(asked->report);
    // Somebody who was passed over is asked again: a new round begins.
    if (state.passed_over.contains(asked->officer)) state.passed_over.clear();
    if (state.verifier && state.verifier != asked->officer) state.passed_over.insert(*state.verifier);
    state.verifier = asked->officer;
    state.verify_due = asked->due;
  } else if (const auto* replied = std::get_if<event::ReportReplied>(&event.payload)) {
    // The answer ends it: nobody is asked about it again.
    open_.erase(replied->report);
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
  if (const auto officer = officer_(report.where, now, {})) ask(id, *officer, now, out);
}

void Reports::ask(ReportId id, OfficerId officer, Time now, EventSink& out) { out.emit(event::ReportVerifyAsked{id, officer, now + policy_.route.verify_within}); }

std::optional<OfficerId> Reports::somebody_else(const ReportState& state, Time now) const {
  std::set<OfficerId> without = state.passed_over;
  if (state.verifier) without.insert(*state.verifier);
  return officer_(state.content.where, now, without);
}

Time Reports::asked_again_at(const ReportState& state) { return state.verifier ? state.verify_due : state.verify_due + kAskAgain; }

void Reports::start_cold(Time now) {
  for (const ReportId id : open_)
    if (ReportState& state = reports_.at(id); state.verifier) state.verify_due = std::max<Time>(state.verify_due, now + kAskAgain);
}

void Reports::handle(const OfficerUpdate& update, Time now, EventSink& out) {
  using What = OfficerUpdate::What;
  const auto give_to_another = [&](ReportId id) {
    const ReportState& state = reports_.at(id);
    if (state.verifier != update.officer) return;
    if (const auto other = somebody_else(state, now)) ask(id, *other, now, out);
  };
  if (update.what == What::off_duty && !update.report && !update.case_id) {
    const std::set<ReportId> open = open_;
    for (const ReportId id : open) give_to_another(id);
    return;
  }
  if (!update.report || !open_.contains(*update.report)) return;
  if (update.what == What::verified_true) {
    out.emit(event::ReportVerified{*update.report, true});
    out.emit(event::ReportReplied{*update.report, "您反映的问题已核实并立案处置。 What you reported was verified and is now a case."});
  } else if (update.what == What::verified_false) {
    out.emit(event::ReportVerified{*update.report, false});
    out.emit(event::ReportReplied{*update.report, "经现场核查，未发现您反映的问题，感谢您的监督。 An officer went and found nothing. Thank you."});
  } else if (update.what == What::returned || update.what == What::off_duty) {
    give_to_another(*update.report);
  }
}

std::optional<Time> Reports::next_deadline() const {
  std::optional<Time> next;
  for (const ReportId id : open_)
    if (const Time at = asked_again_at(reports_.at(id)); !next || at < *next) next = at;
  return next;
}

// Reports that found nobody on duty, or whose officer never answered, are given to somebody else; when there is no other, he is asked
// again, because what was sent to him may never have arrived.
void Reports::wake(Time now, EventSink& out) {
  const std::set<ReportId> open = open_;
  for (const ReportId id : open) {
    ReportState& state = reports_.at(id);
    if (now < asked_again_at(state)) continue;
    auto officer = somebody_else(state, now);
    if (!officer) officer = officer_(state.content.where, now, {});
    if (officer)
      ask(id, *officer, now, out);
    else
      state.verify_due = now;
  }
}

}  // namespace tricolor::engine
