// Gives every incident and every shop of a run, for the page's list of incidents and its dossiers.
#pragma once

#include <string>

#include "report/rows/links.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// Gives one object an incident, in the order of the run: id, class, shop (index or null), place, times, outcome, the
/// judge's finding, its case, officer and pictures.
Json incident_rows_json(const RunRecord& run, const Tables& tables, const Links& links);

/// Gives one object a shop, in the order of the configuration: dossier, colour; and for a shop with events (`detailed`)
/// its history of strikes and colours, its incidents (ids), SMS, answers and cases.
Json shops_json(const RunRecord& run, const Tables& tables, const Links& links);

/// Gives the anchor of a shop's dossier in the page: "shop-m1"; by its number where its name is not fit for an anchor.
std::string shop_anchor(const std::string& name, std::size_t index);

}  // namespace tricolor::harness
