#include "engine/indicators.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace tricolor::engine {
namespace {

// A shop that does the same again within this time recurs. The span is that of the source page's colour rule.
constexpr std::chrono::days kRecursWithin{30};

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

struct CaseWalk {
  event::CaseRegistered registered;
  Time registered_at, dispatched_at;
  CaseState state = CaseState::registered;
  Time moved_at;
  int reworks = 0;
};

struct IncidentWalk {
  event::IncidentOpened opened;
  Time opened_at;
  bool is_known = false;  ///< A journal that begins in the middle may speak of an incident that it never opened.
  bool voided = false;
  bool undelivered = false;
  bool sent_for = false;  ///< An officer, after a warning in vain.
  std::vector<RecheckOutcome> outcomes;
};

class Count {
 public:
  void take(const Event& event) {
    std::visit([&](const auto& payload) { on(payload, event.at); }, event.payload);
    last_ = std::max(last_, event.at);
  }

  Indicators total(std::optional<Time> as_of) {
    std::map<std::pair<MerchantId, ClassId>, Time> last;
    for (const IncidentId id : order_) count(incidents_.at(id), last);
    for (const auto& [id, walk] : cases_) count(walk, as_of ? std::max(*as_of, last_) : last_);
    for (auto* list : {&it_.acknowledge_s, &it_.arrive_s, &it_.close_s}) std::sort(list->begin(), list->end());
    return std::move(it_);
  }

 private:
  IncidentWalk& incident(IncidentId id) {
    const auto [found, is_new] = incidents_.try_emplace(id);
    if (is_new) order_.push_back(id);
    return found->second;
  }

  void on(const event::IncidentOpened& e, Time at) {
    IncidentWalk& walk = incident(e.incident);
    walk.opened = e;
    walk.opened_at = at;
    walk.is_known = true;
  }
  void on(const event::IncidentVoided& e, Time) { incident(e.incident).voided = true; }
  void on(const event::NoticeQueued& e, Time) {
    ++it_.notices;
    incident_of_[e.notice] = e.incident;
  }
  void on(const event::NoticeFate& e, Time) {
    ++(e.delivered ? it_.notices_delivered : it_.notices_undelivered);
    if (const auto found = incident_of_.find(e.notice); found != incident_of_.end() && !e.delivered) incident(found->second).undelivered = true;
  }
  void on(const event::Rechecked& e, Time) { incident(e.incident).outcomes.push_back(e.outcome); }
  void on(const event::CaseRegistered& e, Time at) {
    ++it_.cases;
    cases_[e.case_id] = {e, at, at, CaseState::registered, at, 0};
    if (e.incident && e.warned) incident(*e.incident).sent_for = true;
  }
  void on(const event::CaseMoved& e, Time at) {
    const auto found = cases_.find(e.case_id);
    if (found == cases_.end()) return;
    CaseWalk& walk = found->second;
    walk.state = e.to;
    walk.moved_at = at;
    if (e.to == CaseState::dispatched) walk.dispatched_at = at;
    if (e.to == CaseState::acknowledged) it_.acknowledge_s.push_back(seconds(at - walk.dispatched_at));
    if (e.to == CaseState::arrived) it_.arrive_s.push_back(seconds(at - walk.dispatched_at));
    if (e.to == CaseState::rework) ++walk.reworks;
  }
  void on(const event::ReportReceived&, Time) { ++it_.reports; }
  void on(const event::ReportAttached&, Time) { ++it_.reports_attached; }
  void on(const event::ReportVerified& e, Time) { it_.reports_valid += e.valid ? 1 : 0; }
  template <class Other>
  void on(const Other&, Time) {}

  void count(const IncidentWalk& walk, std::map<std::pair<MerchantId, ClassId>, Time>& last) {
    if (walk.voided) return;
    for (const RecheckOutcome outcome : walk.outcomes) switch (outcome) {
        case RecheckOutcome::corrected: ++it_.corrected; break;
        case RecheckOutcome::not_corrected: ++it_.not_corrected; break;
        case RecheckOutcome::unknown: ++it_.recheck_unknown; break;
        case RecheckOutcome::relapsed: ++it_.relapsed; break;
      }
    if (!walk.outcomes.empty() && !walk.undelivered) {
      ++it_.rechecked_warned;
      it_.escalated += walk.sent_for ? 1 : 0;
    }
    if (!walk.is_known) return;
    ++it_.incidents;
    if (!walk.opened.merchant) return;
    ++it_.with_shop;
    const auto [before, first] = last.try_emplace({*walk.opened.merchant, walk.opened.violation_class}, walk.opened_at);
    if (!first && walk.opened_at - before->second <= kRecursWithin) ++it_.recurring;
    before->second = walk.opened_at;
  }

  void count(const CaseWalk& walk, Time as_of) {
    if (walk.state == CaseState::voided) {
      ++it_.cases_voided;
      return;
    }
    it_.cases_warned += walk.registered.warned ? 1 : 0;
    it_.reworks += walk.reworks;
    it_.cases_reworked += walk.reworks > 0 ? 1 : 0;
    const bool closed = walk.state == CaseState::closed, by_force = walk.state == CaseState::forced_close;
    it_.cases_should_have_closed += closed || by_force || walk.registered.due < as_of ? 1 : 0;
    it_.cases_closed_by_force += by_force ? 1 : 0;
    if (!closed) return;
    ++it_.cases_closed;
    it_.cases_on_time += walk.moved_at <= walk.registered.due ? 1 : 0;
    it_.close_s.push_back(seconds(walk.moved_at - walk.registered_at));
  }

  Indicators it_;
  std::map<IncidentId, IncidentWalk> incidents_;
  std::vector<IncidentId> order_;  ///< As the journal first names them.
  std::map<NoticeId, IncidentId> incident_of_;
  std::map<CaseId, CaseWalk> cases_;
  Time last_;
};

}  // namespace

Indicators indicators_of(std::span<const Event> journal, std::optional<Time> as_of) {
  Count count;
  for (const Event& event : journal) count.take(event);
  return count.total(as_of);
}

double quantile(const std::vector<double>& ascending, double share) {
  if (ascending.empty()) return 0;
  const double place = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

}  // namespace tricolor::engine
