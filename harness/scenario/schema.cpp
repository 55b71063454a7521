#include <nlohmann/json.hpp>

#include "scenario/scenario.h"

namespace tricolor::harness {
namespace {

using Json = nlohmann::ordered_json;

Json text(const char* about, const char* pattern = nullptr) {
  Json json{{"type", "string"}, {"description", about}};
  if (pattern) json["pattern"] = pattern;
  return json;
}
Json duration(const char* about) { return text(about, "^-?[0-9.]+ ?(us|ms|s|min|h|d)$"); }
Json metres(const char* about) { return text(about, "^-?[0-9.]+ ?m$"); }
Json moment(const char* about) { return text(about, "^([0-9]{4}-[0-9]{2}-[0-9]{2} )?[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"); }
Json one_of(const std::vector<std::string>& words, const char* about) { return {{"enum", words}, {"description", about}}; }
Json list(Json items, const char* about) { return {{"type", "array"}, {"items", std::move(items)}, {"description", about}}; }
Json object(Json properties, const std::vector<std::string>& required = {}) {
  Json json{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) json["required"] = required;
  return json;
}
Json pair_of(Json item, const char* about) { return {{"type", "array"}, {"items", std::move(item)}, {"minItems", 2}, {"maxItems", 2}, {"description", about}}; }

Json subjects(const std::vector<std::string>& classes) {
  const Json merchant = text("a merchant's id");
  return {{"incident", object({{"merchant", merchant}, {"class", one_of(classes, "class")}, {"is", one_of({"opened", "self_corrected", "case_closed", "cleared_before_notice", "voided", "relapsed"}, "what became of it")}})},
          {"notice", object({{"merchant", merchant}, {"class", one_of(classes, "class")}, {"text_contains", text("part of the text")}, {"is", one_of({"queued", "sent", "delivered", "undelivered"}, "its fate")}})},
          {"colour", object({{"merchant", merchant}, {"is", one_of({"green", "yellow", "red"}, "colour")}})},
          {"case", object({{"merchant", merchant}, {"class", one_of(classes, "class")}, {"state", one_of(state_words(), "state that it came into")}})},
          {"review", object({{"merchant", merchant}, {"class", one_of(classes, "class")}})},
          {"report", object({{"is", one_of({"suggested", "attached", "verified", "dismissed", "replied"}, "what became of it")}})},
          {"camera", object({{"camera", text("a camera's id")}, {"is", one_of({"blind", "sees"}, "what it became")}})},
          {"message", object({{"merchant", merchant}, {"text_contains", text("part of the text")}})}};
}

}  // namespace

std::string scenario_schema(const std::string& assets) {
  const std::vector<std::string> classes = class_names_of(own_class_table(assets));
  Json street = object({{"id", text("name in this file")}, {"name", text("name on the map")}, {"from", pair_of(metres("x, y"), "where it begins")}, {"to", pair_of(metres("x, y"), "where it ends")},
                        {"carriageway", metres("full width")}, {"pavement", metres("width of each")}, {"duty_grid", text("who answers for it")}}, {"id", "from", "to"});
  Json merchant = object({{"id", text("name in this file")}, {"name", text("as on the sign")}, {"trade", text("code name of the trade")},
                          {"frontage", object({{"street", text("a street's id")}, {"side", one_of({"north", "south"}, "side")}, {"from", metres("along")}, {"to", metres("along")}}, {"street", "from", "to"})},
                          {"history", object({{"strikes", list(moment("when"), "strikes before the run")}})}, {"answers_notice", one_of({"by_model", "never", "always"}, "how it answers an SMS")},
                          {"puts_out", one_of({"nothing", "by_model"}, "of itself")}, {"phone", text("a number, or none")}}, {"id", "frontage"});
  Json camera = object({{"id", text("name")}, {"owner", one_of({"city", "police", "town"}, "owner")}, {"at", pair_of(metres("x, y"), "where")}, {"height", metres("of the lens")},
                        {"looks_at", text("a merchant's id")}, {"size_px", pair_of({{"type", "integer"}}, "width and height")}, {"frame_every", duration("interval")}}, {"id", "at", "looks_at"});
  Json officer = object({{"id", text("name")}, {"duty_grid", text("grid")}, {"waits_at", pair_of(metres("x, y"), "where")}, {"on_duty", pair_of(text("time of day"), "from and until")}, {"handles_in", duration("fixed")},
                         {"leads", {{"type", "boolean"}, {"description", "the squad's leader"}}}}, {"id"});
  const Json day = text("a day", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
  Json script = object({{"at", moment("when")}, {"merchant", text("who")}, {"puts_out", one_of(classes, "puts something out")}, {"places", one_of(classes, "something in the street")},
                        {"street", text("where")}, {"along", metres("along")}, {"across", metres("across")}, {"clears", text("merchant who clears up")}, {"reports", one_of(classes, "a citizen reports")},
                        {"near", text("merchant near whom")}, {"text", text("the report's text")}, {"voids", text("merchant whose last incident is taken back")}, {"reason", text("why")},
                        {"owner_changes", text("merchant")}, {"amount", text("such as '4 boxes'")}, {"until", text("officer_persuades, notice, or a time")}, {"lasts", duration("how long")},
                        {"lawful", {{"type", "boolean"}}}, {"ignores_notice", {{"type", "boolean"}}}, {"look", {{"type", "integer"}}}}, {"at"});
  Json fault = object({{"at", moment("when")}, {"what", one_of(fault_words(), "which")}, {"camera", text("whose")}, {"shows", text("whose picture")}, {"officer", text("whose")}, {"merchant", text("whose")}, {"lasts", duration("how long")}}, {"what"});
  Json expectation_keys = subjects(classes);
  const Json limits{{"between", pair_of(moment("time"), "from and until")}, {"before", moment("latest")}, {"after", moment("earliest")}, {"at", moment("as of")},
                                 {"times", {{"type", "integer"}}}, {"never", object(subjects(classes))}};
  for (const auto& [key, value] : limits.items()) expectation_keys[key] = value;
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Tricolor scenario"}};
  const Json body = object(
      {{"scenario", text("name")}, {"about", text("what it shows")}, {"extends", text("file that this one builds on")}, {"tags", list(text("tag"), "for --tag")}, {"policy", text("file")},
       {"classes", text("file")}, {"model", text("file")}, {"seed", {{"type", "integer"}, {"minimum", 0}}}, {"start", moment("first instant")}, {"lasts", duration("length of the run")},
       {"rung", one_of({"pixels"}, "how much is simulated")}, {"frames", one_of({"every", "key"}, "which pictures are taken")}, {"passers_by", text("such as '300 per_hour'")},
       {"people", one_of({"scripted", "by_model", "lawful_only"}, "what people do of themselves")},
       {"city", object({{"kind", one_of({"xinhua_road"}, "generator")}, {"shops", {{"type", "integer"}}}, {"cameras", {{"type", "integer"}}}, {"length", metres("of the road")}, {"drawing_error", metres("of zones")}, {"camera_down", text("share such as '1 %'")}}, {"kind"})},
       {"streets", list(street, "streets")}, {"merchants", {{"oneOf", Json::array({list(merchant, "dossiers"), object({{"import", text("a CSV file with these columns")}}, {"import"})})}}}, {"cameras", list(camera, "cameras")}, {"officers", list(officer, "officers")},
       {"history", object({{"length", text("such as '60 days'")}})}, {"gateway", object({{"wrong_numbers", text("share")}, {"lost", text("share")}})},
       {"calendar", object({{"holidays", list(day, "no work_hour passes on them")}, {"worked_days", list(day, "weekend days worked in exchange")}})},
       {"permits", list(object({{"merchant", text("who")}, {"classes", list(text("class"), "which; all when absent")}, {"from", moment("since")}, {"until", moment("until")}}, {"merchant", "from", "until"}), "leave to occupy")},
       {"script", list(script, "what happens")}, {"faults", list(fault, "what goes wrong")}, {"expect", list(object(expectation_keys), "what must come of it")}},
      {"scenario", "policy", "start", "lasts"});
  for (const auto& [key, value] : body.items()) schema[key] = value;
  return schema.dump(2);
}

}  // namespace tricolor::harness
