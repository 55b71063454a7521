#include "engine/policy_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

constexpr Duration kYear = 366 * 24h;

template <class Enum>
void choice(MapReader& map, std::string_view key, Enum& out, const std::vector<std::string>& words) {
  std::size_t index = 0;
  if (map.choice(key, index, words)) out = static_cast<Enum>(index);
}

// A switch of two words, which stand for true and false.
void either(MapReader& map, std::string_view key, bool& out, const std::string& yes, const std::string& no) {
  std::size_t index = 0;
  if (map.choice(key, index, {yes, no})) out = index == 0;
}

// "2 urgent_hour"
void deadline(MapReader& map, std::string_view key, DeadlineLength& out) {
  const Value* value = map.raw(key);
  if (!value) return;
  static const std::vector<std::string> kUnits{"urgent_hour", "work_hour", "work_day", "natural_day"};
  int count = 0;
  const char* end = value->text.data() + value->text.size();
  const auto [rest, failed] = std::from_chars(value->text.data(), end, count);
  const std::string unit = failed == std::errc{} && rest < end ? std::string(rest + 1, end) : std::string{};
  const auto at = std::find(kUnits.begin(), kUnits.end(), unit);
  if (value->kind != Value::Kind::scalar || at == kUnits.end() || count < 1 || count > 1000) {
    map.complain(*value, key, "must be a length such as '2 urgent_hour', '4 work_hour', '1 work_day' or '3 natural_day', got " + shown(*value));
    return;
  }
  out = {count, static_cast<DeadlineUnit>(at - kUnits.begin())};
}

void read_class(const std::string& name, const Value& value, const std::string& path, Policy& policy, Diagnostics& diagnostics) {
  MapReader map(value, path, diagnostics);
  ClassPolicy entry;
  entry.code_name = name;
  map.required("dwell", "how long is too long, such as '180 s'");
  map.duration("dwell", entry.dwell, 0s, 24h);
  deadline(map, "dispose_within", entry.dispose_within);
  map.counted("weight", "strikes", entry.weight, 0, 100);
  policy.classes.push_back(entry);
}

void read_notice(const Value& value, NoticePolicy& notice, Diagnostics& diagnostics) {
  MapReader map(value, "notice", diagnostics);
  if (map.text("text", notice.text) && notice.text.find("{class}") == std::string::npos)
    map.complain(*map.raw("text"), "text", "must name the class by {class}, got " + shown(*map.raw("text")));
  map.duration("correct_within", notice.correct_within, 1s, 24h);
  choice(map, "clock_starts", notice.clock_starts, {"sent", "delivered"});
  map.duration("undelivered_after", notice.undelivered_after, 1s, 24h);
  map.counted("per_number_a_day", "sms", notice.per_number_a_day, 1, 1000);
  if (const Value* quiet = map.raw("quiet_hours")) {
    if (quiet->kind == Value::Kind::scalar && quiet->text == "none") {
      notice.quiet_hours.reset();
    } else if (quiet->kind == Value::Kind::list && quiet->items.size() == 2 && time_of_day_of(quiet->items[0].text) && time_of_day_of(quiet->items[1].text)) {
      notice.quiet_hours = {*time_of_day_of(quiet->items[0].text), *time_of_day_of(quiet->items[1].text)};
    } else {
      map.complain(*quiet, "quiet_hours", "must be none or two times of day such as [\"22:00\", \"07:00\"], got " + shown(*quiet));
    }
  }
}

void read_colour(const Value& value, ColourPolicy& colour, Diagnostics& diagnostics) {
  MapReader map(value, "colour", diagnostics);
  choice(map, "strike_is", colour.strike_is, {"counted", "notified", "uncorrected", "officer_confirmed"});
  choice(map, "count_since", colour.count_since, {"last_step_down", "rolling_30_days", "calendar_month", "ever"});
  map.counted("yellow_from", "strikes", colour.yellow_from, 1, 100);
  map.counted("red_from", "strikes", colour.red_from, 2, 101);
  if (colour.red_from <= colour.yellow_from) {
    const Value& red = map.has("red_from") ? *map.raw("red_from") : value;
    map.complain(red, "red_from", "must be more than yellow_from, got " + std::to_string(colour.red_from) + " and " + std::to_string(colour.yellow_from));
  }
  choice(map, "step_down_by", colour.step_down_by, {"clean_days", "count"});
  const bool has_window = colour.count_since == ColourPolicy::CountSince::rolling_30_days || colour.count_since == ColourPolicy::CountSince::calendar_month;
  if (colour.step_down_by == ColourPolicy::StepDownBy::count && !has_window) {
    const Value& by = map.has("step_down_by") ? *map.raw("step_down_by") : value;
    map.complain(by, "step_down_by", "must be clean_days unless count_since is rolling_30_days or calendar_month, got " + shown(by));
  }
  int days = static_cast<int>(colour.step_down_after / 24h);
  if (map.counted("step_down_after", "clean_days", days, 1, 366)) colour.step_down_after = days * 24h;
  choice(map, "clean_day_is", colour.clean_day_is, {"any_24_hours", "calendar_day", "open_day"});
  choice(map, "count_after_step_down", colour.count_after_step_down, {"floor_of_colour", "zero"});
  either(map, "red_steps_down_to", colour.red_steps_down_to_green, "green", "yellow");
  either(map, "clean_month_at_green", colour.clean_month_at_green_clears, "clears", "keeps");
  either(map, "clean_while_standing", colour.clean_while_standing, "yes", "no");
  either(map, "verified_report", colour.verified_report_counts, "counts", "does_not_count");
  either(map, "closed_days", colour.closed_days_are_clean, "clean", "not_clean");
  map.percent("blind_time_counts_as_clean", colour.blind_time_counts_as_clean, "up_to");
  choice(map, "voided_strike", colour.voided_strike, {"rederives_history", "subtracts_from_now"});
  either(map, "owner_change", colour.owner_change_resets, "reset", "keep");
}

void read_occupancy(const Value& value, OccupancyPolicy& occupancy, Diagnostics& diagnostics) {
  MapReader map(value, "occupancy", diagnostics);
  map.duration("gap_tolerance", occupancy.gap_tolerance, 0s, 1h);
  map.duration("rearm_after_clear", occupancy.rearm_after_clear, 0s, 24h);
  if (occupancy.rearm_after_clear < occupancy.gap_tolerance)
    map.complain(value, "rearm_after_clear", "must be at least gap_tolerance, got " + to_text(occupancy.rearm_after_clear) + " and " + to_text(occupancy.gap_tolerance));
  map.percent("min_overlap", occupancy.min_overlap);
  map.percent("between_shops", occupancy.between_shops);
  choice(map, "identity", occupancy.identity, {"zone", "object"});
}

}  // namespace

Policy read_policy(const std::string& path, Diagnostics& diagnostics) {
  Policy policy;
  Value root;
  if (!read_document(path, root, diagnostics)) return policy;
  MapReader map(root, {}, diagnostics);
  map.required("policy", "the name of the policy");
  map.identifier("policy", policy.name);
  std::string about;
  map.text("about", about);
  if (const Value* classes = map.required("classes", "which classes are watched")) {
    if (classes->kind != Value::Kind::map || classes->entries.empty()) map.complain(*classes, "classes", "must be a map of classes, got " + shown(*classes));
    for (const auto& [name, value] : classes->entries) read_class(name, value, "classes." + name, policy, diagnostics);
  }
  if (const Value* value = map.raw("occupancy")) read_occupancy(*value, policy.occupancy, diagnostics);
  if (const Value* value = map.raw("review")) {
    MapReader review(*value, "review", diagnostics);
    choice(review, "when", policy.review.when, {"none", "sampled", "before_notice", "before_escalation"});
    review.percent("share", policy.review.sampled_share);
  }
  if (const Value* value = map.raw("notice")) read_notice(*value, policy.notice, diagnostics);
  if (const Value* value = map.raw("escalation")) {
    MapReader escalation(*value, "escalation", diagnostics);
    choice(escalation, "to", policy.escalation.to, {"grid_owner", "nearest", "least_loaded", "assignment"});
    choice(escalation, "first_action", policy.escalation.first_action, {"persuade"});
    escalation.duration("acknowledge_within", policy.escalation.acknowledge_within, 1s, 24h);
  }
  if (const Value* value = map.raw("colour")) read_colour(*value, policy.colour, diagnostics);
  if (const Value* value = map.raw("cameras")) {
    MapReader cameras(*value, "cameras", diagnostics);
    cameras.duration("tell_moved_after", policy.cameras.tell_moved_after, 0s, kYear);
  }
  if (const Value* value = map.raw("route")) {
    MapReader route(*value, "route", diagnostics);
    route.duration("verify_within", policy.route.verify_within, 1s, kYear);
  }
  return policy;
}

ClassTable read_classes(const std::string& path, Diagnostics& diagnostics) {
  ClassTable table;
  Value root;
  if (!read_document(path, root, diagnostics)) return table;
  MapReader map(root, {}, diagnostics);
  static const std::vector<std::string> kZones{"shop_front", "pavement", "no_stopping", "bay"};
  const Value* classes = map.required("classes", "a list of classes");
  if (!classes) return table;
  for (std::size_t i = 0; i < classes->items.size(); ++i) {
    MapReader entry(classes->items[i], "classes[" + std::to_string(i) + "]", diagnostics);
    ViolationClass one;
    entry.required("id", "the class's code name");
    entry.identifier("id", one.code_name);
    // Shops are warned in these words.
    entry.required("zh", "the class's name in Chinese, which messages use");
    entry.text("zh", one.name_zh);
    entry.text("en", one.name_en);
    entry.text("gb6_code", one.gb6_code);
    entry.text("cjt_code", one.cjt_code);
    if (const Value* kinds = entry.required("kinds", "the kinds of thing that show it"))
      for (const Value& kind : kinds->items) one.kinds.push_back(kind.text);
    if (const Value* zones = entry.required("zones", "where it can be violated"))
      for (const Value& zone : zones->items) {
        const auto at = std::find(kZones.begin(), kZones.end(), zone.text);
        if (at == kZones.end()) {
          const auto meant = did_you_mean(zone.text, kZones);
          entry.complain(zone, "zones", "must be shop_front, pavement, no_stopping or bay, got " + shown(zone) + (meant ? " (did you mean '" + *meant + "'?)" : ""));
        } else
          one.zones.push_back(static_cast<ZoneKind>(at - kZones.begin()));
      }
    if (std::any_of(table.begin(), table.end(), [&](const ViolationClass& other) { return other.code_name == one.code_name && !one.code_name.empty(); }))
      entry.complain(*entry.raw("id"), "id", "must be given once, got '" + one.code_name + "' again");
    table.push_back(std::move(one));
  }
  return table;
}

}  // namespace tricolor::engine
