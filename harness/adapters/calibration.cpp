#include "adapters/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/json_fault.h"
#include "engine/map_reader.h"
#include "sim/kinds.h"

namespace tricolor::harness {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = 4u << 20;

Json json_of(const sim::LognormalTime& time) { return {{"median_s", time.median_s}, {"sigma", time.sigma}}; }
Json json_of(const sim::Logistic& model) {
  Json json = Json::object();
  for (std::size_t i = 0; i < sim::kSightTerms; ++i) json[sim::kSightTermNames[i]] = model.weight[i];
  return json;
}
Json json_of(const sim::Spells& spells) {
  return {{"by_day_per_hour", spells.by_day_per_hour},
          {"by_night_per_hour", spells.by_night_per_hour},
          {"lasts", json_of(spells.lasts)}};
}
Json json_of(const std::array<double, sim::kWellKnownKinds>& rates) {
  Json json = Json::object();
  for (int i = 0; i < sim::kWellKnownKinds; ++i)
    if (rates[static_cast<std::size_t>(i)] > 0)
      json[sim::KindTable::well_known()->name_of(static_cast<sim::ThingKind>(i))] = rates[static_cast<std::size_t>(i)];
  return json;
}

// Reads a number that must lie within bounds: a deviation or a rate below nought would be taken and mean nothing.
double number_in(const Json& map, const char* key, double low, double high) {
  if (!map.is_object() || !map.contains(key)) throw std::runtime_error(fmt::format("no '{}'", key));
  const Json& value = map.at(key);
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (!(number >= low && number <= high))
    throw std::runtime_error(fmt::format("'{}' that is no number from {:g} to {:g}", key, low, high));
  return number;
}
constexpr double kMostOfATime_s = 1e9, kMostAnHour = 3600, kMostDeviation = 1e3;

void read(const Json& json, sim::LognormalTime& time) {
  time.median_s = number_in(json, "median_s", 0, kMostOfATime_s);
  time.sigma = number_in(json, "sigma", 0, 20);
}
void read(const Json& json, sim::Logistic& model) {
  for (std::size_t i = 0; i < sim::kSightTerms; ++i) model.weight[i] = json.at(sim::kSightTermNames[i]).get<double>();
}
void read(const Json& json, sim::Spells& spells) {
  spells.by_day_per_hour = number_in(json, "by_day_per_hour", 0, kMostAnHour);
  spells.by_night_per_hour = number_in(json, "by_night_per_hour", 0, kMostAnHour);
  read(json.at("lasts"), spells.lasts);
}
void read(const Json& json, std::array<double, sim::kWellKnownKinds>& rates) {
  for (int i = 0; i < sim::kWellKnownKinds; ++i) {
    const std::string& name = sim::KindTable::well_known()->name_of(static_cast<sim::ThingKind>(i));
    rates[static_cast<std::size_t>(i)] = json.contains(name) ? number_in(json, name.c_str(), 0, kMostAnHour) : 0;
  }
}

Json json_of(const sim::DetectorModel& model) {
  return {{"seen", json_of(model.seen)},
          {"at_once", json_of(model.at_once)},
          {"seen_later", json_of(model.seen_later)},
          {"place_camera_sd", model.place_camera_sd},
          {"thing_sd", model.thing_sd},
          {"day_sd", model.day_sd},
          {"missed", json_of(model.missed)},
          {"hidden", json_of(model.hidden)},
          {"look_misses", model.look_misses},
          {"look_hidden", model.look_hidden},
          {"look_pair_sd", model.look_pair_sd},
          {"held_after", model.held_after},
          {"held_after_by", json_of(model.held_after_by)},
          {"confidence_log_odds", model.confidence_log_odds},
          {"confidence_pair_sd", model.confidence_pair_sd},
          {"confidence_look_sd", model.confidence_look_sd},
          {"spot",
           {{"along_per_m", model.spot.along_per_m},
            {"along_look_per_m", model.spot.along_look_per_m},
            {"across_per_m", model.spot.across_per_m},
            {"across_look_per_m", model.spot.across_look_per_m},
            {"outlier_share", model.spot.outlier_share},
            {"outlier_times", model.spot.outlier_times}}},
          {"alarms_per_watched_hour", json_of(model.alarms.per_watched_hour)},
          {"alarms_cluster_shape", model.alarms.cluster_shape}};
}

sim::DetectorModel model_of(const Json& json) {
  sim::DetectorModel model;
  read(json.at("seen"), model.seen);
  read(json.at("at_once"), model.at_once);
  read(json.at("seen_later"), model.seen_later);
  read(json.at("missed"), model.missed);
  read(json.at("hidden"), model.hidden);
  read(json.at("held_after_by"), model.held_after_by);
  read(json.at("alarms_per_watched_hour"), model.alarms.per_watched_hour);
  const Json& spot = json.at("spot");
  const std::pair<const Json*, std::vector<std::pair<const char*, double*>>> numbers[] = {
      {&json,
       {{"place_camera_sd", &model.place_camera_sd},
        {"thing_sd", &model.thing_sd},
        {"day_sd", &model.day_sd},
        {"look_misses", &model.look_misses},
        {"look_hidden", &model.look_hidden},
        {"look_pair_sd", &model.look_pair_sd},
        {"held_after", &model.held_after},
        {"confidence_log_odds", &model.confidence_log_odds},
        {"confidence_pair_sd", &model.confidence_pair_sd},
        {"confidence_look_sd", &model.confidence_look_sd},
        {"alarms_cluster_shape", &model.alarms.cluster_shape}}},
      {&spot,
       {{"along_per_m", &model.spot.along_per_m},
        {"along_look_per_m", &model.spot.along_look_per_m},
        {"across_per_m", &model.spot.across_per_m},
        {"across_look_per_m", &model.spot.across_look_per_m},
        {"outlier_share", &model.spot.outlier_share},
        {"outlier_times", &model.spot.outlier_times}}}};
  for (const auto& [map, fields] : numbers)
    for (const auto& [name, number] : fields) {
      const std::string_view is = name;
      const bool share = is == "look_misses" || is == "look_hidden" || is == "held_after" || is == "outlier_share";
      const bool log_odds = is == "confidence_log_odds";
      *number = number_in(*map, name, log_odds ? -kMostDeviation : 0, share ? 1 : kMostDeviation);
    }
  return model;
}

// Reads a JSON file; a fault of any sort is one diagnostic at the file's beginning.
template <class Read>
void with_json(const std::string& path, const char* made_by, engine::Diagnostics& diagnostics, Read read) {
  std::string text;
  if (!engine::read_text_file(path, kMostBytes, text, diagnostics)) return;
  try {
    read(Json::parse(text));
  } catch (const std::exception& error) {
    diagnostics.add({path, 1, 1}, "calibration",
                    fmt::format("must be as {} left it, got {}", made_by, engine::json_fault(error.what())));
  }
}

}  // namespace

bool Calibration::gate_passed() const {
  return !gate.empty() && std::all_of(gate.begin(), gate.end(), [](const GateItem& item) { return item.shown; });
}

std::string Calibration::lacks() const {
  if (gate_passed()) return {};
  const auto shown = std::count_if(gate.begin(), gate.end(), [](const GateItem& item) { return item.shown; });
  return std::to_string(shown) + " of " + std::to_string(gate.size()) + " items are proven (docs/calibration.md)";
}

std::string calibration_text(const Calibration& calibration, const std::string& fits_json) {
  Json gate = Json::array();
  for (const GateItem& item : calibration.gate)
    gate.push_back({{"what", item.what}, {"shown", item.shown}, {"found", item.found}});
  const Json json{{"calibration", calibration.name},
                  {"made_by", calibration.made_by},
                  {"eyes", calibration.eyes},
                  {"detector", calibration.detector},
                  {"stay_rules", calibration.engine},
                  {"bounds",
                   {{"cities", calibration.cities},
                    {"classes", calibration.classes},
                    {"least_dwell_s", calibration.least_dwell_s},
                    {"greatest_dwell_s", calibration.greatest_dwell_s}}},
                  {"gate", gate},
                  {"model", json_of(calibration.model)},
                  {"alarms_at_most", json_of(calibration.alarms_at_most)},
                  {"fits", Json::parse(fits_json)}};
  return json.dump(1) + "\n";
}

Calibration read_calibration(const std::string& path, engine::Diagnostics& diagnostics) {
  Calibration calibration;
  with_json(path, "`tricolor calibrate`", diagnostics, [&](const Json& json) {
    calibration.name = json.at("calibration").get<std::string>();
    if (!engine::is_name(calibration.name))
      throw std::runtime_error("a name that is none of letters, digits, '_', '-' and '.'");
    calibration.made_by = json.at("made_by").get<std::string>();
    calibration.eyes = json.at("eyes").get<std::string>();
    calibration.detector = json.at("detector").get<std::string>();
    calibration.engine = json.at("stay_rules").get<std::string>();
    const Json& bounds = json.at("bounds");
    calibration.cities = bounds.at("cities").get<std::vector<std::string>>();
    calibration.classes = bounds.at("classes").get<std::vector<std::string>>();
    calibration.least_dwell_s = number_in(bounds, "least_dwell_s", 0, kMostOfATime_s);
    calibration.greatest_dwell_s = number_in(bounds, "greatest_dwell_s", calibration.least_dwell_s, kMostOfATime_s);
    for (const Json& item : json.at("gate"))
      calibration.gate.push_back(
          {item.at("what").get<std::string>(), item.at("shown").get<bool>(), item.at("found").get<std::string>()});
    calibration.model = model_of(json.at("model"));
    read(json.at("alarms_at_most"), calibration.alarms_at_most);
  });
  return calibration;
}

std::vector<DetectorProfile> read_profiles(const std::string& path, engine::Diagnostics& diagnostics) {
  std::vector<DetectorProfile> profiles;
  with_json(path, "people", diagnostics, [&](const Json& json) {
    for (const Json& entry : json.at("profiles")) {
      DetectorProfile profile;
      profile.name = entry.at("profile").get<std::string>();
      profile.about = entry.at("about").get<std::string>();
      const auto alarms = entry.at("alarms").get<std::string>();
      if (alarms == "upper_bound") profile.alarms = DetectorProfile::Alarms::upper_bound;
      else if (alarms == "declared") profile.alarms = DetectorProfile::Alarms::declared;
      else if (alarms != "fitted") throw std::runtime_error("alarms must be fitted, upper_bound or declared");
      if (profile.alarms == DetectorProfile::Alarms::declared)
        read(entry.at("per_watched_hour"), profile.per_watched_hour);
      profile.cluster_shape = entry.value("cluster_shape", 0.0);
      profile.seen_shift = entry.value("seen_shift", 0.0);
      profiles.push_back(std::move(profile));
    }
  });
  return profiles;
}

sim::DetectorModel model_under(const Calibration& calibration, const DetectorProfile& profile) {
  sim::DetectorModel model = calibration.model;
  if (profile.alarms == DetectorProfile::Alarms::upper_bound)
    model.alarms.per_watched_hour = calibration.alarms_at_most;
  else if (profile.alarms == DetectorProfile::Alarms::declared)
    model.alarms.per_watched_hour = profile.per_watched_hour;
  if (profile.cluster_shape > 0) model.alarms.cluster_shape = profile.cluster_shape;
  model.seen.weight[0] += profile.seen_shift;
  return model;
}

std::string out_of_range(const Calibration& calibration, const Scenario& scenario, const PolicyHistory& policies,
                         const std::string& detector) {
  std::string reasons;
  const auto refuse = [&](const std::string& reason) {
    reasons += fmt::format("{}: calibration {}: {}\n", scenario.path, calibration.name, reason);
  };
  const auto has = [](const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  const std::string city = !scenario.city                                      ? "streets"
                           : scenario.city->kind == GeneratedCity::Kind::towns ? "towns"
                                                                               : "xinhua_road";
  if (!has(calibration.cities, city))
    refuse(fmt::format("must be of the scenario's kind of city, {}, got one of {}", city,
                       fmt::join(calibration.cities, ", ")));
  for (const PolicyFrom& rules : policies.all())
    for (const auto& entry : rules.policy.classes) {
      const double shortest_s = std::chrono::duration<double>(entry.shortest_dwell()).count();
      const double longest_s = std::chrono::duration<double>(entry.longest_dwell()).count();
      const double dwell_s = shortest_s < calibration.least_dwell_s ? shortest_s : longest_s;
      if (!has(calibration.classes, entry.code_name))
        refuse(fmt::format("must know the class {} of the policy {}, got {}", entry.code_name, rules.policy.name,
                           fmt::join(calibration.classes, ", ")));
      else if (dwell_s < calibration.least_dwell_s || dwell_s > calibration.greatest_dwell_s)
        refuse(fmt::format("must cover a dwell of {:.0f} s (class {} of the policy {}), got {:.0f} s to {:.0f} s",
                           dwell_s, entry.code_name, rules.policy.name, calibration.least_dwell_s,
                           calibration.greatest_dwell_s));
    }
  if (calibration.detector != detector)
    refuse(fmt::format("must be of the scenario's detector, {}, got one of {}", detector.substr(0, 12),
                       calibration.detector.substr(0, 12)));
  if (calibration.engine != kStayRules)
    refuse(fmt::format("must be of this engine's rules, {}, got {}", kStayRules, calibration.engine));
  return reasons;
}

}  // namespace tricolor::harness
