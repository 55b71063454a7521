#include "load/recovery.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

using Json = nlohmann::ordered_json;

// Latency and queue below which a second is steady whatever came before it: a picture that is judged within a fifth of
// a second, and as many waiting as one thread serves in that time.
constexpr std::int64_t kSteadyUs = 200'000;
constexpr std::uint64_t kSteadyWaiting = 64;

struct Mean {
  double value = 0, variance = 0;  ///< Of the mean.
};

Mean mean_of(const StageCost& cost, std::size_t stage) {
  if (cost.pictures < 2) return {};
  const auto n = static_cast<double>(cost.pictures);
  const double mean = cost.cpu_ms[stage] / n;
  const double spread = std::max(0.0, cost.cpu_ms_squared[stage] / n - mean * mean) * n / (n - 1);
  return {mean, spread / n};
}

double seconds_of_duration(engine::Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

}  // namespace

std::optional<SlowedStage> slowed_stage(const StageCost& without, const StageCost& with) {
  std::optional<SlowedStage> found;
  if (without.pictures < 2 || with.pictures < 2) return found;
  for (std::size_t i = 0; i < kStages; ++i) {
    const Mean before = mean_of(without, i), after = mean_of(with, i);
    if (before.value <= 0 || after.value <= 0) continue;
    // Interval of the logarithm of the ratio (delta method). The factor is the normal one for 95 % over all nine
    // stages together (Bonferroni), so that one run in twenty at most names a stage where none was slowed.
    constexpr double kFactor = 2.77;
    const double ratio = after.value / before.value;
    const double spread =
        std::sqrt(before.variance / (before.value * before.value) + after.variance / (after.value * after.value));
    const SlowedStage it{static_cast<Stage>(i), ratio - 1, ratio * std::exp(-kFactor * spread) - 1,
                         ratio * std::exp(kFactor * spread) - 1};
    if (it.low > 0 && (!found || it.more > found->more)) found = it;
  }
  return found;
}

std::optional<int> seconds_to_steady(const std::vector<SecondFigures>& seconds, std::size_t broken_second,
                                     std::size_t over_second) {
  if (over_second >= seconds.size()) return std::nullopt;
  std::int64_t usual_us = kSteadyUs / 2;
  std::uint64_t usual_waiting = kSteadyWaiting / 2;
  for (std::size_t i = 0; i < broken_second; ++i) {
    usual_us = std::max(usual_us, seconds[i].p99_us);
    usual_waiting = std::max(usual_waiting, seconds[i].waiting);
  }
  const auto steady = [&](const SecondFigures& it) {
    return it.p99_us <= 2 * usual_us && it.waiting <= 2 * usual_waiting && it.dropped == 0;
  };
  std::size_t from = seconds.size();
  while (from > over_second && steady(seconds[from - 1])) --from;
  if (from == seconds.size()) return std::nullopt;
  return static_cast<int>(from - over_second);
}

Json broken_json(const PointSettings& settings, const PointResult& result) {
  const Breaking& breaking = settings.breaking;
  const auto broken_second = static_cast<std::size_t>(seconds_of_duration(settings.measured / 3));
  const auto over_second =
      static_cast<std::size_t>(std::ceil(seconds_of_duration(settings.broken_until() - settings.warmup)));
  Json json;
  json["planted"] = Json::object();
  if (breaking.slow_stage)
    json["planted"]["slow"] = {{"stage", std::string(name_of(*breaking.slow_stage))}, {"share", breaking.slow_share}};
  if (breaking.stall.count()) json["planted"]["stall_s"] = seconds_of_duration(breaking.stall);
  if (breaking.burst_for.count())
    json["planted"]["burst"] = {{"times", breaking.burst_times}, {"for_s", seconds_of_duration(breaking.burst_for)}};
  if (breaking.silent_camera) json["planted"]["silent_camera"] = 0;
  if (breaking.slow_store.count()) json["planted"]["slow_store_s"] = seconds_of_duration(breaking.slow_store);
  if (breaking.clump)
    json["planted"]["clump"] = {{"camera", std::min(1, settings.cameras - 1)}, {"pictures", breaking.clump}};
  if (breaking.full_disk) json["planted"]["full_disk_s"] = seconds_of_duration(settings.measured / 3);
  json["since_s"] = seconds_of_duration(settings.measured / 3);
  json["found_slow"] = nullptr;
  if (const auto found = slowed_stage(result.cost, result.cost_slowed))
    json["found_slow"] = {{"stage", std::string(name_of(found->stage))},
                          {"more", found->more},
                          {"low", found->low},
                          {"high", found->high}};
  // Cameras of which nothing was seen for most of the rest.
  json["found_silent"] = Json::array();
  const double still_s = seconds_of_duration(settings.measured - settings.measured / 3);
  for (std::size_t camera = 0; camera < static_cast<std::size_t>(settings.cameras); ++camera)
    if (seconds_of_duration(result.gaps->unseen_at_end(static_cast<int>(camera))) > std::max(3.0, 0.5 * still_s))
      json["found_silent"].push_back(camera);
  json["steady_again_s"] = nullptr;
  if (breaking.passes())
    if (const auto seconds = seconds_to_steady(result.seconds, broken_second, over_second))
      json["steady_again_s"] = *seconds;
  json["open_dropped"] = result.dropped_of_open;
  json["store_refusals"] = result.store_refusals;
  json["evidence_lost"] = result.evidence_lost;
  json["events_unstored"] = result.events_unstored;
  return json;
}

}  // namespace tricolor::harness
