#include "adapters/demand_text.h"

#include <fmt/format.h>

#include "adapters/build_city.h"

namespace tricolor::harness {

std::string demand_text(const Scenario& scenario) {
  const sim::Demand demand = build_demand(scenario);
  const std::pair<const char*, double> figures[] = {
      {"merchant_incidents_per_30_days", demand.merchant_incidents_per_30_days},
      {"merchant_rate_shape", demand.merchant_rate_shape},
      {"vendors_per_km_day", demand.vendors_per_km_day},
      {"motor_violations_per_km_day", demand.motor_violations_per_km_day},
      {"nonmotor_violations_per_km_day", demand.nonmotor_violations_per_km_day},
      {"short_stops_per_km_day", demand.short_stops_per_km_day},
      {"bicycles_in_bays_per_km_day", demand.bicycles_in_bays_per_km_day},
      {"goods_inside_line_per_shop_day", demand.goods_inside_line_per_shop_day},
      {"waiting_riders_per_km_day", demand.waiting_riders_per_km_day},
      {"signs_per_km", demand.signs_per_km},
      {"bins_per_km", demand.bins_per_km},
      {"passers_by_per_hour", demand.passers_by_per_hour},
      {"dogs_per_km_hour", demand.dogs_per_km_hour},
      {"stay_median_s", demand.stay_median_s},
      {"stay_sigma", demand.stay_sigma},
      {"cars_per_bay_slot_day", demand.cars_per_bay_slot_day},
      {"deliveries_per_shop_day", demand.deliveries_per_shop_day},
      {"deterred_at_yellow", demand.deterred_at_yellow},
      {"deterred_at_red", demand.deterred_at_red},
      {"deterred_by_visit", demand.deterred_by_visit},
      {"deterred_by_notice", demand.deterred_by_notice},
      {"vendor_flees_within_m", demand.vendor_flees_within_m},
      {"vendor_flees", demand.vendor_flees},
      {"never_responds", demand.never_responds},
      {"never_more_at_yellow", demand.never_more_at_yellow},
      {"never_more_at_red", demand.never_more_at_red},
      {"never_more_when_repeated", demand.never_more_when_repeated},
      {"response_median_s", demand.response_median_s},
      {"response_sigma", demand.response_sigma},
      {"relapses", demand.relapses},
      {"handling_median_s", demand.handling_median_s},
      {"handling_sigma", demand.handling_sigma},
      {"walk_mps", demand.walk_mps},
      {"set_off_s", demand.set_off_s},
      {"citizen_reports_per_violation", demand.citizen_reports_per_violation},
      {"false_reports_per_km_day", demand.false_reports_per_km_day},
      {"officer_acknowledges_s", demand.officer_acknowledges_s},
  };
  static_assert(sizeof(sim::Demand) == sizeof figures / sizeof figures[0] * sizeof(double),
                "every figure is named once");
  std::string text = "# Demand of this run, as its program had it.\n";
  // Gives the shortest text that is read back as the same number.
  for (const auto& [name, figure] : figures) text += fmt::format("{}: {}\n", name, figure);
  return text;
}

}  // namespace tricolor::harness
