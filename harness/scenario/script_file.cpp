// Permits, script lines, faults and changes of a scenario.
#include <algorithm>
#include <chrono>

#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::KeyEntry;
using engine::MapReader;
using engine::Value;

const char* const kMerchant = "a merchant of this scenario";

// What happens is said by one key; which others belong to it follows from that.
void read_what(MapReader& map, ScriptLine& line, Reading& reading) {
  using What = ScriptLine::What;
  bool said = false;
  const auto chosen = [&](What what, std::string_view key) {
    if (map.describing()) return true;
    if (said || !map.has(key)) return false;
    said = true;
    line.what = what;
    return true;
  };
  const auto needs = [&](std::string_view key, std::string_view what) {
    if (!map.describing()) map.required(key, what);
  };
  const auto merchant = [&](std::string_view key, std::string_view about) {
    known_name(map, key, line.merchant, reading.merchants, kMerchant, about);
  };
  if (chosen(What::puts_out, "puts_out")) {
    class_word(map, "puts_out", reading, line.class_name, "a merchant puts something of this class out");
    needs("merchant", "who does it");
    merchant("merchant", "with puts_out: who does it");
  }
  if (chosen(What::places, "places")) {
    class_word(map, "places", reading, line.class_name, "somebody places something of this class in a street");
    needs("street", "in which street");
    known_name(map, "street", line.street, reading.streets, "a street of this file", "with places: in which street");
  }
  if (chosen(What::clears, "clears")) merchant("clears", "this merchant clears up");
  if (chosen(What::reports, "reports")) {
    class_word(map, "reports", reading, line.class_name, "a citizen reports something of this class");
    needs("near", "the merchant near whom");
    merchant("near", "with reports: the merchant near whom");
    line.text = "有商户占道，请处理";
    map.paragraph("text", line.text, "with reports: what the citizen writes", {1, 500});
  }
  if (chosen(What::voids, "voids")) {
    merchant("voids", "an appeal of this merchant succeeds: his last incident is taken back");
    line.text = "申诉成立";
    map.text("reason", line.text, "with voids: why", {1, 200});
  }
  if (chosen(What::owner_changes, "owner_changes")) {
    merchant("owner_changes", "this merchant's shop has a new owner");
    if (map.text("phone", line.phone, "with owner_changes: the new owner's number; absent while nobody knows it",
                 {3, 24}) &&
        line.phone.find_first_not_of("0123456789+- ") != std::string::npos)
      map.complain(*map.raw("phone"), "phone",
                   "must be a number of digits, '+', '-' and spaces, got " + engine::shown(*map.raw("phone")));
  }
  if (!said && !map.describing())
    map.diagnostics().add(
        map.value().origin, map.path(),
        "must say what happens (puts_out, places, clears, reports, voids or owner_changes), got none of them");
}

void read_until(MapReader& map, ScriptLine& line, const Reading& reading) {
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
  if (!until) return;
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

void within_run(MapReader& map, Time at, const Reading& reading) {
  const Value* given = map.raw("at");
  if (!given || !reading.times_known || (at >= reading.scenario.start && at < reading.scenario.end())) return;
  if (moment_of(*given, reading.scenario, at))
    map.complain(*given, "at", "must lie within the run, got " + engine::shown(*given));
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
  map.required("from", "since when");
  map.required("until", "until when");
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
  map.counted("amount", "boxes", line.amount, 1, 10, "how much of it");
  map.boolean("lawful", line.lawful, "it stands inside the shop's line");
  map.metres("along", line.along_m, 0, kLongestStreetM,
             "with puts_out from the shop's left edge, with places from the street's beginning");
  map.metres("across", line.across_m, -40, 40,
             "with puts_out from the façade, with places from the middle of the street");
  std::optional<int> look;
  if (map.integer("look", look, 0, 89, "which appearance of its kind; drawn when it is absent"))
    line.look = static_cast<std::uint32_t>(*look);
  read_until(map, line, reading);
  if (!map.describing()) within_run(map, line.at, reading);
  map.boolean("ignores_notice", line.ignores_notice, "only an officer makes it go");
  reading.scenario.script.push_back(std::move(line));
}

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
  known_name(map, "camera", fault.camera, reading.cameras, "a camera of this scenario", "whose, of a camera's fault");
  known_name(map, "shows", fault.other_camera, reading.cameras, "a camera of this scenario",
             "of camera_swapped: whose picture it shows");
  known_name(map, "officer", fault.officer, reading.officers, "an officer of this scenario",
             "of handset_offline: whose");
  known_name(map, "merchant", fault.merchant, reading.merchants, kMerchant, "of wrong_number: whose");
  if (!map.describing()) {
    const std::string word = fault_words()[static_cast<std::size_t>(fault.what)];
    if (what && word.rfind("camera", 0) == 0) map.required("camera", "whose");
    if (fault.what == FaultLine::What::camera_swapped) map.required("shows", "whose picture it shows");
    if (fault.what == FaultLine::What::handset_offline) map.required("officer", "whose");
    if (fault.what == FaultLine::What::wrong_number) map.required("merchant", "whose");
  }
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
