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

/// The name of an event's type, such as "incident_opened".
std::string_view name_of(const event::Payload& payload);

/// Writes one line without the newline. With `with_scores` false it leaves out scores and picture hashes: that form
/// must be equal across machines.
std::string to_line(const Event& event, bool with_scores = true);

/// Reads one line. Throws std::runtime_error that says what is wrong with it.
Event from_line(std::string_view line);

struct EventField;

/// The form in which a field's value is written in a line.
struct FieldType {
  enum class Kind : std::uint8_t { id, instant, text, truth, whole, number, word, list, record };
  Kind kind = Kind::text;
  bool or_null = false;
  std::string thing;               ///< Kind of thing of an id: "camera", "incident", …
  std::vector<std::string> words;  ///< All words that a word can be.
  std::vector<EventField> inner;   ///< Fields of a record; of a list its one entry, without a name.
};

struct EventField {
  std::string name;
  FieldType type;
  bool score = false;  ///< True when it is left out of the form that must be equal across machines.
};

struct EventKind {
  std::string name;  ///< "incident_opened"
  std::vector<EventField> fields;
};

/// Every kind of event with its fields, in the order of `event::Payload`: what a line may hold beside seq, at and
/// event.
std::vector<EventKind> event_kinds();

/// Says why these events are not a whole journal: a sequence number is left out or doubled, or an instant lies before
/// the one before it. Nothing when they are whole.
std::optional<std::string> fault_in(std::span<const Event> events);

/// Describes the first event that names a class, camera, zone, merchant, grid or officer that these tables do not have,
/// as "event 7 names merchant 77, and there are 2"; nothing when all are there.
std::optional<std::string> unknown_id_in(std::span<const Event> events, const WorldTables& tables);

/// True for an EvidenceKept of a picture that is not in the evidence store.
bool is_lost_picture(const Event& event);

/// True when a repeated run says the same as the first run: every field of every event must be equal, except what
/// became of the pictures of evidence, which the disks of that day decided.
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
