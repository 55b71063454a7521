#include <cmath>
#include <numbers>

#include "engine/journal.h"
#include "report/file_formats.h"

namespace tricolor::harness {

namespace {

constexpr double kLat0 = 30.69, kLon0 = 121.02;
// WGS 84: semi-major axis in metres and first eccentricity squared.
constexpr double kAxisM = 6'378'137.0, kEccentricity2 = 0.00669437999014;

}  // namespace

LonLat lon_lat_of(engine::GroundPoint point) {
  constexpr double radian = std::numbers::pi / 180;
  const double sine = std::sin(kLat0 * radian), w2 = 1 - kEccentricity2 * sine * sine;
  const double meridian_m = kAxisM * (1 - kEccentricity2) / (w2 * std::sqrt(w2));
  const double parallel_m = kAxisM / std::sqrt(w2) * std::cos(kLat0 * radian);
  const auto rounded = [](double degrees) { return std::round(degrees * 1e7) / 1e7; };
  return {rounded(kLon0 + point.x_m / parallel_m / radian), rounded(kLat0 + point.y_m / meridian_m / radian)};
}

Json incidents_geojson(const RunRecord& run, const Tables& tables) {
  Json features = Json::array();
  for (const auto& row : tables.incidents) {
    const LonLat place = lon_lat_of(row.spot);
    const auto& violation_class = run.configuration.classes.at(row.violation_class.value);
    Json properties{{"incident", row.id.value},
                    {"class", violation_class.code_name},
                    {"class_zh", violation_class.name_zh},
                    {"merchant", row.merchant ? Json(run.configuration.merchants.at(row.merchant->value).name) : Json(nullptr)},
                    {"sign", row.merchant ? Json(run.configuration.merchants.at(row.merchant->value).sign) : Json(nullptr)},
                    {"onset", engine::to_text(row.onset)},
                    {"confirmed_at", engine::to_text(row.confirmed_at)},
                    {"closed", row.closed_how.empty() ? Json(nullptr) : Json(row.closed_how)},
                    {"voided", row.voided},
                    {"right", row.violation.has_value()},
                    {"position", "assumed: the plane of the twin is laid at 30.69 N, 121.02 E"}};
    features.push_back({{"type", "Feature"},
                        {"id", row.id.value},
                        {"geometry", {{"type", "Point"}, {"coordinates", {place.lon, place.lat}}}},
                        {"properties", std::move(properties)}});
  }
  return {{"type", "FeatureCollection"}, {"name", run.scenario}, {"features", std::move(features)}};
}

}  // namespace tricolor::harness
