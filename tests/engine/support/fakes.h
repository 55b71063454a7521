// Plays the world on the other side of the engine's ports, for tests: a gateway with every fault it can have, officers
// with handsets, a review desk, a store that fails or crashes. They live on when the engine dies.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "engine/stores.h"
#include "engine/support/agenda.h"

namespace tricolor::engine::testing {

using namespace std::chrono_literals;

/// The world's own state: the instant, future events, and how to hand the engine an input.
struct Wires {
  Time now;
  Agenda agenda;
  std::function<void(Input)> deliver;
};

class FakeGateway : public MessageGateway {
 public:
  enum class Fault : std::uint8_t {
    none,
    rejects,                     ///< Refuses every message.
    down,                        ///< Neither takes nor knows anything.
    times_out_after_accepting,   ///< Takes the message; the reply does not come.
    times_out_before_accepting,  ///< Does not take it; the reply does not come either.
    receipt_before_reply,        ///< Its receipt is there before anybody heard that it was taken.
    duplicate_receipt,
    loses,                    ///< Takes it, and says later that it was not delivered.
    times_out_and_is_silent,  ///< Takes the message; neither reply nor receipt comes.
    silent,                   ///< Takes it, and never sends a receipt.
  };
  struct Message {
    std::string key, phone, text;
    Time accepted_at;
    bool delivered = false;
  };

  explicit FakeGateway(Wires& wires) : wires_(wires) {}

  SendResult send(const std::string& key, const std::string& phone, const std::string& text) override;
  SendResult query(const std::string& key) override;

  Fault fault = Fault::none;
  /// Called when a message reaches a phone.
  std::function<void(const Message&)> on_arrival;
  std::vector<Message> accepted;
  std::map<std::string, int> sends, queries;  ///< Number of times that each key was handed over, and asked about.

 private:
  void receipt(std::size_t index, Duration after, bool delivered);
  Wires& wires_;
  std::map<std::string, std::size_t> by_key_;
};

class FakeOfficers : public OfficerChannel {
 public:
  explicit FakeOfficers(Wires& wires) : wires_(wires) {}

  void dispatch(OfficerId officer, CaseId case_id, GroundPoint where, Time due) override;
  void ask_to_verify(OfficerId officer, ReportId report, GroundPoint where, Time due,
                     const std::optional<SuggestedParent>& suggested) override;
  void withdraw(OfficerId officer, CaseId case_id) override;

  Duration acknowledges_after = 20s, arrives_after = 5min, disposes_after = 13min;
  std::set<OfficerId> offline;                         ///< Messages to these are lost.
  std::set<std::pair<OfficerId, CaseId>> will_return;  ///< "Not mine", with a reason.
  bool finds_nothing = false;                          ///< They arrive and see nothing to dispose of.
  std::function<void(CaseId)> on_disposed;             ///< The officer had the place cleared.
  std::function<bool(ReportId)> is_true = [](ReportId) { return true; };
  /// True when the report is a duplicate of the suggested parent.
  std::function<bool(ReportId)> is_duplicate = [](ReportId) { return false; };
  /// The shop that is truly responsible.
  std::function<std::optional<MerchantId>(ReportId)> whose = [](ReportId) { return std::nullopt; };

  struct Sent {
    Time at;
    OfficerId officer;
    CaseId case_id;
    Time due;
  };
  std::vector<Sent> dispatched, withdrawn;  ///< Every call, doubles too.
  std::vector<std::pair<OfficerId, ReportId>> asked;
  std::set<std::pair<OfficerId, CaseId>> at_work;  ///< Tasks that an officer holds now.
  std::set<CaseId> visited;

 private:
  void say(OfficerId officer, CaseId case_id, OfficerUpdate::What what, Duration after,
           std::function<void()> first = {});
  Wires& wires_;
  std::set<ReportId> verifying_;
};

class FakeReviewDesk : public ReviewDesk {
 public:
  explicit FakeReviewDesk(Wires& wires) : wires_(wires) {}
  void submit(SightingId sighting) override;

  bool answers = true;
  Duration takes = 45s;
  std::function<ReviewVerdict(SightingId)> judge = [](SightingId sighting) {
    return ReviewVerdict{sighting, {}, true, std::nullopt};
  };
  std::vector<SightingId> submitted;

 private:
  Wires& wires_;
  std::set<SightingId> open_;
};

/// Thrown by the store in the engine's hands: the engine is gone.
struct EngineCrash {
  bool stored = false;  ///< True when the last batch survived.
};

/// Keeps the journal. Refuses while `full`; at the events with the given numbers the engine dies, with its batch stored
/// when the number is the batch's last, else lost.
class FakeStore : public Store {
 public:
  bool append(std::span<const Event> events) override;
  std::vector<Event> read_all() override { return events; }
  bool keeps_snapshots() const override { return takes_snapshots; }
  void keep(const Snapshot& snapshot) override { snapshots.push_back(snapshot); }
  std::optional<Snapshot> snapshot() override {
    return snapshots.empty() ? std::nullopt : std::optional(snapshots.back());
  }

  bool takes_snapshots = false;
  std::vector<Snapshot> snapshots;  ///< Every snapshot that was kept; the last one counts.
  bool full = false;
  std::set<std::uint64_t> crash_at;
  std::vector<Event> events;
  std::uint64_t crashes = 0;
};

/// Keeps no picture unless a test says what happens to each.
class FakeEvidence : public EvidenceStore {
 public:
  EvidenceResult put(const EvidenceLabel& label, std::span<const std::uint8_t>) override {
    given.push_back(label);
    return answer ? answer(label) : EvidenceResult{{}, EvidenceLoss::not_wanted};
  }

  std::function<EvidenceResult(const EvidenceLabel&)> answer;
  std::vector<EvidenceLabel> given;
};

}  // namespace tricolor::engine::testing
