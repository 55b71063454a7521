#include "reference/summary_schema.h"

#include <string>
#include <utility>

#include "report/rows/schema_parts.h"

namespace tricolor::harness {
namespace {

using namespace schema;

Json instant(const char* about) {
  return {
      {"type", "string"}, {"pattern", "^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$"}, {"description", about}};
}
Json fingerprint(const char* about) {
  return {{"type", "string"}, {"pattern", "^[0-9a-f]{16}$"}, {"description", about}};
}

// An object with one value for each word that occurs in a run, such as each class.
Json for_each_key(const char* about, Json value) {
  return {{"type", "object"}, {"description", about}, {"additionalProperties", std::move(value)}};
}

Json named(const char* definition, const char* about) {
  return {{"$ref", std::string("#/$defs/") + definition}, {"description", about}};
}

// Describes losses and refusals of a run. One that stopped the run has no count.
Json troubles() {
  return {{"type", "array"},
          {"description", "what went wrong with stores, evidence and files, worst first; empty when nothing did"},
          {"items",
           {{"type", "object"},
            {"properties",
             {{"kind", text("which kind")},
              {"since", text("the first instant")},
              {"until", {{"type", {"string", "null"}}, {"description", "the last instant; null: to the end"}}},
              {"count", count("how often")},
              {"lacks", truth("the figures of this run lack something because of it")},
              {"en", text("as a sentence, English")},
              {"zh", text("as a sentence, Chinese")}}},
            {"required", {"kind", "en", "zh"}},
            {"additionalProperties", false}}}};
}

// Describes the policies with the instants from which they held, for runs in which they changed.
Json policy_changes() {
  return {{"type", "array"},
          {"description", "changes of the policy in mid-run, in order of time; empty when it stayed the same"},
          {"items", object("one change", {{"at", instant("since when")},
                                          {"from", text("the policy before")},
                                          {"to", text("the policy from then on")}})}};
}

Json definitions() {
  return {
      {"share", object("a share with its 95 % Wilson interval; value, low and high are null when `of` is 0",
                       {{"hits", count("how many")},
                        {"of", count("of how many")},
                        {"value", maybe_number("hits / of, 0 … 1")},
                        {"low", maybe_number("lower bound, 0 … 1")},
                        {"high", maybe_number("upper bound, 0 … 1")}})},
      {"delay", object("lengths of time in seconds; the interval by order statistics is null below six values",
                       {{"n", count("how many lengths")},
                        {"median", maybe_number("s; null when n is 0")},
                        {"low", maybe_number("lower 95 % bound of the median, s")},
                        {"high", maybe_number("upper 95 % bound of the median, s")},
                        {"p90", maybe_number("nine of ten are not longer, s; null when n is 0")}})},
      {"score",
       object("incidents of one class against true violations",
              {{"precision", named("share", "incidents that match a violation, of all incidents")},
               {"recall_all", named("share", "violations that an incident matches, of all violations")},
               {"recall_working", named("share", "the same, of those in view of a camera that worked")},
               {"recall_opportunities", named("share", "the same, of those that could be seen well for long enough")},
               {"delay", named("delay", "confirmation after the true end of the dwell, of those that match")}})},
      {"shops_by_colour",
       object("number of shops", {{"green", count("green")}, {"yellow", count("yellow")}, {"red", count("red")}})}};
}

Json indicators() {
  return object(
      "key figures of the service; those that are shares and delays carry their formulas in the report",
      {{"incidents", count("opened, without those taken back")},
       {"notices", count("SMS written")},
       {"notices_delivered", count("of these, with a receipt")},
       {"notices_undelivered", count("of these, known not to have arrived")},
       {"corrected", count("incidents that the shop put right before the re-check")},
       {"not_corrected", count("incidents that still stood at the re-check")},
       {"recheck_unknown", count("re-checks at which no camera could see; one incident may have several")},
       {"relapsed", count("incidents that came back while they were open")},
       {"cases", count("registered for an officer")},
       {"cases_voided", count("of these, taken back")},
       {"cases_warned", count("not taken back, and after a warning in vain")},
       {"cases_should_have_closed", count("not taken back, and closed, closed by force or past their due time")},
       {"cases_closed", count("of these, closed")},
       {"cases_closed_by_force", count("of these, closed without success")},
       {"cases_on_time", count("closed not later than due")},
       {"reworks", count("times that a case was sent back to its officer")},
       {"reports", count("citizens' reports")},
       {"reports_valid", count("of these, verified as true")},
       {"reports_attached", count("of these, joined to an incident that was known")},
       {"reviews", count("sightings that a person was asked about")},
       {"reviews_lapsed", count("of these, not answered in time")},
       {"notices_without_receipt", count("undelivered: taken by the gateway, and no receipt came in time")},
       {"notices_rejected", count("undelivered: refused by the gateway")},
       {"notices_given_up", count("undelivered: not taken by the gateway for too long")},
       {"notices_of_old_owners", count("undelivered: dropped because the shop had a new owner")},
       {"cases_passed_on", count("given on because an officer was silent, went off duty or returned it")},
       {"reports_unverified", count("not verified in time")},
       {"reopened", count("incidents that still stood after a case had closed them")},
       {"cameras_waiting", count("moved cameras that wait, at the end, for their own scene or for a person's word")},
       {"delivered", named("share", "SMS delivered, of all")},
       {"correction", named("share", "corrected, of those re-checked")},
       {"escalation", named("share", "incidents that an officer was sent to, of those warned about and re-checked")},
       {"closing", named("share", "cases closed, of those that should have closed")},
       {"on_time", named("share", "closed on time, of those that should have closed")},
       {"reworked", named("share", "cases sent back at least once, of those not taken back")},
       {"passed_on", named("share", "cases given on to somebody else, of those not taken back")},
       {"reopening", named("share", "incidents reopened, of those that a case had closed")},
       {"review_lapse", named("share", "reviews not answered in time, of those asked for")},
       {"notice_give_up", named("share", "SMS given up, of all")},
       {"unverified_reports", named("share", "reports not verified in time, of all")},
       {"recurring",
        named("share", "incidents of a shop that had one of the same class within 30 days before, of those of shops")},
       {"valid_reports", named("share", "reports verified as true, of all")},
       {"attached_reports", named("share", "reports joined to a known incident, of all")},
       {"acknowledge", named("delay", "dispatch to acknowledgement")},
       {"arrive", named("delay", "dispatch to arrival")},
       {"close", named("delay", "registration to closing")}});
}

Json outcomes() {
  const auto causes = [](const char* about) {
    return object(about, {{"nothing_there", count("nothing stood there")},
                          {"lawful_thing", count("something lawful stood there")},
                          {"wrong_class", count("a violation of another class")},
                          {"wrong_shop", count("a violation of another shop")},
                          {"duplicate", count("a violation that was accused already")},
                          {"off_time", count("a violation at another time")},
                          {"undecidable", count("nobody can say; neither right nor wrong")}});
  };
  return object(
      "what became of what was found, and whom wrong accusations hit",
      {{"after_found", object("true violations that were found, by what became of them",
                              {{"put_right", count("the shop put it right")},
                               {"gone_before_notice", count("gone before an SMS left")},
                               {"officer", count("an officer's case, closed")},
                               {"voided", count("taken back")},
                               {"not_routed", count("no officer was sent")},
                               {"forced_close", count("closed without success")},
                               {"with_officer", count("still with an officer at the end")},
                               {"awaiting", count("waiting for the shop or a desk at the end")}})},
       {"wrong_of_shops", causes("wrong accusations that name a shop, by cause")},
       {"wrong_of_places", causes("wrong accusations of a public place, by cause")},
       {"innocent_shop", named("share", "accusations of a shop that did nothing of the kind, of all that name a shop")},
       {"innocent_shops", count("different shops among these")},
       {"forced_closings", object("cases closed by force, by what they were about; they add up to "
                                  "`indicators.cases_closed_by_force`",
                                  {{"of_found", count("a true violation that was found")},
                                   {"of_wrong", count("a wrong accusation")},
                                   {"of_reports", count("a citizen's report, without an incident")}})},
       {"held_after_end_of_shops", count("of `held_after_end`, those that name a shop")}});
}

Json frames() {
  return object(
      "pictures taken",
      {{"pictures", count("all")},
       {"by_cause", object("by the cause that first made them due",
                           {{"every", count("`frames: every`")},
                            {"still_thing", count("a still thing came, went or changed")},
                            {"light_step", count("the light stepped")},
                            {"engine_asked", count("the engine asked")},
                            {"regular_look", count("no other for 30 min by day, 60 min by night")},
                            {"camera_back", count("the camera came back")}})},
       {"looks_per_camera_day", number("pictures a camera and day")},
       {"still_changes", count("appearances and departures of still things, summed over the cameras in view")},
       {"lawful_still_changes", count("of these, of things that nobody may be accused of")},
       {"lawful_changes_per_camera_day", number("the same a camera and day")},
       {"made_ahead", count("pictures made ahead on another thread and used; differs from run to run")},
       {"discarded", count("pictures made ahead in vain; differs from run to run")}});
}

Json engine_counters() {
  return object("the engine's own counters",
                {{"frames", count("pictures handed in")},
                 {"frames_bad", count("of these, not usable")},
                 {"gate_passed", count("pictures in which something had changed")},
                 {"detector_runs", count("pictures that the detector read, on any thread")},
                 {"analyses_used", count("of these, read ahead on another thread; differs from run to run")},
                 {"looks_requested", count("pictures that the engine asked for")},
                 {"events", count("lines of the journal")}});
}

}  // namespace

Json summary_schema() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Tricolor summary.json"}};
  const Json body = object(
      "The headline figures of one run. Times are UTC+8; times of wall clock and threads differ from run to run, all "
      "else repeats.",
      {{"scenario", text("the scenario's name")},
       {"about", text("what the scenario shows")},
       {"seed", count("seed of the run")},
       {"commit", text("commit of the program; a plus sign: built from a changed tree")},
       {"eyes", text("what computed the detector's answers: models with the first digits of their SHA-256, library, "
                     "version, precision and instruction set")},
       {"policy", text("the policy's name, at the end of the run")},
       {"policy_changes", policy_changes()},
       {"rung", one_of({"pixels", "events"},
                       "how much was simulated: every picture, or what a fitted model of the "
                       "detector makes of the street")},
       {"frames_mode", one_of({"every", "key"}, "which pictures were taken")},
       {"detector_profile", text("which detector is believed: `twin`, our own on our own pictures; `twin_upper`, "
                                 "with as many false alarms as its sample allows; `field_81`, `field_70`, declared")},
       {"calibration", text("name of the calibration at the rung events; empty at others")},
       {"calibration_made_by", text("command, commit and sample of which it was made")},
       {"calibration_lacks", text("how much of its gate was shown; empty: all of it")},
       {"threads", count("threads that rendered and detected")},
       {"partial", truth("stopped before its planned end")},
       {"troubles", troubles()},
       {"start", instant("first instant")},
       {"end", instant("last instant that was simulated")},
       {"planned_end", instant("last instant that was to be simulated")},
       {"days", number("length in days")},
       {"shops", count("shops")},
       {"cameras", count("cameras")},
       {"officers", count("officers")},
       {"violations", count("true violations")},
       {"lawful_look_alikes", count("lawful stays of things that might be taken for violations")},
       {"indicators", indicators()},
       {"incidents_per_camera_day", number("incidents a camera and day")},
       {"by_day", for_each_key("by class, and `all`: what began by day", named("score", "one class"))},
       {"by_night", for_each_key("by class, and `all`: what began by night", named("score", "one class"))},
       {"lost", for_each_key("true violations by the stage that lost them: found, no_camera, camera_down, "
                             "hardly_visible, detector, tracking_or_zone, "
                             "dwell, attribution, late",
                             count("violations"))},
       {"wrong", for_each_key("accusations by what was wrong with them: right, nothing_there, lawful_thing, "
                              "wrong_class, wrong_shop, duplicate, off_time, undecidable",
                              count("incidents"))},
       {"undecidable", named("share",
                             "stays of which nobody can say whether they were violations (about as long as the dwell, "
                             "or within 0.15 m of a limit), of all stays of things that can violate a class")},
       {"apart", for_each_key("what lay between two shops (`between_shops`) and across the line of a front "
                              "(`across_line`), day and night; both are in the totals, too",
                              named("score", "one of them"))},
       {"surveyed",
        object("the same run judged by the surveyed fronts; all else is judged by the zones as officers drew them",
               {{"by_day", for_each_key("by class, and `all`", named("score", "one class"))},
                {"by_night", for_each_key("by class, and `all`", named("score", "one class"))},
                {"lost", for_each_key("as above; `drawing`: found, or nothing to be found, by the zones as drawn",
                                      count("violations"))},
                {"wrong", for_each_key("as above; `drawing`: right by the zones as drawn", count("incidents"))},
                {"innocent", named("share",
                                   "accusations of a shop that had no such violation, of all that can be "
                                   "decided")},
                {"innocent_shops", count("different shops among these")}})},
       {"late", count("violations found, but later than two intervals")},
       {"held_after_end",
        count("incidents, right or wrong, that the engine held, found not corrected, sent an officer to again or "
              "reopened after the true stay had ended, later than the policy's gap and one look")},
       {"outcomes", outcomes()},
       {"duplicates_per_violation",
        number("incidents that accuse a violation that was found, for each such violation; 1 is right")},
       {"wrong_shop", named("share", "accusations of the wrong shop, of all that name a shop")},
       {"detector_by_kind",
        for_each_key("by kind of thing: seen by the detector, of those in plain view", named("share", "one kind"))},
       {"colours", named("shops_by_colour", "at the end of the run")},
       {"readings", for_each_key("the same strikes under other readings of the rule; `as_run` is the run's own",
                                 named("shops_by_colour", "at the end of the run"))},
       {"messages_at_the_gateway", count("SMS that the world's gateway accepted")},
       {"repeated_keys", count("messages that were sent again though accepted; 0 is right")},
       {"dispatches", count("orders at officers' handsets")},
       {"citizen_reports", count("reports that citizens sent")},
       {"engine_rebuilds", count("times that the engine was restarted in the run")},
       {"frames", frames()},
       {"engine", engine_counters()},
       {"wall_s", object("wall time in seconds; differs from run to run",
                         {{"total", number("all")},
                          {"render", number("the twin's pictures, summed over threads")},
                          {"detect", number("the engine's detector, summed over threads")},
                          {"engine", number("the rest of the engine")}})},
       {"fingerprints", object("64 bits each; equal in equal runs",
                               {{"kernel", fingerprint("every event of the simulation")},
                                {"scenes", fingerprint("what stood in the street")},
                                {"sightings", fingerprint("stays and sightings")},
                                {"decisions", fingerprint("incidents, notices, cases, colours")},
                                {"journal", fingerprint("every line, scores and picture hashes left out")}})}});
  for (const auto& [key, value] : body.items()) schema[key] = value;
  schema["$defs"] = definitions();
  return schema;
}

}  // namespace tricolor::harness
