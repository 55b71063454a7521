// How much happens in the street: every figure of the demand and behaviour model, as plain data with its source.
// Defaults are the settled figures for Xinhua Road with the default seed; all are assumed unless marked.
#pragma once

#include "sim/time.h"

namespace tricolor::sim {

struct Demand {
  double merchant_incidents_per_30_days = 1.25;  ///< Mean of the merchant rate λ. Assumed.
  double merchant_rate_shape = 0.35;             ///< Gamma shape: a few chronic offenders. Assumed.
  double vendors_per_km_day = 2;
  double motor_violations_per_km_day = 4;
  double nonmotor_violations_per_km_day = 3;
  double short_stops_per_km_day = 30;            ///< Lawful or sub-dwell stops of vehicles.
  double bicycles_in_bays_per_km_day = 60;
  double goods_inside_line_per_shop_day = 0.5;   ///< Lawful look-alikes before shops.
  double waiting_riders_per_km_day = 20;
  double signs_per_km = 8;
  double bins_per_km = 12;
  double passers_by_per_hour = 200;              ///< Per street at peaks; the profile by hour scales it.
  double dogs_per_km_hour = 2;
  double stay_median_s = 55 * 60;                ///< Merchant's stay without intervention; lognormal.
  double stay_sigma = 0.9;
  double complies_with_notice = 0.87;            ///< Share by 15 min (two cities print 0.86–0.88).
  double never_responds = 0.10;                  ///< Share of the never-responders in the delay mixture.
  double response_median_s = 5 * 60;
  double response_sigma = 0.8;
  double relapses = 0.15;                        ///< After correction, within 2 h.
  double handling_median_s = 8 * 60;
  double handling_sigma = 0.6;
  double walk_mps = 3.33;                        ///< Officers' e-bikes: 12 km/h.
  double set_off_s = 90;
  double citizen_reports_per_violation = 0.05;
  double officer_acknowledges_s = 20;
};

}  // namespace tricolor::sim
