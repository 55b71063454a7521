#include "adapters/demand_keys.h"

namespace tricolor::harness {

const std::vector<DemandKey>& demand_keys() {
  using D = sim::Demand;
  using F = DemandKey::Form;
  constexpr DemandMark kAssumed = DemandMark::assumed, kFitted = DemandMark::fitted;
  constexpr const char *kShops = "Shops", *kStreets = "Streets", *kDeterred = "Deterrence of shops and vendors",
                       *kAnswers = "How shops answer an SMS", *kOfficers = "Officers", *kCitizens = "Citizens";
  constexpr double kDay = 86400, kHour = 3600;
  static const std::vector<DemandKey> kKeys{
      {kShops, "put_outs", &D::merchant_incidents_per_30_days, F::rate, "per_shop_30_days", 0, 300, kAssumed,
       "四分之一店铺门前无空间，其余四分之一受劝阻，余下约 1.1–1.25 · a quarter of the shops have no room before them "
       "and a quarter of the rest is deterred, which leaves about 1.1 to 1.25",
       "goods that a shop means to put outside before anything deters it, mean over shops",
       "店铺拟越门经营次数（未受劝阻前，各店均值）"},
      {kShops, "put_outs_shape", &D::merchant_rate_shape, F::rate, "", 0.05, 100, kAssumed,
       "少数店铺占多数 · a few shops do most of it", "shape of the gamma law by which that rate differs between shops",
       "各店越门经营频次差异的伽马分布形状参数"},
      {kShops, "goods_inside_line", &D::goods_inside_line_per_shop_day, F::rate, "per_shop_day", 0, 50, kAssumed, "",
       "goods that stand lawfully inside a shop's line", "店铺在界线以内合规摆放货物的次数"},
      {kShops, "deliveries", &D::deliveries_per_shop_day, F::rate, "per_shop_day", 0, 50, kAssumed, "",
       "goods that are set down and carried in", "店铺卸货后即搬入的次数"},
      {kShops, "stay_median", &D::stay_median_s, F::duration, "", 60, kDay, kAssumed, "",
       "how long goods stay outside when nobody acts, median of a lognormal law", "无人干预时货物在外停留时间中位数"},
      {kShops, "stay_spread", &D::stay_sigma, F::rate, "", 0, 3, kAssumed, "",
       "standard deviation of that time's logarithm", "停留时间对数的标准差"},

      {kStreets, "vendors", &D::vendors_per_km_day, F::rate, "per_km_day", 0, 500, kAssumed, "",
       "vendors who set up a stall", "流动摊贩设摊次数"},
      {kStreets, "motor_violations", &D::motor_violations_per_km_day, F::rate, "per_km_day", 0, 500, kAssumed, "",
       "motor vehicles that are left where none may stop", "机动车违规停放次数"},
      {kStreets, "nonmotor_violations", &D::nonmotor_violations_per_km_day, F::rate, "per_km_day", 0, 500, kAssumed, "",
       "bicycles that are left outside the bays", "非机动车违规停放次数"},
      {kStreets, "short_stops", &D::short_stops_per_km_day, F::rate, "per_km_day", 0, 900, kAssumed, "",
       "lawful short stops of vehicles", "机动车临时停靠次数"},
      {kStreets, "bicycles_in_bays", &D::bicycles_in_bays_per_km_day, F::rate, "per_km_day", 0, 900, kAssumed, "",
       "bicycles that are parked in bays", "非机动车泊位停放次数"},
      {kStreets, "cars_in_bays", &D::cars_per_bay_slot_day, F::rate, "per_slot_day", 0, 100, kAssumed, "",
       "cars that are parked in one slot of a bay", "机动车泊位每车位停放次数"},
      {kStreets, "waiting_riders", &D::waiting_riders_per_km_day, F::rate, "per_km_day", 0, 900, kAssumed, "",
       "riders who wait at the kerb", "路边等候的骑手次数"},
      {kStreets, "signs", &D::signs_per_km, F::rate, "per_km", 0, 200, kAssumed, "", "boards that stand before shops",
       "店前立牌密度"},
      {kStreets, "bins", &D::bins_per_km, F::rate, "per_km", 0, 200, kAssumed, "", "litter bins", "果壳箱密度"},
      {kStreets, "passers_by", &D::passers_by_per_hour, F::rate, "per_hour", 0, 20000, kAssumed, "",
       "people who pass on a street at its peak; a scenario's own passers_by goes before it", "高峰时段每条街行人流量"},
      {kStreets, "dogs", &D::dogs_per_km_hour, F::rate, "per_km_hour", 0, 200, kAssumed, "", "dogs that are walked",
       "遛犬次数"},

      {kDeterred, "deterred_at_yellow", &D::deterred_at_yellow, F::share, "", 0, 1, kAssumed, "",
       "share of put-outs that a yellow shop forgoes", "黄码店铺放弃越门经营的比例"},
      {kDeterred, "deterred_at_red", &D::deterred_at_red, F::share, "", 0, 1, kAssumed, "",
       "share of put-outs that a red shop forgoes", "红码店铺放弃越门经营的比例"},
      {kDeterred, "deterred_by_visit", &D::deterred_by_visit, F::share, "", 0, 1, kAssumed, "",
       "share forgone right after an officer's visit; it halves every 3 days", "队员上门后放弃的比例（每 3 天减半）"},
      {kDeterred, "deterred_by_notice", &D::deterred_by_notice, F::share, "", 0, 1, kAssumed, "",
       "share forgone right after an SMS; it halves every day", "收到短信后放弃的比例（每天减半）"},
      {kDeterred, "vendors_flee_within", &D::vendor_flees_within_m, F::metres, "", 0, 1000, kAssumed, "",
       "distance of an officer at which vendors flee", "摊贩见队员撤离的距离"},
      {kDeterred, "vendors_flee", &D::vendor_flees, F::share, "", 0, 1, kAssumed, "", "share of vendors who flee",
       "见队员撤离的摊贩比例"},

      {kAnswers, "never_answers", &D::never_responds, F::share, "", 0, 1, kFitted,
       "15 分钟内整改 86%–88%，两市公开数据 · over all colours 86 to 88 % have cleared up by 15 min, as two cities "
       "print",
       "share of green shops that never answer the first SMS of a day", "绿码店铺对当日首条短信不予整改的比例"},
      {kAnswers, "never_more_at_yellow", &D::never_more_at_yellow, F::share, "", 0, 1, kAssumed, "",
       "added to it for a yellow shop", "黄码店铺增加的不整改比例"},
      {kAnswers, "never_more_at_red", &D::never_more_at_red, F::share, "", 0, 1, kAssumed, "",
       "added to it for a red shop", "红码店铺增加的不整改比例"},
      {kAnswers, "never_more_when_repeated", &D::never_more_when_repeated, F::share, "", 0, 1, kAssumed, "",
       "added to it from the second SMS of a day on", "当日第二条短信起增加的不整改比例"},
      {kAnswers, "answer_median", &D::response_median_s, F::duration, "", 1, kDay, kFitted,
       "15 分钟内整改 86%–88%，两市公开数据 · over all colours 86 to 88 % have cleared up by 15 min, as two cities "
       "print",
       "time from an SMS to clearing up, median of a lognormal law; it knows no deadline", "短信至整改用时中位数"},
      {kAnswers, "answer_spread", &D::response_sigma, F::rate, "", 0, 3, kAssumed, "",
       "standard deviation of that time's logarithm", "整改用时对数的标准差"},
      {kAnswers, "relapses", &D::relapses, F::share, "", 0, 1, kAssumed, "",
       "share of corrections that are undone within 2 h", "整改后 2 小时内反弹的比例"},

      {kOfficers, "handling_median", &D::handling_median_s, F::duration, "", 1, kDay, kAssumed, "",
       "time on the spot, median of a lognormal law", "现场处置用时中位数"},
      {kOfficers, "handling_spread", &D::handling_sigma, F::rate, "", 0, 3, kAssumed, "",
       "standard deviation of that time's logarithm", "现场处置用时对数的标准差"},
      {kOfficers, "speed", &D::walk_mps, F::rate, "m_per_s", 0.1, 30, kAssumed,
       "电动自行车 12 km/h · e-bikes at 12 km/h", "speed of an officer on his way", "队员行进速度"},
      {kOfficers, "set_off", &D::set_off_s, F::duration, "", 0, kHour, kAssumed, "",
       "time from acknowledging a task to setting off", "接单至出发用时"},
      {kOfficers, "acknowledges", &D::officer_acknowledges_s, F::duration, "", 0, kHour, kAssumed, "",
       "time from a dispatch to its acknowledgement", "派单至接单用时"},

      {kCitizens, "reports", &D::citizen_reports_per_violation, F::share, "", 0, 1, kAssumed, "",
       "share of violations that a citizen reports", "由市民举报的违规比例"},
      {kCitizens, "false_reports", &D::false_reports_per_km_day, F::rate, "per_km_day", 0, 100, kAssumed,
       "约占举报的五分之一 · about a fifth of all reports", "reports of something that is not there",
       "不属实的市民举报次数"},
  };
  static_assert(sizeof(sim::Demand) == 37 * sizeof(double), "a figure of the twin's demand has a key");
  return kKeys;
}

}  // namespace tricolor::harness
