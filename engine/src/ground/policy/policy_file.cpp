#include "engine/policy_file.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

// Longest length of time that a policy may name. Assumed.
constexpr Duration kYear = 366 * 24h;
constexpr Duration kDecade = 10 * kYear;
constexpr std::size_t kMostClassPolicies = 200;

template <class Enum>
void choice(MapReader& map, std::string_view key, Enum& out, const std::vector<std::string>& words,
            std::string_view about) {
  std::size_t index = static_cast<std::size_t>(out);
  if (map.choice(key, index, words, about)) out = static_cast<Enum>(index);
}

// Reads a switch of two words, which stand for true and false.
void either(MapReader& map, std::string_view key, bool& out, const std::string& yes, const std::string& no,
            std::string_view about) {
  std::size_t index = out ? 0 : 1;
  if (map.choice(key, index, {yes, no}, about)) out = index == 0;
}

// Reports two keys that do not go together. Where one of them came from a file that this one extends, the fault is told
// at the key in the file read last; otherwise at the first, or at the map when neither is given.
void complain_of_two(MapReader& map, const char* first, const char* first_must, const std::string& first_is,
                     const char* second, const char* second_must, const std::string& second_is) {
  const Value* a = map.raw(first);
  const Value* b = map.raw(second);
  const auto own = [&](const Value* value) { return value && value->origin.file == map.value().origin.file; };
  const bool at_second = b && (!a || (own(b) && !own(a)));
  const std::string must =
      at_second ? second_must + (" " + std::string(first)) : first_must + (" " + std::string(second));
  map.complain(
      at_second ? *b
      : a       ? *a
                : map.value(),
      at_second ? second : first,
      "must be " + must + ", got " + (at_second ? second_is : first_is) + " and " + (at_second ? first_is : second_is));
}

// Reads a deadline, such as "2 urgent_hour".
void deadline(MapReader& map, std::string_view key, DeadlineLength& out, std::string_view about) {
  static const std::vector<std::string> kUnits{"urgent_hour", "work_hour", "work_day", "natural_day"};
  KeyEntry entry;
  entry.form = KeyEntry::Form::deadline;
  entry.about = about;
  entry.words = kUnits;
  entry.low = "1";
  entry.high = "1000";
  entry.fallback = std::to_string(out.count) + " " + kUnits[static_cast<std::size_t>(out.unit)];
  const Value* value = map.custom(key, std::move(entry));
  if (!value) return;
  double count = 0;
  std::string_view unit;
  const bool read = value->kind == Value::Kind::scalar && number_and_unit(value->text, count, unit);
  const auto at = std::find(kUnits.begin(), kUnits.end(), unit);
  if (!read || at == kUnits.end() || count != std::floor(count) || count < 1 || count > 1000) {
    map.complain(
        *value, key,
        "must be a length such as '2 urgent_hour', '4 work_hour', '1 work_day' or '3 natural_day', at most 1000, got " +
            shown(*value) + (read ? map.diagnostics().meant(unit, kUnits) : std::string()));
    return;
  }
  out = {static_cast<int>(count), static_cast<DeadlineUnit>(at - kUnits.begin())};
}

void read_class(const std::string& name, MapReader& map, Policy& policy) {
  ClassPolicy entry;
  entry.code_name = name;
  if (!map.describing() && !is_name(name))
    map.diagnostics().add(map.value().key_origin, map.path(),
                          "must be a class's code name of letters, digits, '_', '-' or '.', at most 64");
  map.required("dwell", "how long is too long, such as '180 s'");
  map.duration("dwell", entry.dwell, 0s, 24h);
  static constexpr const char* kIn[kZoneKinds] = {"before a shop", "on public pavement", "where nobody may stop",
                                                  "in a marked bay"};
  map.map("dwell_in", "the dwell in zones of one kind, where it differs there", [&](MapReader& inner) {
    for (std::size_t zone = 0; zone < kZoneKinds; ++zone)
      inner.duration(kZoneKindNames[zone], entry.dwell_in[zone], 0s, 24h, kIn[zone]);
  });
  deadline(map, "dispose_within", entry.dispose_within, "how long an officer has from registration");
  map.counted("weight", "strikes", entry.weight, 0, 100, "how many strikes one incident is; 0 never counts");
  policy.classes.push_back(entry);
}

// Checks that braces in a notice's text hold only the words that are filled in.
void check_notice_text(MapReader& map, const std::string& text) {
  const Value& value = *map.raw("text");
  if (text.find("{class}") == std::string::npos)
    map.complain(value, "text", "must name the class by {class}, got " + shown(value));
  const std::string offer = "{" + notice_placeholders().front() + "} and {" + notice_placeholders().back() + "}";
  for (std::size_t at = text.find_first_of("{}"); at != std::string::npos; at = text.find_first_of("{}", at + 1)) {
    const std::size_t end = text[at] == '{' ? text.find_first_of("{}", at + 1) : std::string::npos;
    if (end == std::string::npos || text[end] != '}') {
      map.complain(value, "text", "must hold braces only around the words " + offer + ", got one alone");
      return;
    }
    const std::string word = text.substr(at + 1, end - at - 1);
    const auto& known = notice_placeholders();
    if (std::find(known.begin(), known.end(), word) == known.end())
      map.complain(value, "text",
                   "must hold no words in braces but " + offer + ", got '{" + word + "}'" +
                       map.diagnostics().meant(word, known));
    at = end;
  }
}

void read_quiet_hours(MapReader& map, NoticePolicy& notice) {
  KeyEntry entry, none, hour;
  hour.form = KeyEntry::Form::time_of_day;
  entry.form = KeyEntry::Form::list;
  entry.about = "from and until when no SMS leaves, over midnight too; what comes due then waits";
  entry.low = entry.high = "2";
  entry.items = {hour};
  entry.fallback = "none";
  none.form = KeyEntry::Form::choice;
  none.words = {"none"};
  entry.alternatives = {none};
  const Value* quiet = map.custom("quiet_hours", std::move(entry));
  if (!quiet) return;
  if (quiet->kind == Value::Kind::scalar && quiet->text == "none") {
    notice.quiet_hours.reset();
    return;
  }
  const bool two = quiet->kind == Value::Kind::list && quiet->items.size() == 2;
  const auto from = two ? time_of_day_of(quiet->items[0].text) : std::nullopt,
             until = two ? time_of_day_of(quiet->items[1].text) : std::nullopt;
  if (!from || !until)
    map.complain(*quiet, "quiet_hours",
                 "must be none or two times of day such as [\"22:00\", \"07:00\"], got " + shown(*quiet));
  else if ((*from - *until) % 24h == 0s)
    map.complain(*quiet, "quiet_hours", "must leave some hours in which messages may go, got " + shown(*quiet));
  else notice.quiet_hours = {*from, *until};
}

void read_notice(MapReader& map, NoticePolicy& notice) {
  if (map.paragraph("text", notice.text, "the SMS; {class} and {correct_within} are filled in", {1, 500}))
    check_notice_text(map, notice.text);
  map.duration("correct_within", notice.correct_within, 1s, 24h, "how long a shop has to clear up");
  choice(map, "clock_starts", notice.clock_starts, {"sent", "delivered"}, "what starts that time");
  map.duration("undelivered_after", notice.undelivered_after, 1s, 24h,
               "a message without a receipt for this long counts as undelivered");
  map.duration("give_up_after", notice.give_up_after, 1s, kYear,
               "a message that the gateway has not taken for this long is given up");
  map.counted("per_number_a_day", "sms", notice.per_number_a_day, 1, 1000,
              "at most so many messages to one number a day");
  read_quiet_hours(map, notice);
}

void read_colour(MapReader& map, ColourPolicy& colour) {
  choice(map, "strike_is", colour.strike_is, {"counted", "notified", "uncorrected", "officer_confirmed"},
         "which incidents are strikes");
  choice(map, "count_since", colour.count_since, {"last_step_down", "rolling_30_days", "calendar_month", "ever"},
         "since when strikes count");
  map.counted("yellow_from", "strikes", colour.yellow_from, 1, 100, "strikes that make a shop yellow");
  map.counted("red_from", "strikes", colour.red_from, 2, 101, "strikes that make it red, more than yellow_from");
  if (!map.describing() && colour.red_from <= colour.yellow_from)
    complain_of_two(map, "red_from", "more than", std::to_string(colour.red_from), "yellow_from", "less than",
                    std::to_string(colour.yellow_from));
  choice(map, "step_down_by", colour.step_down_by, {"clean_days", "count"},
         "one colour down after clean time, or whenever the count falls");
  const bool has_window = colour.count_since == ColourPolicy::CountSince::rolling_30_days ||
                          colour.count_since == ColourPolicy::CountSince::calendar_month;
  if (!map.describing() && colour.step_down_by == ColourPolicy::StepDownBy::count && !has_window) {
    const Value& by = map.has("step_down_by") ? *map.raw("step_down_by") : map.value();
    map.complain(by, "step_down_by",
                 "must be clean_days unless count_since is rolling_30_days or calendar_month, got " + shown(by));
  }
  int days = static_cast<int>(colour.step_down_after / 24h);
  if (map.counted("step_down_after", "clean_days", days, 1, 366, "days without a strike for one colour down"))
    colour.step_down_after = days * 24h;
  choice(map, "clean_day_is", colour.clean_day_is, {"any_24_hours", "calendar_day", "open_day"},
         "what a clean day is: to the second, from midnight to midnight, or a day on which the shop trades");
  choice(map, "count_after_step_down", colour.count_after_step_down, {"floor_of_colour", "zero"},
         "strikes that remain after a step down");
  either(map, "red_steps_down_to", colour.red_steps_down_to_green, "green", "yellow",
         "where red goes after one clean time");
  either(map, "clean_month_at_green", colour.clean_month_at_green_clears, "clears", "keeps",
         "what a clean time at green does to the count");
  either(map, "clean_while_standing", colour.clean_while_standing, "yes", "no",
         "whether time is clean while what was counted still stands");
  either(map, "verified_report", colour.verified_report_counts, "counts", "does_not_count",
         "a citizen's report that an officer found true");
  either(map, "closed_days", colour.closed_days_are_clean, "clean", "not_clean", "days on which the shop is closed");
  map.percent("blind_time_counts_as_clean", colour.blind_time_counts_as_clean, "up_to",
              "blind time up to this share of step_down_after delays no step down");
  choice(map, "voided_strike", colour.voided_strike, {"rederives_history", "subtracts_from_now"},
         "what an appeal that succeeds changes");
  either(map, "owner_change", colour.owner_change_resets, "reset", "keep", "what a new owner does to colour and count");
}

void read_occupancy(MapReader& map, OccupancyPolicy& occupancy) {
  map.duration("gap_tolerance", occupancy.gap_tolerance, 0s, 1h, "time seen empty or blind that does not end a stay");
  map.duration("rearm_after_clear", occupancy.rearm_after_clear, 0s, 24h,
               "a place clear for this long ends the episode; at least gap_tolerance");
  if (!map.describing() && occupancy.rearm_after_clear < occupancy.gap_tolerance)
    complain_of_two(map, "rearm_after_clear", "at least", to_text(occupancy.rearm_after_clear), "gap_tolerance",
                    "at most", to_text(occupancy.gap_tolerance));
  map.percent("min_overlap", occupancy.min_overlap, {}, "share of a thing's footprint inside a zone that holds it");
  map.percent("between_shops", occupancy.between_shops, {},
              "a second shop's zone with at least this share of the first's overlap: a person decides");
  choice(map, "identity", occupancy.identity, {"zone", "object"},
         "whether a swapped thing goes on dwelling (zone) or starts anew (object)");
}

void read_review(MapReader& map, ReviewPolicy& review) {
  choice(map, "when", review.when, {"none", "sampled", "before_notice", "before_escalation"},
         "when a person looks at the evidence");
  map.percent("share", review.sampled_share, {}, "with sampled: the share of sightings that a person looks at");
  map.duration("answer_within", review.answer_within, 1s, kYear, "a question without an answer for this long lapses");
}

void read_escalation(MapReader& map, EscalationPolicy& escalation) {
  choice(map, "to", escalation.to, {"grid_owner", "nearest", "least_loaded", "assignment"},
         "which officer gets a case");
  choice(map, "first_action", escalation.first_action, {"persuade"}, "what an officer does first");
  map.duration("acknowledge_within", escalation.acknowledge_within, 1s, 24h,
               "an officer who is silent for this long is passed over");
  map.counted("believe_after", "visits", escalation.believe_after, 1, 100,
              "so many officers' visits that found nothing are believed against a camera that still sees something");
  map.counted("rework_at_most", "times", escalation.rework_at_most, 1, 100,
              "a case that came back so often from its check goes to the squad's leader");
  map.duration("give_up_after", escalation.give_up_after, 1s, kYear,
               "a case unsettled for this long after it was due is closed by force");
  map.duration("reopen_after", escalation.reopen_after, 1s, kYear,
               "what still stands this long after its case was closed is the same incident reopened");
  map.duration("position_good_for", escalation.position_good_for, 1s, 24h,
               "a handset's position older than this is not used for nearest");
}

void read_map(MapReader& map, Policy& policy) {
  map.required("policy", "the name of the policy");
  map.identifier("policy", policy.name);
  std::string about;
  map.paragraph("about", about, "a sentence about it");
  map.required("classes", "which classes are watched");
  map.each_named("classes", {1, kMostClassPolicies}, {},
                 [&](const std::string& name, MapReader& inner) { read_class(name, inner, policy); });
  map.map("occupancy", "what holds a place and for how long",
          [&](MapReader& inner) { read_occupancy(inner, policy.occupancy); });
  map.map("review", "whether a person confirms what cameras saw",
          [&](MapReader& inner) { read_review(inner, policy.review); });
  map.map("notice", "the SMS to a shop", [&](MapReader& inner) { read_notice(inner, policy.notice); });
  map.map("escalation", "what follows a warning in vain",
          [&](MapReader& inner) { read_escalation(inner, policy.escalation); });
  map.map("colour", "the three-colour code", [&](MapReader& inner) { read_colour(inner, policy.colour); });
  map.map("cameras", "what cameras are held to", [&](MapReader& inner) {
    inner.duration("tell_moved_after", policy.cameras.tell_moved_after, 0s, kYear,
                   "a camera that shows another scene for this long waits for a person, who is told");
  });
  map.map("records", "how long the engine remembers what is over", [&](MapReader& inner) {
    inner.duration("appeals_within", policy.records.appeals_within, 24h, kDecade,
                   "an incident or report can be taken back for this long after it was closed");
    inner.duration("closed_stay", policy.records.closed_stay, 1h, kDecade,
                   "a closed matter is remembered in full for this long; the journal keeps all of it");
  });
  map.map("route", "where matters go: to which grid, and what becomes of citizens' reports", [&](MapReader& inner) {
    RoutePolicy& route = policy.route;
    inner.metres("nearest_grid", route.nearest_grid_within_m, 0, 100'000,
                 "a place outside all duty grids goes to the nearest one up to this distance");
    inner.duration("verify_within", route.verify_within, 1s, kYear, "how long an officer has to verify a report");
    inner.duration("verify_give_up_after", route.verify_give_up_after, 1s, kYear,
                   "a report that nobody has verified for this long is answered so");
    inner.metres("suggest_near", route.suggest_within_m, 1, 1000,
                 "an open incident so near is suggested as a report's parent");
    inner.duration("suggest_within", route.suggest_within, 1s, kYear, "so long after it was opened");
    if (!inner.describing() && route.verify_give_up_after < route.verify_within)
      complain_of_two(inner, "verify_give_up_after", "at least", written(route.verify_give_up_after), "verify_within",
                      "at most", written(route.verify_within));
  });
}

}  // namespace

const std::vector<std::string>& notice_placeholders() {
  static const std::vector<std::string> kPlaceholders{"class", "correct_within"};
  return kPlaceholders;
}

Policy read_policy(const std::string& path, Diagnostics& diagnostics) {
  Policy policy;
  Value root;
  if (!read_document(path, root, diagnostics)) return policy;
  if (const Value* scenario = root.find("scenario")) {
    diagnostics.add(scenario->key_origin, {}, "must be a policy, got a scenario");
    return policy;
  }
  MapReader map(root, {}, diagnostics);
  read_map(map, policy);
  return policy;
}

KeyTable policy_keys() {
  KeyTable keys;
  Policy policy;
  MapReader map(keys);
  read_map(map, policy);
  return keys;
}

}  // namespace tricolor::engine
