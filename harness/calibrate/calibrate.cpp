#include "calibrate/calibrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "calibrate/closed_gate.h"
#include "calibrate/open_gate.h"
#include "calibrate/pixel_runs.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Fewest things of a class in the sample for the class to be covered.
constexpr std::int64_t kLeastOfClass = 30;
// Pairs of a class that the gate asks for.
constexpr std::int64_t kEnoughOfClass = 2000;
// Longest dwell that is covered: spells are seen over the length of a stay, whose median is about an hour. Assumed.
constexpr double kGreatestDwellS = 1800;

std::int64_t pairs_of(const Sample& sample, const engine::ViolationClass& entry) {
  return std::count_if(sample.pairs.begin(), sample.pairs.end(), [&](const SampledPair& pair) {
    const std::string& kind = sim::KindTable::well_known()->name_of(pair.sight.kind);
    return std::find(entry.kinds.begin(), entry.kinds.end(), kind) != entry.kinds.end();
  });
}

std::vector<std::string> covered_classes(const Sample& sample, const engine::ClassTable& classes) {
  std::vector<std::string> covered;
  for (const engine::ViolationClass& entry : classes)
    if (pairs_of(sample, entry) >= kLeastOfClass) covered.push_back(entry.code_name);
  return covered;
}

}  // namespace

CalibrationMade calibrate(const LoopInputs& base, const std::string& detector, const CalibrationPlan& plan) {
  const auto say = [&](const std::string& line) {
    if (plan.say) plan.say(line);
  };
  Sample sample;
  const PixelRuns pixel_runs(base, plan.runs, detector, plan.threads, plan.say);
  const auto seeds_from = [&](std::uint64_t first, int count) {
    std::vector<std::uint64_t> seeds;
    for (; seeds.size() < static_cast<std::size_t>(count); ++first)
      if (std::ranges::count(plan.leave_out, first) == 0) seeds.push_back(first);
    return seeds;
  };
  for (const std::uint64_t seed : seeds_from(plan.seed, plan.seeds)) {
    sample.add(sample_of(pixel_runs.silent(PixelRole::sample, seed, plan.lasts), kSampleDwell));
    say(fmt::format("sample {}: {} things, {} pairs of thing and camera so far", seed, sample.things,
                    sample.pairs.size()));
  }
  if (!plan.runs.empty()) write_whole(std::filesystem::path(plan.runs) / "pairs.csv", pairs_csv(sample));
  CalibrationMade made;
  Calibration& calibration = made.calibration;
  calibration.model = fit_model(sample, made.fits_json);
  calibration.name = "street";
  calibration.eyes = base.vision->identity();
  calibration.detector = detector;
  calibration.engine = kStayRules;
  const double hours = std::chrono::duration<double, std::ratio<3600>>(plan.lasts).count();
  const double loop_hours = std::chrono::duration<double, std::ratio<3600>>(plan.loop_lasts).count();
  calibration.made_by = fmt::format(
      "tricolor calibrate at {}, scenario {}, {} runs of {:.0f} h from seed {}; gate: {} runs of {:.0f} h from seed {} "
      "with {} sets of eyes, {} runs of {:.0f} h from seed {} with {}",
      base.commit, base.scenario.name, plan.seeds, hours, plan.seed, plan.gate_seeds, hours, plan.gate_seed, plan.draws,
      plan.loop_seeds, loop_hours, plan.loop_seed, plan.loop_draws);
  if (!plan.leave_out.empty())
    calibration.made_by += fmt::format("; left out, because looked at: {}", fmt::join(plan.leave_out, ", "));
  // One generator draws the streets of all these cities and hangs their cameras, so that a fit on one holds for the
  // others.
  calibration.cities = {"xinhua_road", "towns", "streets"};
  calibration.classes = covered_classes(sample, base.classes);
  calibration.least_dwell_s = std::chrono::duration<double>(kSampleDwell).count();
  calibration.greatest_dwell_s = kGreatestDwellS;
  for (std::size_t kind = 0; kind < calibration.alarms_at_most.size(); ++kind)
    calibration.alarms_at_most[kind] = sample.alarms.by_kind[kind].at_most();

  const auto model = std::make_shared<const sim::DetectorModel>(calibration.model);
  OpenGate open_gate(plan.draws);
  for (const std::uint64_t seed : seeds_from(plan.gate_seed, plan.gate_seeds)) {
    open_gate.add({inputs_of(PixelRole::open_loop, base, seed, plan.lasts),
                   pixel_runs.silent(PixelRole::open_loop, seed, plan.lasts)},
                  model);
    say(fmt::format("open gate {}", seed));
  }
  ClosedGate closed_gate(plan.loop_draws, plan.loop_lasts);
  for (const std::uint64_t seed : seeds_from(plan.loop_seed, plan.loop_seeds)) {
    closed_gate.add(pixel_runs.answered(seed, plan.loop_lasts),
                    inputs_of(PixelRole::closed_loop, base, seed, plan.loop_lasts), model);
    say(fmt::format("closed gate {}", seed));
  }
  // The method asks for 2,000 stays of each class; what there were stands beside it.
  std::string counts;
  bool enough = true;
  for (const engine::ViolationClass& entry : base.classes) {
    const std::int64_t of_class = pairs_of(sample, entry);
    enough = enough && of_class >= kEnoughOfClass;
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", entry.code_name, of_class);
  }
  calibration.gate.push_back(
      {fmt::format("at least {} pairs of thing and camera a class", kEnoughOfClass), enough, counts});
  for (const auto& findings : {open_gate.findings(), closed_gate.findings()})
    for (const GateFinding& finding : findings) {
      calibration.gate.push_back(finding.item);
      made.findings.push_back(finding);
    }
  for (const GateItem& item : calibration.gate)
    say(fmt::format("{:<4}{:<62}{}", item.shown ? "yes" : "no", item.what, item.found));
  for (const auto& [what, recall] : open_gate.recall_by()) {
    const auto it = recall.difference();
    say(fmt::format("  recall, {:<28} {:.3f} of {:.0f} in pixels, {:.3f} at events", what, it.pixels, it.of_pixels,
                    it.events));
  }
  return made;
}

}  // namespace tricolor::harness
