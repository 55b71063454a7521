#include "incidents/reports.h"

#include <algorithm>

namespace tricolor::engine {

using namespace std::chrono_literals;

Reports::Reports(const Policy& policy, const ServiceState& state, const Incidents& incidents, Officer officer)
    : policy_(policy), state_(state), incidents_(incidents), officer_(std::move(officer)) {}

std::vector<std::pair<ReportId, OfficerId>> Reports::unanswered() const {
  std::vector<std::pair<ReportId, OfficerId>> list;
  for (const ReportId id : state_.open_reports())
    if (const auto& verifier = state_.report(id)->verifier) list.emplace_back(id, *verifier);
  return list;
}

void Reports::ask_at(ReportId id, std::optional<Time> when) {
  if (const auto before = asked_again_at_.find(id); before != asked_again_at_.end()) {
    deadlines_.erase({before->second, id});
    asked_again_at_.erase(before);
  }
  if (!when) return;
  asked_again_at_[id] = *when;
  deadlines_.insert({*when, id});
}

void Reports::apply(const Event& event) {
  if (const auto* received = std::get_if<event::ReportReceived>(&event.payload)) {
    next_ = std::max(next_, received->report.value + 1);
    ask_at(received->report, event.at + kAskAgain);
  } else if (const auto* asked = std::get_if<event::ReportVerifyAsked>(&event.payload)) {
    ask_at(asked->report, asked->due);
  } else if (const auto* replied = std::get_if<event::ReportReplied>(&event.payload)) {
    ask_at(replied->report, std::nullopt);
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
  if (const IncidentRecord* parent = incidents_.near(report.where, report.violation_class, kParentWithinM, now - kParentWithin)) {
    out.emit(event::ReportAttached{id, parent->opened.incident, parent->case_id(), !report.violation_class});
    out.emit(event::ReportReplied{id, "您反映的问题已在处理中，感谢您的监督。 What you reported is being dealt with already. Thank you."});
    return;
  }
  if (const auto officer = officer_(report.where, now, {})) ask(id, *officer, now, out);
}

void Reports::ask(ReportId id, OfficerId officer, Time now, EventSink& out) { out.emit(event::ReportVerifyAsked{id, officer, now + policy_.route.verify_within}); }

std::optional<OfficerId> Reports::somebody_else(const ReportRecord& report, Time now) const {
  std::set<OfficerId> without = report.passed_over;
  if (report.verifier) without.insert(*report.verifier);
  return officer_(report.received.content.where, now, without);
}

void Reports::start_cold(Time now) {
  for (const ReportId id : state_.open_reports())
    if (state_.report(id)->verifier) ask_at(id, std::max<Time>(asked_again_at_.at(id), now + kAskAgain));
}

void Reports::handle(const OfficerUpdate& update, Time now, EventSink& out) {
  using What = OfficerUpdate::What;
  const auto give_to_another = [&](ReportId id) {
    const ReportRecord& report = *state_.report(id);
    if (report.verifier != update.officer) return;
    if (const auto other = somebody_else(report, now)) ask(id, *other, now, out);
  };
  if (update.what == What::off_duty && !update.report && !update.case_id) {
    const std::set<ReportId> open = state_.open_reports();
    for (const ReportId id : open) give_to_another(id);
    return;
  }
  if (!update.report || !state_.open_reports().contains(*update.report)) return;
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
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.begin()->first;
}

// Reports that found nobody on duty, or whose officer never answered, are given to somebody else; when there is no other, he is asked
// again, because what was sent to him may never have arrived.
void Reports::wake(Time now, EventSink& out) {
  std::vector<ReportId> due;
  for (const auto& [at, id] : deadlines_) {
    if (at > now) break;
    due.push_back(id);
  }
  std::sort(due.begin(), due.end());
  for (const ReportId id : due) {
    const ReportRecord& report = *state_.report(id);
    auto officer = somebody_else(report, now);
    if (!officer) officer = officer_(report.received.content.where, now, {});
    if (officer)
      ask(id, *officer, now, out);
    else
      ask_at(id, now + kAskAgain);
  }
}

}  // namespace tricolor::engine
