#include "run/load.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <sstream>

#include "adapters/build_city.h"
#include "engine/policy_file.h"
#include "run/bad_input.h"
#include "run/kept_inputs.h"

namespace tricolor::harness {

namespace {

// Reads the calibration and the profile of a run at the rung `events`, and refuses what lies outside of its bounds.
void load_calibration(LoopInputs& inputs, engine::Diagnostics& diagnostics) {
  const Scenario& scenario = inputs.scenario;
  auto calibration = std::make_shared<const Calibration>(read_calibration(scenario.calibration_path, diagnostics));
  const auto profiles = read_profiles(scenario.profiles_path, diagnostics);
  if (!diagnostics.empty()) return;
  const auto profile = std::find_if(profiles.begin(), profiles.end(),
                                    [&](const DetectorProfile& entry) { return entry.name == scenario.profile; });
  if (profile == profiles.end()) {
    diagnostics.add({scenario.profiles_path, 1, 1}, "profiles", "must have the profile " + scenario.profile);
    return;
  }
  const std::string reasons =
      out_of_range(*calibration, scenario, inputs.policies, detector_digest(scenario.model_path));
  if (!reasons.empty()) {
    const auto key = scenario.key_origins.find("rung");
    const engine::Origin at = key != scenario.key_origins.end() ? key->second : engine::Origin{scenario.path, 1, 1};
    std::istringstream lines(reasons);
    for (std::string line; std::getline(lines, line);) diagnostics.add(at, "rung", line);
    return;
  }
  inputs.detector_model = std::make_shared<const sim::DetectorModel>(model_under(*calibration, *profile));
  inputs.calibration = std::move(calibration);
}

}  // namespace

std::optional<LoopInputs> load_inputs(const std::string& scenario_path, engine::Diagnostics& diagnostics,
                                      const RungChoice& choice) {
  LoopInputs inputs;
  std::vector<PolicyFrom> later;
  inputs.scenario = read_scenario(scenario_path, assets_folder(), diagnostics);
  if (choice.rung) inputs.scenario.rung = *choice.rung;
  if (choice.profile) inputs.scenario.profile = *choice.profile;
  // Whoever names a profile would take the figures for those of its eyes.
  if (choice.profile && inputs.scenario.rung != "events" && diagnostics.empty())
    diagnostics.add({"command line", 0, 0}, "--profile",
                    "must be with the rung events (--rung events): at the rung pixels the detector itself looks");
  if (!inputs.scenario.policy_path.empty())
    inputs.policies = PolicyHistory(engine::read_policy(inputs.scenario.policy_path, diagnostics));
  for (const ChangeLine& line : inputs.scenario.changes)
    if (!line.policy_path.empty()) later.push_back({line.at, engine::read_policy(line.policy_path, diagnostics)});
  if (!inputs.scenario.classes_path.empty())
    inputs.classes = engine::read_classes(inputs.scenario.classes_path, diagnostics);
  if (diagnostics.empty()) check_teams_of_desks(inputs.scenario, diagnostics);
  if (!inputs.scenario.kinds_path.empty()) {
    inputs.kinds = read_kinds(inputs.scenario.kinds_path, kinds_of_twin(), diagnostics);
    if (diagnostics.empty()) check_kinds_of_classes(inputs.scenario.classes_path, inputs.kinds, diagnostics);
  }
  if (!inputs.scenario.demand_path.empty()) {
    inputs.demand = read_demand(inputs.scenario.demand_path, diagnostics);
    std::vector<std::string> kinds, classes;
    for (const KindOfThing& kind : inputs.kinds) kinds.push_back(kind.name);
    for (const engine::ViolationClass& entry : inputs.classes) classes.push_back(entry.code_name);
    if (diagnostics.empty()) check_spawners(inputs.scenario.demand_path, kinds, classes, diagnostics);
  }
  inputs.commit = build_commit();
  if (!diagnostics.empty()) return std::nullopt;
  for (PolicyFrom& next : later) inputs.policies.change(next.from, std::move(next.policy));
  if (inputs.scenario.rung == "events") load_calibration(inputs, diagnostics);
  if (!diagnostics.empty()) return std::nullopt;
  inputs.digest = digest_of_inputs(inputs);
  return inputs;
}

std::shared_ptr<const engine::Vision> load_detector(const std::string& path) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const engine::Vision>> loaded;
  std::lock_guard lock(mutex);
  auto& vision = loaded[path];
  if (vision) return vision;
  std::string error;
  vision = engine::load_vision(path, error);
  if (!vision) throw BadInput(error);
  return vision;
}

}  // namespace tricolor::harness
