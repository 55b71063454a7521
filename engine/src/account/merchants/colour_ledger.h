// Counts strikes and tells colours: decides what is one strike under the policy's reading, and when a shop's colour
// changes.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/colour_code.h"
#include "engine/configuration.h"
#include "engine/service_state.h"
#include "merchants/shop_colour.h"
#include "merchants/strikes_by_cause.h"
#include "types/event_sink.h"

namespace tricolor::engine {

class ColourLedger {
 public:
  /// `state` is folded before `apply` is called. All arguments outlive the room.
  ColourLedger(const Configuration& configuration, const Policy& policy, const ServiceState& state);

  void apply(const Event& event);
  void react(const Event& event, EventSink& out);
  std::optional<Time> next_deadline() const;
  /// Steps down the shops that have been clean for long enough.
  void wake(Time now, EventSink& out);
  /// Journals the imported strikes of the dossiers from number `first` on, and the colours that follow.
  void import_history(Time now, std::size_t first, EventSink& out);

  /// Lets the past of every shop before an instant go, as far as it is settled and cannot be taken back any more:
  /// strikes collapse into where the colour stood. `drop` is called with each shop of which something goes, and drops
  /// the same from the read model. Afterwards `sight_needed_from` is up to date.
  using Drop = std::function<void(MerchantId, const std::vector<std::size_t>& strikes, std::size_t owner_changes)>;
  void collapse(Time before, Time now, const Drop& drop);
  /// The instant from which it matters to colours what a camera saw.
  Time sight_needed_from(CameraId camera, Time since) const;
  /// Forgets a case whose record leaves.
  void let_go(CaseId case_id) { strikes_of_case_.erase(case_id); }
  /// Where the collapsed past of each shop stands, and taking that up again after the read model was taken up.
  const std::optional<ShopColour::Base>& base_of(MerchantId merchant) const {
    return shops_.at(merchant.value).colour.base();
  }
  void take_up(const std::vector<std::pair<MerchantId, ShopColour::Base>>& bases, Time at);

  const std::vector<Colour>& colours() const { return colours_; }
  /// As `standing_of` the shop's history, without its changes of colour, which the read model has.
  Standing standing(MerchantId merchant, Time as_of) const;

 private:
  // Keeps of a shop enough that only new events are folded.
  struct Shop {
    ShopColour colour;
    std::vector<std::size_t> touched = {};                  // Strikes that an event was about, not looked at since.
    std::optional<Time> unseen_changed_from = Time::min();  // None: what cameras saw of it is known.
    std::vector<std::optional<Time>> matter_ends = {};      // By strike: as in the two sets below.
    // Strikes that were not taken back, by when the matter ended that a camera saw, or a citizen told of; `Time::max`
    // while it goes on.
    std::vector<std::pair<Time, std::size_t>> seen_until = {}, told_until = {};
  };

  void touch(const Event& event);
  std::optional<MerchantId> merchant_of(IncidentId incident) const;
  std::optional<MerchantId> merchant_of(ReportId report) const;
  std::optional<Time> settled_until(MerchantId merchant, Time before, Time now) const;
  void number_anew(MerchantId merchant, const std::vector<std::size_t>& dropped);
  void find_causes();
  void note_strike(MerchantId merchant, std::optional<IncidentId> incident, std::optional<ReportId> report);
  Shop& up_to_date(MerchantId merchant) const;
  void renew(Shop& shop, MerchantId merchant, std::size_t strike) const;
  void renew_unseen(Shop& shop, MerchantId merchant) const;
  void settle(MerchantId merchant, Time now, EventSink& out);
  static std::optional<Time> next_change(const Standing& standing);
  void expect(MerchantId merchant, std::optional<Time> deadline) const;
  void expect_unsettled() const;
  void count(IncidentId incident, Time now, EventSink& out);
  void count(const event::ReportVerified& verified, Time now, EventSink& out);
  bool told_of_already(const IncidentRecord& incident) const;
  bool seen_already(const ReportRecord& report, MerchantId merchant) const;
  bool is_of_an_owner_before(MerchantId merchant, Time onset) const;
  void unsettle(const IncidentRecord* incident);

  const Configuration& configuration_;
  const Policy& policy_;
  const ServiceState& state_;
  std::vector<Colour> colours_;
  std::vector<std::set<CameraId>> cameras_of_;   ///< Cameras that watch the fronts of a shop, by shop.
  std::vector<std::set<MerchantId>> fronts_of_;  ///< Merchants whose fronts a camera watches, by camera.
  /// Merchants of the open stays behind incidents, by occupancy.
  std::map<std::uint64_t, MerchantId> standing_before_;
  // The instant at which each shop may step down follows from its history. A ledger that was folded from a journal,
  // without reacting to it, computes these when it is first asked.
  mutable std::vector<std::optional<Time>> expected_;
  mutable std::set<std::pair<Time, MerchantId>> deadlines_;
  mutable NotedShops unsettled_;
  mutable std::vector<Shop> shops_;
  StrikesByCause<IncidentId> strikes_of_incident_;
  StrikesByCause<ReportId> strikes_of_report_;
  mutable std::map<CaseId, std::vector<StrikeOfShop>> strikes_of_case_;  ///< Of reports that a case is at work on.
  Time last_at_;
};

}  // namespace tricolor::engine
