#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "engine/policy_file.h"
#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::Diagnostics;
using engine::MapReader;
using engine::Value;

// A pair of lengths such as [23 m, -9 m].
bool point(MapReader& map, std::string_view key, double& x, double& y) {
  const Value* value = map.raw(key);
  if (!value) return false;
  if (value->kind == Value::Kind::list && value->items.size() == 2)
    if (const auto a = engine::metres_of(value->items[0]), b = engine::metres_of(value->items[1]); a && b) {
      x = *a;
      y = *b;
      return true;
    }
  map.complain(*value, key, "must be two lengths such as [23 m, -9 m], got " + engine::shown(*value));
  return false;
}

void read_street(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  StreetLine street;
  map.required("id", "the street's name in this file");
  map.identifier("id", street.id);
  street.name = street.id;
  map.text("name", street.name);
  map.required("from", "where it begins");
  map.required("to", "where it ends");
  point(map, "from", street.from_x_m, street.from_y_m);
  point(map, "to", street.to_x_m, street.to_y_m);
  map.metres("carriageway", street.carriageway_m, 4, 40);
  map.metres("pavement", street.pavement_m, 1.5, 12);
  street.duty_grid = "g1";
  map.identifier("duty_grid", street.duty_grid);
  if (const Value* to = map.raw("to"); to && std::hypot(street.to_x_m - street.from_x_m, street.to_y_m - street.from_y_m) < 10)
    map.complain(*to, "to", "must be at least 10 m from where the street begins, got " + engine::shown(*to));
  reading.unique(reading.street_ids, street.id, map.raw("id"), map.path_of("id"));
  reading.scenario.streets.push_back(street);
}

// A front lies along its street and shares no ground with another.
void check_front(const MerchantLine& merchant, MapReader& front, Reading& reading) {
  const Value& to = *front.raw("to");
  if (merchant.to_m < merchant.from_m + 1) {
    front.complain(to, "to", "must be at least 1 m more than from, got " + engine::shown(to));
    return;
  }
  const auto& streets = reading.scenario.streets;
  const auto street = std::find_if(streets.begin(), streets.end(), [&](const StreetLine& line) { return line.id == merchant.street; });
  if (street != streets.end()) {
    const double length = std::hypot(street->to_x_m - street->from_x_m, street->to_y_m - street->from_y_m);
    if (merchant.to_m > length && length > 0) front.complain(to, "to", "must lie within the street's " + std::to_string(static_cast<int>(length)) + " m, got " + engine::shown(to));
  }
  for (const MerchantLine& other : reading.scenario.merchants)
    if (other.street == merchant.street && other.north == merchant.north && other.from_m < merchant.to_m && merchant.from_m < other.to_m) {
      front.complain(to, "to", "must not overlap the front of '" + other.id + "', got " + engine::shown(*front.raw("from")) + " to " + engine::shown(to));
      return;
    }
}

void read_merchant(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  MerchantLine merchant;
  map.required("id", "the merchant's name in this file");
  map.identifier("id", merchant.id);
  merchant.name = merchant.id;
  map.text("name", merchant.name);
  static const std::vector<std::string> kTradeWords{"fruit_veg", "restaurant", "clothing", "hardware", "convenience", "pharmacy", "phone", "bakery", "hair", "bikes", "flowers", "tea"};
  std::size_t trade = 0;
  if (map.choice("trade", trade, kTradeWords)) merchant.trade = kTradeWords[trade];
  if (const Value* frontage = map.required("frontage", "where its front is")) {
    MapReader front(*frontage, map.path_of("frontage"), reading.diagnostics);
    front.required("street", "which street");
    front.identifier("street", merchant.street);
    reading.must_be(reading.street_ids, merchant.street, front.raw("street"), front.path_of("street"), "a street of this file");
    std::size_t side = 0;
    if (front.choice("side", side, {"north", "south"})) merchant.north = side == 0;
    front.required("from", "where it begins along the street");
    front.required("to", "where it ends along the street");
    const bool from_known = front.metres("from", merchant.from_m, 0, 5000), to_known = front.metres("to", merchant.to_m, 0, 5000);
    if (from_known && to_known) check_front(merchant, front, reading);
  }
  if (const Value* history = map.raw("history")) {
    MapReader past(*history, map.path_of("history"), reading.diagnostics);
    for (const Value& strike : reading.items(past, "strikes")) {
      const auto at = engine::instant_of(strike.text);
      if (!at)
        past.complain(strike, "strikes", "must be a date and time such as \"2020-10-20 17:05\", got " + engine::shown(strike));
      else if (reading.times_known && *at > reading.scenario.start)
        past.complain(strike, "strikes", "must lie before the start of the run, got " + engine::shown(strike));
      else
        merchant.strikes.push_back(*at);
    }
  }
  std::size_t answers = 0;
  if (map.choice("answers_notice", answers, {"by_model", "never", "always"})) merchant.answers = static_cast<MerchantLine::Answers>(answers);
  std::size_t puts_out = 0;
  map.choice("puts_out", puts_out, {"nothing", "by_model"});
  if (map.text("phone", merchant.phone) && merchant.phone == "none") {
    merchant.phone.clear();
    merchant.has_phone = false;
  }
  reading.unique(reading.merchant_ids, merchant.id, map.raw("id"), map.path_of("id"));
  reading.scenario.merchants.push_back(merchant);
}

void read_camera(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  CameraLine camera;
  map.required("id", "the camera's name");
  map.identifier("id", camera.id);
  std::size_t owner = 0;
  if (map.choice("owner", owner, {"city", "police", "town"})) camera.owner = std::vector<std::string>{"city", "police", "town"}[owner];
  map.required("at", "where it stands");
  point(map, "at", camera.x_m, camera.y_m);
  map.metres("height", camera.height_m, 2, 30);
  map.required("looks_at", "the merchant in the middle of its picture");
  map.identifier("looks_at", camera.looks_at);
  reading.must_be(reading.merchant_ids, camera.looks_at, map.raw("looks_at"), map.path_of("looks_at"), "a merchant of this file");
  map.duration("frame_every", camera.frame_every, 40ms, 10min);
  if (const Value* size = map.raw("size_px")) {
    const auto side = [&](std::size_t i) {
      int pixels = 0;
      const std::string& text = size->items[i].text;
      const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), pixels);
      return failed == std::errc{} && rest == text.data() + text.size() ? pixels : 0;
    };
    if (size->items.size() != 2 || side(0) < 64 || side(0) > 4096 || side(1) < 64 || side(1) > 4096)
      map.complain(*size, "size_px", "must be width and height from 64 to 4096 pixels, such as [640, 360], got " + engine::shown(*size));
    else
      camera.width_px = side(0), camera.height_px = side(1);
  }
  reading.unique(reading.camera_ids, camera.id, map.raw("id"), map.path_of("id"));
  reading.scenario.cameras.push_back(camera);
}

void read_officer(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  OfficerLine officer;
  map.required("id", "the officer's name");
  map.identifier("id", officer.id);
  officer.duty_grid = "g1";
  map.identifier("duty_grid", officer.duty_grid);
  point(map, "waits_at", officer.x_m, officer.y_m);
  if (const Value* duty = map.raw("on_duty")) {
    const auto from = duty->items.size() == 2 ? engine::time_of_day_of(duty->items[0].text) : std::nullopt;
    const auto until = duty->items.size() == 2 ? engine::time_of_day_of(duty->items[1].text) : std::nullopt;
    if (from && until)
      officer.on_from = *from, officer.on_until = *until;
    else
      map.complain(*duty, "on_duty", "must be two times of day such as [\"08:00\", \"17:00\"], got " + engine::shown(*duty));
  }
  map.boolean("leads", officer.leads);
  Duration handles{0};
  if (map.duration("handles_in", handles, 1s, 8h)) officer.handles_in = handles;
  reading.unique(reading.officer_ids, officer.id, map.raw("id"), map.path_of("id"));
  reading.scenario.officers.push_back(officer);
}

void read_city(const Value& value, Scenario& scenario, Diagnostics& diagnostics) {
  MapReader map(value, "city", diagnostics);
  GeneratedCity city;
  std::size_t kind = 0;
  map.required("kind", "which generator");
  map.choice("kind", kind, {"xinhua_road"});
  std::int64_t shops = city.shops, cameras = city.cameras;
  if (map.integer("shops", shops, 1, 400)) city.shops = static_cast<int>(shops);
  if (map.integer("cameras", cameras, 1, 120)) city.cameras = static_cast<int>(cameras);
  map.metres("length", city.length_m, 120, 3000);
  map.metres("drawing_error", city.drawing_error_m, 0, 2);
  map.percent("camera_down", city.camera_down_share);
  scenario.city = city;
}

// Days of the working calendar; what is not said here is a working day from Monday to Friday.
void read_calendar(const Value& value, Reading& reading) {
  MapReader map(value, "calendar", reading.diagnostics);
  std::set<std::chrono::sys_days> taken;
  const auto days = [&](std::string_view key, std::vector<std::chrono::year_month_day>& out) {
    for (const Value& item : reading.items(map, key)) {
      const auto day = engine::date_of(item.text);
      if (!day)
        map.complain(item, key, "must be a day such as \"2020-10-01\", got " + engine::shown(item));
      else if (!taken.insert(std::chrono::sys_days{*day}).second)
        map.complain(item, key, "must be given once, as a holiday or as a worked day, got " + engine::shown(item) + " again");
      else
        out.push_back(*day);
    }
  };
  days("holidays", reading.scenario.holidays);
  days("worked_days", reading.scenario.worked_days);
}

template <class Read>
void each(const std::vector<Value>& items, std::string_view key, Reading& reading, Read&& read) {
  for (std::size_t i = 0; i < items.size(); ++i) read(items[i], std::string(key) + "[" + std::to_string(i) + "]", reading);
}
template <class Read>
void each(MapReader& map, std::string_view key, Reading& reading, Read&& read) {
  each(reading.items(map, key), key, reading, read);
}

std::string beside(const std::string& path, const std::string& file) { return (std::filesystem::path(path).parent_path() / file).lexically_normal().string(); }

// "300 per_hour"
void read_passers_by(MapReader& map, Scenario& scenario) {
  int number = 0;
  if (map.counted("passers_by", "per_hour", number, 0, 20000)) scenario.passers_by_per_hour = number;
}

// Merchants stand in the file, or in a table beside it: `merchants: { import: merchants.csv }`.
void read_merchants(MapReader& map, Reading& reading) {
  const Value* merchants = map.raw("merchants");
  if (!merchants || merchants->kind != Value::Kind::map) {
    each(map, "merchants", reading, read_merchant);
    return;
  }
  MapReader table(*merchants, "merchants", reading.diagnostics);
  if (const Value* file = table.required("import", "the path of a CSV file beside this one"))
    each(read_merchant_table(beside(file->origin.file, file->text), *file, reading.diagnostics), "merchants", reading, read_merchant);
}

// A class that the table does not know would silently not be watched.
void check_policy_classes(const Reading& reading) {
  const Scenario& scenario = reading.scenario;
  Value policy;
  Diagnostics said_elsewhere;
  if (reading.classes.empty() || !engine::read_document(scenario.policy_path, policy, said_elsewhere)) return;
  const Value* watched = policy.find("classes");
  if (!watched) return;
  for (const auto& [name, value] : watched->entries) {
    if (std::find(reading.classes.begin(), reading.classes.end(), name) != reading.classes.end()) continue;
    const auto meant = engine::did_you_mean(name, reading.classes);
    reading.diagnostics.add(value.key_origin, "classes." + name, "must be a class of " + scenario.classes_path + ", got '" + name + "'" + (meant ? " (did you mean '" + *meant + "'?)" : ""));
  }
}

}  // namespace

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

const std::vector<Value>& Reading::items(MapReader& map, std::string_view key) {
  static const std::vector<Value> kNone;
  const Value* list = map.raw(key);
  if (!list) return kNone;
  if (list->kind != Value::Kind::list) {
    map.complain(*list, key, "must be a list, got " + engine::shown(*list));
    return kNone;
  }
  if (list->items.size() > kMostItems) {
    map.complain(*list, key, "must have at most " + std::to_string(kMostItems) + " items, got " + std::to_string(list->items.size()));
    return kNone;
  }
  return list->items;
}

void Reading::unique(std::set<std::string>& known, const std::string& id, const Value* at, const std::string& path) {
  if (!known.insert(id).second && at) diagnostics.add(at->origin, path, "must be given once, got '" + id + "' again");
}

void Reading::must_be(const std::set<std::string>& known, const std::string& id, const Value* at, const std::string& path, const std::string& what) {
  if (!at || known.contains(id)) return;
  const auto meant = engine::did_you_mean(id, {known.begin(), known.end()});
  diagnostics.add(at->origin, path, "must be " + what + ", got '" + id + "'" + (meant ? " (did you mean '" + *meant + "'?)" : ""));
}

Scenario read_scenario(const std::string& path, const std::string& assets, Diagnostics& diagnostics) {
  Scenario scenario;
  scenario.path = path;
  Value root;
  if (!engine::read_document(path, root, diagnostics)) return scenario;
  MapReader map(root, {}, diagnostics);
  Reading reading{scenario, diagnostics, {}, {}, {}, {}, {}, true};
  map.required("scenario", "the scenario's name");
  map.identifier("scenario", scenario.name);
  map.text("about", scenario.about);
  for (const Value& tag : reading.items(map, "tags")) scenario.tags.push_back(tag.text);
  if (const Value* policy = map.required("policy", "the path of a policy")) {
    scenario.policy_path = beside(policy->origin.file, policy->text);
    if (std::error_code failed; !std::filesystem::exists(scenario.policy_path, failed)) map.complain(*policy, "policy", "must be the path of a policy beside this file, got " + engine::shown(*policy));
  }
  scenario.classes_path = own_class_table(assets);
  if (const Value* classes = map.raw("classes")) scenario.classes_path = beside(classes->origin.file, classes->text);
  scenario.model_path = assets + "/models/street.onnx";
  if (const Value* model = map.raw("model")) scenario.model_path = beside(model->origin.file, model->text);
  reading.classes = class_names_of(scenario.classes_path);
  if (!scenario.policy_path.empty()) check_policy_classes(reading);
  std::int64_t seed = 1;
  if (map.integer("seed", seed, 0, 1'000'000'000)) scenario.seed = static_cast<std::uint64_t>(seed);
  map.required("start", "when it begins, such as \"2020-11-02 08:58\"");
  const bool start_known = map.instant("start", scenario.start);
  map.required("lasts", "how long, such as '40 min'");
  reading.times_known = map.duration("lasts", scenario.lasts, 1s, 366 * 24h) && start_known;
  std::size_t rung = 0, frames = 0;
  map.choice("rung", rung, {"pixels"});
  if (map.choice("frames", frames, {"every", "key"})) scenario.every_frame = frames == 0;
  read_passers_by(map, scenario);
  std::size_t people = 0;
  if (map.choice("people", people, {"scripted", "by_model", "lawful_only"})) {
    scenario.spontaneous = people != 0;
    scenario.only_lawful = people == 2;
  }
  if (const Value* city = map.raw("city")) read_city(*city, scenario, diagnostics);
  each(map, "streets", reading, read_street);
  read_merchants(map, reading);
  if (scenario.city)
    for (int i = 1; i <= scenario.city->shops; ++i) reading.merchant_ids.insert("m" + std::to_string(i));
  each(map, "cameras", reading, read_camera);
  if (scenario.city)
    for (int i = 1; i <= scenario.city->cameras; ++i) reading.camera_ids.insert("c" + std::to_string(i));
  each(map, "officers", reading, read_officer);
  if (scenario.city)
    for (int i = 1; i <= 4; ++i) reading.officer_ids.insert("o" + std::to_string(i));
  if (!scenario.city && scenario.streets.empty()) diagnostics.add(root.origin, "streets", "must be given (or a city), got nothing");
  if (const Value* history = map.raw("history")) {
    MapReader past(*history, "history", diagnostics);
    int days = 0;
    if (past.counted("length", "days", days, 1, 366)) scenario.history_days = days;
  }
  if (const Value* gateway = map.raw("gateway")) {
    MapReader settings(*gateway, "gateway", diagnostics);
    settings.percent("wrong_numbers", scenario.wrong_number_share);
    settings.percent("lost", scenario.lost_share);
  }
  if (const Value* calendar = map.raw("calendar")) read_calendar(*calendar, reading);
  each(map, "permits", reading, read_permit);
  each(map, "script", reading, read_script_line);
  each(map, "faults", reading, read_fault);
  each(map, "expect", reading, read_expectation);
  return scenario;
}

}  // namespace tricolor::harness
