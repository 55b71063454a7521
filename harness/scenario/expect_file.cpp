// Reads the expectations of a scenario.
#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using engine::KeyEntry;
using engine::MapReader;
using engine::Value;
using About = ExpectLine::About;

// Reads one of `words` into `line.word`; `usual` holds when the key is absent.
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

// The subjects are in the order of ExpectLine::About.
constexpr Subject kSubjects[] = {{"incident", "an incident, opened unless `is` says otherwise"},
                                 {"notice", "an SMS as the engine knows it, sent unless `is` says otherwise"},
                                 {"colour", "a shop's colour"},
                                 {"case", "a case that came into a state"},
                                 {"review", "a sighting that was put before a person"},
                                 {"report", "a citizen's report"},
                                 {"camera", "a camera that became blind, or sees again"},
                                 {"message", "an SMS as the world's gateway took it, whatever the engine believes"}};

// `chosen` is the one subject that the map has. When the reader describes its keys, it goes through all subjects.
void read_subjects(MapReader& map, const std::string& chosen, ExpectLine& line, const Reading& reading) {
  for (std::size_t i = 0; i < std::size(kSubjects); ++i)
    if (map.describing() || chosen == kSubjects[i].key)
      map.map(kSubjects[i].key, kSubjects[i].about, [&](MapReader& inner) {
        line.about = static_cast<About>(i);
        line.written = kSubjects[i].key;
        read_subject(inner, line.about, line, reading);
      });
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

// Reads the time of the expectation: between two times, at one, or with one limit or both.
void read_times(MapReader& map, ExpectLine& line, const Reading& reading) {
  const bool between = !map.describing() && map.has("between"), at = !map.describing() && map.has("at");
  if (between)
    for (const char* key : {"before", "after", "at"}) unwanted(map, key, "cannot stand beside 'between'");
  else if (at)
    for (const char* key : {"before", "after"}) unwanted(map, key, "cannot stand beside 'at'");
  read_between(map, line, reading);
  const auto limit = [&](std::string_view key, std::string_view about, std::optional<Time>& out) {
    Time time;
    if (!moment(map, key, reading.scenario, time, about)) return false;
    line.written += " " + std::string(key) + " " + map.raw(key)->text;
    out = time;
    return true;
  };
  if (between) return;
  if (!at) {
    const bool before = limit("before", "at this time at the latest", line.until);
    const bool after = limit("after", "at this time at the earliest", line.from);
    if (before && after && reading.times_known && *line.until < *line.from)
      map.complain(*map.raw("before"), "before",
                   "must not be earlier than after, got " + engine::shown(*map.raw("before")));
  }
  if (limit("at", "at this time; of a colour: as it is then", line.from)) line.until = line.from;
}

}  // namespace

std::vector<std::string> subject_keys() {
  std::vector<std::string> keys;
  for (const Subject& subject : kSubjects) keys.emplace_back(subject.key);
  return keys;
}

const std::vector<std::string>& state_words() {
  static const std::vector<std::string> kWords{"register", "dispatch", "acknowledge",  "arrive",
                                               "dispose",  "feedback", "check",        "rework",
                                               "return",   "close",    "forced_close", "void"};
  return kWords;
}

void read_expectation(MapReader& map, Reading& reading) {
  ExpectLine line;
  line.origin = map.value().origin;
  const std::vector<std::string> subjects = subject_keys();
  std::vector<std::string> chosen_from = subjects;
  chosen_from.emplace_back("never");
  std::string subject = one_of(map, chosen_from);
  line.never = subject == "never";
  const Value* about = subject.empty() ? nullptr : map.raw(subject);
  read_subjects(map, subject, line, reading);
  if (map.describing() || line.never)
    map.map("never", "the same subjects, of what must not come", [&](MapReader& inner) {
      subject = one_of(inner, subjects);
      about = subject.empty() ? nullptr : inner.raw(subject);
      read_subjects(inner, subject, line, reading);
    });
  if (line.never) line.written = "never " + line.written;
  if (!map.describing() && !about)
    map.diagnostics().add(
        map.value().origin, map.path(),
        "must name an incident, notice, colour, case, review, report, camera or message, got none of them");
  if (!line.word.empty()) line.written += " " + line.word;
  if (!line.merchant.empty()) line.written += " of " + line.merchant;
  read_times(map, line, reading);
  if (about && line.about == About::colour && about->kind == Value::Kind::map &&
      (!about->find("merchant") || !about->find("is")))
    map.diagnostics().add(map.value().origin, map.path(),
                          "must say whose colour (merchant) and which (is), got not both");
  if (line.never) unwanted(map, "times", "cannot stand beside 'never', which is none at all");
  else if (line.about == About::colour && map.has("at") && !map.describing())
    unwanted(map, "times", "cannot stand beside 'at', which asks which colour it is then");
  else if (map.integer("times", line.times, 0, 1000, "how often exactly; at least once when it is absent"))
    line.written += " times " + std::to_string(*line.times);
  reading.scenario.expect.push_back(std::move(line));
}

}  // namespace tricolor::harness
