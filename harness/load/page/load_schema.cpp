#include "load/page/load_schema.h"

#include <utility>

#include "report/rows/schema_parts.h"

namespace tricolor::harness {
namespace {

using namespace schema;

Json rows_of(const char* about, const char* row) {
  return {{"type", "array"}, {"description", about}, {"items", {{"type", "array"}, {"description", row}}}};
}

Json maybe(Json object, const char* null_when) {
  object["type"] = {"object", "null"};
  object["description"] = object["description"].get<std::string>() + "; null " + null_when;
  return object;
}

Json lengths(const char* about, bool buckets) {
  Json json = object(about, {{"count", count("lengths that were counted")},
                             {"mean", number("exact mean, ms")},
                             {"p50", number("median, ms; percentiles are at most 1.6 % too high")},
                             {"p95", number("95th percentile, ms")},
                             {"p99", number("99th percentile, ms")},
                             {"p999", number("99.9th percentile, ms")},
                             {"max", number("exact maximum, ms")}});
  if (!buckets) return json;
  json["properties"]["buckets"] =
      rows_of("the histogram: its buckets that hold something, ascending", "smallest and largest length, µs; how many");
  json["required"].push_back("buckets");
  return json;
}

Json gaps(const char* about, bool all) {
  Json json = object(about, {{"count", count("gaps that ended in the measured time")},
                             {"p50", number("median, s")},
                             {"p95", number("95th percentile, s")},
                             {"p99", number("99th percentile, s")},
                             {"max", number("maximum, s")},
                             {"long", count("gaps longer than 3 s")}});
  if (!all) return json;
  json["properties"]["cameras_with_long"] = count("cameras with a gap longer than 3 s");
  json["properties"]["of_open"] = gaps("of these, gaps of cameras that had an open stay at their end", false);
  json["required"].push_back("cameras_with_long");
  json["required"].push_back("of_open");
  return json;
}

Json stage() {
  return object("one stage of a picture's way",
                {{"stage", one_of({"wait", "ahead", "gate", "net", "closer", "judge", "case_side", "store"},
                                  "wait: until a thread takes the picture up; ahead: guess on another thread; gate: in "
                                  "the engine until it asks for the net; net; closer: closer looks; judge: tracking, "
                                  "stays, incidents; case_side: end of the instant and timers; store: journal and "
                                  "evidence")},
                 {"cpu_ms_per_picture", number("processor time over all pictures, ms")},
                 {"latency_ms", lengths("time that it took pictures that met it", true)}});
}

Json against() {
  return maybe(object("the same violations under the first profile, at as many channels",
                      {{"profile", text("the first profile")},
                       {"both", count("violations that both found")},
                       {"lost", count("violations that only the first profile found")},
                       {"gained", count("violations that only this one found")},
                       {"neither", count("violations that neither found")},
                       {"later_s_most", maybe_number("the most by which this verdict came later, s")},
                       {"later_s_median", maybe_number("median of the same, s")}}),
               "under the first profile");
}

Json verdicts() {
  return maybe(
      object("the engine's incidents against the truth of the twin, over warm-up and measured time",
             {{"violations",
               count("violations that began under load, that a camera could see well (at least 40 % and 12 px; where "
                     "pictures are rendered beside the clock: in view at all), and were over their "
                     "dwell in time")},
              {"found", count("of these, those that the engine found")},
              {"recall", maybe_number("found / violations; null without any")},
              {"delay_s_median", maybe_number("median from the end of the dwell to the verdict, s")},
              {"delay_s_most", maybe_number("the longest, s")},
              {"incidents", count("incidents of the engine")},
              {"stood_before", count("of these, those of violations that stood there when the engine began")},
              {"undecidable", count("of these, those of what nobody can decide")},
              {"wrong", count("of the others, those that match no violation")},
              {"wrong_by",
               {{"type", "object"},
                {"description", "the wrong ones by cause, such as nothing_there, lawful_thing, off_time"},
                {"additionalProperties", {{"type", "integer"}, {"description", "how many"}}}}},
              {"duplicates", count("of the wrong, those of a violation that had an incident already")},
              {"shops_accused", count("incidents that accuse a shop")},
              {"wrong_shop", count("of these, those that accuse the wrong one")},
              {"list", rows_of("the violations, each with its number in the truth",
                               "number; seconds from the end of the dwell to the verdict, null when it was not found")},
              {"against", against()}}),
      "where the point was cut short, or has cameras of copies of the city");
}

Json broken() {
  return maybe(
      object("what was broken on purpose, and what the figures say of it",
             {{"planted", {{"type", "object"}, {"description", "what was asked for"}}},
              {"since_s", number("when it began, s into the measured time")},
              {"found_slow",
               maybe(object("the stage that was found to be slower, from the costs of pictures with and without",
                            {{"stage", text("its word")},
                             {"more", number("share by which it cost more")},
                             {"low", number("lower end of the 95 % interval")},
                             {"high", number("upper end")}}),
                     "when none was")},
              {"found_silent",
               {{"type", "array"},
                {"description", "numbers of cameras of which nothing was seen for most of the rest"},
                {"items", {{"type", "integer"}}}}},
              {"steady_again_s", maybe_number("seconds from its end until latency and queue were back within twice "
                                              "their highest before, for good; null when not by the end")},
              {"open_dropped", count("pictures dropped of cameras with an open stay")},
              {"store_refusals", count("groups of events that the store refused; the engine tries them again")},
              {"evidence_lost", count("pictures of evidence that the store refused, each of which the journal names")},
              {"events_unstored", count("events that the engine decided and the journal lacks at the end")}}),
      "where nothing was");
}

Json point() {
  return object(
      "one number of channels",
      {{"channels", count("cameras that send pictures")},
       {"partial", truth("true when it was stopped before its end")},
       {"carried", truth("true when the 99th percentile of the gaps is at most 3 s and at least 99 % of what was "
                         "offered was analysed")},
       {"measured_s", number("length of the measured time, s")},
       {"offered", object("pictures that were due in the measured time",
                          {{"pictures", count("how many")}, {"per_s", number("a second")}})},
       {"analysed",
        object("of these, those that the engine has looked at", {{"pictures", count("how many")},
                                                                 {"per_s", number("a second of the measured time")},
                                                                 {"share", number("of the offered, 0 … 1")}})},
       {"dropped", object("of these, those that were dropped because a newer one came first",
                          {{"pictures", count("how many")}, {"of_open", count("of cameras with an open stay")}})},
       {"gaps_s", gaps("time between two looks at one camera, by the instants of the pictures", true)},
       {"latency_ms", lengths("from the instant at which a picture was to arrive to the end of its verdict", true)},
       {"latency_of_open_ms", lengths("the same of cameras with an open stay", false)},
       {"handed_late_ms", lengths("how late the pictures were handed over; part of the latency", false)},
       {"stages", {{"type", "array"}, {"description", "the stages, in their order"}, {"items", stage()}}},
       {"waiting",
        object("pictures that wait", {{"mean", number("at an arrival")}, {"most", number("the most at once")}})},
       {"cpu", object("processor time in the measured time",
                      {{"engine_ms_per_picture", number("of the engine's threads for each picture looked at, ms")},
                       {"engine_s", number("of the engine's threads, s")},
                       {"engine_cores", number("processors that the engine kept busy")},
                       {"arrivals_s", number("of the thread that hands pictures over, s; not the engine's")},
                       {"twin_s", number("of the twin in the whole point, s; not the engine's")},
                       {"others_share", number("share of all processors that other programs used, 0 … 1")}})},
       {"memory",
        object("memory of the engine",
               {{"engine_bytes", count("by which the process grew from before the engine was made")},
                {"bytes_per_channel", count("the same for each channel")},
                {"picture_bytes", count("of these, pictures and what is kept of them, as the engine counts")}})},
       {"work", object("work in the measured time, which does not depend on the machine's speed",
                       {{"pictures", count("pictures handed to the engine")},
                        {"pictures_bad", count("of these, unusable")},
                        {"changed", count("of these, those in which something had changed")},
                        {"changed_share", number("changed / pictures")},
                        {"analysed_by_net", count("pictures of which the engine asked for an analysis")},
                        {"made_ahead", count("pictures analysed on another thread, of the whole point")},
                        {"made_ahead_used", count("of these, those that the engine asked for")},
                        {"closer_looks", count("closer looks")},
                        {"multiply_adds",
                         {{"type", {"integer", "null"}},
                          {"description",
                           "multiply-adds of the nets for what the engine asked for: "
                           "analyses and closer looks; null where they are not known"}}},
                        {"cells", count("cells that the change gate compared")},
                        {"allocations", count("times that the engine's threads asked for memory; 0 where a program "
                                              "does not count")},
                        {"looks_requested", count("looks that the engine asked cameras for")},
                        {"events", count("events of the journal")},
                        {"stays_begun", count("stays begun, of the whole point")},
                        {"trace_left_out", count("entries for which the trace had no room; 0 without a trace")},
                        {"cameras_blind", count("cameras that the engine took for blind at the end")},
                        {"store_refusals", count("times that the store refused, of the whole point")},
                        {"journal_bytes", count("journal on disk, of the whole point")},
                        {"evidence_bytes", count("evidence kept on disk, of the whole point")}})},
       {"deadlines", object("the engine's own deadlines: re-checks, re-arming, cameras that fall silent and others",
                            {{"count", count("how often it was woken for one in the measured time")},
                             {"missed", count("of these, those for which it was woken more than 1 s late")},
                             {"late_ms_p99", number("99th percentile of how late it was woken, ms")},
                             {"late_ms_max", number("maximum, ms")}})},
       {"verdicts", verdicts()},
       {"broken", broken()},
       {"seconds", rows_of("the measured time by seconds, by when pictures were due",
                           "offered; analysed; dropped; 99th percentile of the latency, ms; most waiting")}});
}

}  // namespace

Json load_schema() {
  Json schema = object(
      "load.json holds the results of `tricolor load`: how many channels the engine carried by the clock on the wall.",
      {{"scenario", text("name of the city's scenario")},
       {"commit", text("commit of the program")},
       {"eyes", text("what computed the nets")},
       {"machine", object("the machine", {{"processor", text("its name")}, {"processors", count("how many")}})},
       {"seed", count("seed of phases and changes")},
       {"begins", text("time of the city at the beginning, UTC+8")},
       {"city_cameras", count("cameras of the whole city")},
       {"source", one_of({"cache", "render", "mjpeg", "h264"},
                         "pictures drawn before the clock started, drawn beside it, or drawn before and "
                         "compressed beside it, to be decoded by the engine's threads")},
       {"profile",
        {{"enum", {"quiet", "usual", "busy", nullptr}}, {"description", "null where pictures are rendered"}}},
       {"changed_share_asked", maybe_number("share of changed pictures of the profile")},
       {"fps", number("pictures a second of each camera")},
       {"measured_s", number("length of the measured time of each point, s")},
       {"warmup_s", number("time before it, s")},
       {"threads", count("threads of the engine")},
       {"knee", maybe(object("the largest number of channels that was carried, with none below it that was not",
                             {{"channels", count("how many")},
                              {"beyond", truth("true when every point was carried, so that the knee lies beyond")},
                              {"engine_ms_per_picture", number("processor time of the engine there, ms")}}),
                      "when the smallest was not carried")},
       {"growth", maybe(object("how processor time grows with the channels, fitted on the points that were carried",
                               {{"exponent", number("1 where it grows as the channels do")},
                                {"low", number("lower end of its 95 % interval")},
                                {"high", number("upper end")},
                                {"points", count("points that were fitted")}}),
                        "below three points")},
       {"calculated", maybe(object("what follows by calculation alone and was not measured",
                                   {{"channels_per_core", number("channels that would fill one processor")},
                                    {"from_channels", count("the point whose cost it is calculated from")}}),
                            "without a knee")},
       {"others_share_most", number("largest share of the processors that other programs used in a point")},
       {"points", {{"type", "array"}, {"description", "the points, by channels"}, {"items", point()}}}});
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "load.json";
  return schema;
}

}  // namespace tricolor::harness
