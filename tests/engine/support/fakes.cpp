#include "engine/support/fakes.h"

namespace tricolor::engine::testing {

SendResult FakeGateway::send(const std::string& key, const std::string& phone, const std::string& text) {
  ++sends[key];
  if (by_key_.contains(key)) return SendResult::accepted;
  if (fault == Fault::rejects) return SendResult::rejected;
  if (fault == Fault::down || fault == Fault::times_out_before_accepting) return SendResult::unknown;
  const std::size_t index = accepted.size();
  by_key_[key] = index;
  accepted.push_back({key, phone, text, wires_.now});
  if (fault == Fault::receipt_before_reply) {
    receipt(index, 1s, true);
    return SendResult::unknown;
  }
  if (fault == Fault::loses) receipt(index, 3s, false);
  else if (fault != Fault::silent && fault != Fault::times_out_and_is_silent) receipt(index, 3s, true);
  if (fault == Fault::duplicate_receipt) receipt(index, 5s, true);
  return fault == Fault::times_out_after_accepting || fault == Fault::times_out_and_is_silent ? SendResult::unknown
                                                                                              : SendResult::accepted;
}

SendResult FakeGateway::query(const std::string& key) {
  ++queries[key];
  if (fault == Fault::down) return SendResult::unknown;
  return by_key_.contains(key) ? SendResult::accepted : SendResult::rejected;
}

void FakeGateway::receipt(std::size_t index, Duration after, bool delivered) {
  wires_.agenda.at(wires_.now + after, [this, index, delivered] {
    if (delivered && !accepted[index].delivered) {
      accepted[index].delivered = true;
      if (on_arrival) on_arrival(accepted[index]);
    }
    wires_.deliver(Receipt{accepted[index].key, wires_.now, delivered});
  });
}

void FakeOfficers::say(OfficerId officer, CaseId case_id, OfficerUpdate::What what, Duration after,
                       std::function<void()> first) {
  wires_.agenda.at(wires_.now + after, [this, officer, case_id, what, first = std::move(first)] {
    if (!at_work.contains({officer, case_id})) return;
    if (first) first();
    if (what == OfficerUpdate::What::disposed || what == OfficerUpdate::What::returned)
      at_work.erase({officer, case_id});
    OfficerUpdate update;
    update.officer = officer;
    update.what = what;
    update.case_id = case_id;
    update.at = wires_.now;
    if (what == OfficerUpdate::What::returned) update.reason = "not in this grid";
    update.found_violation = !finds_nothing;
    wires_.deliver(update);
  });
}

void FakeOfficers::dispatch(OfficerId officer, CaseId case_id, GroundPoint, Time due) {
  dispatched.push_back({wires_.now, officer, case_id, due});
  // The same task twice is one task.
  if (offline.contains(officer) || !at_work.insert({officer, case_id}).second) return;
  say(officer, case_id, OfficerUpdate::What::acknowledged, acknowledges_after);
  if (will_return.contains({officer, case_id})) {
    say(officer, case_id, OfficerUpdate::What::returned, acknowledges_after + 10s);
    return;
  }
  say(officer, case_id, OfficerUpdate::What::arrived, arrives_after, [this, case_id] { visited.insert(case_id); });
  say(officer, case_id, OfficerUpdate::What::disposed, disposes_after, [this, case_id] {
    if (on_disposed) on_disposed(case_id);
  });
}

void FakeOfficers::ask_to_verify(OfficerId officer, ReportId report, GroundPoint, Time,
                                 const std::optional<SuggestedParent>& suggested) {
  asked.emplace_back(officer, report);
  if (offline.contains(officer) || !verifying_.insert(report).second) return;
  wires_.agenda.at(wires_.now + 10min, [this, officer, report, known = suggested.has_value()] {
    OfficerUpdate update;
    update.officer = officer;
    update.what = is_true(report) ? OfficerUpdate::What::verified_true : OfficerUpdate::What::verified_false;
    if (known && is_duplicate(report)) update.what = OfficerUpdate::What::verified_duplicate;
    update.report = report;
    if (is_true(report)) update.merchant = whose(report);
    update.at = wires_.now;
    wires_.deliver(update);
  });
}

void FakeOfficers::withdraw(OfficerId officer, CaseId case_id) {
  withdrawn.push_back({wires_.now, officer, case_id, {}});
  at_work.erase({officer, case_id});
}

void FakeReviewDesk::submit(SightingId sighting) {
  submitted.push_back(sighting);
  if (!answers || !open_.insert(sighting).second) return;
  wires_.agenda.at(wires_.now + takes, [this, sighting] {
    open_.erase(sighting);
    ReviewVerdict verdict = judge(sighting);
    verdict.at = wires_.now;
    wires_.deliver(verdict);
  });
}

bool FakeStore::append(std::span<const Event> batch) {
  if (full) return false;
  const std::uint64_t last = batch.back().sequence;
  const auto crash = crash_at.lower_bound(batch.front().sequence);
  if (crash != crash_at.end() && *crash <= last) {
    const bool stored = *crash == last;
    if (stored) events.insert(events.end(), batch.begin(), batch.end());
    crash_at.erase(crash);
    ++crashes;
    throw EngineCrash{stored};
  }
  events.insert(events.end(), batch.begin(), batch.end());
  return true;
}

}  // namespace tricolor::engine::testing
