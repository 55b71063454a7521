#include <utility>

#include "compare/result_files.h"
#include "report/rows/schema_parts.h"

namespace tricolor::harness {
namespace {

using namespace schema;

Json maybe_text(const char* about) { return {{"type", {"string", "null"}}, {"description", about}}; }

Json list(const char* about, Json items) {
  return {{"type", "array"}, {"description", about}, {"items", std::move(items)}};
}

Json comparison() {
  return object(
      "one metric under one policy, held against the base",
      {{"metric", text("which metric; docs/reference/metrics.md says what each is")},
       {"policy", text("label of the policy")},
       {"primary", {{"type", "boolean"}, {"description", "true for the metrics that get a verdict"}}},
       {"goal", one_of({"less", "more", "none"}, "the better direction; none where neither is")},
       {"unit", text("unit of base, value, difference and interval; shares are 0 … 1")},
       {"minimum", number("the smallest difference that matters")},
       {"pairs", count("pairs in which the metric is defined under both")},
       {"base", maybe_number("mean under the base; null without a pair")},
       {"value", maybe_number("mean under the policy")},
       {"difference", maybe_number("mean of value − base over the pairs")},
       {"interval",
        {{"type", {"array", "null"}},
         {"description",
          "low and high of the difference: primaries at 1 − 0.05 / comparisons_judged, by the deviation of the pilot "
          "or of all pairs, whichever is larger; "
          "others at 95 %; null below two pairs"}}},
       {"verdict",
        {{"enum", {"equivalent", "better", "worse", "more", "fewer", "undecided", nullptr}},
         {"description",
          "of primaries: equivalent when the difference lies within the minimum, else better or worse (more or fewer "
          "where the goal is none) when the interval excludes 0, else undecided; null for others, and in a steady "
          "study whose two starts disagree"}}},
       {"beyond_minimum",
        {{"type", {"boolean", "null"}}, {"description", "true when the whole interval lies beyond the minimum"}}},
       {"pairs_to_decide",
        {{"type", {"integer", "null"}},
         {"description", "of an undecided verdict: the pairs after which such a difference would be decided"}}},
       {"correlation", maybe_number("correlation of the two replications of a pair; null where one does not vary")},
       {"variance_ratio",
        maybe_number("variance of the difference of two independent replications over that of a pair: what pairing was "
                     "worth; null where no difference varies")}});
}

Json flip() {
  return {
      {"type", {"object", "null"}},
      {"description",
       "the figure with which the verdict falls, by Fisher's exact test at 5 % shared by all figures and both ends; "
       "null where none is shown to decide"},
      {"properties",
       {{"figure", text("key of the figure in a demand file")},
        {"third", one_of({"lower", "upper"}, "the third of its range in which the verdict stands less often")},
        {"stands", count("worlds of that third in which it stands")},
        {"worlds", count("worlds of that third")},
        {"stands_elsewhere", count("other worlds in which it stands")},
        {"worlds_elsewhere", count("other worlds")}}},
      {"required", {"figure", "third", "stands", "worlds", "stands_elsewhere", "worlds_elsewhere"}},
      {"additionalProperties", false}};
}

Json maybe_interval(const char* about) { return {{"type", {"array", "null"}}, {"description", about}}; }

Json in_cities() {
  return object(
      "one metric under one policy",
      {{"metric", text("which metric")},
       {"policy", text("label")},
       {"cities", count("cities in which the metric is defined in every pair")},
       {"difference", maybe_number("mean of value − base over these cities; null without one")},
       {"interval", maybe_interval("of that mean, at 1 − 0.05 / comparisons_judged, with the spread between cities in "
                                   "it: Student's over the cities' means; null below two cities")},
       {"another_city", maybe_interval("within which the difference of one further city lies, at 95 %; null below two "
                                       "cities")},
       {"between", number("standard deviation of the difference between cities, days taken off")},
       {"within", number("standard deviation of the difference between pairs of runs of one city")},
       {"same_direction", count("cities whose own difference has the sign of the mean")},
       {"by_city", list("each city's own difference", {{"type", "number"}})}});
}

}  // namespace

Json compare_schema() {
  const Json difference = object("one value that differs", {{"zh", text("Chinese")}, {"en", text("English")}});
  Json schema = object(
      "compare.json holds the results of `tricolor compare`: every metric under every policy against the base, over "
      "pairs of replications of one city and one seed.",
      {{"scenario", text("name of the base's scenario")},
       {"question", one_of({"transition", "steady"}, "what was asked")},
       {"warmup_days", count("days before the figures begin")},
       {"days", count("days of the figures")},
       {"starts", text("begin of the warm-up, UTC+8")},
       {"switches", text("end of the warm-up, from which the policies differ and the figures count, UTC+8")},
       {"city_seed", count("seed of the city, equal in all replications")},
       {"first_seed", count("seed of the first pair's days; the next pair has the next seed")},
       {"pairs", count("pairs that were run")},
       {"pilot_pairs", count("pairs of the first stage, which says how many are run")},
       {"pairs_wanted", count("pairs that the pilot asked for; more than `pairs` when --seeds allowed fewer")},
       {"comparisons_judged", count("primary metrics times policies, which share the error of 0.05")},
       {"rung", text("rung of the twin")},
       {"profile", text("profile of the detector")},
       {"eyes", text("identity of the detector; empty where no picture is analysed")},
       {"engine", text("commit of the program")},
       {"world", text("SHA-256 of scenario, classes and demand as resolved")},
       {"demand", text("name of the demand")},
       {"base", text("label of the base's policy")},
       {"policies", list("the policies, the base first",
                         object("one policy", {{"label", text("its file's name")},
                                               {"name", text("its own name")},
                                               {"sha256", text("of its file as resolved")},
                                               {"differences", list("from the base, in words", difference)}}))},
       {"steady",
        {{"type", {"object", "null"}},
         {"description", "of a steady study: whether a start with all shops green and one with all red agree"},
         {"properties",
          {{"accepted", {{"type", "boolean"}, {"description", "true when all of them agree"}}},
           {"checks", list("by policy and primary metric",
                           object("one check", {{"policy", text("label")},
                                                {"metric", text("which metric")},
                                                {"difference", number("begun red minus begun green")},
                                                {"interval", {{"type", "array"}, {"description", "at 95 %"}}},
                                                {"agrees",
                                                 {{"type", "boolean"},
                                                  {"description", "true when it lies within the minimum"}}}}))}}},
         {"required", {"accepted", "checks"}},
         {"additionalProperties", false}}},
       {"worlds",
        {{"type", {"object", "null"}},
         {"description", "of a study that was tried in other worlds (--worlds): how its decided verdicts fare"},
         {"properties",
          {{"count", count("worlds, each with one pair of runs")},
           {"figures", count("figures of the demand that they draw anew")},
           {"verdicts",
            list("by primary metric and policy",
                 object("one verdict", {{"metric", text("which metric")},
                                        {"policy", text("label")},
                                        {"stands", count("worlds in which the difference keeps its direction, or stays "
                                                         "within the minimum where the verdict is equivalent")},
                                        {"worlds", count("worlds in which the metric is defined")},
                                        {"stands_usually", count("the same of single pairs of the study")},
                                        {"pairs", count("pairs of the study in which the metric is defined")},
                                        {"flips", flip()}}))}}},
         {"required", {"count", "figures", "verdicts"}},
         {"additionalProperties", false}}},
       {"cities",
        {{"type", {"object", "null"}},
         {"description",
          "of a study that was tried in other cities (--cities): what the primary metrics' differences are there; a "
          "question apart, without verdicts"},
         {"properties",
          {{"count", count("cities of the kind of the study's own, which is not among them")},
           {"pairs_each", count("pairs of runs in each")},
           {"first_city_seed", count("seed of the first city; the next has the next seed")},
           {"comparisons", list("by primary metric and policy", in_cities())}}},
         {"required", {"count", "pairs_each", "first_city_seed", "comparisons"}},
         {"additionalProperties", false}}},
       {"comparisons", list("by metric and policy", comparison())},
       {"examples", list("the replications with the largest differences, to be looked at",
                         object("one example", {{"metric", text("which metric")},
                                                {"policy", text("label")},
                                                {"seed", count("seed of the replication")},
                                                {"difference", number("value − base in this pair")},
                                                {"at", maybe_text("an instant worth a look, UTC+8")},
                                                {"shop", maybe_text("id of the shop that it is about")},
                                                {"command", text("opens it, from within the study's folder")}}))}});
  Json whole{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Tricolor compare.json"}};
  whole.update(schema);
  return whole;
}

}  // namespace tricolor::harness
