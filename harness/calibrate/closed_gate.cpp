#include "calibrate/closed_gate.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "calibrate/paired_ratio.h"
#include "calibrate/pixel_runs.h"
#include "compare/measure.h"
#include "compare/plan/statistics.h"

namespace tricolor::harness {
namespace {

constexpr double kLeastDays = 60;
constexpr std::size_t kLeastRuns = 6;
constexpr double kRatioMargin = 0.10, kColourMargin = 0.02;

}  // namespace

void ClosedGate::add(const Replication& pixels, const LoopInputs& inputs,
                     std::shared_ptr<const sim::DetectorModel> model) {
  Values of_pixels{}, of_events{};
  for (std::size_t i = 0; i < kMetrics; ++i) of_pixels[i] = pixels.values[i].value_or(0);
  const LoopInputs told = told_inputs(inputs, std::move(model));
  LoopOptions options;
  for (int draw = 0; draw < draws_; ++draw) {
    options.eyes_seed = inputs.scenario.seed * 1'000'003 + static_cast<std::uint64_t>(draw);
    const RunRecord run = run_closed_loop(told, options);
    const Replication it = measure(run, run.policies, run.start, "", Start::as_told);
    for (std::size_t i = 0; i < kMetrics; ++i) of_events[i] += it.values[i].value_or(0) / draws_;
  }
  pixels_.push_back(of_pixels);
  events_.push_back(of_events);
}

std::vector<GateFinding> ClosedGate::findings() const {
  std::vector<GateFinding> findings;
  const double days = std::chrono::duration<double>(lasts_).count() / 86400;
  const std::string runs = fmt::format("{} runs of {:.0f} days", pixels_.size(), days);
  const bool enough = days >= kLeastDays && pixels_.size() >= kLeastRuns;
  const std::string asked =
      enough ? "" : fmt::format("; {} runs of {:.0f} days are asked for", kLeastRuns, kLeastDays);
  const auto of = [](const std::vector<Values>& values, Metric metric, std::size_t run) {
    return values[run][static_cast<std::size_t>(metric)];
  };
  for (const Metric metric : {Metric::strikes, Metric::messages, Metric::cases, Metric::officer_minutes}) {
    PairedRatio ratio;
    for (std::size_t run = 0; run < pixels_.size(); ++run) {
      ratio.add_pixels(run, of(pixels_, metric, run), 1);
      ratio.add_events(run, of(events_, metric, run), 1, 1);
    }
    const PairedRatio::Estimate it = ratio.ratio();
    GateFinding finding{{fmt::format("closed loop: {}, ratio 0.90 to 1.10", text_of(metric).name_en), false,
                         pixels_.empty() ? "not tried" : runs + ": too few for an interval"},
                        fmt::format("闭环：{}（比值 0.90–1.10）", text_of(metric).name_zh),
                        true,
                        it.known,
                        it.low,
                        it.high,
                        1 - kRatioMargin,
                        1 + kRatioMargin};
    GateItem& item = finding.item;
    if (it.known) {
      item.shown = enough && it.low >= 1 - kRatioMargin && it.high <= 1 + kRatioMargin;
      item.found = fmt::format("{}: {:.1f} {} in pixels, {:.1f} at events; ratio {:.3f} to {:.3f}{}", runs, it.pixels,
                               text_of(metric).unit_en, it.events, it.low, it.high, asked);
    }
    findings.push_back(finding);
  }
  for (const Metric metric : {Metric::green, Metric::yellow, Metric::red}) {
    std::vector<double> differences;
    double mean = 0;
    for (std::size_t run = 0; run < pixels_.size(); ++run) {
      differences.push_back(of(events_, metric, run) - of(pixels_, metric, run));
      mean += of(pixels_, metric, run) / static_cast<double>(pixels_.size());
    }
    GateFinding finding{{fmt::format("closed loop: {} within 2 points", text_of(metric).name_en), false,
                         pixels_.empty() ? "not tried" : runs + ": too few for an interval"},
                        fmt::format("闭环：{}（±2 个百分点）", text_of(metric).name_zh),
                        false,
                        false,
                        0,
                        0,
                        -kColourMargin,
                        kColourMargin};
    GateItem& item = finding.item;
    if (differences.size() > 1) {
      const Moments moments = moments_of(differences);
      const Interval it = stein_interval(moments.mean, moments.count, moments.deviation, moments.count, 0.10);
      finding.known = true, finding.low = it.low, finding.high = it.high;
      item.shown = enough && it.low >= -kColourMargin && it.high <= kColourMargin;
      item.found = fmt::format("{}: {:.1f} % in pixels; difference {:+.2f} to {:+.2f} points{}", runs, 100 * mean,
                               100 * it.low, 100 * it.high, asked);
    }
    findings.push_back(finding);
  }
  return findings;
}

}  // namespace tricolor::harness
