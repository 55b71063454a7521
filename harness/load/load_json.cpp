#include "load/load_json.h"

#include <algorithm>
#include <cmath>

#include "engine/thumbnail.h"
#include "load/growth.h"
#include "load/recovery.h"

namespace tricolor::harness {
namespace {

double seconds_of(engine::Duration duration) { return static_cast<double>(duration.count()) / 1e6; }
double ms(double us) { return us / 1000; }
double share_of(double part, double whole) { return whole > 0 ? part / whole : 0; }

LoadJson percentiles_ms(const LatencyHistogram& histogram) {
  LoadJson json;
  json["count"] = histogram.count();
  json["mean"] = ms(histogram.mean_us());
  for (const auto& [key, share] : {std::pair{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}})
    json[key] = ms(static_cast<double>(histogram.at_share(share)));
  json["max"] = ms(static_cast<double>(histogram.most_us()));
  return json;
}

LoadJson with_buckets(const LatencyHistogram& histogram) {
  LoadJson json = percentiles_ms(histogram);
  LoadJson buckets = LoadJson::array();
  histogram.each_bucket([&](std::int64_t low, std::int64_t high, std::uint64_t count) {
    buckets.push_back(LoadJson::array({low, high, count}));
  });
  json["buckets"] = std::move(buckets);
  return json;
}

LoadJson gaps_json(const LookGaps& gaps) {
  const auto of = [](const LatencyHistogram& histogram) {
    LoadJson json;
    json["count"] = histogram.count();
    for (const auto& [key, share] : {std::pair{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}})
      json[key] = static_cast<double>(histogram.at_share(share)) / 1e6;
    json["max"] = static_cast<double>(histogram.most_us()) / 1e6;
    return json;
  };
  LoadJson json = of(gaps.all());
  json["long"] = gaps.long_gaps();
  json["cameras_with_long"] = gaps.cameras_with_long_gaps();
  json["of_open"] = of(gaps.of_open());
  json["of_open"]["long"] = gaps.long_gaps_of_open();
  return json;
}

LoadJson stages_json(const PointResult& result) {
  LoadJson list = LoadJson::array();
  const auto pictures = static_cast<double>(result.cost.pictures + result.cost_slowed.pictures);
  for (std::size_t i = 0; i < kStages; ++i) {
    LoadJson stage;
    stage["stage"] = std::string(name_of(static_cast<Stage>(i)));
    stage["cpu_ms_per_picture"] = share_of(result.cost.cpu_ms[i] + result.cost_slowed.cpu_ms[i], pictures);
    stage["latency_ms"] = with_buckets(result.stages[i]);
    list.push_back(std::move(stage));
  }
  return list;
}

}  // namespace

LoadJson point_json(const PointSettings& settings, const PointResult& result, const PointVerdicts* verdicts) {
  const double planned_s = seconds_of(settings.measured);
  const double seconds = result.stopped ? std::min(planned_s, std::max(0.001, result.measured_s)) : planned_s;
  const auto offered = static_cast<double>(result.offered), analysed = static_cast<double>(result.analysed);
  const auto served = static_cast<double>(result.served);
  LoadJson json;
  json["channels"] = settings.cameras;
  json["partial"] = result.stopped;
  json["measured_s"] = seconds;
  json["offered"] = {{"pictures", result.offered}, {"per_s", offered / seconds}};
  json["analysed"] = {
      {"pictures", result.analysed}, {"per_s", analysed / seconds}, {"share", share_of(analysed, offered)}};
  json["dropped"] = {{"pictures", result.dropped}, {"of_open", result.dropped_of_open}};
  json["gaps_s"] = gaps_json(*result.gaps);
  json["latency_ms"] = with_buckets(result.latency);
  json["latency_of_open_ms"] = percentiles_ms(result.latency_of_open);
  json["handed_late_ms"] = percentiles_ms(result.handed_late);
  json["stages"] = stages_json(result);
  json["waiting"] = {{"mean", result.waiting_mean}, {"most", result.waiting_most}};
  json["cpu"] = {{"engine_ms_per_picture", share_of(1000 * result.engine_cpu_s, served)},
                 {"engine_s", result.engine_cpu_s},
                 {"engine_cores", share_of(result.engine_cpu_s, result.measured_s)},
                 {"arrivals_s", result.arrivals_cpu_s},
                 {"twin_s", result.twin_cpu_s},
                 {"others_share", result.others_cpu_share}};
  const std::uint64_t grown = result.private_bytes_after > result.private_bytes_before
                                  ? result.private_bytes_after - result.private_bytes_before
                                  : 0;
  json["memory"] = {{"engine_bytes", grown},
                    {"bytes_per_channel", grown / static_cast<std::uint64_t>(settings.cameras)},
                    {"picture_bytes", result.counted.picture_bytes}};
  json["work"] = {{"pictures", result.counted.frames},
                  {"pictures_bad", result.counted.frames_bad},
                  {"changed", result.counted.gate_passed},
                  {"changed_share", share_of(static_cast<double>(result.counted.gate_passed),
                                             static_cast<double>(result.counted.frames))},
                  {"analysed_by_net", result.counted.detector_runs},
                  {"made_ahead", result.made_ahead},
                  {"made_ahead_used", result.made_ahead_used},
                  {"closer_looks", result.closer_looks},
                  {"multiply_adds", result.multiply_adds ? LoadJson(*result.multiply_adds) : LoadJson(nullptr)},
                  {"cells", result.counted.frames * engine::Thumbnail::Cells{}.size()},
                  {"allocations", result.allocations},
                  {"looks_requested", result.counted.looks_requested},
                  {"events", result.counted.events},
                  {"stays_begun", result.stays_begun},
                  {"trace_left_out", result.trace_left_out},
                  {"cameras_blind", result.cameras_blind},
                  {"store_refusals", result.store_refusals},
                  {"journal_bytes", result.journal_bytes},
                  {"evidence_bytes", result.evidence_bytes}};
  json["carried"] = static_cast<double>(result.gaps->all().at_share(0.99)) / 1e6 <= kCarriedGapS && offered > 0 &&
                    share_of(analysed, offered) >= kCarriedShare;
  json["deadlines"] = {{"count", result.timers_late.count()},
                       {"missed", result.timers_missed},
                       {"late_ms_p99", ms(static_cast<double>(result.timers_late.at_share(0.99)))},
                       {"late_ms_max", ms(static_cast<double>(result.timers_late.most_us()))}};
  json["verdicts"] = verdicts ? verdicts_json(*verdicts) : LoadJson(nullptr);
  json["broken"] = settings.breaking.any() ? broken_json(settings, result) : LoadJson(nullptr);
  LoadJson by_second = LoadJson::array();
  for (const SecondFigures& it : result.seconds)
    by_second.push_back(
        LoadJson::array({it.offered, it.analysed, it.dropped, ms(static_cast<double>(it.p99_us)), it.waiting}));
  json["seconds"] = std::move(by_second);
  return json;
}

LoadJson load_json(const LoadHead& head, std::vector<LoadJson> points) {
  std::sort(points.begin(), points.end(),
            [](const LoadJson& a, const LoadJson& b) { return a["channels"] < b["channels"]; });
  LoadJson json;
  json["scenario"] = head.scenario;
  json["commit"] = head.commit;
  json["eyes"] = head.eyes;
  json["machine"] = {{"processor", head.processor}, {"processors", head.processors}};
  json["seed"] = head.seed;
  json["begins"] = head.begins;
  json["city_cameras"] = head.city_cameras;
  json["source"] = head.source;
  json["profile"] = head.profile.empty() ? LoadJson(nullptr) : LoadJson(head.profile);
  json["changed_share_asked"] = head.profile.empty() ? LoadJson(nullptr) : LoadJson(head.changed_share);
  json["fps"] = head.fps;
  json["measured_s"] = head.measured_s;
  json["warmup_s"] = head.warmup_s;
  json["threads"] = head.threads;
  // The knee is the last of the points, from the smallest on, that are carried without one between that is not.
  LoadJson knee = nullptr;
  const LoadJson* carried = nullptr;
  bool all = !points.empty();
  double others = 0;
  for (const LoadJson& point : points) {
    others = std::max(others, point["cpu"]["others_share"].get<double>());
    if (all && point["carried"].get<bool>() && !point["partial"].get<bool>()) carried = &point;
    else all = false;
  }
  if (carried)
    knee = {{"channels", (*carried)["channels"]},
            {"beyond", all},
            {"engine_ms_per_picture", (*carried)["cpu"]["engine_ms_per_picture"]}};
  json["knee"] = knee;
  std::vector<std::pair<double, double>> costs;
  for (const LoadJson& point : points)
    if (point["carried"].get<bool>() && !point["partial"].get<bool>())
      costs.emplace_back(point["channels"].get<double>(), point["cpu"]["engine_cores"].get<double>());
  json["growth"] = nullptr;
  if (const auto growth = growth_of(costs))
    json["growth"] = {
        {"exponent", growth->exponent}, {"low", growth->low}, {"high", growth->high}, {"points", growth->points}};
  json["calculated"] = nullptr;
  if (carried) {
    const double cost_ms = (*carried)["cpu"]["engine_ms_per_picture"];
    json["calculated"] = {{"channels_per_core", share_of(1000, cost_ms * head.fps)},
                          {"from_channels", (*carried)["channels"]}};
  }
  json["others_share_most"] = others;
  json["points"] = points;
  return json;
}

}  // namespace tricolor::harness
