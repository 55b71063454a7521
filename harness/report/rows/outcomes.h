// Computes the figures that the error waterfall needs beyond the judge's stages: the outcomes of the violations that
// were found, and the shops and places that the wrong accusations hit. The judge covers the detection; this covers the
// desk, the officers and the shops.
#pragma once

#include <array>
#include <map>
#include <string>

#include "adapters/run_record.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

/// Names of the judge's stages from the street to the desk, in the order in which a violation can be lost; `found` is
/// not among them.
inline constexpr std::array kLostStages{"no_camera",        "camera_down", "hardly_visible", "detector",
                                        "tracking_or_zone", "dwell",       "attribution",    "late"};
/// Names of the outcomes of a found violation. The first three are ends; at the others it was lost, or the run ended
/// first.
inline constexpr std::array kAfterFound{"put_right",  "gone_before_notice", "officer",      "voided",
                                        "not_routed", "forced_close",       "with_officer", "awaiting"};
inline constexpr std::array kWrongCauses{"nothing_there", "lawful_thing", "wrong_class", "wrong_shop",
                                         "duplicate",     "off_time",     "undecidable"};
/// The subject of a case that was closed by force.
inline constexpr std::array kForcedOf{"of_found", "of_wrong", "of_reports"};

struct Outcomes {
  std::map<std::string, int> after_found;      ///< Keys of kAfterFound; they add up to the violations found.
  std::map<std::string, int> wrong_of_shops;   ///< Wrong accusations that name a shop, by cause.
  std::map<std::string, int> wrong_of_places;  ///< Wrong accusations of a public place: nobody is named.
  /// Accusations that name a shop which did nothing of the kind then / all that name a shop. A duplicate or a wrong
  /// time accuses a shop that did violate, though not so often or not at that time; it is an error, but the shop is not
  /// innocent.
  Proportion innocent_shop;
  int innocent_shops = 0;                      ///< Different shops among these.
  int held_after_end_of_shops = 0;             ///< Those of the judge's `held_after_end` that name a shop.
  std::map<std::string, int> forced_closings;  ///< Keys of kForcedOf; they add up to the cases closed by force.
};

/// Gives the outcome of an incident: one of kAfterFound. `cases` are all of its own, oldest first. An incident with a
/// case that was closed by force is not settled until an officer closes a later case or has it in hand.
const char* outcome_of(const IncidentRow& incident, const std::vector<const CaseRow*>& cases);

Outcomes outcomes_of(const RunRecord& run, const Tables& tables);

Json outcomes_json(const Outcomes& outcomes);

}  // namespace tricolor::harness
