#include "report/rows/twin_names.h"

#include <cmath>

#include "sim/city/trades.h"

namespace tricolor::harness {

Json trade_names_json() {
  Json names = Json::object();
  for (const auto& trade : sim::kTrades) names[trade.code] = Json::array({trade.name_zh, trade.name_en});
  return names;
}

std::optional<std::string> kind_near(const RunRecord& run, double x_m, double y_m, engine::Time from,
                                     engine::Time until) {
  constexpr double kSamePlaceM = 5;  // The judge's own bound.
  std::optional<std::string> kind;
  double nearest_m = kSamePlaceM;
  for (const auto& stay : run.truth.stays) {
    const double apart_m = std::hypot(stay.at.x_m - x_m, stay.at.y_m - y_m);
    if (stay.from > until || (stay.until && *stay.until < from) || apart_m > nearest_m) continue;
    nearest_m = apart_m;
    kind = run.city.kinds->name_of(stay.kind);
  }
  return kind;
}

}  // namespace tricolor::harness
