// Turns a sample into the parameters of the model, and writes down of each what it was fitted on.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "calibrate/calibrate.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

// Precision of the normal prior of the logistic weights: log-odds differ by a few units at most. Assumed.
constexpr double kRidge = 1.0;
// Fewest observations on which an estimate stands; with fewer, the value that is assumed stays.
constexpr std::size_t kLeast = 10;
// Log-odds of the closer looks from which on the engine is sure of an accusation (engine: ten to one).
constexpr double kSureOdds = 2.3;
// Error of a stay's end that is rounding: the picture before and after.
constexpr auto kAtOnce = 3s;

// Longest time for which a thing that went is taken to be held. No camera is left without a look for longer, so that
// what stands there later is another thing.
constexpr auto kHeldAtMost = 60min;

double seconds(sim::Duration d) { return std::chrono::duration<double>(d).count(); }

Json share_json(const Proportion& share) {
  return {
      {"value", share.value()}, {"hits", share.hits}, {"of", share.of}, {"low", share.low()}, {"high", share.high()}};
}
Json time_json(const sim::LognormalTime& time, std::size_t n) {
  return {{"median_s", time.median_s}, {"sigma", time.sigma}, {"n", n}, {"fitted", n >= kLeast}};
}

double robust_sd(std::vector<double> values) {
  if (values.size() < kLeast) return 0;
  for (double& value : values) value = std::abs(value);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return 1.4826 * values[values.size() / 2];
}

void fit_seen(const Sample& sample, sim::DetectorModel& model, Json& fits) {
  std::vector<LogisticRow> seen, at_once;
  std::vector<double> later_s;
  Proportion behind;  // A front between them is a limit of the model, and no term.
  for (const SampledPair& pair : sample.pairs) {
    if (pair.sight.behind) behind.add(!pair.stays.empty());
    else if (pair.until - pair.from >= kStaysLong) seen.push_back({pair.sight, !pair.stays.empty()});
    if (pair.stays.empty()) continue;
    const sim::Duration delay = pair.stays.front().onset - pair.from;
    at_once.push_back({pair.sight, delay <= kAtOnce});
    if (delay > kAtOnce) later_s.push_back(seconds(delay));
  }
  model.seen = fit_logistic(seen, kRidge);
  model.at_once = fit_logistic(at_once, kRidge);
  model.seen_later = fit_lognormal(later_s, kLeast, {60, 1});
  std::vector<GroupedOutcome> by_place, by_thing;
  for (const SampledPair& pair : sample.pairs) {
    if (pair.until - pair.from < kStaysLong || pair.sight.behind) continue;
    const double p = model.seen.probability(pair.sight);
    by_place.push_back({pair.place_camera, !pair.stays.empty(), p});
    by_thing.push_back({pair.thing, !pair.stays.empty(), p});
  }
  model.place_camera_sd = std::min(shared_sd(by_place), 3.0);
  model.thing_sd = std::min(shared_sd(by_thing), 3.0);
  const auto share_of = [](const std::vector<LogisticRow>& rows) {
    Proportion share;
    for (const LogisticRow& row : rows) share.add(row.hit);
    return share;
  };
  fits["seen"] = share_json(share_of(seen));
  fits["seen_behind_fronts"] = share_json(behind);
  fits["at_once"] = share_json(share_of(at_once));
  fits["seen_later"] = time_json(model.seen_later, later_s.size());
  Json by_kind = Json::object();
  for (int kind = 0; kind < sim::kWellKnownKinds; ++kind) {
    Proportion share;
    for (const LogisticRow& row : seen)
      if (static_cast<int>(row.sight.kind) == kind) share.add(row.hit);
    if (share.of > 0)
      by_kind[sim::KindTable::well_known()->name_of(static_cast<sim::ThingKind>(kind))] = share_json(share);
  }
  fits["seen_by_kind"] = by_kind;
  Proportion by_day, by_night;
  for (const LogisticRow& row : seen) (row.sight.night ? by_night : by_day).add(row.hit);
  Json by_distance = Json::array(), by_cut = Json::array();
  const auto band = [&](Json& rows, const char* key, double low, double high, auto of) {
    Proportion share;
    double expected = 0;
    for (const LogisticRow& row : seen)
      if (of(row.sight) >= low && of(row.sight) < high)
        share.add(row.hit), expected += model.seen.probability(row.sight);
    if (share.of == 0) return;
    Json json = share_json(share);
    json[key] = {low, high};
    json["fitted"] = expected / static_cast<double>(share.of);
    rows.push_back(json);
  };
  for (const auto& [low, high] : {std::pair(0., 10.),
                                  {10., 12.},
                                  {12., 14.},
                                  {14., 16.},
                                  {16., 18.},
                                  {18., 20.},
                                  {20., 22.},
                                  {22., 25.},
                                  {25., 30.},
                                  {30., 60.}})
    band(by_distance, "distance_m", low, high, [](const sim::Sight& sight) { return sight.distance_m; });
  for (const auto& [low, high] : {std::pair(0., .2), {.2, .4}, {.4, .5}, {.5, .6}, {.6, .7}, {.7, .8}, {.8, 1.01}})
    band(by_cut, "cut_off", low, high, [](const sim::Sight& sight) { return sight.cut_off; });
  fits["seen_by_distance"] = by_distance;
  fits["seen_by_cut_off"] = by_cut;
  fits["seen_by_day"] = share_json(by_day);
  fits["seen_by_night"] = share_json(by_night);
  // Group effects shift log-odds on average towards even odds; the intercept is moved so that the mean share stays.
  const double var = model.place_camera_sd * model.place_camera_sd + model.thing_sd * model.thing_sd;
  for (double& weight : model.seen.weight) weight *= std::sqrt(1 + 0.346 * var);
}

void fit_spells(const Sample& sample, sim::DetectorModel& model, Json& fits) {
  Rate missed[2], hidden[2];
  std::vector<double> missed_s, hidden_s, held_s;
  Proportion held;
  for (const SampledPair& pair : sample.pairs) {
    const int night = pair.sight.night ? 1 : 0;
    for (std::size_t i = 0; i < pair.stays.size(); ++i) {
      const SampledStay& stay = pair.stays[i];
      const sim::Time end = std::min(stay.last_seen, pair.until);
      const double exposure_h = std::max(0.0, seconds(end - stay.onset)) / 3600;
      missed[night].exposure += exposure_h, hidden[night].exposure += exposure_h;
      const bool before_it_went = !stay.open && stay.ended < pair.until - kAtOnce;
      // A stay that was dropped at its dwell, because the detector was not sure, is no spell: see the confidence.
      if (before_it_went && stay.confirmed) {
        ++(stay.by_blindness ? hidden : missed)[night].events;
        if (i + 1 < pair.stays.size())
          (stay.by_blindness ? hidden_s : missed_s)
              .push_back(std::max(1.0, seconds(pair.stays[i + 1].onset - stay.last_seen)));
      }
      if (!pair.stood_on && stay.ended >= pair.until) {
        const double after_s = seconds(stay.last_seen - pair.until);
        if (after_s > seconds(kHeldAtMost)) continue;
        held.add(after_s > seconds(kAtOnce));
        if (after_s > seconds(kAtOnce)) held_s.push_back(after_s);
      }
    }
  }
  model.missed = {missed[0].value(), missed[1].value(), fit_lognormal(missed_s, kLeast, {300, 1})};
  model.hidden = {hidden[0].value(), hidden[1].value(), fit_lognormal(hidden_s, kLeast, {300, 1})};
  model.held_after = held.value();
  model.held_after_by = fit_lognormal(held_s, kLeast, {300, 1});
  for (const auto& [name, rates] : {std::pair("missed", missed), std::pair("hidden", hidden)})
    fits[name] = {{"by_day", rates[0].events},
                  {"hours_by_day", rates[0].exposure},
                  {"by_night", rates[1].events},
                  {"hours_by_night", rates[1].exposure}};
  fits["missed"]["lasts"] = time_json(model.missed.lasts, missed_s.size());
  fits["hidden"]["lasts"] = time_json(model.hidden.lasts, hidden_s.size());
  fits["held_after"] = share_json(held);
  fits["held_after_by"] = time_json(model.held_after_by, held_s.size());
}

void fit_looks(const Sample& sample, sim::DetectorModel& model, Json& fits) {
  Proportion misses, hidden, unsure;
  double odds = 0;
  std::int64_t sure = 0;
  for (const SampledPair& pair : sample.pairs)
    for (const SampledStay& stay : pair.stays) {
      const bool dropped = !stay.confirmed && !stay.open && stay.undecided_at_dwell && stay.ended < pair.until;
      if (!stay.confirmed && !dropped && !stay.missed_at_dwell && !stay.hidden_at_dwell) continue;
      misses.add(stay.missed_at_dwell);
      hidden.add(stay.hidden_at_dwell);
      if (stay.confirmed || dropped) unsure.add(dropped);
      if (!stay.confirmed) continue;
      const double p = (stay.score_256 + 0.5) / 256;
      odds += std::log(p / (1 - p));
      ++sure;
    }
  model.look_misses = misses.value();
  model.look_hidden = hidden.value();
  model.look_pair_sd = 1;  // Assumed: a stay has one look at its dwell, which shows no pair's own share.
  if (sure >= static_cast<std::int64_t>(kLeast)) {
    const Normal confidence = fit_above(kSureOdds, odds / static_cast<double>(sure), unsure.value());
    model.confidence_log_odds = confidence.mean;
    model.confidence_pair_sd = confidence.sd;
    model.confidence_look_sd = 0.3 * confidence.sd;  // Assumed share of single looks.
  }
  fits["look_misses"] = share_json(misses);
  fits["look_hidden"] = share_json(hidden);
  fits["unsure_at_dwell"] = share_json(unsure);
  fits["confidence"] = {{"mean_log_odds_of_the_sure", sure > 0 ? odds / static_cast<double>(sure) : 0}, {"n", sure}};
  fits["assumed"] = {"look_pair_sd", "confidence_look_sd", "day_sd"};
}

void fit_spots(const Sample& sample, sim::DetectorModel& model, Json& fits) {
  std::vector<double> along, across, along_again, across_again;
  for (const SampledPair& pair : sample.pairs) {
    const double d = pair.sight.distance_m;
    for (std::size_t i = 0; i < pair.stays.size(); ++i) {
      if (i == 0) {
        along.push_back(pair.stays[0].along_m / d), across.push_back(pair.stays[0].across_m / d);
        continue;
      }
      // The persistent part falls out of the difference of two looks.
      along_again.push_back((pair.stays[i].along_m - pair.stays[0].along_m) / d / std::sqrt(2.0));
      across_again.push_back((pair.stays[i].across_m - pair.stays[0].across_m) / d / std::sqrt(2.0));
    }
  }
  const auto split = [](double all, double look, double& persistent, double& single) {
    // Where no pair was seen to begin twice, three quarters of the variance are taken to be persistent. Assumed.
    single = look > 0 ? std::min(look, all) : all / 2;
    persistent = std::sqrt(std::max(0.0, all * all - single * single));
  };
  const double all_along = robust_sd(along), all_across = robust_sd(across);
  split(all_along, robust_sd(along_again), model.spot.along_per_m, model.spot.along_look_per_m);
  split(all_across, robust_sd(across_again), model.spot.across_per_m, model.spot.across_look_per_m);
  // The median says how far outliers lie: one thing of which the picture shows a corner would decide the mean.
  Proportion outliers;
  std::vector<double> times;
  for (const double error : along) {
    const bool out = all_along > 0 && std::abs(error) > 4 * all_along;
    outliers.add(out);
    if (out) times.push_back(std::abs(error) / all_along);
  }
  model.spot.outlier_share = outliers.value();
  if (!times.empty()) {
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    model.spot.outlier_times = std::max(1.0, *middle);
  }
  fits["spot"] = {{"n", along.size()},
                  {"n_again", along_again.size()},
                  {"along_sd_per_m", all_along},
                  {"across_sd_per_m", all_across},
                  {"outliers", share_json(outliers)}};
}

void fit_alarms(const Sample& sample, sim::DetectorModel& model, Json& fits) {
  Json rates = Json::object();
  for (int kind = 0; kind < sim::kWellKnownKinds; ++kind) {
    const Rate& rate = sample.alarms.by_kind[static_cast<std::size_t>(kind)];
    model.alarms.per_watched_hour[static_cast<std::size_t>(kind)] = rate.value();
    if (rate.exposure > 0)
      rates[sim::KindTable::well_known()->name_of(static_cast<sim::ThingKind>(kind))] = {
          {"alarms", rate.events}, {"watched_hours", rate.exposure}, {"per_hour_at_most", rate.at_most()}};
  }
  fits["alarms"] = rates;
  fits["alarms_of_nothing"] = sample.alarms.of_nothing;
  fits["camera_hours"] = sample.alarms.camera_hours;
}

}  // namespace

sim::DetectorModel fit_model(const Sample& sample, std::string& fits_json) {
  sim::DetectorModel model;
  Json fits{{"things", sample.things}, {"pairs", sample.pairs.size()}, {"left_out_as_crowded", sample.crowded}};
  fit_seen(sample, model, fits);
  fit_spells(sample, model, fits);
  fit_looks(sample, model, fits);
  fit_spots(sample, model, fits);
  fit_alarms(sample, model, fits);
  fits_json = fits.dump();
  return model;
}

}  // namespace tricolor::harness
