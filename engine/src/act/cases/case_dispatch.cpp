// Gives a case to somebody: the officer of the rule, one who has not had it, the squad's leader, or nobody.
#include "cases/cases.h"

#include <algorithm>
#include <string>

#include "engine/service_state.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

// Officers who do not get the case again: those who returned it, and those who had it when the same matter was closed
// and the thing still stood.
std::set<OfficerId> Cases::never_again(const CaseRecord& record) const {
  std::set<OfficerId> officers = record.declined;
  if (!record.registered.incident) return officers;
  for (const CaseId earlier : state_.incident(*record.registered.incident)->cases) {
    const CaseRecord& before = *state_.case_of(earlier);
    if (earlier != record.registered.case_id && before.last_officer) officers.insert(*before.last_officer);
  }
  return officers;
}

// Closes a case by force when it is long overdue, so that nothing waits for ever. A thing that still stands is then
// reopened.
bool Cases::give_up(CaseId id, Time now, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  if (now < record.registered.due + policy_.escalation.give_up_after) return false;
  move(id, CaseState::forced_close, std::nullopt, "nobody settled it in time", out);
  return true;
}

void Cases::plan(CaseId id, Time when) {
  wake_at(id, std::min(when, state_.case_of(id)->registered.due + policy_.escalation.give_up_after));
}

const CaseDesk* Cases::desk_of(const CaseRecord& record) const {
  const auto violation_class = class_of(record.registered);
  const auto* entry = violation_class ? &configuration_.classes.at(violation_class->value) : nullptr;
  return entry && entry->desk ? &*entry->desk : nullptr;
}

std::optional<OfficerId> Cases::officer_for(const CaseRecord& record, Time now,
                                            const std::set<OfficerId>& without) const {
  return routing_.officer_for(record.registered.duty_grid, record.registered.where, now, without, load(),
                              desk_of(record));
}

// True when the case waits until its desk is at work.
bool Cases::waits_for_desk(CaseId id, Time now) {
  const CaseDesk* desk = desk_of(*state_.case_of(id));
  if (!desk || !routing_.has_team(*desk)) return false;
  const Time begins = Routing::at_work(*desk, now);
  if (begins > now) plan(id, begins);
  return begins > now;
}

// Gives the case, which officers could not settle, to the squad's leader; where there is none, or he could not settle
// it either, it is closed by force.
void Cases::to_leader(CaseId id, Time now, const std::string& reason, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  std::set<OfficerId> without = never_again(record);
  for (const CaseMove& made : record.moves)
    if (made.officer && made.to == CaseState::dispatched) without.insert(*made.officer);
  const CaseDesk* desk = desk_of(record);
  if (const auto leader = routing_.leader_for(record.registered.duty_grid, now, without, desk)) {
    move(id, CaseState::dispatched, leader, "to the squad's leader: " + reason, out);
    return;
  }
  // When a leader is off duty now, the case waits for him.
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i)
    if (routing_.leads_for(OfficerId{i}, record.registered.duty_grid, desk) && !without.contains(OfficerId{i}) &&
        !routing_.on_duty(OfficerId{i}, now)) {
      for (std::uint32_t k = 0; k < configuration_.officers.size(); ++k)
        if (!configuration_.officers[k].leads) without.insert(OfficerId{k});
      plan(id, routing_.next_shift(now, without, record.registered.duty_grid, desk).value_or(now + 24h));
      return;
    }
  move(id, CaseState::forced_close, std::nullopt, reason, out);
}

void Cases::dispatch(CaseId id, Time now, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  if (give_up(id, now, out) || waits_for_desk(id, now)) return;
  if (record.reworks >= policy_.escalation.rework_at_most)
    return to_leader(id, now, "reworked " + std::to_string(record.reworks) + " times", out);
  const std::set<OfficerId> never = never_again(record);
  std::set<OfficerId> tried = never;
  tried.insert(record.passed_over.begin(), record.passed_over.end());
  const CaseDesk* desk = desk_of(record);
  auto officer = officer_for(record, now, tried);
  // An officer who was silent is asked again, because the message to him may never have arrived; an officer who
  // returned the case is not.
  if (!officer) officer = officer_for(record, now, never);
  if (officer) {
    std::string reason;
    if (desk)
      reason = routing_.has_team(*desk) ? "by the desk " + desk->name
                                        : "the desk " + desk->name + " has no officer: " + desk->team + " is empty";
    move(id, CaseState::dispatched, officer, std::move(reason), out);
    return;
  }
  std::set<OfficerId> not_coming = never;
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i)
    if (configuration_.officers[i].leads) not_coming.insert(OfficerId{i});
  const auto shift = routing_.next_shift(now, not_coming, record.registered.duty_grid, desk);
  // Nobody is left who could get it, in this shift or the next.
  if (!shift && !never.empty()) return to_leader(id, now, "every officer gave it back", out);
  // While the leader is on duty, a case does not wait for a shift if it was returned, or would be due before that
  // shift.
  if (routing_.leader_for(record.registered.duty_grid, now, never, desk)) {
    if (record.returns > 0) return to_leader(id, now, "every officer on duty gave it back", out);
    if (!shift || *shift > record.registered.due)
      return to_leader(id, now, "no other officer is on duty before it is due", out);
  }
  // Where no other officer comes before the case is due, the leader's shift is waited for too.
  const bool in_time = shift && *shift <= record.registered.due;
  const auto next = in_time ? shift : routing_.next_shift(now, never, record.registered.duty_grid, desk);
  plan(id, next.value_or(now + 24h));
}

// The officer who has the case does not do it, so the next one gets it. When there is no other, he is asked again,
// because the message to him may never have arrived.
void Cases::hand_over(CaseId id, Time now, const std::string& reason, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  if (give_up(id, now, out) || waits_for_desk(id, now)) return;
  const auto find = [&](const std::set<OfficerId>& without) { return officer_for(record, now, without); };
  const std::set<OfficerId> never = never_again(record);
  std::set<OfficerId> without = never;
  without.insert(record.passed_over.begin(), record.passed_over.end());
  if (record.officer) without.insert(*record.officer);
  auto next = find(without);
  if (!next && record.officer) {
    std::set<OfficerId> others = never;
    others.insert(*record.officer);
    next = find(others);
  }
  if (!next) next = find(never);
  if (!next && record.officer && configuration_.officers.at(record.officer->value).leads &&
      routing_.on_duty(*record.officer, now))
    next = record.officer;
  if (next) move(id, CaseState::dispatched, next, reason, out);
  else plan(id, routing_.next_shift(now, never, record.registered.duty_grid, desk_of(record)).value_or(now + 24h));
}

}  // namespace tricolor::engine
