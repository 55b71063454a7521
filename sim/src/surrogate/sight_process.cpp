#include "sim/surrogate/sight_process.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::sim {
namespace {

constexpr auto kSeen = purpose("surrogate.seen");
constexpr auto kSpells = purpose("surrogate.spells");
constexpr auto kEnd = purpose("surrogate.end");
constexpr auto kPair = purpose("surrogate.pair");
constexpr auto kLook = purpose("surrogate.look");
constexpr auto kPlaceCamera = purpose("surrogate.place_camera");
constexpr auto kThing = purpose("surrogate.thing");
constexpr auto kDay = purpose("surrogate.day");
constexpr auto kAlarm = purpose("surrogate.alarm");
constexpr auto kAlarmEntity = purpose("surrogate.alarm.entity");

Duration seconds(double s) { return Duration{static_cast<std::int64_t>(std::min(s, 1e9) * 1e6)}; }

double logit(double p) { return std::log(p / (1 - p)); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

// The key of a single look: 24 bits for the camera above 40 for the sample.
std::uint64_t look_index(const SightKey& key, std::int64_t sample) {
  return (static_cast<std::uint64_t>(key.camera) << 40) | (static_cast<std::uint64_t>(sample) & ((1ull << 40) - 1));
}

double shared_shift(const DetectorModel& model, const SightKey& key, Time from) {
  double shift = 0;
  const auto add = [&](double sd, const Key& name) {
    if (sd > 0) shift += sd * Draw(name).normal();
  };
  add(model.place_camera_sd, {key.city_seed, key.place, kPlaceCamera, key.camera});
  add(model.thing_sd, {key.seed, key.thing, kThing, 0});
  const auto day = std::chrono::floor<std::chrono::days>(from).time_since_epoch().count();
  add(model.day_sd, {key.seed, 0, kDay, static_cast<std::uint64_t>(day)});
  return shift;
}

}  // namespace

SightProcess::SightProcess(const DetectorModel& model, const SightKey& key, const Sight& sight, Time from)
    : model_(&model), key_(key), sight_(sight), spells_({key.seed, key.thing, kSpells, key.camera}) {
  Draw draw({key.seed, key.thing, kSeen, key.camera});
  never_ = draw.uniform() >= model.seen.probability(sight, shared_shift(model, key, from)) || sight.behind;
  const bool at_once = draw.uniform() < model.at_once.probability(sight);
  const double later_s = draw.lognormal_median(model.seen_later.median_s, model.seen_later.sigma);
  changes_at_ = never_ ? Time::max() : at_once ? from : from + seconds(later_s);
  Draw pair({key.seed, key.thing, kPair, key.camera});
  look_shift_ = model.look_pair_sd * pair.normal();
  confidence_ = model.confidence_log_odds + model.confidence_pair_sd * pair.normal();
  const double times = pair.chance(model.spot.outlier_share) ? model.spot.outlier_times : 1;
  along_m_ = times * model.spot.along_per_m * sight.distance_m * pair.normal();
  across_m_ = times * model.spot.across_per_m * sight.distance_m * pair.normal();
}

void SightProcess::advance() {
  state_ = next_;
  if (state_ == State::seen) {
    plan_spell();
    return;
  }
  const LognormalTime& lasts = state_ == State::hidden ? model_->hidden.lasts : model_->missed.lasts;
  changes_at_ += seconds(spells_.lognormal_median(lasts.median_s, lasts.sigma));
  next_ = State::seen;
}

// Draws when the next spell begins, and of which sort it is: the sooner of two exponential times.
void SightProcess::plan_spell() {
  const auto rate = [&](const Spells& spells) {
    return sight_.night ? spells.by_night_per_hour : spells.by_day_per_hour;
  };
  const double missed = rate(model_->missed), hidden = rate(model_->hidden), both = missed + hidden;
  const double wait = spells_.exponential(1), which = spells_.uniform();
  if (both <= 0) {
    changes_at_ = Time::max();
    return;
  }
  changes_at_ += seconds(wait / both * 3600);
  next_ = which * both < hidden ? State::hidden : State::missed;
}

Time SightProcess::held_until(Time went) const {
  Draw draw({key_.seed, key_.thing, kEnd, key_.camera});
  if (!draw.chance(model_->held_after)) return went;
  return went + seconds(draw.lognormal_median(model_->held_after_by.median_s, model_->held_after_by.sigma));
}

SightProcess::State SightProcess::look(std::int64_t sample) const {
  Draw draw({key_.seed, key_.thing, kLook, look_index(key_, sample)});
  const double mark = draw.uniform();
  const auto share = [&](double mean) { return mean <= 0 ? 0 : mean >= 1 ? 1 : logistic(logit(mean) + look_shift_); };
  const double misses = share(model_->look_misses), hidden = share(model_->look_hidden);
  return mark < misses ? State::missed : mark < misses + hidden ? State::hidden : State::seen;
}

std::uint8_t SightProcess::confidence_256(std::int64_t sample) const {
  Draw draw({key_.seed, key_.thing, kLook, look_index(key_, sample)});
  draw.uniform();
  const double odds = confidence_ + model_->confidence_look_sd * draw.normal();
  return static_cast<std::uint8_t>(std::clamp(256 * logistic(odds), 1.0, 255.0));
}

SightProcess::Error SightProcess::error(std::int64_t sample) const {
  Draw draw({key_.seed, key_.thing, kLook, look_index(key_, sample)});
  draw.uniform();
  draw.normal();
  return {along_m_ + model_->spot.along_look_per_m * sight_.distance_m * draw.normal(),
          across_m_ + model_->spot.across_look_per_m * sight_.distance_m * draw.normal()};
}

double SightProcess::expected_error_m() const {
  // Mean absolute value of a normal variate: 0.798 standard deviations.
  return 0.798 * sight_.distance_m * std::hypot(model_->spot.along_per_m, model_->spot.along_look_per_m);
}

bool misleads(const FalseAlarms& alarms, const SightKey& key, const Thing& thing, double watched_hours) {
  const double rate = alarms.rate_of(thing.kind);
  if (rate <= 0 || watched_hours <= 0) return false;
  double times = 1;
  if (alarms.cluster_shape > 0)
    times = Draw({key.city_seed, key.place, kAlarmEntity, static_cast<std::uint64_t>(thing.kind)})
                .gamma(alarms.cluster_shape, 1 / alarms.cluster_shape);
  return Draw({key.seed, thing.id, kAlarm, 0}).uniform() < 1 - std::exp(-rate * times * watched_hours);
}

}  // namespace tricolor::sim
