// What must come of a scenario: its expectations.
#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using engine::KeyEntry;
using engine::MapReader;
using engine::Value;
using About = ExpectLine::About;

// One of `words` into `line.word`; `usual` holds when the key is absent.
void read_word(MapReader& map, std::string_view key, ExpectLine& line, const std::vector<std::string>& words,
               std::optional<std::size_t> usual, std::string_view about) {
  map.choice(key, usual, words, about);
  if (usual) line.word = words[*usual];
}

void read_text_contains(MapReader& map, ExpectLine& line) {
  if (map.text("text_contains", line.text, "a part of its text", {1, 500})) line.written += " with '" + line.text + "'";
}

void read_subject(MapReader& map, About about, ExpectLine& line, const Reading& reading) {
  const auto merchant = [&] {
    known_name(map, "merchant", line.merchant, reading.merchants, "a merchant of this scenario", "of which merchant");
  };
  const auto of_class = [&] {
    if (class_word(map, "class", reading, line.class_name, "of which class")) line.written += " " + line.class_name;
  };
  switch (about) {
    case About::incident:
      merchant();
      of_class();
      read_word(map, "is", line,
                {"opened", "self_corrected", "case_closed", "cleared_before_notice", "voided", "relapsed"}, 0,
                "what became of it");
      break;
    case About::notice:
      merchant();
      of_class();
      read_word(map, "is", line, {"queued", "sent", "delivered", "undelivered"}, 1, "its fate");
      read_text_contains(map, line);
      break;
    case About::colour:
      merchant();
      read_word(map, "is", line, {"green", "yellow", "red"}, {}, "which colour; needed, as is merchant");
      break;
    case About::case_state:
      merchant();
      of_class();
      read_word(map, "state", line, state_words(), {}, "a state that it came into");
      break;
    case About::review:
      merchant();
      of_class();
      break;
    case About::report:
      read_word(map, "is", line, {"suggested", "attached", "verified", "dismissed", "replied"}, {},
                "what became of it");
      break;
    case About::camera:
      read_word(map, "is", line, {"blind", "sees"}, {}, "what it became");
      known_name(map, "camera", line.text, reading.cameras, "a camera of this scenario", "which camera");
      if (!line.text.empty()) line.written += " of " + line.text;
      break;
    case About::message:
      merchant();
      read_text_contains(map, line);
      break;
  }
}

struct Subject {
  const char* key;
  const char* about;
};

// In the order of ExpectLine::About.
constexpr Subject kSubjects[] = {{"incident", "an incident, opened unless `is` says otherwise"},
                                 {"notice", "an SMS as the engine knows it, sent unless `is` says otherwise"},
                                 {"colour", "a shop's colour"},
                                 {"case", "a case that came into a state"},
                                 {"review", "a sighting that was put before a person"},
                                 {"report", "a citizen's report"},
                                 {"camera", "a camera that became blind, or sees again"},
                                 {"message", "an SMS as the world's gateway took it, whatever the engine believes"}};

bool read_subjects(MapReader& map, ExpectLine& line, const Reading& reading) {
  bool found = false;
  for (std::size_t i = 0; i < std::size(kSubjects); ++i)
    map.map(kSubjects[i].key, kSubjects[i].about, [&](MapReader& inner) {
      found = true;
      line.about = static_cast<About>(i);
      line.written = kSubjects[i].key;
      read_subject(inner, line.about, line, reading);
    });
  return found;
}

void read_between(MapReader& map, ExpectLine& line, const Reading& reading) {
  KeyEntry entry;
  entry.form = KeyEntry::Form::list;
  entry.about = "from and until when";
  entry.low = entry.high = "2";
  entry.items = {moment_entry({})};
  const Value* between = map.custom("between", std::move(entry));
  if (!between) return;
  Time from, until;
  const bool two = between->items.size() == 2;
  if (!two || !moment_of(between->items[0], reading.scenario, from) ||
      !moment_of(between->items[1], reading.scenario, until)) {
    map.complain(*between, "between",
                 "must be two times such as [\"09:03:00\", \"09:03:04\"], got " + engine::shown(*between));
    return;
  }
  line.from = from;
  line.until = until;
  if (reading.times_known && until < from)
    map.complain(*between, "between", "must be the earlier time first, got " + engine::shown(*between));
  line.written += " between " + between->items[0].text + " and " + between->items[1].text;
}

}  // namespace

const std::vector<std::string>& state_words() {
  static const std::vector<std::string> kWords{"register", "dispatch", "acknowledge",  "arrive",
                                               "dispose",  "feedback", "check",        "rework",
                                               "return",   "close",    "forced_close", "void"};
  return kWords;
}

void read_expectation(MapReader& map, Reading& reading) {
  ExpectLine line;
  line.origin = map.value().origin;
  // A map with `never` has its subject inside that, and none beside it.
  line.never = map.has("never");
  bool found = line.never ? false : read_subjects(map, line, reading);
  map.map("never", "the same subjects, of what must not come",
          [&](MapReader& inner) { found = read_subjects(inner, line, reading); });
  if (line.never) line.written = "never " + line.written;
  if (!found)
    map.diagnostics().add(
        map.value().origin, map.path(),
        "must name an incident, notice, colour, case, review, report, camera or message, got none of them");
  if (!line.word.empty()) line.written += " " + line.word;
  if (!line.merchant.empty()) line.written += " of " + line.merchant;
  read_between(map, line, reading);
  const auto limit = [&](std::string_view key, std::string_view about, Time& at) {
    if (!moment(map, key, reading.scenario, at, about)) return false;
    line.written += " " + std::string(key) + " " + map.raw(key)->text;
    return true;
  };
  Time at;
  if (limit("before", "at this time at the latest", at)) line.until = at;
  if (limit("after", "at this time at the earliest", at)) line.from = at;
  if (limit("at", "at this time; of a colour: as it is then", at)) line.from = line.until = at;
  if (!map.describing() && line.about == About::colour && (line.merchant.empty() || line.word.empty()))
    map.diagnostics().add(map.value().origin, map.path(),
                          "must say whose colour (merchant) and which (is), got not both");
  if (map.integer("times", line.times, 0, 1000, "how often exactly; at least once when it is absent"))
    line.written += " times " + std::to_string(*line.times);
  reading.scenario.expect.push_back(std::move(line));
}

}  // namespace tricolor::harness
