#include "calibrate/calibrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Dwell of the sample: short, so that each stay is looked at soon and many are.
constexpr auto kSampleDwell = 30s;
// Times as much as usual happens in the sample, so that a day of a street has enough. A shop still puts something out
// less than once a day, so that things seldom stand beside one another.
constexpr double kMoreOften = 10;
// Fewest things of a class in the sample for the class to be covered.
constexpr std::int64_t kLeastOfClass = 30;
// Pairs of a class that the gate asks for.
constexpr std::int64_t kEnoughOfClass = 2000;
// Longest dwell that is covered: spells are seen over the length of a stay, whose median is about an hour. Assumed.
constexpr double kGreatestDwellS = 1800;

LoopInputs with_more(const LoopInputs& base, std::uint64_t seed, sim::Duration lasts) {
  LoopInputs inputs = base;
  inputs.scenario.seed = seed;
  inputs.scenario.lasts = lasts;
  inputs.scenario.rung = "pixels";
  inputs.scenario.every_frame = false;
  sim::Demand& demand = inputs.demand.figures;
  for (double* figure : {&demand.merchant_incidents_per_30_days, &demand.vendors_per_km_day,
                         &demand.motor_violations_per_km_day, &demand.nonmotor_violations_per_km_day})
    *figure *= kMoreOften;
  demand.merchant_rate_shape = 4;  // No shop does most of it: each would stand beside its own.
  return inputs;
}

LoopInputs sample_inputs(const LoopInputs& base, std::uint64_t seed, sim::Duration lasts) {
  LoopInputs inputs = with_more(base, seed, lasts);
  engine::Policy policy = base.policies.all().front().policy;
  for (auto& entry : policy.classes) entry.dwell = kSampleDwell;
  inputs.policies = PolicyHistory(std::move(policy));
  return inputs;
}

RunRecord run(const LoopInputs& inputs, int threads, bool nobody_answers) {
  LoopOptions options;
  options.threads = threads;
  options.nobody_answers = nobody_answers;
  return run_closed_loop(inputs, options);
}

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

GateItem item_of(const LadderRow& row) {
  return {row.what + (row.ratio ? fmt::format(", ratio within {:.2f} to {:.2f}", 1 - row.margin, 1 + row.margin)
                                : fmt::format(" within {:.2f}", row.margin)),
          row.shown(),
          row.ratio ? fmt::format("{:.0f} in pixels, {:.0f} at events; ratio {:.2f} to {:.2f}", row.pixels, row.events,
                                  row.low, row.high)
                    : fmt::format("{:.3f} of {} in pixels, {:.3f} of {} at events; difference {:+.3f} to {:+.3f}",
                                  row.pixels, row.n_pixels, row.events, row.n_events, row.low, row.high)};
}

}  // namespace

CalibrationMade calibrate(const LoopInputs& base, const std::string& detector, const CalibrationPlan& plan) {
  const auto say = [&](const std::string& line) {
    if (plan.say) plan.say(line);
  };
  Sample sample;
  std::uint64_t seed = plan.seed;
  for (int i = 0; i < plan.seeds; ++i, ++seed) {
    sample.add(sample_of(run(sample_inputs(base, seed, plan.lasts), plan.threads, true), kSampleDwell));
    say(fmt::format("sample {} of {}: {} things, {} pairs of thing and camera", i + 1, plan.seeds, sample.things,
                    sample.pairs.size()));
  }
  CalibrationMade made;
  Calibration& calibration = made.calibration;
  calibration.model = fit_model(sample, made.fits_json);
  calibration.name = "street";
  calibration.eyes = base.vision->identity();
  calibration.detector = detector;
  calibration.engine = kStayRules;
  const double hours = std::chrono::duration<double, std::ratio<3600>>(plan.lasts).count();
  calibration.made_by = fmt::format("tricolor calibrate at {}, scenario {}, {} runs of {:.0f} h from seed {}",
                                    base.commit, base.scenario.name, plan.seeds, hours, plan.seed);
  // One generator draws the streets of all these cities and hangs their cameras, so that a fit on one holds for the
  // others.
  calibration.cities = {"xinhua_road", "towns", "streets"};
  calibration.classes = covered_classes(sample, base.classes);
  calibration.least_dwell_s = std::chrono::duration<double>(kSampleDwell).count();
  calibration.greatest_dwell_s = kGreatestDwellS;
  for (std::size_t kind = 0; kind < calibration.alarms_at_most.size(); ++kind)
    calibration.alarms_at_most[kind] = sample.alarms.by_kind[kind].at_most();

  RungFigures pixels, events;
  for (int i = 0; i < plan.gate_seeds; ++i, ++seed) {
    LoopInputs fresh = with_more(base, seed, plan.lasts);
    pixels.add(run(fresh, plan.threads, false));
    fresh.scenario.rung = "events";
    fresh.detector_model = std::make_shared<const sim::DetectorModel>(calibration.model);
    fresh.vision = nullptr;
    events.add(run(fresh, plan.threads, false));
    say(fmt::format("gate {} of {}: {} violations", i + 1, plan.gate_seeds, pixels.violations));
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
  const auto rows = ladder(pixels, events);
  for (const LadderRow& row : rows) calibration.gate.push_back(item_of(row));
  for (const char* what :
       {"dispersion over shops of misses and of false strikes, ratio 0.67 to 1.5",
        "designed re-checks: clear though standing, held though gone, within 0.02",
        "wrong shop on 80 designed events, ratio 0.67 to 1.5", "60 days in a closed loop on 6 seeds"})
    calibration.gate.push_back({what, false, "not tried"});
  say(ladder_text(rows));
  return made;
}

}  // namespace tricolor::harness
