#include "reference/event_words.h"

#include <algorithm>

namespace tricolor::harness {

const std::vector<FieldWords>& common_field_words() {
  static const std::vector<FieldWords> kWords{
      {"camera", "the camera that sees"},
      {"zone", "the zone in which it stands"},
      {"class", "the class of violation"},
      {"merchant", "the shop"},
      {"officer", "the officer"},
      {"duty_grid", "the grid whose officer answers for the place"},
      {"sighting", "the sighting"},
      {"incident", "the incident"},
      {"notice", "the message"},
      {"case", "the case"},
      {"report", "the citizen's report"},
      {"occupancy", "number of the stay, from 1"},
      {"onset", "since when the thing stands there"},
      {"spot", "where, in metres on the city's plane"},
      {"where", "where, in metres on the city's plane"},
      {"box", "where in the picture, in pixels"},
      {"x_m", "metres east"},
      {"y_m", "metres north"},
      {"x_px", "left edge, pixels"},
      {"y_px", "upper edge, pixels"},
      {"width_px", "pixels"},
      {"height_px", "pixels"},
      {"captured_at", "when the picture was taken"},
      {"moment", "which picture of the stay it is"},
      {"sha256", "hash of the picture, which is its name in the evidence store; empty: not kept"},
  };
  return kWords;
}

const std::vector<EventWords>& event_words() {
  static const std::vector<EventWords> kWords{
      {"camera_became",
       "A camera went blind or sees again.",
       {{"sees", "it sees from here on"},
        {"reason", "why it is blind; of no meaning when it sees"},
        {"since", "since when"}}},
      {"occupancy_started",
       "A zone is held by a class, as one camera sees it: a stay begins. Written again under the same number with a "
       "later onset when nobody "
       "could see the place for longer than the policy's gap.",
       {}},
      {"occupancy_ended",
       "A stay ended.",
       {{"last_seen", "when the thing was seen there last"},
        {"by_blindness", "because nobody could see the place any more"}}},
      {"sighting_confirmed",
       "A stay exceeded its dwell.",
       {{"score_256", "confidence of the detector, 0 … 255"},
        {"merchant", "whom it is attributed to; null: a public place, or between two shops"},
        {"between", "the shops between which it lies; then a person must look"},
        {"evidence", "pictures taken of it"}}},
      {"review_asked", "A person is asked whether a sighting is a violation.", {}},
      {"review_given",
       "The person answered.",
       {{"confirmed", "it is a violation"}, {"merchant", "whose it is, as the person says; null: nobody's"}}},
      {"incident_opened",
       "The engine believes that a violation happens.",
       {{"sighting", "the sighting that opened it"}, {"merchant", "whom it accuses; null: a public place"}}},
      {"sighting_attached", "A further sighting is of an incident that is known.", {}},
      {"incident_relapsed",
       "What an incident is about came back while it was open.",
       {{"relapsed_at", "when it came back"}}},
      {"incident_closed", "An incident is over.", {{"how", "how it ended"}}},
      {"incident_voided", "An incident was taken back: nothing of it counts.", {{"reason", "why"}}},
      {"notice_queued",
       "A message to a shop was written.",
       {{"merchant", "to whom"},
        {"key", "under which the gateway knows it; sent twice it is accepted once"},
        {"text", "what it says"},
        {"not_before", "it may leave from then on (quiet hours)"}}},
      {"notice_sent", "The gateway answered.", {{"result", "0 accepted, 1 rejected, 2 unknown: it is asked again"}}},
      {"notice_fate",
       "It is known, or taken as known, whether a message arrived.",
       {{"delivered", "it arrived"}, {"why", "how that became known"}}},
      {"merchant_replied", "A shop answered a message.", {{"text", "what it wrote"}}},
      {"correction_due", "The time to put an incident right runs.", {{"due", "until then"}}},
      {"rechecked", "The place was looked at again after the time to correct.", {{"outcome", "what was seen"}}},
      {"case_registered",
       "A case was registered for an officer.",
       {{"incident", "what it is about; null: a report"},
        {"report", "what it is about; null: an incident"},
        {"due", "to be closed by"},
        {"warned", "after a warning in vain; false: nobody was warned"}}},
      {"case_moved",
       "A case came into another state.",
       {{"from", "before"},
        {"to", "after"},
        {"officer", "whose it is then; null: nobody's"},
        {"reason", "why; may be empty"}}},
      {"report_received",
       "A citizen reported something.",
       {{"reporter", "key of the citizen; no name"},
        {"reported_at", "when"},
        {"class", "as the citizen says; null: unsaid"},
        {"text", "what the citizen wrote"}}},
      {"report_attached",
       "A report is about something that is known.",
       {{"incident", "the incident that it is about; null: none"},
        {"case", "the case that it joins; null: none"},
        {"suggested_only", "a suggestion that the verifying officer settles"}}},
      {"report_verify_asked", "An officer is asked to go and look whether a report is true.", {{"due", "by when"}}},
      {"report_verified", "The officer answered.", {{"valid", "it is true"}}},
      {"report_replied", "The citizen was answered.", {{"text", "what the answer says"}}},
      {"strike_imported", "A strike from before the journal.", {{"strike_at", "it counts from then on"}}},
      {"strike_counted", "An incident counts against a shop.", {{"strike_at", "it counts from then on"}}},
      {"colour_became",
       "A shop's colour changed.",
       {{"from", "before"}, {"to", "after"}, {"count", "strikes counted then"}}},
      {"owner_changed",
       "A shop has another owner.",
       {{"legal_person", "who answers for it"}, {"licence", "number of the licence"}, {"phone", "where messages go"}}},
      {"configured",
       "The rules and the world from here on; also the names behind the ids of this journal.",
       {{"policy", "the policy's name"},
        {"digest", "SHA-256 of the files, as the caller gives it"},
        {"tables", "names in the order of the ids"},
        {"tables_digest", "SHA-256 of the tables"},
        {"classes", "code names of the classes"},
        {"cameras", "names of the cameras"},
        {"zones", "names of the zones"},
        {"merchants", "names of the shops"},
        {"duty_grids", "names of the grids"},
        {"officers", "names of the officers"}}},
      {"trouble_at_port",
       "Something outside did not do what it was asked, or gave what cannot be taken.",
       {{"port", "where"}, {"what", "what happened"}}},
      {"scene_learnt",
       "The scene for which a camera's zones are drawn.",
       {{"cells", "40 × 24 mean brightnesses, two hex digits each, row by row"}}},
      {"scene_confirmed", "A person confirmed a camera's present view: the next look is its scene.", {}},
      {"review_lapsed", "Nobody answered a review within the policy's patience.", {}},
      {"incident_reopened",
       "What its case had closed still stands: the same incident goes on, without a further message or strike.",
       {{"held_since", "since when the thing stands there"}}},
      {"case_joined", "An incident joins a case that is already at work on it, as evidence; nobody is sent again.", {}},
      {"report_expired", "Nobody verified a report within the policy's patience.", {}},
      {"evidence_kept",
       "A picture of a sighting went to the evidence store after the commit. Nothing is decided by it.",
       {{"reason", "why it was not kept; empty: it was"}}},
  };
  return kWords;
}

std::optional<std::string> field_words(const std::string& event, const std::string& field) {
  const auto in = [&](const std::vector<FieldWords>& words) -> std::optional<std::string> {
    const auto found = std::find_if(words.begin(), words.end(), [&](const FieldWords& it) { return it.name == field; });
    return found == words.end() ? std::nullopt : std::optional(found->about);
  };
  for (const EventWords& words : event_words())
    if (words.name == event)
      if (const auto own = in(words.fields)) return own;
  return in(common_field_words());
}

}  // namespace tricolor::harness
