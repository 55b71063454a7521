#include "report/rows/summary.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/indicators.h"
#include "engine/journal.h"
#include "report/rows/outcomes.h"
#include "report/rows/readings.h"

namespace tricolor::harness {

namespace {

Json score_json(const Score& score) {
  return {{"precision", proportion_json(score.precision)},
          {"recall_all", proportion_json(score.recall_all)},
          {"recall_working", proportion_json(score.recall_working)},
          {"recall_opportunities", proportion_json(score.recall_opportunities)},
          {"delay", delay_json(score.delay_s)}};
}

Json scores_json(const std::map<std::string, Score>& by_class) {
  Json all = Json::object();
  for (const auto& [code, score] : by_class) all[code.empty() ? "all" : code] = score_json(score);
  return all;
}

Json share_json(const engine::Share& share) { return proportion_json({share.hits, share.of}); }

Json indicators_json(const engine::Indicators& it) {
  return {{"incidents", it.incidents},
          {"notices", it.notices},
          {"notices_delivered", it.notices_delivered},
          {"notices_undelivered", it.notices_undelivered},
          {"corrected", it.corrected},
          {"not_corrected", it.not_corrected},
          {"recheck_unknown", it.recheck_unknown},
          {"relapsed", it.relapsed},
          {"cases", it.cases},
          {"cases_voided", it.cases_voided},
          {"cases_warned", it.cases_warned},
          {"cases_should_have_closed", it.cases_should_have_closed},
          {"cases_closed", it.cases_closed},
          {"cases_closed_by_force", it.cases_closed_by_force},
          {"cases_on_time", it.cases_on_time},
          {"reworks", it.reworks},
          {"reports", it.reports},
          {"reports_valid", it.reports_valid},
          {"reports_attached", it.reports_attached},
          {"reviews", it.reviews},
          {"reviews_lapsed", it.reviews_lapsed},
          {"notices_without_receipt", it.notices_without_receipt},
          {"notices_rejected", it.notices_rejected},
          {"notices_given_up", it.notices_given_up},
          {"notices_of_old_owners", it.notices_of_old_owners},
          {"cases_passed_on", it.cases_passed_on},
          {"reports_unverified", it.reports_unverified},
          {"reopened", it.reopened},
          {"cameras_waiting", it.cameras_waiting},
          {"delivered", share_json(it.delivered())},
          {"correction", share_json(it.correction())},
          {"escalation", share_json(it.escalation())},
          {"closing", share_json(it.closing())},
          {"on_time", share_json(it.on_time())},
          {"reworked", share_json(it.rework())},
          {"passed_on", share_json(it.passing_on())},
          {"reopening", share_json(it.reopening())},
          {"review_lapse", share_json(it.review_lapse())},
          {"notice_give_up", share_json(it.notice_give_up())},
          {"unverified_reports", share_json(it.unverified())},
          {"recurring", share_json(it.recurrence())},
          {"valid_reports", proportion_json({it.reports_valid, it.reports})},
          {"attached_reports", proportion_json({it.reports_attached, it.reports})},
          {"acknowledge", delay_json(it.acknowledge_s)},
          {"arrive", delay_json(it.arrive_s)},
          {"close", delay_json(it.close_s)}};
}

Json frames_json(const RunRecord& run) {
  Json by_cause = Json::object();
  for (int cause = 0; cause < kFrameCauses; ++cause)
    by_cause[name_of(static_cast<FrameCause>(cause))] = run.frames.by_cause[static_cast<std::size_t>(cause)];
  const double camera_days = std::max(run.camera_days(), 1e-9);
  return {{"pictures", run.frames.pictures},
          {"by_cause", by_cause},
          {"looks_per_camera_day", static_cast<double>(run.frames.pictures) / camera_days},
          {"still_changes", run.frames.still_changes},
          {"lawful_still_changes", run.frames.lawful_still_changes},
          {"lawful_changes_per_camera_day", static_cast<double>(run.frames.lawful_still_changes) / camera_days},
          {"made_ahead", run.frames.made_ahead},
          {"discarded", run.frames.discarded}};
}

}  // namespace

std::int64_t epoch_ms(engine::Time time) {
  return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

Json proportion_json(const Proportion& share) {
  Json json{{"hits", share.hits}, {"of", share.of}, {"value", nullptr}, {"low", nullptr}, {"high", nullptr}};
  if (share.of > 0) json["value"] = share.value(), json["low"] = share.low(), json["high"] = share.high();
  return json;
}

Json delay_json(const std::vector<double>& ascending_s) {
  Json json{{"n", ascending_s.size()}, {"median", nullptr}, {"low", nullptr}, {"high", nullptr}, {"p90", nullptr}};
  if (ascending_s.empty()) return json;
  // The values may come unsorted, in the journal's order; a median needs them sorted.
  std::vector<double> sorted = ascending_s;
  std::sort(sorted.begin(), sorted.end());
  json["median"] = engine::quantile(sorted, 0.5);
  json["p90"] = engine::quantile(sorted, 0.9);
  const double n = static_cast<double>(sorted.size());
  if (n >= 6) {
    const double half = 1.96 * std::sqrt(n) / 2;
    const auto at = [&](double rank) { return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1]; };
    json["low"] = at(std::floor(n / 2 - half));
    json["high"] = at(std::ceil(1 + n / 2 + half));
  }
  return json;
}

Json policy_changes_json(const RunRecord& run) {
  Json changes = Json::array();
  const auto& all = run.policies.all();
  for (std::size_t i = 1; i < all.size() && all[i].from < run.end; ++i)
    changes.push_back(
        {{"at", engine::to_text(all[i].from)}, {"from", all[i - 1].policy.name}, {"to", all[i].policy.name}});
  return changes;
}

Json troubles_json(const RunRecord& run) {
  Json troubles = Json::array();
  for (const RunTrouble& trouble : run.troubles)
    troubles.push_back({{"kind", name_of(trouble.kind)},
                        {"since", engine::to_text(trouble.since)},
                        {"until", trouble.until ? Json(engine::to_text(*trouble.until)) : Json(nullptr)},
                        {"count", trouble.count},
                        {"lacks", trouble.lacks},
                        {"en", trouble.en},
                        {"zh", trouble.zh}});
  if (run.stopped || (run.partial && run.troubles.empty())) {
    const std::string end = engine::to_text(run.end), planned = engine::to_text(run.planned_end);
    troubles.push_back(
        {{"kind", "stopped"},
         {"en", "Stopped at " + end + ", planned to " + planned + ". What follows speaks of the time before."},
         {"zh", "运行于 " + end + " 中止，计划至 " + planned + "。以下数据截至中止时。"}});
  }
  return troubles;
}

Json summary_json(const RunRecord& run, const Tables& tables) {
  const auto indicators = engine::indicators_of(engine::state_of(run.journal), run.end);
  Json colours{{"green", 0}, {"yellow", 0}, {"red", 0}};
  for (const auto& merchant : tables.merchants)
    colours[engine::name_of(merchant.colour)] = colours[engine::name_of(merchant.colour)].get<int>() + 1;
  Json readings = Json::object();
  for (const auto& reading : readings_of(run))
    readings[reading.name] = {{"green", reading.shops[0]}, {"yellow", reading.shops[1]}, {"red", reading.shops[2]}};

  Json detector = Json::object();
  for (const auto& [kind, found] : run.detector_by_kind) detector[kind] = proportion_json({found.found, found.visible});

  return {{"troubles", troubles_json(run)},
          {"scenario", run.scenario},
          {"about", run.about},
          {"seed", run.seed},
          {"commit", run.commit},
          {"eyes", run.eyes},
          {"policy", run.policy().name},
          {"policy_changes", policy_changes_json(run)},
          {"rung", run.rung},
          {"frames_mode", run.every_frame ? "every" : "key"},
          {"detector_profile", run.profile},
          {"calibration", run.calibration},
          {"calibration_made_by", run.calibration_made_by},
          {"calibration_lacks", run.calibration_lacks},
          {"threads", run.threads},
          {"partial", run.partial},
          {"start", engine::to_text(run.start)},
          {"end", engine::to_text(run.end)},
          {"planned_end", engine::to_text(run.planned_end)},
          {"days", run.days()},
          {"shops", run.configuration.merchants.size()},
          {"cameras", run.configuration.cameras.size()},
          {"officers", run.configuration.officers.size()},
          {"violations", run.judgement.violations.size()},
          {"lawful_look_alikes", run.judgement.lawful_look_alikes},
          {"indicators", indicators_json(indicators)},
          {"incidents_per_camera_day", indicators.incidents / std::max(run.camera_days(), 1e-9)},
          {"by_day", scores_json(run.judgement.by_class_by_day)},
          {"by_night", scores_json(run.judgement.by_class_by_night)},
          {"lost", run.judgement.lost},
          {"wrong", run.judgement.wrong},
          {"undecidable", proportion_json(run.judgement.undecidable_stays)},
          {"apart", scores_json(run.judgement.apart)},
          {"surveyed",
           {{"by_day", scores_json(run.surveyed.by_class_by_day)},
            {"by_night", scores_json(run.surveyed.by_class_by_night)},
            {"lost", run.surveyed.lost},
            {"wrong", run.surveyed.wrong},
            {"innocent", proportion_json(run.surveyed.innocent)},
            {"innocent_shops", run.surveyed.innocent_shops.size()}}},
          {"late", run.judgement.late},
          {"held_after_end", run.judgement.held_after_end},
          {"outcomes", outcomes_json(outcomes_of(run, tables))},
          {"duplicates_per_violation", run.judgement.duplicates_per_violation},
          {"wrong_shop", proportion_json(run.judgement.wrong_shop)},
          {"detector_by_kind", detector},
          {"colours", colours},
          {"readings", readings},
          {"messages_at_the_gateway", run.messages.size()},
          {"repeated_keys", run.repeated_keys},
          {"dispatches", run.dispatches},
          {"citizen_reports", run.citizen_reports},
          {"engine_rebuilds", run.engine_rebuilds},
          {"frames", frames_json(run)},
          {"engine",
           {{"frames", run.engine.frames},
            {"frames_bad", run.engine.frames_bad},
            {"gate_passed", run.engine.gate_passed},
            {"detector_runs", run.engine.detector_runs},
            {"analyses_used", run.frames.analyses_used},
            {"looks_requested", run.engine.looks_requested},
            {"events", run.engine.events}}},
          {"wall_s",
           {{"total", run.wall.total_s},
            {"render", run.wall.render_s},
            {"detect", run.wall.detect_s},
            {"engine", run.wall.engine_s}}},
          {"fingerprints",
           {{"kernel", run.fingerprints.kernel},
            {"scenes", run.fingerprints.scenes},
            {"sightings", run.fingerprints.sightings},
            {"decisions", run.fingerprints.decisions},
            {"journal", run.fingerprints.journal}}}};
}

}  // namespace tricolor::harness
