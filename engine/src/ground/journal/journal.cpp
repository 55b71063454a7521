#include "engine/journal.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "engine/json_fault.h"
#include "journal/fields.h"
#include "journal/line_scanner.h"
#include "journal/line_writer.h"

namespace tricolor::engine {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, std::variant_size_v<event::Kind>> kTypes{
    "camera_became",    "occupancy_started",   "occupancy_ended",   "sighting_confirmed", "review_asked",
    "review_given",     "incident_opened",     "sighting_attached", "incident_relapsed",  "incident_closed",
    "incident_voided",  "notice_queued",       "notice_sent",       "notice_fate",        "merchant_replied",
    "correction_due",   "rechecked",           "case_registered",   "case_moved",         "report_received",
    "report_attached",  "report_verify_asked", "report_verified",   "report_replied",     "strike_imported",
    "strike_counted",   "colour_became",       "owner_changed",     "configured",         "trouble_at_port",
    "scene_learnt",     "scene_confirmed",     "review_lapsed",     "incident_reopened",  "place_seen_clear",
    "case_joined",      "report_expired",      "evidence_kept",     "report_voided",      "report_counted",
    "occupancy_doubted"};

// Reads a whole number that fits, or throws: the library by itself would cut it to size.
template <class T>
T whole(const Json& json) {
  if (json.is_number_unsigned()) {
    if (const auto number = json.get<std::uint64_t>(); std::in_range<T>(number)) return static_cast<T>(number);
  } else if (json.is_number_integer()) {
    if (const auto number = json.get<std::int64_t>(); std::in_range<T>(number)) return static_cast<T>(number);
  }
  throw std::runtime_error("must be a whole number that fits, got " + json.dump());
}

class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}
  template <class T>
  void operator()(const char* key, T& value) {
    from_json(json_.at(key), value);
  }
  template <class T>
  void score(const char* key, T& value) {
    if (json_.contains(key)) from_json(json_[key], value);
  }

 private:
  template <class Tag>
  void from_json(const Json& json, Id<Tag>& id) {
    id.value = whole<std::uint32_t>(json);
  }
  void from_json(const Json& json, Time& time) { time = Time{Duration{whole<std::int64_t>(json)}}; }
  void from_json(const Json& json, std::string& text) { text = json.get<std::string>(); }
  template <class T>
  void from_json(const Json& json, std::optional<T>& value) {
    if (json.is_null()) {
      value.reset();
      return;
    }
    value.emplace();
    from_json(json, *value);
  }
  template <class T>
  void from_json(const Json& json, std::vector<T>& values) {
    if (!json.is_array()) throw std::runtime_error("must be a list, got " + json.dump());
    values.clear();
    for (const Json& entry : json) {
      values.emplace_back();
      from_json(entry, values.back());
    }
  }
  template <class T>
  void from_json(const Json& json, T& value) {
    if constexpr (std::is_enum_v<T>) {
      const auto word = json.get<std::string>();
      for (int i = 0; i < 32; ++i)
        if (!word.empty() && word == name_of(static_cast<T>(i))) {
          value = static_cast<T>(i);
          return;
        }
      throw std::runtime_error("must be a known word, got '" + word + "'");
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      value = whole<T>(json);
    } else if constexpr (std::is_arithmetic_v<T>) {
      value = json.get<T>();
    } else {
      Reader inner(json);
      fields(inner, value);
    }
  }
  const Json& json_;
};

template <std::size_t I = 0>
event::Payload payload_of_type(std::size_t index) {
  if constexpr (I < std::variant_size_v<event::Kind>) {
    if (index == I) return event::Payload{std::in_place_index<I>};
    return payload_of_type<I + 1>(index);
  } else {
    throw std::runtime_error("no such type of event");
  }
}

}  // namespace

std::string_view name_of(const event::Payload& payload) { return kTypes[payload.index()]; }

std::string to_line(const Event& event, bool with_scores) {
  std::string line;
  line.reserve(256);
  line += "{\"seq\":";
  line += std::to_string(event.sequence);
  line += ",\"at\":";
  line += std::to_string(event.at.time_since_epoch().count());
  line += ",\"event\":\"";
  line += name_of(event.payload);
  line += '"';
  LineWriter writer(line, with_scores, false);
  // The fields are named for writing and reading alike, so that a writer too takes them by a plain reference.
  std::visit([&](const auto& payload) { fields(writer, const_cast<std::decay_t<decltype(payload)>&>(payload)); },
             event.payload);
  line += '}';
  return line;
}

namespace {

std::optional<std::size_t> kind_named(std::string_view name) {
  static const std::map<std::string_view, std::size_t> kKinds = [] {
    std::map<std::string_view, std::size_t> kinds;
    for (std::size_t i = 0; i < kTypes.size(); ++i) kinds[kTypes[i]] = i;
    return kinds;
  }();
  const auto found = kKinds.find(name);
  return found == kKinds.end() ? std::nullopt : std::optional(found->second);
}

// Reads a line that stands as `to_line` writes it; nothing when it does not.
std::optional<Event> scanned(std::string_view line) {
  LineScanner scanner(line);
  Event event;
  if (!scanner.take("{")) return std::nullopt;
  scanner("seq", event.sequence);
  scanner("at", event.at);
  if (!scanner.take(",\"event\":")) return std::nullopt;
  const auto kind = kind_named(scanner.text());
  if (!scanner.good() || !kind) return std::nullopt;
  event.payload = payload_of_type(*kind);
  std::visit([&](auto& payload) { fields(scanner, payload); }, event.payload);
  if (!scanner.take("}") || !scanner.at_end()) return std::nullopt;
  return event;
}

}  // namespace

Event from_line(std::string_view line) {
  if (auto event = scanned(line)) return std::move(*event);
  try {
    const Json json = Json::parse(line);
    Event event;
    event.sequence = whole<std::uint64_t>(json.at("seq"));
    event.at = Time{Duration{whole<std::int64_t>(json.at("at"))}};
    const auto type = json.at("event").get<std::string>();
    const auto kind = kind_named(type);
    if (!kind) throw std::runtime_error("must be an event of a journal, got '" + type + "'");
    event.payload = payload_of_type(*kind);
    Reader reader(json);
    std::visit([&](auto& payload) { fields(reader, payload); }, event.payload);
    return event;
  } catch (const Json::exception& exception) {
    throw std::runtime_error("must be a line of a journal, got " + json_fault(exception.what()));
  }
}

bool is_lost_picture(const Event& event) {
  const auto* kept = std::get_if<event::EvidenceKept>(&event.payload);
  return kept && kept->sha256.empty();
}

bool repeats(const Event& now, const Event& then) {
  const auto is_kept = [](const Event& event) { return std::holds_alternative<event::EvidenceKept>(event.payload); };
  const bool with_scores = !(is_kept(now) && is_kept(then));
  return to_line(now, with_scores) == to_line(then, with_scores);
}

std::optional<std::string> fault_in(std::span<const Event> events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].sequence != i + 1)
      return "events must be numbered 1, 2, 3, … without a gap, got " + std::to_string(events[i].sequence) + " where " +
             std::to_string(i + 1) + " should be";
    if (i > 0 && events[i].at < events[i - 1].at)
      return "event " + std::to_string(i + 1) + " must be no earlier than the one before it, got " +
             to_text(events[i].at) + " after " + to_text(events[i - 1].at);
  }
  return std::nullopt;
}

}  // namespace tricolor::engine
