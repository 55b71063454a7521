#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "engine/policy_file.h"
#include "scenario/kinds_file.h"
#include "scenario/reading.h"
#include "scenario/town_shares.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::Diagnostics;
using engine::MapReader;
using engine::Value;

// Reads the run's own keys: the files, the time, and which frames are drawn.
void read_frame(MapReader& map, Reading& reading, const std::string& assets) {
  Scenario& scenario = reading.scenario;
  map.required("scenario", "the scenario's name");
  map.identifier("scenario", scenario.name);
  map.paragraph("about", scenario.about, "a sentence about what it shows");
  map.identifiers("tags", scenario.tags, {0, 32}, "words by which `tricolor test --tag` chooses");
  map.required("policy", "the path of a policy");
  const bool has_policy = named_file(map, "policy", scenario.policy_path, "a policy", {});
  scenario.classes_path = own_class_table(assets);
  named_file(map, "classes", scenario.classes_path, "a class table",
             "the path of a class table; the program's own when it is absent");
  scenario.kinds_path = own_kinds(assets);
  named_file(map, "kinds", scenario.kinds_path, "a table of kinds",
             "the path of a table of the kinds of things; the program's own when it is absent");
  scenario.model_path = assets + "/models/street.onnx";
  named_file(map, "model", scenario.model_path, "a detector",
             "the path of a detector (ONNX with its JSON); the program's own when it is absent");
  if (!map.describing()) {
    reading.classes = class_names_of(scenario.classes_path);
    if (has_policy) check_policy_classes(scenario.policy_path, reading, map.diagnostics());
  }
  named_file(map, "demand", scenario.demand_path, "a demand file",
             "the path of a demand file: how much happens in the street; the program's own when it is absent");
  std::int64_t seed = 1;
  if (map.integer("seed", seed, 0, kMostSeed, "chooses the run among those that differ by chance alone"))
    scenario.seed = static_cast<std::uint64_t>(seed);
  std::optional<int> city_seed;
  if (map.integer("city_seed", city_seed, 0, static_cast<int>(kMostSeed),
                  "chooses the city (shops and their habits, cameras, zones) apart from its days; `seed` when absent"))
    scenario.city_seed = static_cast<std::uint64_t>(*city_seed);
  map.required("start", "when it begins, such as \"2020-11-02 08:58\", in the years 2000 to 2099");
  bool start_known = map.instant("start", scenario.start);
  if (start_known && (scenario.start < *engine::instant_of("2000-01-01 00:00") ||
                      scenario.start > *engine::instant_of("2099-12-31 23:59"))) {
    map.complain(*map.raw("start"), "start",
                 "must lie in the years 2000 to 2099, got " + engine::shown(*map.raw("start")));
    start_known = false;
  }
  map.required("lasts", "how long, such as '40 min'");
  reading.times_known = map.duration("lasts", scenario.lasts, kShortestRun, kLongestRun) && start_known;
  std::size_t rung = 0, frames = 1;
  const std::vector<std::string> rungs{"pixels", "events"};
  if (map.choice(
          "rung", rung, rungs,
          "how much is simulated: every picture, or what a calibrated model of the detector makes of the street"))
    scenario.rung = rungs[rung];
  scenario.calibration_path = assets + "/calibration/street.json";
  scenario.profiles_path = assets + "/calibration/profiles.json";
  named_file(map, "calibration", scenario.calibration_path, "a calibration",
             "at the rung events: the path of a calibration that `tricolor calibrate` wrote; the program's own when it "
             "is absent");
  // A run's folder keeps the profiles beside its calibration.
  if (const auto beside = std::filesystem::path(scenario.calibration_path).parent_path() / "profiles.json";
      std::filesystem::exists(beside))
    scenario.profiles_path = beside.string();
  std::size_t profile = 0;
  if (map.choice("profile", profile, detector_profiles(),
                 "at the rung events: whose eyes, from our own on our own renders to those of the field"))
    scenario.profile = detector_profiles()[profile];
  if (map.choice("frames", frames, {"every", "key"}, "a picture at each interval, or when something matters"))
    scenario.every_frame = frames == 0;
}

void read_people(MapReader& map, Scenario& scenario) {
  int number = 0;
  if (map.counted("passers_by", "per_hour", number, 0, 20000, "people who walk by on a street"))
    scenario.passers_by_per_hour = number;
  std::size_t people = 0;
  if (!map.choice("people", people, {"scripted", "by_model", "lawful_only"},
                  "what people do of themselves: nothing, what the demand model says, or of that what is lawful"))
    return;
  scenario.spontaneous = people != 0;
  scenario.only_lawful = people == 2;
}

void read_origin(MapReader& map, Scenario& scenario) {
  LonLat origin{121.02, 30.69};
  map.required("lon", "its longitude");
  map.required("lat", "its latitude");
  const bool lon_known = map.quantity("lon", "deg", origin.lon, -180, 180, "its longitude, east of Greenwich");
  const bool lat_known = map.quantity("lat", "deg", origin.lat, -80, 80, "its latitude, north of the equator");
  if (lon_known && lat_known) scenario.origin = origin;
}

// Notes the names of a generated city, which a scenario may use. Ids that people give may not repeat them.
void add_generated_names(Reading& reading) {
  if (!reading.scenario.city) return;
  if (reading.scenario.city->kind == GeneratedCity::Kind::towns) {
    int town = 0;
    for (const TownShare& share : shares_of_towns(*reading.scenario.city)) {
      const std::string in_town = std::to_string(++town) + "_";
      const auto add = [&](Names& names, const char* letter, int count) {
        for (int i = 1; i <= count; ++i) names.add(letter + in_town + std::to_string(i));
      };
      add(reading.merchants, "m", share.main_street_shops + share.other_shops);
      add(reading.cameras, "c", share.city_cameras + share.police_cameras + share.field_cameras + share.waste_cameras);
      add(reading.officers, "o", share.officers);
    }
    return;
  }
  for (int i = 1; i <= reading.scenario.city->shops; ++i) reading.merchants.add("m" + std::to_string(i));
  for (int i = 1; i <= reading.scenario.city->cameras; ++i) reading.cameras.add("c" + std::to_string(i));
  for (int i = 1; i <= 4; ++i) reading.officers.add("o" + std::to_string(i));
}

void read_streets(MapReader& map, Reading& reading) {
  map.each("streets", {0, kMostStreets}, "the streets; needed unless there is a city",
           [&](MapReader& item) { read_street(item, reading); });
  if (map.describing()) return;
  if (!reading.scenario.city && reading.scenario.streets.empty() && !map.has("streets"))
    map.diagnostics().add(map.value().origin, "streets", "must be given (or a city), got nothing");
  double together = 0;
  for (const auto& [name, length] : reading.street_lengths_m) together += length;
  if (together > kLongestStreetsM)
    map.complain(*map.raw("streets"), "streets",
                 "must be at most " + engine::written(kLongestStreetsM) + " m long together, got " +
                     engine::written(std::round(together)) + " m");
}

// Reads the days of the working calendar; a day that is not listed is a working day from Monday to Friday.
void read_calendar(MapReader& map, Scenario& scenario) {
  constexpr engine::Bounds kDays{0, 1000};
  map.days("holidays", scenario.holidays, kDays, "days on which no work_hour passes");
  map.days("worked_days", scenario.worked_days, kDays, "weekend days worked in exchange (调休)");
  if (map.describing()) return;
  for (const Value& item : map.items("worked_days", kDays)) {
    const auto day = engine::date_of(item.text);
    if (day && std::find(scenario.holidays.begin(), scenario.holidays.end(), *day) != scenario.holidays.end())
      map.complain(item, "worked_days", "must be no holiday too, got " + engine::shown(item));
  }
}

void read_rest(MapReader& map, Reading& reading) {
  Scenario& scenario = reading.scenario;
  map.map("history", "strikes before the run, drawn from the same merchants", [&](MapReader& past) {
    int days = 0;
    if (past.counted("length", "days", days, 1, 366, "how many days before the start they begin"))
      scenario.history_days = days;
  });
  map.map("gateway", "what the SMS gateway is like", [&](MapReader& gateway) {
    gateway.percent("wrong_numbers", scenario.wrong_number_share, {}, "share of shops whose number is wrong");
    gateway.percent("lost", scenario.lost_share, {}, "share of messages that are lost");
  });
  map.map("calendar", "the working calendar", [&](MapReader& calendar) { read_calendar(calendar, scenario); });
  map.each("permits", {0, kMostItems}, "leave to occupy the place before a shop",
           [&](MapReader& item) { read_permit(item, reading); });
  map.each("script", {0, kMostItems}, "what happens", [&](MapReader& item) { read_script_line(item, reading); });
  map.each("faults", {0, kMostItems}, "what goes wrong", [&](MapReader& item) { read_fault(item, reading); });
  map.each("changes", {0, kMostChanges}, "what people change in mid-run, in order of time",
           [&](MapReader& item) { read_change(item, reading); });
  map.each("expect", {0, kMostItems}, "what must come of it",
           [&](MapReader& item) { read_expectation(item, reading); });
}

void read_whole(MapReader& map, Reading& reading, const std::string& assets) {
  read_frame(map, reading, assets);
  read_people(map, reading.scenario);
  map.map("city", "a generated city, with or instead of streets of one's own",
          [&](MapReader& city) { read_city(city, reading.scenario); });
  map.map("origin",
          "where the origin of all coordinates lies on the Earth (WGS 84), for the map layers; 30.69 N, 121.02 E is "
          "assumed when it is absent",
          [&](MapReader& origin) { read_origin(origin, reading.scenario); });
  read_streets(map, reading);
  if (!map.describing()) add_generated_names(reading);
  read_merchants(map, reading);
  read_cameras(map, reading);
  map.each("officers", {0, kMostOfficers}, "the officers", [&](MapReader& item) { read_officer(item, reading); });
  read_duty_grids(map, reading);
  read_rest(map, reading);
}

// Tells the schema and the reference which keys exclude one another; a map's words are the keys of which one is given.
void mark_one_of(engine::KeyTable& table) {
  for (engine::KeyEntry& entry : table.keys) {
    if (entry.key == "script") entry.items.front().words = action_keys();
    if (entry.key != "expect") continue;
    engine::KeyEntry& line = entry.items.front();
    line.words = subject_keys();
    line.words.emplace_back("never");
    for (engine::KeyEntry& inner : line.map.keys)
      if (inner.key == "never") inner.words = subject_keys();
  }
}

}  // namespace

void check_policy_classes(const std::string& policy_path, const Reading& reading, Diagnostics& diagnostics) {
  Value policy;
  Diagnostics said_elsewhere;
  if (reading.classes.empty() || !engine::read_document(policy_path, policy, said_elsewhere)) return;
  const Value* watched = policy.find("classes");
  if (!watched) return;
  for (const auto& [name, value] : watched->entries) {
    if (std::find(reading.classes.begin(), reading.classes.end(), name) != reading.classes.end()) continue;
    diagnostics.add(value.key_origin, "classes." + name,
                    "must be a class of " + reading.scenario.classes_path + ", got '" + name + "'" +
                        diagnostics.meant(name, reading.classes));
  }
}

bool named_file(MapReader& map, std::string_view key, std::string& out, const std::string& what,
                std::string_view about) {
  std::string file;
  if (!map.file(key, file, about)) return false;
  const Value& named = *map.raw(key);
  out = beside(named.origin.file, file);
  std::error_code failed;
  if (std::filesystem::is_regular_file(out, failed)) return true;
  map.complain(named, key,
               "must be the path of " + what + " beside this file, got " + engine::shown(named) +
                   (std::filesystem::is_directory(out, failed) ? ", which is a folder"
                    : std::filesystem::exists(out, failed)     ? ", which is no file"
                                                               : " (there is no such file)"));
  out.clear();
  return false;
}

std::string own_class_table(const std::string& assets) { return assets + "/classes/street_order.yaml"; }

std::vector<std::string> class_names_of(const std::string& path) {
  std::vector<std::string> names;
  Value table;
  Diagnostics said_elsewhere;
  if (!engine::read_document(path, table, said_elsewhere)) return names;
  if (const Value* classes = table.find("classes"))
    for (const Value& entry : classes->items)
      if (const Value* id = entry.find("id")) names.push_back(id->text);
  return names;
}

namespace {

// Names the kind of another file that people write, by a key that is of another form there; null for a scenario, or for
// what may be one. A policy names itself by `policy`, which in a scenario is the path of a file.
const Value* key_of_another_file(const Value& root, std::string& kind) {
  if (root.find("scenario")) return nullptr;
  const auto is = [&](const char* key, Value::Kind form, const char* what) {
    const Value* value = root.find(key);
    if (!value || value->kind != form) return static_cast<const Value*>(nullptr);
    kind = what;
    return value;
  };
  if (const Value* policy = is("policy", Value::Kind::scalar, "a policy");
      policy && !std::filesystem::path(policy->text).has_extension())
    return policy;
  if (const Value* table = is("classes", Value::Kind::list, "a class table")) return table;
  if (const Value* table = is("kinds", Value::Kind::map, "a table of kinds")) return table;
  return is("zones", Value::Kind::list, "a file of zones");
}

}  // namespace

Scenario read_scenario(const std::string& path, const std::string& assets, Diagnostics& diagnostics) {
  Scenario scenario;
  scenario.path = path;
  Value root;
  if (!engine::read_document(path, root, diagnostics)) return scenario;
  std::string kind;
  if (const Value* other = key_of_another_file(root, kind)) {
    diagnostics.add(other->key_origin, {}, "must be a scenario, got " + kind);
    return scenario;
  }
  for (const auto& [key, value] : root.entries) scenario.key_origins[key] = value.key_origin;
  MapReader map(root, {}, diagnostics);
  Reading reading{scenario, {}, {}, {}, {}, {}, true, {}, {}};
  read_whole(map, reading, assets);
  return scenario;
}

engine::KeyTable scenario_keys(const std::vector<std::string>& classes) {
  engine::KeyTable keys;
  Scenario scenario;
  Reading reading{scenario, {}, {}, {}, {}, classes, true, {}, {}};
  MapReader map(keys);
  read_whole(map, reading, {});
  mark_one_of(keys);
  return keys;
}

}  // namespace tricolor::harness
