#include "site/site_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/escape.h"
#include "report/rows/places.h"
#include "report/rows/schema_parts.h"
#include "run/run_folder.h"
#include "site/site_page.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

double rounded(double value, double to) { return std::round(value / to) * to; }

Json position(const SiteResults& site, sim::Point at) {
  const LonLat place = Plane(site.plan.origin).lon_lat_of({at.x_m, at.y_m});
  return Json::array({place.lon, place.lat});
}

Json camera_json(const SiteResults& site, const ExtraCamera& it) {
  double degrees = 90 - it.pose.heading_rad * 180 / 3.14159265358979;
  degrees -= 360 * std::floor(degrees / 360);
  const Bilingual place = place_of(site, it);
  return {{"candidate", it.id},
          {"place", {{"zh", place.zh}, {"en", place.en}}},
          {"at_m", {rounded(it.pose.at.x_m, 0.01), rounded(it.pose.at.y_m, 0.01)}},
          {"lon_lat", position(site, it.pose.at)},
          {"height_m", it.pose.height_m},
          {"bearing_deg", rounded(degrees, 0.1)},
          {"weight", it.all},
          {"unseen_weight", it.alone},
          {"gain", it.gain}};
}

Json officer_json(const SiteResults& site, const ExtraOfficer& it) {
  return {{"squad", it.squad},
          {"duty_grid", it.duty_grid},
          {"waits_at_m", {rounded(it.waits_at.x_m, 0.01), rounded(it.waits_at.y_m, 0.01)}},
          {"lon_lat", position(site, it.waits_at)},
          {"watched_weight_each", it.load}};
}

Json difference_json(const SiteDifference& it) {
  return {{"difference", it.mean}, {"interval", it.interval ? Json{it.interval->low, it.interval->high} : Json()}};
}

Json set_json(const SiteResults& site, std::size_t set) {
  Json cameras = Json::array();
  for (const ExtraCamera& it : site.plan.top[set].cameras) cameras.push_back(it.id);
  const auto tried = [&](Metric metric) {
    const Comparison& it = site.screening.of(metric).against_base[set + 1];
    return difference_json({it.difference, it.interval});
  };
  return {{"label", site.plan.top[set].label},
          {"cameras", cameras},
          {"chosen", set == site.chosen},
          {"violation_hours", tried(Metric::violation_hours)},
          {"wrong_strikes", tried(Metric::wrong_strikes)}};
}

Json feature(const Json& geometry, Json properties) {
  return {{"type", "Feature"}, {"geometry", geometry}, {"properties", std::move(properties)}};
}

}  // namespace

Json site_json(const SiteResults& site) {
  const StudySettings& it = site.fresh.settings;
  const SiteSet& chosen = site.plan.top.at(site.chosen);
  Json cameras = Json::array(), officers = Json::array(), sets = Json::array(), streets = Json::array(),
       worth = Json::array();
  for (const ExtraCamera& camera : chosen.cameras) cameras.push_back(camera_json(site, camera));
  for (const ExtraOfficer& officer : chosen.officers) officers.push_back(officer_json(site, officer));
  for (std::size_t set = 0; set < site.plan.top.size(); ++set) sets.push_back(set_json(site, set));
  for (const auto& [name, cover] : street_cover(site))
    if (cover.weight > 0)
      streets.push_back({{"street", name},
                         {"weight", cover.weight},
                         {"watched_share", cover.watched / cover.weight},
                         {"places", cover.poles},
                         {"only_again", cover.only_again}});
  for (std::size_t i = 0; i < kMetrics; ++i)
    worth.push_back(
        {{"metric", text_of(static_cast<Metric>(i)).key},
         {"unit", text_of(static_cast<Metric>(i)).unit_en},
         {"base", site.fresh.of(static_cast<Metric>(i)).of_policy[0].mean},
         {"minus_base", difference_json(site.to_base[i])},
         {"minus_random", difference_json(site.to_random[i])},
         {"minus_junctions", site.plan.junctions.cameras.empty() ? Json() : difference_json(site.to_junctions[i])}});
  return {{"scenario", it.scenario},
          {"warmup_days", it.warmup_days},
          {"days", it.days},
          {"city_seed", it.city_seed},
          {"screening_first_seed", site.screening.settings.first_seed},
          {"screening_pairs", site.screening.plan.pairs},
          {"fresh_first_seed", it.first_seed},
          {"fresh_pairs", site.fresh.plan.pairs},
          {"random_sets", site.plan.random.size()},
          {"candidates", site.plan.candidates.size()},
          {"watched_share", site.plan.watched},
          {"rung", it.rung},
          {"profile", site.fresh.profile},
          {"engine", it.commit},
          {"cameras", cameras},
          {"officers", officers},
          {"worth", worth},
          {"sets", sets},
          {"streets", streets}};
}

Json site_schema() {
  using namespace schema;
  const auto list = [](const char* about, Json items) {
    return Json{{"type", "array"}, {"description", about}, {"items", std::move(items)}};
  };
  const auto two = [&](const char* about) {
    return Json{{"type", "array"}, {"description", about}, {"items", {{"type", "number"}}}};
  };
  const Json interval{{"type", {"array", "null"}}, {"description", "low and high; null below two pairs"}};
  const auto difference = [&](const char* about) {
    return object(about, {{"difference", number("mean over the pairs")}, {"interval", interval}});
  };
  const Json maybe_difference{{"type", {"object", "null"}},
                              {"description", "the same against the busiest junctions; null where no streets cross"}};
  Json whole{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Tricolor site.json"}};
  whole.update(object(
      "site.json holds the results of `tricolor site`: where cameras and officers would pay most, what that is worth "
      "on "
      "fresh seeds, and where cameras would only watch those who are watched already.",
      {{"scenario", text("name of the base's scenario")},
       {"warmup_days", count("days before the figures begin")},
       {"days", count("days of the figures")},
       {"city_seed", count("seed of the city")},
       {"screening_first_seed", count("seed of the first pair of the choice")},
       {"screening_pairs", count("pairs of the choice")},
       {"fresh_first_seed", count("seed of the first pair that the choice never saw")},
       {"fresh_pairs", count("pairs of the report")},
       {"random_sets", count("sets by chance, against whose mean it is held")},
       {"candidates", count("places for cameras that were considered")},
       {"watched_share", number("share of the weight that cameras of today see, 0 … 1")},
       {"rung", text("rung of the twin")},
       {"profile", text("profile of the detector")},
       {"engine", text("commit of the program")},
       {"cameras", list("the chosen cameras, in the order in which they were chosen",
                        object("one camera",
                               {{"candidate", text("street, metres along it, direction")},
                                {"place", object("in words", {{"zh", text("Chinese")}, {"en", text("English")}})},
                                {"at_m", two("x and y in the city's own coordinates, metres")},
                                {"lon_lat", two("WGS 84, degrees")},
                                {"height_m", number("of the lens")},
                                {"bearing_deg", number("direction of view, clockwise from north")},
                                {"weight", number("share of the city's unlawful hours in its picture, by the proxy")},
                                {"unseen_weight", number("of it, what no camera of today sees")},
                                {"gain", number("what it added when it was chosen")}}))},
       {"officers", list("the chosen officers",
                         object("one officer",
                                {{"squad", text("name of the squad; empty where grids have none")},
                                 {"duty_grid", text("grid at which he is at home")},
                                 {"waits_at_m", two("x and y, metres")},
                                 {"lon_lat", two("WGS 84, degrees")},
                                 {"watched_weight_each", number("weight that is watched for each of its officers")}}))},
       {"worth", list("by metric, on fresh seeds; intervals at 95 %, paired",
                      object("one metric", {{"metric", text("docs/reference/metrics.md says what each is")},
                                            {"unit", text("unit of the figures; shares are 0 … 1")},
                                            {"base", number("mean as things are today")},
                                            {"minus_base", difference("the chosen set minus today")},
                                            {"minus_random", difference("minus the mean of the sets by chance")},
                                            {"minus_junctions", maybe_difference}}))},
       {"sets", list("the sets that were tried",
                     object("one set", {{"label", text("its label in screening/")},
                                        {"cameras", list("its candidates", text("a candidate"))},
                                        {"chosen", truth("true for the one that was chosen")},
                                        {"violation_hours", difference("minus today, on the seeds of the choice")},
                                        {"wrong_strikes", difference("minus today")}}))},
       {"streets", list("streets with shops, the heaviest first",
                        object("one street", {{"street", text("its name")},
                                              {"weight", number("share of the city's weight, 0 … 1")},
                                              {"watched_share", number("of it, what cameras of today see, 0 … 1")},
                                              {"places", count("places for cameras")},
                                              {"only_again", count("of them, those at which a camera would see little "
                                                                   "that is not watched already")}}))}}));
  return whole;
}

Json site_geojson(const SiteResults& site) {
  Json features = Json::array();
  const auto add = [&](const SiteSet& set, const char* kind) {
    for (std::size_t i = 0; i < set.cameras.size(); ++i) {
      Json properties{{"kind", kind}, {"number", i + 1}};
      properties.update(camera_json(site, set.cameras[i]));
      features.push_back(
          feature({{"type", "Point"}, {"coordinates", position(site, set.cameras[i].pose.at)}}, properties));
    }
  };
  const SiteSet& chosen = site.plan.top.at(site.chosen);
  add(chosen, "chosen_camera");
  for (const ExtraOfficer& officer : chosen.officers) {
    Json properties{{"kind", "chosen_officer"}};
    properties.update(officer_json(site, officer));
    features.push_back(feature({{"type", "Point"}, {"coordinates", position(site, officer.waits_at)}}, properties));
  }
  add(site.plan.junctions, "junction_camera");
  for (const Candidate& it : site.plan.candidates)
    if (only_again(it))
      features.push_back(
          feature({{"type", "Point"}, {"coordinates", position(site, it.pose.at)}},
                  {{"kind", "only_again"}, {"candidate", it.id}, {"weight", it.all}, {"unseen_weight", it.alone}}));
  return {{"type", "FeatureCollection"}, {"note", Plane(site.plan.origin).note()}, {"features", features}};
}

void write_site(const SiteResults& site, const fs::path& folder) {
  write_whole(folder / "best.yaml",
              "# The base with the chosen cameras and officers: tricolor run best.yaml\n"
              "extends: screening/inputs/scenario.yaml\n" +
                  keys_of(site.plan.top.at(site.chosen), site.own_cameras, site.own_officers));
  write_whole(folder / "site.geojson", json_for_file(site_geojson(site), 1) + "\n");
  write_whole(folder / "site.html", site_page(site));
  write_whole(folder / "site.json", json_for_file(site_json(site), 2) + "\n");
}

}  // namespace tricolor::harness
