// Script lines, faults, permits and expectations of a scenario.
#include <algorithm>
#include <chrono>

#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::MapReader;
using engine::Value;

// "09:00:00" is its first occurrence at or after the start; "2020-11-05 09:00" is that instant.
bool moment_of(const Value& value, const Scenario& scenario, Time& out) {
  if (const auto instant = engine::instant_of(value.text)) {
    out = *instant;
    return true;
  }
  const auto clock = engine::time_of_day_of(value.text);
  if (value.kind != Value::Kind::scalar || !clock) return false;
  const auto local = scenario.start + engine::kUtcOffset;
  out = std::chrono::floor<std::chrono::days>(local) + *clock - engine::kUtcOffset;
  if (out < scenario.start) out += 24h;
  return true;
}

bool moment(MapReader& map, std::string_view key, const Scenario& scenario, Time& out) {
  const Value* value = map.raw(key);
  if (!value) return false;
  if (moment_of(*value, scenario, out)) return true;
  map.complain(*value, key, "must be a time such as \"09:00:00\" or \"2020-11-05 09:00\", got " + engine::shown(*value));
  return false;
}

bool class_word(MapReader& map, std::string_view key, const Reading& reading, std::string& out) {
  if (reading.classes.empty()) return map.text(key, out);
  std::size_t index = 0;
  if (!map.choice(key, index, reading.classes)) return false;
  out = reading.classes[index];
  return true;
}

void merchant(MapReader& map, std::string_view key, Reading& reading, std::string& out) {
  if (map.identifier(key, out)) reading.must_be(reading.merchant_ids, out, map.raw(key), map.path_of(key), "a merchant of this scenario");
}

// Complains about a time of `at` outside the run; where start or length could not be read, that has been said.
void within_run(MapReader& map, Time at, Reading& reading) {
  const Value* given = map.raw("at");
  if (!given || !reading.times_known || (at >= reading.scenario.start && at < reading.scenario.end())) return;
  if (moment_of(*given, reading.scenario, at)) map.complain(*given, "at", "must lie within the run, got " + engine::shown(*given));
}

// "4 boxes"
void amount(MapReader& map, int& out) {
  if (map.has("amount")) map.counted("amount", "boxes", out, 1, 10);
}

}  // namespace

const std::vector<std::string>& fault_words() {
  static const std::vector<std::string> kWords{"camera_dark", "camera_frozen", "camera_swapped", "camera_disconnected", "camera_silent",
                                               "gateway_times_out_after_accepting", "gateway_down", "gateway_rejects", "gateway_loses", "gateway_silent",
                                               "gateway_duplicate_receipt", "gateway_receipt_before_reply", "handset_offline", "wrong_number",
                                               "store_refuses", "evidence_fails", "disk_full"};
  return kWords;
}

const std::vector<std::string>& state_words() {
  static const std::vector<std::string> kWords{"register", "dispatch", "acknowledge", "arrive", "dispose", "feedback", "check", "rework", "return", "close", "forced_close", "void"};
  return kWords;
}

void read_permit(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  PermitLine permit;
  map.required("merchant", "who has leave");
  merchant(map, "merchant", reading, permit.merchant);
  for (const Value& entry : reading.items(map, "classes")) {
    if (!reading.classes.empty() && std::find(reading.classes.begin(), reading.classes.end(), entry.text) == reading.classes.end()) {
      const auto meant = engine::did_you_mean(entry.text, reading.classes);
      map.complain(entry, "classes", "must be a class of violation, got " + engine::shown(entry) + (meant ? " (did you mean '" + *meant + "'?)" : ""));
    }
    permit.classes.push_back(entry.text);
  }
  map.required("from", "since when");
  map.required("until", "until when");
  const bool both = moment(map, "from", reading.scenario, permit.from) & moment(map, "until", reading.scenario, permit.until);
  if (both && reading.times_known && permit.until <= permit.from)
    map.complain(*map.raw("until"), "until", "must be later than from, got " + engine::shown(*map.raw("until")));
  reading.scenario.permits.push_back(permit);
}

void read_script_line(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  ScriptLine line;
  map.required("at", "when");
  moment(map, "at", reading.scenario, line.at);
  using What = ScriptLine::What;
  if (map.has("puts_out")) {
    line.what = What::puts_out;
    class_word(map, "puts_out", reading, line.class_name);
    map.required("merchant", "who does it");
    merchant(map, "merchant", reading, line.merchant);
  } else if (map.has("places")) {
    line.what = What::places;
    class_word(map, "places", reading, line.class_name);
    map.required("street", "in which street");
    if (map.identifier("street", line.street)) reading.must_be(reading.street_ids, line.street, map.raw("street"), map.path_of("street"), "a street of this file");
  } else if (map.has("clears")) {
    line.what = What::clears;
    merchant(map, "clears", reading, line.merchant);
  } else if (map.has("reports")) {
    line.what = What::reports;
    class_word(map, "reports", reading, line.class_name);
    map.required("near", "the merchant near whom");
    merchant(map, "near", reading, line.merchant);
    line.text = "有商户占道，请处理";
    map.text("text", line.text);
  } else if (map.has("voids")) {
    line.what = What::voids;
    merchant(map, "voids", reading, line.merchant);
    line.text = "申诉成立";
    map.text("reason", line.text);
  } else if (map.has("owner_changes")) {
    line.what = What::owner_changes;
    merchant(map, "owner_changes", reading, line.merchant);
  } else {
    reading.diagnostics.add(value.origin, path, "must say what happens (puts_out, places, clears, reports, voids or owner_changes), got none of them");
  }
  amount(map, line.amount);
  map.boolean("lawful", line.lawful);
  double metres = 0;
  if (map.metres("along", metres, 0, 5000)) line.along_m = metres;
  if (map.metres("across", metres, -40, 40)) line.across_m = metres;
  std::int64_t look = 0;
  if (map.integer("look", look, 0, 89)) line.look = static_cast<std::uint32_t>(look);
  Duration lasting{0};
  if (map.duration("lasts", lasting, 100ms, 366 * 24h)) line.until = line.at + lasting;
  if (const Value* until = map.raw("until")) {
    Time at;
    if (until->text == "officer_persuades")
      line.ignores_notice = true;
    else if (moment_of(*until, reading.scenario, at))
      line.until = at;
    else if (until->text != "notice")
      map.complain(*until, "until", "must be officer_persuades, notice or a time such as \"09:10:00\", got " + engine::shown(*until));
    if (line.until && reading.times_known && *line.until <= line.at) map.complain(*until, "until", "must be later than at, got " + engine::shown(*until));
  }
  within_run(map, line.at, reading);
  map.boolean("ignores_notice", line.ignores_notice);
  reading.scenario.script.push_back(line);
}

void read_fault(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  FaultLine fault;
  std::size_t what = 0;
  map.required("what", "which fault");
  if (map.choice("what", what, fault_words())) fault.what = static_cast<FaultLine::What>(what);
  fault.at = reading.scenario.start;
  fault.until = reading.scenario.end();
  if (moment(map, "at", reading.scenario, fault.at)) within_run(map, fault.at, reading);
  Duration lasting{0};
  if (map.duration("lasts", lasting, 1ms, 366 * 24h)) fault.until = fault.at + lasting;
  if (map.identifier("camera", fault.camera)) reading.must_be(reading.camera_ids, fault.camera, map.raw("camera"), map.path_of("camera"), "a camera of this scenario");
  if (map.identifier("shows", fault.other_camera)) reading.must_be(reading.camera_ids, fault.other_camera, map.raw("shows"), map.path_of("shows"), "a camera of this scenario");
  if (map.identifier("officer", fault.officer)) reading.must_be(reading.officer_ids, fault.officer, map.raw("officer"), map.path_of("officer"), "an officer of this scenario");
  merchant(map, "merchant", reading, fault.merchant);
  const std::string word = fault_words()[static_cast<std::size_t>(fault.what)];
  if (word.rfind("camera", 0) == 0) map.required("camera", "whose");
  if (fault.what == FaultLine::What::camera_swapped) map.required("shows", "whose picture it shows");
  if (fault.what == FaultLine::What::handset_offline) map.required("officer", "whose");
  if (fault.what == FaultLine::What::wrong_number) map.required("merchant", "whose");
  reading.scenario.faults.push_back(fault);
}

void read_expectation(const Value& value, const std::string& path, Reading& reading) {
  MapReader map(value, path, reading.diagnostics);
  ExpectLine line;
  line.origin = value.origin;
  const Value* subject_map = map.raw("never");
  line.never = subject_map != nullptr;
  const auto read_subject = [&](MapReader& from) {
    static const std::vector<std::string> kSubjects{"incident", "notice", "colour", "case", "review", "report", "camera", "message"};
    bool found = false;
    for (std::size_t i = 0; i < kSubjects.size(); ++i) {
      const Value* subject = from.raw(kSubjects[i]);
      if (!subject) continue;
      found = true;
      line.about = static_cast<ExpectLine::About>(i);
      line.written = kSubjects[i];
      MapReader inner(*subject, from.path_of(kSubjects[i]), reading.diagnostics);
      using About = ExpectLine::About;
      const bool of_an_incident = line.about == About::incident || line.about == About::notice || line.about == About::case_state || line.about == About::review;
      if (of_an_incident || line.about == About::colour || line.about == About::message) merchant(inner, "merchant", reading, line.merchant);
      if (of_an_incident && class_word(inner, "class", reading, line.class_name)) line.written += " " + line.class_name;
      std::size_t word = 0;
      if (line.about == ExpectLine::About::case_state && inner.choice("state", word, state_words())) line.word = state_words()[word];
      if (line.about == ExpectLine::About::colour) {
        static const std::vector<std::string> kColours{"green", "yellow", "red"};
        if (inner.choice("is", word, kColours)) line.word = kColours[word];
      }
      if (line.about == ExpectLine::About::report) {
        static const std::vector<std::string> kReports{"suggested", "attached", "verified", "dismissed", "replied"};
        if (inner.choice("is", word, kReports)) line.word = kReports[word];
      }
      if (line.about == ExpectLine::About::incident) {
        static const std::vector<std::string> kEnds{"opened", "self_corrected", "case_closed", "cleared_before_notice", "voided", "relapsed"};
        line.word = "opened";
        if (inner.choice("is", word, kEnds)) line.word = kEnds[word];
      }
      if (line.about == ExpectLine::About::notice) {
        static const std::vector<std::string> kFates{"queued", "sent", "delivered", "undelivered"};
        line.word = "sent";
        if (inner.choice("is", word, kFates)) line.word = kFates[word];
      }
      if (line.about == ExpectLine::About::camera) {
        static const std::vector<std::string> kSees{"blind", "sees"};
        if (inner.choice("is", word, kSees)) line.word = kSees[word];
        std::string camera;
        if (inner.identifier("camera", camera)) reading.must_be(reading.camera_ids, camera, inner.raw("camera"), inner.path_of("camera"), "a camera of this scenario");
        line.text = camera;
        if (!camera.empty()) line.written += " of " + camera;
      }
      if ((line.about == About::notice || line.about == About::message) && inner.text("text_contains", line.text)) line.written += " with '" + line.text + "'";
    }
    if (!found) reading.diagnostics.add(value.origin, path, "must name an incident, notice, colour, case, review, report, camera or message, got none of them");
  };
  if (subject_map) {
    MapReader inner(*subject_map, map.path_of("never"), reading.diagnostics);
    read_subject(inner);
    line.written = "never " + line.written;
  } else {
    read_subject(map);
  }
  if (!line.word.empty()) line.written += " " + line.word;
  if (!line.merchant.empty()) line.written += " of " + line.merchant;
  if (const Value* between = map.raw("between")) {
    Time from, until;
    if (between->items.size() == 2 && moment_of(between->items[0], reading.scenario, from) && moment_of(between->items[1], reading.scenario, until)) {
      line.from = from;
      line.until = until;
      if (reading.times_known && until < from) map.complain(*between, "between", "must be the earlier time first, got " + engine::shown(*between));
      line.written += " between " + between->items[0].text + " and " + between->items[1].text;
    } else {
      map.complain(*between, "between", "must be two times such as [\"09:03:00\", \"09:03:04\"], got " + engine::shown(*between));
    }
  }
  Time at;
  if (moment(map, "before", reading.scenario, at)) line.until = at, line.written += " before " + map.raw("before")->text;
  if (moment(map, "after", reading.scenario, at)) line.from = at, line.written += " after " + map.raw("after")->text;
  if (moment(map, "at", reading.scenario, at)) line.from = line.until = at, line.written += " at " + map.raw("at")->text;
  if (line.about == ExpectLine::About::colour && (line.merchant.empty() || line.word.empty()))
    reading.diagnostics.add(value.origin, path, "must say whose colour (merchant) and which (is), got not both");
  std::int64_t times = 0;
  if (map.integer("times", times, 0, 1000)) line.times = static_cast<int>(times), line.written += " times " + std::to_string(times);
  reading.scenario.expect.push_back(line);
}

}  // namespace tricolor::harness
