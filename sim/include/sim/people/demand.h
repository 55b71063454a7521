// The figures of the demand and behaviour model, which say how much happens in the street, as plain data with their
// sources. Defaults are the settled figures for Xinhua Road with the default seed; all are assumed unless marked.
#pragma once

#include <string>
#include <vector>

#include "sim/time.h"

namespace tricolor::sim {

/// Things that come about by chance along the streets and belong to no shop: a row of the table of spawners.
struct Spawner {
  std::string name;        ///< Unique; it keys its draws.
  std::string kind;        ///< Name of a kind that the city knows.
  std::string class_name;  ///< The class that they may violate; empty: they are lawful.
  double per_km_day = 0;
  /// Distances from the kerb between which they stand, metres: positive on the pavement, negative on the carriageway.
  double from_kerb_m = 0.5, to_kerb_m = 2;
  double from_hour = 7, until_hour = 20;  ///< Hours of local time between which they come.
  /// Length of their stay when nobody acts: lognormal, cut to a least and a most, seconds.
  double median_s = 1800, sigma = 0.7, least_s = 30, most_s = 14400;
  bool across = false;  ///< True when they stand across the street rather than along it.
};

/// The way in which bins that stand in the streets for good change for a while, such as to overflowing ones: a row of
/// the table of bins.
struct BinChange {
  std::string name;        ///< Unique; it keys its draws.
  std::string kind;        ///< Name of the kind that a bin is meanwhile. The city must know it.
  std::string class_name;  ///< The class that it may violate then; empty: it is lawful.
  double per_bin_day = 0;
  double from_hour = 6, until_hour = 22;  ///< Hours of local time between which it begins.
  /// Its length when nobody acts: lognormal, cut to a least and a most, seconds.
  double median_s = 3600, sigma = 0.7, least_s = 60, most_s = 43200;
};

struct Demand {
  std::vector<Spawner> spawners;  ///< Beside what the figures below say of the well-known kinds.
  std::vector<BinChange> bins;    ///< Bins stay as they are where there is none.
  /// Mean of the rate λ at which a merchant puts goods out before anything deters him. Assumed: a quarter of the shops
  /// have no room before them, and the colours, notices and visits of the default policy deter a quarter of the rest;
  /// that leaves about the settled 1.1 … 1.25.
  double merchant_incidents_per_30_days = 2.0;
  double merchant_rate_shape = 0.35;  ///< Gamma shape: a few chronic offenders. Assumed.
  double vendors_per_km_day = 2;
  double motor_violations_per_km_day = 4;     ///< Motor vehicles that are left where none may stop, however long.
  double nonmotor_violations_per_km_day = 3;  ///< Bicycles that are put down outside the bays, however long.
  double short_stops_per_km_day = 30;         ///< Stops of vehicles that are lawful whatever the rule, 20 … 240 s.
  double bicycles_in_bays_per_km_day = 60;
  double goods_inside_line_per_shop_day = 0.6;  ///< Lawful look-alikes before shops.
  double waiting_riders_per_km_day = 20;
  double signs_per_km = 8;
  double bins_per_km = 12;
  double passers_by_per_hour = 200;  ///< Per street at peaks; the profile by hour scales it.
  double dogs_per_km_hour = 2;
  // How long things stay when nobody acts. One law a kind, a mixture of two lognormal ones: an errand, or a long stay.
  // A street is kind while the shortest stay is longer than the dwell and nobody is on an errand: then a violation
  // follows from the drawing and not from the rule. Figures without errands are those of the kind street. Assumed.
  double errand_sigma = 0.36;         ///< Of the errands of every kind.
  double goods_shortest_s = 240;      ///< Shorter stays of goods are lengthened to this; likewise below.
  double goods_errands = 0;           ///< Share of goods that are carried in again at once.
  double goods_errand_median_s = 150;
  double stay_median_s = 55 * 60;     ///< Of goods that are put out to stay.
  double stay_sigma = 0.9;
  double stall_shortest_s = 300;
  double stall_errands = 0;  ///< Share of vendors who stop for a few customers.
  double stall_errand_median_s = 150;
  double stall_median_s = 40 * 60;
  double stall_sigma = 0.7;
  double motor_shortest_s = 480;
  double motor_errands = 0;  ///< Share of vehicles that stop on an errand.
  double motor_errand_median_s = 240;
  double motor_median_s = 25 * 60;
  double motor_sigma = 0.7;
  double nonmotor_shortest_s = 900;
  double nonmotor_errands = 0;  ///< Share of bicycles put down on an errand.
  double nonmotor_errand_median_s = 500;
  double nonmotor_median_s = 60 * 60;
  double nonmotor_sigma = 0.8;
  // Where things stand beside lines, as shares of those that are to stand somewhere. Not all of them find a neighbour,
  // and a bay may lie in their way.
  double goods_near_line = 0;      ///< Centre at most 0.3 m from the line of the lawful strip.
  double goods_across_shops = 0;   ///< Across the border to a neighbour's front.
  double nonmotor_across_bay = 0;  ///< Across the end of a bicycle bay.
  // How officers draw zones.
  double drawing_error_m = 0.12;  ///< Standard deviation of each edge of a front as drawn, ≥ 0. Assumed.
  double corners_cut = 0;         ///< Share of fronts as drawn that lack a corner.
  double corner_cut_m = 0.6;      ///< Largest length of what is cut off along an edge. Assumed.
  double cars_per_bay_slot_day = 10;  ///< Lawful parkings in a marked car bay of one slot. Assumed.
  double deliveries_per_shop_day = 0.30;  ///< Goods set down and carried in within 40 … 150 s. Assumed.
  /// Goods set down before a shop, whoever's they are, that stay by the law of goods; nothing deters it.
  double goods_set_down_per_shop_day = 0;
  double deterred_at_yellow = 0.20;  ///< Share of put-outs that a yellow shop forgoes. Assumed.
  double deterred_at_red = 0.40;     ///< Share that a red shop forgoes. Assumed.
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
  double officer_acknowledges_s = 20;     ///< Median; lognormal.
  double officer_acknowledges_sigma = 0;
  // An officer's day. Draws are keyed by (officer, half hour of the calendar).
  double officer_other_duties = 0;  ///< Share of half hours on duty that belong to other duties.
  double officer_patrols = 0;       ///< Share of his free half hours in which he walks his beat.
  double officer_meal_s = 0;        ///< Length of the meal in the middle of his shift; 0: none.
  // Reviewers. Their hours are times of day; between them nobody inspects anything.
  double reviewers = 0;            ///< Number who work at once; 0: nothing waits for one.
  double review_takes_s = 45;      ///< Median of one inspection; lognormal. Assumed.
  double review_takes_sigma = 0;
  double review_opens_s = 0, review_closes_s = 0;  ///< Equal: always.
  double review_misses = 0.05;     ///< Share of true sightings that are refused. Assumed.
  double review_passes = 0.10;     ///< Share of false sightings that are confirmed. Assumed.
  // Factors of the calendar and the weather on what happens, ≥ 0; 1: none. Those of one day are multiplied.
  double weekend_shops = 1;    ///< On goods of shops.
  double weekend_streets = 1;  ///< On vendors, vehicles and passers-by.
  double holiday_shops = 1;    ///< On a holiday of the scenario's calendar, instead of the weekend's.
  double holiday_streets = 1;
  double rain_days = 0;  ///< Share of days with rain, drawn by (run, day).
  double rain_shops = 0.7;    ///< Assumed.
  double rain_streets = 0.6;  ///< Assumed.
  // Merchants who game, forget and appeal.
  double games = 0;                   ///< Share of shops that take goods in for a moment, again and again.
  double games_out_s = 150;           ///< Time for which their goods stand between two moments. Assumed.
  double games_in_s = 15;             ///< Length of such a moment. Assumed.
  double forgets = 0;                 ///< Share of answers to an SMS that are put off.
  double forgets_median_s = 45 * 60;  ///< Time by which; lognormal with the spread of answers. Assumed.
  /// Share of SMS that are appealed against when nothing of that class stood there, and of the others.
  double appeals_when_innocent = 0, appeals_otherwise = 0;
  double appeals_granted_when_innocent = 0.8;  ///< Assumed.
  double appeals_granted_otherwise = 0.05;     ///< Assumed.
  // Citizens who err and repeat.
  double report_place_error_m = 8;     ///< Standard deviation in x and in y. Assumed.
  double report_without_class = 0.15;  ///< Assumed.
  double report_of_wrong_class = 0;
  double report_repeats = 0;  ///< Share of reports that somebody else sends too.
};

}  // namespace tricolor::sim
