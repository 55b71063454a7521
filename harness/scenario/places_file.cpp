// Reads streets, merchants, cameras and officers of a scenario, and the generated city.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "scenario/reading.h"
#include "scenario/town_shares.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::KeyEntry;
using engine::MapReader;
using engine::Value;

// Checks that a front lies along its street and overlaps no other.
void check_front(const MerchantLine& merchant, MapReader& front, Reading& reading) {
  const Value& to = *front.raw("to");
  if (merchant.to_m < merchant.from_m + 1) {
    front.complain(to, "to", "must be at least 1 m more than from, got " + engine::shown(to));
    return;
  }
  const auto street = reading.street_lengths_m.find(merchant.street);
  if (street != reading.street_lengths_m.end() && merchant.to_m > street->second && street->second > 0)
    front.complain(to, "to",
                   "must lie within the street's " + std::to_string(static_cast<int>(street->second)) + " m, got " +
                       engine::shown(to));
  auto& side = reading.fronts[{merchant.street, merchant.north}];
  const auto next = side.lower_bound(merchant.to_m);
  const auto before = next == side.begin() ? side.end() : std::prev(next);
  if (before != side.end() && before->second.first > merchant.from_m)
    front.complain(to, "to",
                   "must not overlap the front of '" + before->second.second + "', got " +
                       engine::shown(*front.raw("from")) + " to " + engine::shown(to));
  else side[merchant.from_m] = {merchant.to_m, merchant.id};
}

void read_frontage(MapReader& front, MerchantLine& merchant, Reading& reading) {
  front.required("street", "which street");
  known_name(front, "street", merchant.street, reading.streets, "a street of this file", {});
  std::size_t side = 0;
  if (front.choice("side", side, {"north", "south"}, "north is left of the street's direction"))
    merchant.north = side == 0;
  front.required("from", "where it begins along the street");
  front.required("to", "where it ends along the street");
  const bool from_known = front.metres("from", merchant.from_m, 0, kLongestStreetM);
  const bool to_known = front.metres("to", merchant.to_m, 0, kLongestStreetM);
  if (from_known && to_known) check_front(merchant, front, reading);
}

void read_strikes(MapReader& past, MerchantLine& merchant, const Reading& reading) {
  KeyEntry entry, item;
  entry.form = KeyEntry::Form::list;
  entry.about = "strikes before the run";
  entry.low = "0";
  entry.high = "1000";
  item.form = KeyEntry::Form::instant;
  entry.items = {item};
  past.custom("strikes", std::move(entry));
  if (past.describing()) return;
  for (const Value& strike : past.items("strikes", {0, 1000})) {
    const auto at = engine::instant_of(strike.text);
    if (!at)
      past.complain(strike, "strikes",
                    "must be a date and time such as \"2020-10-20 17:05\", got " + engine::shown(strike));
    else if (reading.times_known && *at > reading.scenario.start)
      past.complain(strike, "strikes", "must lie before the start of the run, got " + engine::shown(strike));
    else merchant.strikes.push_back(*at);
  }
}

void read_phone(MapReader& map, MerchantLine& merchant) {
  if (!map.text("phone", merchant.phone,
                "where messages go: digits, '+', '-' and spaces, or none; one is made up when it is absent", {3, 24}))
    return;
  if (merchant.phone == "none") {
    merchant.phone.clear();
    merchant.has_phone = false;
  } else if (merchant.phone.find_first_not_of("0123456789+- ") != std::string::npos) {
    map.complain(*map.raw("phone"), "phone",
                 "must be a number of digits, '+', '-' and spaces, or none, got " + engine::shown(*map.raw("phone")));
  }
}

void read_merchant(MapReader& map, Reading& reading) {
  MerchantLine merchant;
  merchant.origin = map.value().origin;
  map.required("id", "the merchant's name in this file");
  map.identifier("id", merchant.id);
  merchant.name = merchant.id;
  map.text("name", merchant.name, "what its sign says; the id when it is absent", {1, 100});
  static const std::vector<std::string> kTrades{"fruit_veg",   "restaurant", "clothing", "hardware",
                                                "convenience", "pharmacy",   "phone",    "bakery",
                                                "hair",        "bikes",      "flowers",  "tea"};
  std::size_t trade =
      static_cast<std::size_t>(std::find(kTrades.begin(), kTrades.end(), merchant.trade) - kTrades.begin());
  if (map.choice("trade", trade, kTrades, "what it sells: when it opens, and what it puts out"))
    merchant.trade = kTrades[trade];
  map.required("frontage", "where its front is");
  map.map("frontage", {}, [&](MapReader& front) { read_frontage(front, merchant, reading); });
  map.map("history", "what was before the run", [&](MapReader& past) { read_strikes(past, merchant, reading); });
  std::size_t answers = 0;
  if (map.choice("answers_notice", answers, {"by_model", "never", "always"}, "how it answers an SMS"))
    merchant.answers = static_cast<MerchantLine::Answers>(answers);
  std::size_t puts_out = 1;
  map.choice("puts_out", puts_out, {"nothing", "by_model"}, "what it does of itself");
  read_phone(map, merchant);
  map.days("closed_on", merchant.closed_on, {0, 1000}, "days on which it does not trade, and does nothing of itself");
  unique(map, "id", merchant.id, reading.merchants);
  reading.scenario.merchants.push_back(std::move(merchant));
}

void read_size(MapReader& map, CameraLine& camera) {
  KeyEntry entry, side;
  side.form = KeyEntry::Form::integer;
  side.low = std::to_string(kLeastSidePx);
  side.high = std::to_string(kMostSidePx);
  entry.form = KeyEntry::Form::list;
  entry.about = "width and height of its picture";
  entry.low = entry.high = "2";
  entry.items = {side};
  entry.fallback = "[" + std::to_string(camera.width_px) + ", " + std::to_string(camera.height_px) + "]";
  const Value* size = map.custom("size_px", std::move(entry));
  if (!size) return;
  const auto pixels = [&](std::size_t i) {
    int number = 0;
    const std::string& text = size->items[i].text;
    const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && rest == text.data() + text.size() && text[0] != '0' ? number : 0;
  };
  const auto good = [](int number) { return number >= kLeastSidePx && number <= kMostSidePx; };
  if (size->items.size() != 2 || !good(pixels(0)) || !good(pixels(1)))
    map.complain(*size, "size_px",
                 "must be width and height from 64 to 4096 pixels, such as [640, 360], got " + engine::shown(*size));
  else camera.width_px = pixels(0), camera.height_px = pixels(1);
}

void read_camera(MapReader& map, Reading& reading) {
  static const std::vector<std::string> kOwners{"city", "police", "town", "field", "waste"};
  CameraLine camera;
  camera.origin = map.value().origin;
  map.required("id", "the camera's name");
  map.identifier("id", camera.id);
  std::size_t owner = 0;
  if (map.choice("owner", owner, kOwners, "whose it is")) camera.owner = kOwners[owner];
  map.required("at", "where it stands");
  map.point("at", camera.x_m, camera.y_m, kFarthestM);
  map.metres("height", camera.height_m, 2, 30, "of its lens");
  known_name(map, "looks_at", camera.looks_at, reading.merchants, "a merchant of this file",
             "the merchant in the middle of its picture; this or towards must be given");
  engine::GroundPoint towards;
  if (map.point("towards", towards.x_m, towards.y_m, kFarthestM,
                "the place on the ground in the middle of its picture, instead of looks_at"))
    camera.towards = towards;
  if (!map.describing() && !map.has("looks_at") && !map.has("towards"))
    map.diagnostics().add(map.value().origin, map.path_of("looks_at"), "must be given (or towards), got nothing");
  if (map.has("looks_at") && map.has("towards")) unwanted(map, "towards", "cannot stand beside 'looks_at'");
  map.duration("frame_every", camera.frame_every, 40ms, 10min, "interval of its pictures");
  read_size(map, camera);
  unique(map, "id", camera.id, reading.cameras);
  reading.scenario.cameras.push_back(std::move(camera));
}

}  // namespace

void read_street(MapReader& map, Reading& reading) {
  StreetLine street;
  street.origin = map.value().origin;
  map.required("id", "the street's name in this file");
  map.identifier("id", street.id);
  street.name = street.id;
  map.text("name", street.name, "its name on the map; the id when it is absent", {1, 100});
  map.required("from", "where it begins");
  map.required("to", "where it ends");
  const bool from_known = map.point("from", street.from_x_m, street.from_y_m, kFarthestM);
  const bool to_known = map.point("to", street.to_x_m, street.to_y_m, kFarthestM);
  map.metres("carriageway", street.carriageway_m, 4, 40, "full width of the carriageway");
  map.metres("pavement", street.pavement_m, 1.5, 12, "width of each pavement");
  street.duty_grid = "g1";
  map.identifier("duty_grid", street.duty_grid, "the grid whose officers answer for it");
  const double length = std::hypot(street.to_x_m - street.from_x_m, street.to_y_m - street.from_y_m);
  if (from_known && to_known && (length < 10 || length > kLongestStreetM))
    map.complain(
        *map.raw("to"), "to",
        (length < 10 ? "must be at least 10 m" : "must be at most " + engine::written(kLongestStreetM) + " m") +
            std::string(" from where the street begins, got ") + engine::shown(*map.raw("to")));
  unique(map, "id", street.id, reading.streets);
  reading.street_lengths_m.emplace(street.id, length);
  reading.scenario.streets.push_back(std::move(street));
}

void read_merchants(MapReader& map, Reading& reading) {
  const auto one = [&](MapReader& item) { read_merchant(item, reading); };
  if (map.describing()) {
    KeyEntry table, file;
    engine::KeyTable described;
    {
      MapReader inner(described);
      inner.each("merchants", {0, kMostItems}, {}, one);
    }
    KeyEntry entry = *described.find("merchants");
    entry.about =
        "the dossiers (一户一档): here, or in a CSV file of at most 16 MiB whose columns are " +
        engine::joined(merchant_columns()) +
        "; its cells are written as here, with their units (`20 m`), and several strikes in one cell are apart "
        "by semicolons (`2020-10-20 17:05; 2020-10-28 08:40`)";
    table.form = KeyEntry::Form::map;
    file.key = "import";
    file.form = KeyEntry::Form::file;
    file.required = true;
    file.about = "the path of a CSV file beside this one";
    table.map.keys = {file};
    entry.alternatives = {table};
    map.custom("merchants", std::move(entry));
    return;
  }
  const Value* merchants = map.raw("merchants");
  if (!merchants || merchants->kind != Value::Kind::map) {
    map.each("merchants", {0, kMostItems}, {}, one);
    return;
  }
  MapReader table(*merchants, "merchants", map.diagnostics());
  std::string file;
  const Value* named = table.required("import", "the path of a CSV file beside this one");
  if (!named || !table.file("import", file)) return;
  const std::vector<Value> rows = read_merchant_table(beside(named->origin.file, file), *named, map.diagnostics());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    MapReader row(rows[i], "merchants[" + std::to_string(i) + "]", map.diagnostics());
    one(row);
  }
}

void read_cameras(MapReader& map, Reading& reading) {
  map.each("cameras", {0, kMostCameras}, "the cameras", [&](MapReader& item) { read_camera(item, reading); });
  std::int64_t pixels = 0;
  for (const CameraLine& camera : reading.scenario.cameras)
    pixels += static_cast<std::int64_t>(camera.width_px) * camera.height_px;
  if (!map.describing() && pixels > kMostPixels)
    map.complain(*map.raw("cameras"), "cameras",
                 "must have pictures of at most " + std::to_string(kMostPixels) + " pixels together, got " +
                     std::to_string(pixels));
}

void read_officer(MapReader& map, Reading& reading) {
  OfficerLine officer;
  officer.origin = map.value().origin;
  map.required("id", "the officer's name");
  map.identifier("id", officer.id);
  officer.duty_grid = "g1";
  map.identifier("duty_grid", officer.duty_grid, "the grid that he answers for");
  map.point("waits_at", officer.x_m, officer.y_m, kFarthestM, "where he waits for cases; the origin when it is absent");
  map.hours("on_duty", officer.on_from, officer.on_until,
            "from and until when, over midnight too; always when it is absent");
  map.boolean("leads", officer.leads,
              "he leads the squad: cases go to him that nobody else settles, or for which nobody else is on duty in "
              "time");
  map.duration("handles_in", officer.handles_in, 1s, 8h,
               "how long he needs at the place; by the model when it is absent");
  unique(map, "id", officer.id, reading.officers);
  reading.scenario.officers.push_back(std::move(officer));
}

namespace {

// Keys that only one of the two kinds of city has.
void only_for_its_kind(MapReader& map, GeneratedCity::Kind kind) {
  if (map.describing()) return;
  if (kind == GeneratedCity::Kind::towns) unwanted(map, "length", "has no place in a city of towns");
  else
    for (const char* key : {"towns", "main_street_shops", "camera_owners", "officers"})
      unwanted(map, key, "has no place on xinhua_road: kind 'towns' has it");
}

void read_camera_owners(MapReader& owners, GeneratedCity& city) {
  owners.percent("police", city.police_share, {}, "the police's, at crossings and along streets");
  owners.percent("field", city.field_share, {}, "over the lanes through the fields (城乡天眼)");
  owners.percent("waste", city.waste_share, {}, "before waste points");
  const double together = city.police_share + city.field_share + city.waste_share;
  if (!owners.describing() && together > 1 + 1e-9)
    owners.complain(owners.value(), "police",
                    "must be at most 100 % together with field and waste, got " +
                        engine::written(std::round(together * 100)) + " %");
}

void check_city(MapReader& map, const GeneratedCity& city) {
  if (map.describing()) return;
  const auto too_many = [&](const char* key, const std::string& most) {
    map.complain(map.has(key) ? *map.raw(key) : map.value(), key,
                 "must be at most " + most + (map.has(key) ? ", got " + engine::shown(*map.raw(key)) : ""));
  };
  if (city.kind == GeneratedCity::Kind::xinhua_road) return;
  if (city.main_street_shops > city.shops) {
    too_many("main_street_shops", std::to_string(city.shops) + ", the number of all shops");
    return;
  }
  for (const TownShare& town : shares_of_towns(city))
    if (town.other_shops > kMostShopsOfTown) {
      too_many("shops", "about " + std::to_string(kMostShopsOfTown) + " a town beside its main street");
      return;
    }
}

}  // namespace

void read_city(MapReader& map, Scenario& scenario) {
  GeneratedCity city;
  std::size_t kind = 0;
  map.required("kind", "which generator");
  map.choice("kind", kind, {"xinhua_road", "towns"},
             "one shopping street with side streets, or towns with streets, lanes and fields");
  city.kind = static_cast<GeneratedCity::Kind>(kind);
  if (city.kind == GeneratedCity::Kind::towns) city.shops = 1050, city.cameras = 920;
  const auto number = [&](const char* key, int& out, std::int64_t least, std::int64_t most, const char* about) {
    std::int64_t read = out;
    if (map.integer(key, read, least, most, about)) out = static_cast<int>(read);
  };
  number("towns", city.towns, 1, 64, "how many towns; the first is the seat of the city");
  // One road has room for a few hundred shops; the reference names the bounds of towns.
  const bool many = map.describing() || city.kind == GeneratedCity::Kind::towns;
  number("shops", city.shops, 1, many ? 20'000 : 400,
         "how many shops; on xinhua_road at most 400, in towns 1050 when it is absent");
  number("main_street_shops", city.main_street_shops, 0, 600, "how many of them stand on the first town's main street");
  number("cameras", city.cameras, 1, many ? static_cast<std::int64_t>(kMostCameras) : 120,
         "how many cameras; on xinhua_road at most 120, in towns 920 when it is absent");
  map.map("camera_owners", "shares of the cameras by whose they are; the rest are the city's own",
          [&](MapReader& owners) { read_camera_owners(owners, city); });
  number("officers", city.officers, 0, static_cast<std::int64_t>(kMostOfficers),
         "how many officers, in one squad a town");
  map.metres("length", city.length_m, 120, 3000, "of the main road");
  double error_m = 0.12;  // The program's own demand has this figure; the reference shows it.
  if (map.metres("drawing_error", error_m, 0, 2,
                 "how far officers drew zones beside the fronts (standard deviation); when it is absent, the demand's"))
    city.drawing_error_m = error_m;
  if (map.percent("camera_down", city.camera_down_share, {}, "share of time in which a camera is down, at most 50 %") &&
      city.camera_down_share > 0.5)
    map.complain(*map.raw("camera_down"), "camera_down",
                 "must be at most 50 %, got " + engine::shown(*map.raw("camera_down")));
  only_for_its_kind(map, city.kind);
  check_city(map, city);
  scenario.city = city;
}

}  // namespace tricolor::harness
