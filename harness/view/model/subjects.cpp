#include "view/model/subjects.h"

#include <algorithm>

#include "engine/subject.h"

namespace tricolor::harness {
namespace {

using What = Selection::What;

bool is_worth_a_line(const engine::Event& event) {
  const FeedKind kind = feed_kind(event);
  return is_news(event) || kind == FeedKind::incident || kind == FeedKind::colour;
}

}  // namespace

Selection selection_of(const engine::Event& event, const Moment& moment) {
  using Kind = engine::Subject::Kind;
  const engine::Subject subject = engine::subject_of(event);
  switch (subject.kind) {
    case Kind::incident: return {What::incident, subject.id};
    case Kind::notice: {
      const auto* notice = moment.service.notice(engine::NoticeId{static_cast<std::uint32_t>(subject.id)});
      return notice ? Selection{What::incident, notice->queued.incident.value} : Selection{};
    }
    case Kind::report: {
      const auto* report = moment.service.report(engine::ReportId{static_cast<std::uint32_t>(subject.id)});
      return report && report->incident ? Selection{What::incident, report->incident->value} : Selection{};
    }
    case Kind::case_work: return {What::case_work, subject.id};
    case Kind::merchant: return {What::shop, subject.id};
    case Kind::camera: return {What::camera, subject.id};
    case Kind::stay:
    case Kind::sighting:
    case Kind::none: return {};
  }
  return {};
}

std::vector<std::size_t> events_of_incident(const Timeline& timeline, const Moment& moment, std::uint32_t incident) {
  std::vector<std::size_t> found;
  const engine::IncidentId id{incident};
  const engine::IncidentRecord* it = moment.service.incident(id);
  if (!it) return found;
  const auto of_a_case = [&](std::uint64_t number) {
    return std::any_of(it->cases.begin(), it->cases.end(), [&](engine::CaseId its) { return its.value == number; });
  };
  const auto& journal = timeline.journal();
  // The sighting of a second camera may come before the incident that it joins; no other event of the incident does.
  for (std::size_t i = 0; i < moment.events && i < journal.size(); ++i) {
    if (journal[i].at < it->opened_at) continue;
    const engine::Subject subject = engine::subject_of(journal[i]);
    const bool own = subject.incident == id ||
                     (subject.kind == engine::Subject::Kind::notice && it->notice && subject.id == it->notice->value) ||
                     (subject.kind == engine::Subject::Kind::case_work && of_a_case(subject.id));
    const bool coloured = it->struck_at == journal[i].at && colour_given(journal[i]) && it->opened.merchant &&
                          subject.id == it->opened.merchant->value;
    if ((own || coloured) && is_worth_a_line(journal[i])) found.push_back(i);
  }
  return found;
}

std::optional<engine::Time> colour_since(const Moment& moment, std::uint32_t shop) {
  const auto& changes = moment.shop(shop).changes;
  return changes.empty() ? std::nullopt : std::optional(changes.back().at);
}

}  // namespace tricolor::harness
