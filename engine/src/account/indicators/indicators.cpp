#include "engine/indicators.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace tricolor::engine {
namespace {

// Time within which a second incident of a shop and class counts as recurring. The span is that of the source page's
// colour rule.
constexpr std::chrono::days kRecursWithin{30};

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

class Count {
 public:
  Count(const ServiceState& state, Time as_of) : state_(state), as_of_(as_of) {}

  Indicators total() {
    for (const auto& [id, sighting] : state_.sightings()) count(sighting);
    for (const auto& [id, incident] : state_.incidents()) count(incident);
    for (const auto& [id, notice] : state_.notices()) count(notice);
    for (const auto& [id, record] : state_.cases()) count(record);
    for (const auto& [id, report] : state_.reports()) count(report);
    for (const CameraRecord& camera : state_.cameras()) count(camera);
    for (auto* list : {&it_.acknowledge_s, &it_.arrive_s, &it_.close_s}) std::sort(list->begin(), list->end());
    return std::move(it_);
  }

 private:
  void count(const SightingRecord& sighting) {
    if (!sighting.review_asked_at) return;
    ++it_.reviews;
    it_.reviews_lapsed += sighting.review == SightingRecord::Review::lapsed ? 1 : 0;
  }

  void count(const IncidentRecord& incident) {
    if (incident.voided()) return;
    ++it_.incidents;
    for (const Recheck& recheck : incident.rechecks) switch (recheck.outcome) {
        case RecheckOutcome::corrected: ++it_.corrected; break;
        case RecheckOutcome::not_corrected: ++it_.not_corrected; break;
        case RecheckOutcome::unknown: ++it_.recheck_unknown; break;
        case RecheckOutcome::relapsed: ++it_.relapsed; break;
      }
    const NoticeRecord* notice = incident.notice ? state_.notice(*incident.notice) : nullptr;
    const bool not_warned = notice && notice->delivered == false;
    if (!incident.rechecks.empty() && !not_warned) {
      ++it_.rechecked_warned;
      it_.escalated += sent_for_in_vain(incident) ? 1 : 0;
    }
    const bool reopened = !incident.reopened_at.empty();
    it_.closed_by_cases +=
        reopened || (incident.closed_at && incident.how == event::IncidentClosed::How::case_closed) ? 1 : 0;
    it_.reopened += reopened ? 1 : 0;
    if (!incident.opened.merchant) return;
    ++it_.with_shop;
    const auto [before, first] =
        last_.try_emplace({*incident.opened.merchant, incident.opened.violation_class}, incident.opened_at);
    if (!first && incident.opened_at - before->second <= kRecursWithin) ++it_.recurring;
    before->second = incident.opened_at;
  }

  // True when an officer was sent because a warning had been in vain.
  bool sent_for_in_vain(const IncidentRecord& incident) const {
    return std::any_of(incident.cases.begin(), incident.cases.end(), [&](CaseId id) {
      const CaseRecord* record = state_.case_of(id);
      return record && record->registered.warned && record->registered.incident == incident.opened.incident;
    });
  }

  void count(const NoticeRecord& notice) {
    using Why = event::NoticeFate::Why;
    ++it_.notices;
    if (!notice.delivered) return;
    if (*notice.delivered) {
      ++it_.notices_delivered;
      return;
    }
    ++it_.notices_undelivered;
    switch (notice.why) {
      case Why::receipt: break;
      case Why::no_receipt: ++it_.notices_without_receipt; break;
      case Why::rejected: ++it_.notices_rejected; break;
      case Why::gave_up: ++it_.notices_given_up; break;
      case Why::owner_changed: ++it_.notices_of_old_owners; break;
    }
  }

  void count(const CaseRecord& record) {
    ++it_.cases;
    const bool passed_on = walk(record);
    if (record.state == CaseState::voided) {
      ++it_.cases_voided;
      return;
    }
    it_.cases_warned += record.registered.warned ? 1 : 0;
    it_.cases_passed_on += passed_on ? 1 : 0;
    it_.reworks += record.reworks;
    it_.cases_reworked += record.reworks > 0 ? 1 : 0;
    const bool by_force = record.state == CaseState::forced_close;
    it_.cases_should_have_closed += record.closed() || by_force || record.registered.due < as_of_ ? 1 : 0;
    it_.cases_closed_by_force += by_force ? 1 : 0;
    if (!record.closed()) return;
    ++it_.cases_closed;
    it_.cases_on_time += record.moved_at <= record.registered.due ? 1 : 0;
    it_.close_s.push_back(seconds(record.moved_at - record.registered_at));
  }

  // Collects the delays of every dispatch. True when an officer gave the case back or lost it to another, other than by
  // a rework.
  bool walk(const CaseRecord& record) {
    Time dispatched = record.registered_at;
    bool passed_on = false;
    for (const CaseMove& move : record.moves) {
      if (move.to == CaseState::acknowledged) it_.acknowledge_s.push_back(seconds(move.at - dispatched));
      if (move.to == CaseState::arrived) it_.arrive_s.push_back(seconds(move.at - dispatched));
      const bool first_hand = move.from == CaseState::registered || move.from == CaseState::rework;
      passed_on = passed_on || move.to == CaseState::returned || (move.to == CaseState::dispatched && !first_hand);
      if (move.to == CaseState::dispatched) dispatched = move.at;
    }
    return passed_on;
  }

  void count(const CameraRecord& camera) {
    it_.cameras_waiting += !camera.sees && camera.reason == BlindReason::moved ? 1 : 0;
  }

  void count(const ReportRecord& report) {
    using Outcome = ReportRecord::Outcome;
    ++it_.reports;
    it_.reports_valid += report.outcome == Outcome::valid ? 1 : 0;
    it_.reports_attached += report.outcome == Outcome::attached || report.outcome == Outcome::duplicate ? 1 : 0;
    it_.reports_unverified += report.outcome == Outcome::expired ? 1 : 0;
  }

  const ServiceState& state_;
  Time as_of_;
  Indicators it_;
  std::map<std::pair<MerchantId, ClassId>, Time> last_;
};

}  // namespace

Indicators indicators_of(const ServiceState& state, std::optional<Time> as_of) {
  return Count(state, as_of ? std::max(*as_of, state.at()) : state.at()).total();
}

double quantile(const std::vector<double>& ascending, double share) {
  if (ascending.empty()) return 0;
  const double place = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

}  // namespace tricolor::engine
