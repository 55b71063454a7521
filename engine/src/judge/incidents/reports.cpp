#include "incidents/reports.h"

#include <algorithm>
#include <cmath>

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

constexpr const char* kMadeACase = "您反映的问题已核实并立案处置。 What you reported was verified and is now a case.";

}  // namespace

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
    note_place(received->report);
  } else if (const auto* verified = std::get_if<event::ReportVerified>(&event.payload)) {
    note_place(verified->report);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    if (!registered->report) return;
    open_cases_[*registered->report] = registered->case_id;
    note_place(*registered->report);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    const std::optional<ReportId>& about = state_.case_of(moved->case_id)->registered.report;
    if (!about || state_.open_cases().contains(moved->case_id)) return;
    open_cases_.erase(*about);
    note_place(*about);
  } else if (const auto* asked = std::get_if<event::ReportVerifyAsked>(&event.payload)) {
    ask_at(asked->report,
           std::min(asked->due, state_.report(asked->report)->received_at + policy_.route.verify_give_up_after));
  } else if (const auto* replied = std::get_if<event::ReportReplied>(&event.payload)) {
    ask_at(replied->report, std::nullopt);
    note_place(replied->report);
  }
}

void Reports::note_place(ReportId id) {
  const ReportRecord* report = state_.report(id);
  if (report && (state_.open_reports().contains(id) || open_cases_.contains(id)))
    places_.put(id, report->found_at.value_or(report->received.content.where));
  else places_.remove(id);
}

void Reports::handle(const Report& report, Time now, EventSink& out) {
  Report kept = report;
  if (kept.text.size() > kTextLimit) {
    // The text is cut before a character, not inside one: bytes 10xxxxxx continue a character of UTF-8.
    std::size_t cut = kTextLimit;
    while (cut > 0 && (static_cast<unsigned char>(kept.text[cut]) & 0xC0) == 0x80) --cut;
    kept.text.resize(cut);
  }
  const ReportId id{next_};
  out.emit(event::ReportReceived{id, std::move(kept)});
  // An incident that is near is only suggested: the officer who goes there says whether it is the same
  // (`settle_duplicate`).
  if (const IncidentRecord* parent = incidents_.near(
          report.where, report.violation_class, policy_.route.suggest_within_m, now - policy_.route.suggest_within))
    out.emit(event::ReportAttached{id, parent->opened.incident, parent->case_id(), true});
  else if (const auto earlier = earlier_report(report, id, now))
    out.emit(event::ReportAttached{id, std::nullopt, state_.report(*earlier)->case_id, true, earlier});
  // An officer who is on his way to an earlier report looks at this one as well.
  const ReportRecord& record = *state_.report(id);
  std::optional<OfficerId> officer;
  if (record.parent && state_.open_reports().contains(*record.parent))
    officer = state_.report(*record.parent)->verifier;
  if (!officer) officer = officer_(report.where, now, {});
  if (officer) ask(id, *officer, now, out);
}

std::optional<ReportId> Reports::earlier_report(const Report& report, ReportId itself, Time now) const {
  std::optional<ReportId> best;
  double nearest_m = policy_.route.suggest_within_m;
  const auto consider = [&](ReportId id) {
    const ReportRecord& other = *state_.report(id);
    // A report that is a suggested duplicate itself leads to its own parent.
    if (id == itself || other.parent || other.received_at < now - policy_.route.suggest_within) return;
    if (report.violation_class && other.received.content.violation_class != report.violation_class) return;
    const GroundPoint where = other.found_at.value_or(other.received.content.where);
    const double away_m = std::hypot(where.x_m - report.where.x_m, where.y_m - report.where.y_m);
    if (away_m > nearest_m || (best && away_m == nearest_m)) return;
    nearest_m = away_m;
    best = id;
  };
  // Of reports equally near an open one comes first, and then the one whose case is older.
  std::vector<std::pair<CaseId, ReportId>> with_case;
  for (const ReportId id : places_.near(report.where, policy_.route.suggest_within_m)) {
    if (state_.open_reports().contains(id)) consider(id);
    if (const auto at_work = open_cases_.find(id); at_work != open_cases_.end())
      with_case.emplace_back(at_work->second, id);
  }
  std::sort(with_case.begin(), with_case.end());
  for (const auto& [case_id, id] : with_case) consider(id);
  return best;
}

std::optional<SuggestedParent> Reports::suggested_to(ReportId id) const {
  const ReportRecord& report = *state_.report(id);
  if (report.suggested)
    return SuggestedParent{report.suggested, std::nullopt, state_.incident(*report.suggested)->opened.spot};
  if (!report.parent) return std::nullopt;
  const ReportRecord& parent = *state_.report(*report.parent);
  return SuggestedParent{std::nullopt, report.parent, parent.found_at.value_or(parent.received.content.where)};
}

void Reports::ask(ReportId id, OfficerId officer, Time now, EventSink& out) {
  out.emit(event::ReportVerifyAsked{id, officer, now + policy_.route.verify_within});
}

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
    // Cameras may have found meanwhile the thing before which the officer now stands.
    const ReportRecord& report = *state_.report(*update.report);
    const Report& content = report.received.content;
    if (const IncidentRecord* same =
            incidents_.near(update.where.value_or(content.where), content.violation_class, kSamePlaceM, Time{})) {
      OfficerUpdate duplicate = update;
      duplicate.duplicate_of = same->opened.incident;
      settle_duplicate(duplicate, now, out);
      return;
    }
    out.emit(event::ReportVerified{*update.report, true, update.where, update.merchant});
    out.emit(event::ReportReplied{*update.report, kMadeACase});
  } else if (update.what == What::verified_false) {
    out.emit(event::ReportVerified{*update.report, false});
    out.emit(event::ReportReplied{
        *update.report,
        "经现场核查，未发现您反映的问题，感谢您的监督。 An officer went and found nothing. Thank you."});
  } else if (update.what == What::verified_duplicate) {
    settle_duplicate(update, now, out);
  } else if (update.what == What::returned || update.what == What::off_duty) {
    give_to_another(*update.report);
  }
}

// Settles a report as a duplicate. Without a known parent it is a report of its own, because the officer has seen that
// it is true.
void Reports::settle_duplicate(const OfficerUpdate& update, Time now, EventSink& out) {
  const ReportId id = *update.report;
  const ReportRecord& report = *state_.report(id);
  std::optional<IncidentId> incident = update.duplicate_of ? update.duplicate_of : report.suggested;
  std::optional<CaseId> case_id;
  const auto named = incident ? incidents_.named(*incident, now) : std::nullopt;
  if (named) case_id = named->case_id;
  else incident.reset();
  if (!incident && report.parent) {
    const ReportRecord& parent = *state_.report(*report.parent);
    case_id = parent.case_id;
    incident = parent.incident;
    if (!incident && case_id && !state_.case_of(*case_id)->incidents.empty())
      incident = state_.case_of(*case_id)->incidents.front();
  }
  if (!incident && !case_id) {
    out.emit(event::ReportVerified{id, true, update.where, update.merchant});
    out.emit(event::ReportReplied{id, kMadeACase});
    return;
  }
  out.emit(event::ReportAttached{id, incident, case_id, false, report.parent});
  out.emit(event::ReportReplied{
      id, "您反映的问题已在处理中，感谢您的监督。 What you reported is being dealt with already. Thank you."});
}

void Reports::handle(const VoidRequest& request, Time now, EventSink& out) {
  const ReportId id = *request.report;
  const ReportRecord* report = state_.report(id);
  const PastReport* past = state_.past_report(id);
  const std::optional<Time> replied_at = report ? report->replied_at
                                         : past ? std::optional(past->replied_at)
                                                : std::nullopt;
  const bool too_late =
      replied_at ? now - *replied_at > policy_.records.appeals_within : !report && id.value > 0 && id.value < next_;
  if (too_late)
    out.emit(event::TroubleAtPort{
        "appeals", "report " + std::to_string(id.value) + " was to be taken back after the time for appeals"});
  else if (report ? report->outcome == ReportRecord::Outcome::valid : past && past->valid)
    out.emit(event::ReportVoided{id, request.reason});
}

std::optional<Time> Reports::next_deadline() const {
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.begin()->first;
}

// Gives reports that found nobody on duty, or whose officer never answered, to somebody else. When there is no other,
// the same officer is asked again, because the message to him may never have arrived.
void Reports::wake(Time now, EventSink& out) {
  std::vector<ReportId> due;
  for (const auto& [at, id] : deadlines_) {
    if (at > now) break;
    due.push_back(id);
  }
  std::sort(due.begin(), due.end());
  for (const ReportId id : due) {
    const ReportRecord& report = *state_.report(id);
    if (now >= report.received_at + policy_.route.verify_give_up_after) {
      out.emit(event::ReportExpired{id});
      out.emit(event::ReportReplied{id,
                                    "您反映的问题未能在时限内完成现场核实，如仍存在请再次反映。 Nobody could verify in "
                                    "time what you reported. If it is still there, please report it again."});
      continue;
    }
    auto officer = somebody_else(report, now);
    if (!officer) officer = officer_(report.received.content.where, now, {});
    if (officer) ask(id, *officer, now, out);
    else ask_at(id, std::min<Time>(now + kAskAgain, report.received_at + policy_.route.verify_give_up_after));
  }
}

}  // namespace tricolor::engine
