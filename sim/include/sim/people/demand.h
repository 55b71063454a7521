// The figures of the demand and behaviour model, which say how much happens in the street, as plain data with their
// sources. Defaults are the settled figures for Xinhua Road with the default seed; all are assumed unless marked.
#pragma once

#include "sim/time.h"

namespace tricolor::sim {

struct Demand {
  /// Mean of the merchant rate λ before anything deters them. Assumed: a quarter of the shops have no room before them,
  /// and the colours, notices and visits of the default policy deter a quarter of the rest; that leaves about the
  /// settled 1.1 … 1.25.
  double merchant_incidents_per_30_days = 2.0;
  double merchant_rate_shape = 0.35;  ///< Gamma shape: a few chronic offenders. Assumed.
  double vendors_per_km_day = 2;
  double motor_violations_per_km_day = 4;
  double nonmotor_violations_per_km_day = 3;
  double short_stops_per_km_day = 30;  ///< Lawful or sub-dwell stops of vehicles.
  double bicycles_in_bays_per_km_day = 60;
  double goods_inside_line_per_shop_day = 0.6;  ///< Lawful look-alikes before shops.
  double waiting_riders_per_km_day = 20;
  double signs_per_km = 8;
  double bins_per_km = 12;
  double passers_by_per_hour = 200;  ///< Per street at peaks; the profile by hour scales it.
  double dogs_per_km_hour = 2;
  double stay_median_s = 55 * 60;  ///< Merchant's stay without intervention; lognormal.
  double stay_sigma = 0.9;
  double cars_per_bay_slot_day = 10;      ///< Lawful parkings in a marked car bay of one slot. Assumed.
  double deliveries_per_shop_day = 0.30;  ///< Goods set down and carried in within the dwell. Assumed.
  double deterred_at_yellow = 0.20;       ///< Share of put-outs that a yellow shop forgoes. Assumed.
  double deterred_at_red = 0.40;          ///< Share that a red shop forgoes. Assumed.
  /// Share forgone right after an officer's visit; halves every 3 days. Assumed.
  double deterred_by_visit = 0.60;
  double deterred_by_notice = 0.20;   ///< Share forgone right after an SMS; halves every day. Assumed.
  double vendor_flees_within_m = 80;  ///< Distance from an officer at which vendors flee. Assumed.
  double vendor_flees = 0.5;          ///< Share of vendors who flee. Assumed.
  /// The delay of an answer to an SMS does not depend on any deadline: a share never answers, the others after a
  /// lognormal delay. A green shop has cleared up by 15 min with probability 0.93 · 0.9665 = 0.90; over all colours it
  /// comes to the 0.86–0.88 that two cities print.
  double never_responds = 0.07;            ///< Share of green shops that never answer the first SMS of a day. Assumed.
  double never_more_at_yellow = 0.05;      ///< Added for a yellow shop. Assumed.
  double never_more_at_red = 0.12;         ///< … for a red one. Assumed.
  double never_more_when_repeated = 0.10;  ///< … from the second SMS of a day on. Assumed.
  double response_median_s = 5 * 60;
  double response_sigma = 0.6;
  double relapses = 0.15;  ///< Share of corrections that relapse, within 2 h.
  double handling_median_s = 8 * 60;
  double handling_sigma = 0.6;
  double walk_mps = 3.33;  ///< Officers' e-bikes: 12 km/h.
  double set_off_s = 90;
  double citizen_reports_per_violation = 0.05;
  /// Reports of something that is not there: about a fifth of all reports. Assumed.
  double false_reports_per_km_day = 0.2;
  double officer_acknowledges_s = 20;
};

}  // namespace tricolor::sim
