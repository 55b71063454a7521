#include "engine/support/journal_laws.h"

#include <map>
#include <set>

#include "cases/case_table.h"
#include "engine/journal.h"
#include "engine/service_state.h"

namespace tricolor::engine::testing {
namespace {

struct Reader {
  std::vector<std::string> broken;
  std::map<IncidentId, event::IncidentOpened> incidents;
  std::map<IncidentId, int> closed;
  std::map<IncidentId, event::IncidentClosed::How> how;
  std::map<IncidentId, Time> closed_at;
  std::set<IncidentId> voided, reopened;
  std::map<IncidentId, RecheckOutcome> outcome;
  std::map<NoticeId, bool> delivered;
  std::set<SightingId> asked, judged;
  Time now;
  std::map<IncidentId, CaseId> case_of;
  std::map<IncidentId, NoticeId> notice_of;
  std::map<NoticeId, event::NoticeQueued> notices;
  std::map<NoticeId, int> accepted, fates;
  std::map<IncidentId, int> dues, rechecks;
  std::map<CaseId, CaseState> cases;
  std::map<CaseId, std::optional<OfficerId>> officer;
  std::set<ReportId> reports, replied;
  std::map<ReportId, bool> verified;
  std::set<SightingId> sightings;
  std::string where;

  void require(bool holds, const std::string& law) {
    if (!holds) broken.push_back(where + law);
  }

  void read(const event::SightingConfirmed& e) {
    require(sightings.insert(e.sighting).second, "a sighting is confirmed once");
  }
  void read(const event::IncidentOpened& e) {
    require(incidents.emplace(e.incident, e).second, "an incident opens once");
    require(sightings.contains(e.sighting), "an incident comes of a sighting");
    for (const auto& [id, other] : incidents)
      if (id != e.incident && !closed.contains(id) && e.merchant)
        require(other.merchant != e.merchant || other.violation_class != e.violation_class,
                "one open incident for a shop and class");
  }
  void read(const event::IncidentClosed& e) {
    require(incidents.contains(e.incident), "only a known incident closes");
    require(++closed[e.incident] == 1, "an incident closes once each time it is open");
    using How = event::IncidentClosed::How;
    how[e.incident] = e.how;
    closed_at[e.incident] = now;
    const bool has_case = case_of.contains(e.incident);
    switch (e.how) {
      case How::self_corrected:
        require(!has_case && outcome.contains(e.incident) && outcome[e.incident] == RecheckOutcome::corrected,
                "self-corrected is what a re-check saw corrected");
        break;
      case How::case_closed:
        require(has_case && is_final(cases[case_of[e.incident]]), "closed by a case is what a closed case was about");
        break;
      case How::cleared_before_notice:
        require(!has_case && (!notice_of.contains(e.incident) || accepted[notice_of[e.incident]] == 0),
                "cleared before the notice is what nobody was warned about");
        break;
      case How::voided: require(voided.contains(e.incident), "closed as voided is what was voided"); break;
    }
  }
  void read(const event::IncidentVoided& e) {
    require(incidents.contains(e.incident) && voided.insert(e.incident).second, "a known incident is voided once");
  }
  void read(const event::IncidentReopened& e) {
    require(closed.contains(e.incident) && how[e.incident] == event::IncidentClosed::How::case_closed,
            "only what a case closed is reopened");
    require(!voided.contains(e.incident), "what was voided is not reopened");
    closed.erase(e.incident);
    reopened.insert(e.incident);
  }
  void read(const event::PlaceSeenClear& e) {
    require(closed.contains(e.incident), "the place of what is closed is seen clear");
  }
  void read(const event::ReviewLapsed& e) {
    require(asked.contains(e.sighting) && judged.insert(e.sighting).second, "a question lapses once, unanswered");
  }
  void read(const event::CaseJoined& e) {
    require(cases.contains(e.case_id) && !is_final(cases[e.case_id]), "an incident joins an open case");
    require(incidents.contains(e.incident) && !closed.contains(e.incident), "an open incident joins a case");
    require(case_of.emplace(e.incident, e.case_id).second, "one case an incident");
  }
  void read(const event::ReviewAsked& e) {
    require(sightings.contains(e.sighting) && asked.insert(e.sighting).second,
            "a person is asked once about a sighting");
  }
  void read(const event::ReviewGiven& e) {
    require(asked.contains(e.sighting) && judged.insert(e.sighting).second, "a person answers once what was asked");
  }
  void read(const event::NoticeQueued& e) {
    require(incidents.contains(e.incident), "a notice is about an incident");
    require(notice_of.emplace(e.incident, e.notice).second, "one notice an incident");
    require(notices.emplace(e.notice, e).second, "a notice is queued once");
  }
  void read(const event::NoticeSent& e) {
    require(notices.contains(e.notice), "only what was queued is sent");
    if (static_cast<SendResult>(e.result) == SendResult::accepted)
      require(++accepted[e.notice] == 1, "a notice is accepted once");
  }
  void read(const event::NoticeFate& e) {
    require(notices.contains(e.notice) && ++fates[e.notice] == 1, "a notice has one fate");
    delivered[e.notice] = e.delivered;
  }
  void read(const event::CorrectionDue& e) {
    require(notice_of.contains(e.incident) && accepted[notice_of[e.incident]] == 1,
            "no clock starts before the gateway took the notice");
    require(++dues[e.incident] == 1, "the clock of an incident starts once");
    require(!closed.contains(e.incident), "no clock starts for what has ended");
  }
  void read(const event::Rechecked& e) {
    require(dues[e.incident] == 1, "a re-check follows a deadline");
    require(++rechecks[e.incident] == 1, "an incident is re-checked once");
    require(!closed.contains(e.incident), "what is closed is not re-checked");
    outcome[e.incident] = e.outcome;
  }
  void read(const event::CaseRegistered& e) {
    require(cases.emplace(e.case_id, CaseState::registered).second, "a case is registered once");
    require(e.incident.has_value() != e.report.has_value(), "a case comes of an incident or of a report");
    if (e.report)
      require(verified.contains(*e.report) && verified.at(*e.report), "no case of a report that nobody found true");
    if (e.incident) {
      require(incidents.contains(*e.incident) && !closed.contains(*e.incident), "a case is about an open incident");
      // An officer is sent only when the notice was in vain, did not arrive, or had nobody to go to; never while it is
      // on its way.
      const auto notice = notice_of.find(*e.incident);
      const bool in_vain = outcome.contains(*e.incident) && outcome[*e.incident] != RecheckOutcome::corrected;
      const bool not_arrived =
          notice != notice_of.end() && delivered.contains(notice->second) && !delivered[notice->second];
      require(in_vain || not_arrived || notice == notice_of.end(),
              "no case before the notice was in vain or did not arrive");
      const bool arrived = notice != notice_of.end() && delivered.contains(notice->second) && delivered[notice->second];
      require(e.warned == (in_vain && arrived), "whom a notice reached in vain was warned, and nobody else");
    }
    if (e.incident)
      require(case_of.emplace(*e.incident, e.case_id).second || reopened.contains(*e.incident),
              "one case an incident each time it is open");
    if (e.incident) case_of[*e.incident] = e.case_id;
    if (e.warned) require(e.incident && dues[*e.incident] == 1, "who is said to have been warned was warned");
  }
  void read(const event::CaseMoved& e) {
    require(cases.contains(e.case_id) && cases[e.case_id] == e.from, "a case moves from where it is");
    require(may_move(e.from, e.to),
            std::string("a case may not move from ") + name_of(e.from) + " to " + name_of(e.to));
    require((e.to != CaseState::dispatched && e.to != CaseState::acknowledged) || e.officer,
            "a dispatched case has an officer");
    require(e.to != CaseState::returned || !e.reason.empty(), "a case is returned with a reason");
    cases[e.case_id] = e.to;
    officer[e.case_id] = e.officer;
  }
  void read(const event::ReportReceived& e) { require(reports.insert(e.report).second, "a report is received once"); }
  void read(const event::ReportVerifyAsked& e) {
    require(reports.contains(e.report) && !replied.contains(e.report), "only a report without an answer is verified");
  }
  void read(const event::ReportVerified& e) {
    require(reports.contains(e.report) && !replied.contains(e.report), "what was answered is not judged again");
    require(verified.emplace(e.report, e.valid).second, "a report is judged once");
  }
  void read(const event::ReportReplied& e) { require(replied.insert(e.report).second, "a report is answered once"); }
  template <class Other>
  void read(const Other&) {}
};

}  // namespace

std::vector<std::string> broken_laws(const std::vector<Event>& journal, const FakeGateway& gateway, bool at_rest) {
  Reader reader;
  std::uint64_t sequence = 0;
  Time last{};
  for (const Event& event : journal) {
    reader.where = to_line(event, false) + ": ";
    reader.require(event.sequence == ++sequence, "numbers have no gaps");
    reader.require(event.at >= last, "time does not run backwards");
    last = event.at;
    reader.now = event.at;
    std::visit([&](const auto& payload) { reader.read(payload); }, event.payload);
  }
  reader.where = "world: ";
  std::set<std::string> keys;
  for (const auto& message : gateway.accepted)
    reader.require(keys.insert(message.key).second, "a key is accepted twice: " + message.key);
  for (const auto& message : gateway.accepted)
    for (const auto& [id, notice] : reader.notices)
      if (notice.key == message.key && reader.closed_at.contains(notice.incident))
        reader.require(message.accepted_at <= reader.closed_at[notice.incident],
                       "nothing is sent about what has ended: " + message.key);
  for (const auto& [id, notice] : reader.notices)
    if (reader.accepted[id] == 1)
      reader.require(keys.contains(notice.key), "the gateway has what it is said to have accepted: " + notice.key);
  if (!at_rest) return reader.broken;
  reader.where = "at rest: ";
  for (const auto& [id, incident] : reader.incidents) {
    const std::string name = "incident " + std::to_string(id.value);
    reader.require(reader.closed.contains(id), name + " never closed");
  }
  for (const auto& [id, notice] : reader.notices) {
    const bool withdrawn = reader.accepted[id] == 0 && reader.closed.contains(notice.incident);
    reader.require(reader.fates[id] == 1 || withdrawn, "notice " + std::to_string(id.value) + " without a fate");
  }
  for (const SightingId id : reader.asked)
    reader.require(reader.judged.contains(id), "sighting " + std::to_string(id.value) + " never judged");
  for (const auto& [id, state] : reader.cases)
    reader.require(is_final(state), "case " + std::to_string(id.value) + " still " + name_of(state));
  for (const ReportId id : reader.reports)
    reader.require(reader.replied.contains(id), "report " + std::to_string(id.value) + " never answered");
  return reader.broken;
}

}  // namespace tricolor::engine::testing
