// The text form of the journal: one event a line, as JSON with the keys seq, at (microseconds since 1970, UTC), event
// and the event's own fields. Writing and reading are inverse to one another.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/event.h"

namespace tricolor::engine {

enum class EvidenceLoss : std::uint8_t;

/// The name of an event's type: "incident_opened".
std::string_view name_of(const event::Payload& payload);

/// One line without the newline. `with_scores` false leaves out scores and picture hashes: the form that must be equal
/// across machines.
std::string to_line(const Event& event, bool with_scores = true);

/// Throws std::runtime_error that says what is wrong with the line.
Event from_line(std::string_view line);

struct EventField;

/// How a field's value is written in a line.
struct FieldType {
  enum class Kind : std::uint8_t { id, instant, text, truth, whole, number, word, list, record };
  Kind kind = Kind::text;
  bool or_null = false;
  std::string thing;               ///< Of an id: "camera", "incident", …
  std::vector<std::string> words;  ///< Of a word: all there are.
  std::vector<EventField> inner;   ///< Of a record its fields; of a list its entry, without a name.
};

struct EventField {
  std::string name;
  FieldType type;
  bool score = false;  ///< Left out of the form that must be equal across machines.
};

struct EventKind {
  std::string name;  ///< "incident_opened"
  std::vector<EventField> fields;
};

/// Every kind of event with its fields, in the order of `event::Payload`: what a line may hold beside seq, at and
/// event.
std::vector<EventKind> event_kinds();

/// Why these events are no whole journal: a number that is left out or doubled, or an instant before the one before it.
/// Nothing when they are.
std::optional<std::string> fault_in(std::span<const Event> events);

/// The first event that names a class, camera, zone, merchant, grid or officer that these tables do not have, as "event
/// 7 names merchant 77, and there are 2"; nothing when all are there.
std::optional<std::string> unknown_id_in(std::span<const Event> events, const WorldTables& tables);

/// True for an EvidenceKept of a picture that is not in the evidence store.
bool is_lost_picture(const Event& event);

/// True when a repeated run says what was said the first time: every field of every event, but for what became of the
/// pictures of evidence, which the disks of that day decided.
bool repeats(const Event& now, const Event& then);

const char* name_of(Colour colour);
const char* name_of(RecheckOutcome outcome);
const char* name_of(CaseState state);
const char* name_of(EvidenceMoment moment);
const char* name_of(BlindReason reason);
const char* name_of(event::IncidentClosed::How how);
const char* name_of(event::NoticeFate::Why why);
const char* name_of(EvidenceLoss loss);

}  // namespace tricolor::engine
