// Reads permits, script lines, faults and changes of a scenario.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::KeyEntry;
using engine::MapReader;
using engine::Value;

const char* const kMerchant = "a merchant of this scenario";

using What = ScriptLine::What;

// One key names the action; the other keys of the line depend on it. The actions are in the order of ScriptLine::What.
struct Action {
  const char* key;
  std::vector<std::string> belong;
};
const std::vector<Action>& actions() {
  static const std::vector<Action> kActions{
      {"puts_out", {"merchant", "amount", "lawful", "along", "across", "look", "lasts", "until", "ignores_notice"}},
      {"places", {"street", "lawful", "along", "across", "look", "lasts", "until"}},
      {"clears", {}},
      {"reports", {"near", "text"}},
      {"voids", {"reason"}},
      {"owner_changes", {"phone"}}};
  return kActions;
}

// Reports keys that belong to another action than `what`, which would otherwise be ignored in silence.
void complain_of_others(MapReader& map, What what) {
  const Action& chosen = actions()[static_cast<std::size_t>(what)];
  std::vector<std::string> told;
  for (const Action& other : actions())
    for (const std::string& key : other.belong) {
      if (std::find(chosen.belong.begin(), chosen.belong.end(), key) != chosen.belong.end() ||
          std::find(told.begin(), told.end(), key) != told.end())
        continue;
      std::vector<std::string> owners;
      for (const Action& owner : actions())
        if (std::find(owner.belong.begin(), owner.belong.end(), key) != owner.belong.end())
          owners.push_back("'" + std::string(owner.key) + "'");
      unwanted(map, key,
               "cannot stand beside '" + std::string(chosen.key) + "': it belongs to " + engine::joined(owners));
      told.push_back(key);
    }
}

void read_what(MapReader& map, ScriptLine& line, Reading& reading) {
  const std::string said = one_of(map, action_keys());
  const auto chosen = [&](What what) {
    if (map.describing()) return true;
    if (said != actions()[static_cast<std::size_t>(what)].key) return false;
    line.what = what;
    return true;
  };
  const auto needs = [&](std::string_view key, std::string_view what) {
    if (!map.describing()) map.required(key, what);
  };
  const auto merchant = [&](std::string_view key, std::string_view about) {
    known_name(map, key, line.merchant, reading.merchants, kMerchant, about);
  };
  if (chosen(What::puts_out)) {
    class_word(map, "puts_out", reading, line.class_name, "a merchant puts something of this class out");
    needs("merchant", "who does it");
    merchant("merchant", "with puts_out: who does it");
  }
  if (chosen(What::places)) {
    class_word(map, "places", reading, line.class_name, "somebody places something of this class in a street");
    needs("street", "in which street");
    known_name(map, "street", line.street, reading.streets, "a street of this file", "with places: in which street");
  }
  if (chosen(What::clears)) merchant("clears", "this merchant clears up");
  if (chosen(What::reports)) {
    class_word(map, "reports", reading, line.class_name, "a citizen reports something of this class");
    needs("near", "the merchant near whom");
    merchant("near", "with reports: the merchant near whom");
    line.text = "有商户占道，请处理";
    map.paragraph("text", line.text, "with reports: what the citizen writes", {1, 500});
  }
  if (chosen(What::voids)) {
    merchant("voids", "an appeal of this merchant succeeds: his last incident is taken back");
    line.text = "申诉成立";
    map.text("reason", line.text, "with voids: why", {1, 200});
  }
  if (chosen(What::owner_changes)) {
    merchant("owner_changes", "this merchant's shop has a new owner");
    if (map.text("phone", line.phone, "with owner_changes: the new owner's number; absent while nobody knows it",
                 {3, 24}) &&
        line.phone.find_first_not_of("0123456789+- ") != std::string::npos)
      map.complain(*map.raw("phone"), "phone",
                   "must be a number of digits, '+', '-' and spaces, got " + engine::shown(*map.raw("phone")));
  }
  if (map.describing()) return;
  if (!said.empty()) return complain_of_others(map, line.what);
  map.diagnostics().add(
      map.value().origin, map.path(),
      "must say what happens (puts_out, places, clears, reports, voids or owner_changes), got none of them");
  // Without a known action no other key can be judged, so that none is a fault.
  for (const Action& action : actions())
    for (const std::string& key : action.belong) map.has(key);
}

// Checks how far along and across a thing stands: nothing can stand beyond the shop's front or the street.
void read_place(MapReader& map, ScriptLine& line, const Reading& reading) {
  const bool has_along = map.metres("along", line.along_m, 0, kLongestStreetM,
                                    "with puts_out from the shop's left edge, with places from the street's beginning");
  map.metres("across", line.across_m, -40, 40,
             "with puts_out from the façade, with places from the middle of the street");
  if (!has_along || line.what != What::places) return;
  const auto street = reading.street_lengths_m.find(line.street);
  if (street != reading.street_lengths_m.end() && *line.along_m > street->second)
    map.complain(*map.raw("along"), "along",
                 "must lie within the street, which is " + engine::written(std::round(street->second * 100) / 100) +
                     " m long, got " + engine::shown(*map.raw("along")));
}

void read_until(MapReader& map, ScriptLine& line, const Reading& reading) {
  if (!map.describing() && map.has("lasts")) unwanted(map, "until", "cannot stand beside 'lasts'");
  std::optional<Duration> lasting;
  if (map.duration("lasts", lasting, 100ms, 366 * 24h,
                   "how long it stays; until somebody makes it go when that and until are absent"))
    line.until = line.at + *lasting;
  KeyEntry entry =
               moment_entry("when it goes: a time, with the shop's answer to its notice, or when an officer persuades"),
           words;
  words.form = KeyEntry::Form::choice;
  words.words = {"notice", "officer_persuades"};
  entry.alternatives = {words};
  const Value* until = map.custom("until", std::move(entry));
  if (!until || map.has("lasts")) return;
  Time at;
  if (until->text == "officer_persuades") line.ignores_notice = true;
  else if (moment_of(*until, reading.scenario, at)) line.until = at;
  else if (until->text != "notice")
    map.complain(*until, "until",
                 "must be officer_persuades, notice or a time such as \"09:10:00\", got " + engine::shown(*until) +
                     map.diagnostics().meant(until->text, {"officer_persuades", "notice"}));
  if (line.until && reading.times_known && *line.until <= line.at)
    map.complain(*until, "until", "must be later than at, got " + engine::shown(*until));
}

}  // namespace

std::vector<std::string> action_keys() {
  std::vector<std::string> keys;
  for (const Action& action : actions()) keys.emplace_back(action.key);
  return keys;
}

void within_run(MapReader& map, Time at, const Reading& reading) {
  const Value* given = map.raw("at");
  if (!given || !reading.times_known || (at >= reading.scenario.start && at < reading.scenario.end())) return;
  if (moment_of(*given, reading.scenario, at))
    map.complain(*given, "at", "must lie within the run, got " + engine::shown(*given));
}

const std::vector<std::string>& detector_profiles() {
  static const std::vector<std::string> kProfiles{"twin", "twin_upper", "field_81", "field_70"};
  return kProfiles;
}

const std::vector<std::string>& fault_words() {
  static const std::vector<std::string> kWords{"camera_dark",
                                               "camera_frozen",
                                               "camera_swapped",
                                               "camera_disconnected",
                                               "camera_silent",
                                               "gateway_times_out_after_accepting",
                                               "gateway_down",
                                               "gateway_rejects",
                                               "gateway_loses",
                                               "gateway_silent",
                                               "gateway_duplicate_receipt",
                                               "gateway_receipt_before_reply",
                                               "handset_offline",
                                               "wrong_number",
                                               "store_refuses",
                                               "evidence_fails",
                                               "disk_full"};
  return kWords;
}

void read_permit(MapReader& map, Reading& reading) {
  PermitLine permit;
  permit.origin = map.value().origin;
  map.required("merchant", "who has leave");
  known_name(map, "merchant", permit.merchant, reading.merchants, kMerchant, {});
  if (reading.classes.empty()) {
    map.identifiers("classes", permit.classes, {0, 200}, "for which classes; for all when it is absent");
  } else {
    std::vector<std::size_t> chosen;
    map.choices("classes", chosen, reading.classes, {0, 200}, "for which classes; for all when it is absent");
    for (const std::size_t index : chosen) permit.classes.push_back(reading.classes[index]);
  }
  map.required("from", "since when; a time of day means the first day only, once in a run of several days");
  map.required("until", "until when, as `from`");
  const bool from_known = moment(map, "from", reading.scenario, permit.from, {});
  const bool until_known = moment(map, "until", reading.scenario, permit.until, {});
  if (from_known && until_known && reading.times_known && permit.until <= permit.from)
    map.complain(*map.raw("until"), "until", "must be later than from, got " + engine::shown(*map.raw("until")));
  reading.scenario.permits.push_back(std::move(permit));
}

void read_script_line(MapReader& map, Reading& reading) {
  ScriptLine line;
  line.origin = map.value().origin;
  map.required("at", "when");
  moment(map, "at", reading.scenario, line.at, {});
  read_what(map, line, reading);
  const auto& belong = actions()[static_cast<std::size_t>(line.what)].belong;
  const auto belongs = [&](const char* key) {
    return map.describing() || std::find(belong.begin(), belong.end(), key) != belong.end();
  };
  if (belongs("amount")) map.counted("amount", "boxes", line.amount, 1, 10, "with puts_out: how much of it");
  if (belongs("lawful")) map.boolean("lawful", line.lawful, "it stands inside the shop's line");
  if (belongs("along")) read_place(map, line, reading);
  std::optional<int> look;
  if (belongs("look") && map.integer("look", look, 0, 89, "which appearance of its kind; drawn when it is absent"))
    line.look = static_cast<std::uint32_t>(*look);
  if (belongs("until")) read_until(map, line, reading);
  if (!map.describing()) within_run(map, line.at, reading);
  if (belongs("ignores_notice")) {
    map.boolean("ignores_notice", line.ignores_notice, "with puts_out: only an officer makes it go");
    const Value* until = map.describing() ? nullptr : map.raw("until");
    if (until && line.ignores_notice && until->text == "notice")
      unwanted(map, "ignores_notice", "cannot stand beside 'until: notice'");
  }
  reading.scenario.script.push_back(std::move(line));
}

namespace {

// Reads the key that belongs to the kind of fault, and reports any other.
void read_whose(MapReader& map, bool known, FaultLine& fault, const Reading& reading) {
  const std::string word = fault_words()[static_cast<std::size_t>(fault.what)];
  const auto belongs = [&](const char* key, bool here, std::string_view what) {
    if (map.describing() || !known) return true;
    if (here) map.required(key, what);
    else unwanted(map, key, "cannot stand beside 'what: " + word + "'");
    return here;
  };
  if (belongs("camera", word.rfind("camera", 0) == 0, "whose"))
    known_name(map, "camera", fault.camera, reading.cameras, "a camera of this scenario", "whose, of a camera's fault");
  if (belongs("shows", fault.what == FaultLine::What::camera_swapped, "whose picture it shows"))
    known_name(map, "shows", fault.other_camera, reading.cameras, "a camera of this scenario",
               "of camera_swapped: whose picture it shows");
  if (belongs("officer", fault.what == FaultLine::What::handset_offline, "whose"))
    known_name(map, "officer", fault.officer, reading.officers, "an officer of this scenario",
               "of handset_offline: whose");
  if (belongs("merchant", fault.what == FaultLine::What::wrong_number, "whose"))
    known_name(map, "merchant", fault.merchant, reading.merchants, kMerchant, "of wrong_number: whose");
}

}  // namespace

void read_fault(MapReader& map, Reading& reading) {
  FaultLine fault;
  fault.origin = map.value().origin;
  std::optional<std::size_t> what;
  map.required("what", "which fault");
  if (map.choice("what", what, fault_words())) fault.what = static_cast<FaultLine::What>(*what);
  fault.at = reading.scenario.start;
  fault.until = reading.scenario.end();
  if (moment(map, "at", reading.scenario, fault.at, "since when; from the start when it is absent"))
    within_run(map, fault.at, reading);
  std::optional<Duration> lasting;
  if (map.duration("lasts", lasting, 1ms, 366 * 24h, "how long; until the end when it is absent"))
    fault.until = fault.at + *lasting;
  read_whose(map, what.has_value(), fault, reading);
  reading.scenario.faults.push_back(std::move(fault));
}

void read_change(MapReader& map, Reading& reading) {
  ChangeLine change;
  change.origin = map.value().origin;
  map.required("at", "when");
  if (moment(map, "at", reading.scenario, change.at, {})) {
    const auto& before = reading.scenario.changes;
    if (!map.describing()) within_run(map, change.at, reading);
    if (!before.empty() && change.at < before.back().at)
      map.complain(*map.raw("at"), "at",
                   "must not be before the change above it, got " + engine::shown(*map.raw("at")));
  }
  if (named_file(map, "policy", change.policy_path, "a policy",
                 "the path of the policy that holds from then on; open matters go on under it"))
    check_policy_classes(change.policy_path, reading, map.diagnostics());
  known_name(map, "scene_confirmed", change.scene_confirmed, reading.cameras, "a camera of this scenario",
             "a person confirms that what this camera shows now is its scene");
  if (!map.describing() && map.has("policy") == map.has("scene_confirmed"))
    map.diagnostics().add(map.value().origin, map.path(),
                          std::string("must say what changes (policy or scene_confirmed), got ") +
                              (map.has("policy") ? "both" : "neither"));
  reading.scenario.changes.push_back(std::move(change));
}

}  // namespace tricolor::harness
