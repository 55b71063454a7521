#include <fmt/format.h>

#include <filesystem>

#include "calibrate/calibrate.h"
#include "calibrate/calibration_page.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "run/bad_input.h"
#include "run/kept_inputs.h"
#include "run/load.h"
#include "run/run_folder.h"

namespace tricolor::harness {

int calibrate_command(const CalibrateArguments& arguments) {
  namespace fs = std::filesystem;
  const std::string scenario = arguments.scenario.empty()
                                   ? (fs::path(own_scenarios_folder()) / "xinhua_road.yaml").string()
                                   : arguments.scenario;
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(scenario, diagnostics, {.rung = "pixels", .profile = {}});
  if (!inputs) {
    complain(diagnostics.text());
    return kBadInput;
  }
  std::string fault;
  const auto lasts = engine::duration_within(arguments.lasts, std::chrono::hours{1}, kLongestRun, fault);
  if (!lasts) throw BadInput("--lasts: " + fault);
  inputs->vision = load_detector(inputs->scenario.model_path);
  CalibrationPlan plan;
  plan.lasts = *lasts;
  plan.seed = arguments.seed;
  plan.seeds = arguments.seeds;
  const auto loop_lasts = engine::duration_within(arguments.loop_lasts, std::chrono::hours{1}, kLongestRun, fault);
  if (!loop_lasts) throw BadInput("--loop-lasts: " + fault);
  plan.loop_lasts = *loop_lasts;
  plan.gate_seed = arguments.gate_seed;
  plan.loop_seed = arguments.loop_seed;
  plan.gate_seeds = arguments.gate_seeds;
  plan.loop_seeds = arguments.loop_seeds;
  plan.leave_out = arguments.leave_out;
  plan.runs = arguments.runs;
  plan.threads = arguments.threads;
  plan.say = [](const std::string& line) { complain(line + "\n"); };
  const auto apart = [&](std::uint64_t a, int many_a, std::uint64_t b, int many_b) {
    const auto length = [&](int many) { return static_cast<std::uint64_t>(many) + arguments.leave_out.size(); };
    return a + length(many_a) <= b || b + length(many_b) <= a;
  };
  if (!apart(plan.seed, plan.seeds, plan.gate_seed, plan.gate_seeds) ||
      !apart(plan.seed, plan.seeds, plan.loop_seed, plan.loop_seeds))
    throw BadInput("--gate-seed, --loop-seed: must be of cities that the sample does not have, got the same seeds");
  const CalibrationMade made = calibrate(*inputs, detector_digest(inputs->scenario.model_path), plan);
  std::error_code failed;
  fs::create_directories(fs::path(arguments.out).parent_path(), failed);
  write_whole(arguments.out, calibration_text(made.calibration, made.fits_json));
  if (!arguments.page.empty()) write_whole(arguments.page, calibration_page(made));
  say(fmt::format("{}: written; the gate is {}\n", arguments.out,
                  made.calibration.gate_passed() ? "passed" : "NOT passed, " + made.calibration.lacks()));
  return kFine;
}

}  // namespace tricolor::harness
