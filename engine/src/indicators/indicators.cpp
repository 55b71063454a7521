#include "engine/indicators.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace tricolor::engine {
namespace {

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

struct CaseTimes {
  Time registered, due, dispatched;
  bool was_dispatched = false;
};

void count(const event::CaseMoved& moved, Time at, std::map<CaseId, CaseTimes>& cases, Indicators& indicators) {
  CaseTimes& times = cases[moved.case_id];
  switch (moved.to) {
    case CaseState::dispatched:
      times.dispatched = at;
      times.was_dispatched = true;
      break;
    case CaseState::acknowledged: indicators.acknowledge_s.push_back(seconds(at - times.dispatched)); break;
    case CaseState::arrived: indicators.arrive_s.push_back(seconds(at - times.dispatched)); break;
    case CaseState::rework: ++indicators.reworks; break;
    case CaseState::closed:
      ++indicators.cases_closed;
      indicators.cases_on_time += at <= times.due ? 1 : 0;
      indicators.close_s.push_back(seconds(at - times.registered));
      break;
    default: break;
  }
}

// Counts returns of a shop to the same class of violation. The window is that of the source page's colour rule.
void count_recurring(std::span<const Event> journal, Indicators& indicators) {
  std::set<IncidentId> voided;
  for (const Event& event : journal)
    if (const auto* taken_back = std::get_if<event::IncidentVoided>(&event.payload)) voided.insert(taken_back->incident);
  std::map<std::pair<MerchantId, ClassId>, Time> last;
  for (const Event& event : journal) {
    const auto* opened = std::get_if<event::IncidentOpened>(&event.payload);
    if (!opened || !opened->merchant || voided.contains(opened->incident)) continue;
    ++indicators.with_shop;
    const auto [before, first] = last.try_emplace({*opened->merchant, opened->violation_class}, event.at);
    if (!first && event.at - before->second <= std::chrono::days{30}) ++indicators.recurring;
    before->second = event.at;
  }
}

}  // namespace

Indicators indicators_of(std::span<const Event> journal) {
  Indicators indicators;
  std::map<CaseId, CaseTimes> cases;
  for (const Event& event : journal) {
    if (std::get_if<event::IncidentOpened>(&event.payload)) ++indicators.incidents;
    if (std::get_if<event::IncidentVoided>(&event.payload)) --indicators.incidents;
    if (std::get_if<event::NoticeQueued>(&event.payload)) ++indicators.notices;
    if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) ++(fate->delivered ? indicators.notices_delivered : indicators.notices_undelivered);
    if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) switch (rechecked->outcome) {
        case RecheckOutcome::corrected: ++indicators.corrected; break;
        case RecheckOutcome::not_corrected: ++indicators.not_corrected; break;
        case RecheckOutcome::unknown: ++indicators.recheck_unknown; break;
        case RecheckOutcome::relapsed: ++indicators.relapsed; break;
      }
    if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
      ++indicators.cases;
      indicators.cases_warned += registered->warned ? 1 : 0;
      cases[registered->case_id] = {event.at, registered->due, event.at, false};
    }
    if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) count(*moved, event.at, cases, indicators);
    if (std::get_if<event::ReportReceived>(&event.payload)) ++indicators.reports;
    if (std::get_if<event::ReportAttached>(&event.payload)) ++indicators.reports_attached;
    if (const auto* verified = std::get_if<event::ReportVerified>(&event.payload)) indicators.reports_valid += verified->valid ? 1 : 0;
  }
  count_recurring(journal, indicators);
  for (auto* list : {&indicators.acknowledge_s, &indicators.arrive_s, &indicators.close_s}) std::sort(list->begin(), list->end());
  return indicators;
}

double quantile(const std::vector<double>& ascending, double share) {
  if (ascending.empty()) return 0;
  const double place = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

}  // namespace tricolor::engine
