// Every shop's strikes and colour, kept from the journal.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/colour_code.h"
#include "engine/configuration.h"
#include "types/event_sink.h"

namespace tricolor::engine {

class ColourLedger {
 public:
  /// `blind`: share of a span in which nobody could see a merchant's front.
  ColourLedger(const Configuration& configuration, const Policy& policy, std::function<double(MerchantId, Time, Time)> blind);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  std::optional<Time> next_deadline() const;
  /// Steps down who has been clean for long enough.
  void wake(Time now, EventSink& out);
  /// Journals the imported strikes of all dossiers and the colours that follow.
  void import_history(Time now, EventSink& out);

  const std::vector<Colour>& colours() const { return colours_; }
  Standing standing(MerchantId merchant, Time as_of) const;

 private:
  struct Record {
    std::vector<Strike> strikes;
    std::vector<Time> resets;
  };
  void settle(MerchantId merchant, Time now, EventSink& out);
  void expect(MerchantId merchant, std::optional<Time> deadline) const;
  void expect_unsettled() const;
  void count(IncidentId incident, Time now, EventSink& out);

  const Configuration& configuration_;
  const Policy& policy_;
  std::function<double(MerchantId, Time, Time)> blind_;
  std::vector<Record> records_;
  std::vector<Colour> colours_;
  std::vector<std::set<MerchantId>> fronts_of_;  ///< Whose shop fronts each camera watches.
  std::map<IncidentId, MerchantId> merchant_of_;
  std::map<NoticeId, IncidentId> incident_of_notice_;
  std::map<CaseId, IncidentId> incident_of_case_;
  std::set<IncidentId> counted_;  ///< And those voided, which will never count.
  // When each shop may step down follows from its history. A ledger that was folded from a journal, without reacting to it, finds it out
  // when it is first asked.
  mutable std::vector<std::optional<Time>> expected_;
  mutable std::set<std::pair<Time, MerchantId>> deadlines_;
  mutable std::set<MerchantId> unsettled_;
  Time last_at_;
};

}  // namespace tricolor::engine
