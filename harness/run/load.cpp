#include "run/load.h"

#include <map>
#include <mutex>

#include "engine/policy_file.h"
#include "run/bad_input.h"
#include "run/kept_inputs.h"

namespace tricolor::harness {

std::optional<LoopInputs> load_inputs(const std::string& scenario_path, engine::Diagnostics& diagnostics) {
  LoopInputs inputs;
  std::vector<PolicyFrom> later;
  inputs.scenario = read_scenario(scenario_path, assets_folder(), diagnostics);
  if (!inputs.scenario.policy_path.empty())
    inputs.policies = PolicyHistory(engine::read_policy(inputs.scenario.policy_path, diagnostics));
  for (const ChangeLine& line : inputs.scenario.changes)
    if (!line.policy_path.empty()) later.push_back({line.at, engine::read_policy(line.policy_path, diagnostics)});
  if (!inputs.scenario.classes_path.empty())
    inputs.classes = engine::read_classes(inputs.scenario.classes_path, diagnostics);
  if (!inputs.scenario.demand_path.empty()) inputs.demand = read_demand(inputs.scenario.demand_path, diagnostics);
  inputs.commit = build_commit();
  if (!diagnostics.empty()) return std::nullopt;
  for (PolicyFrom& next : later) inputs.policies.change(next.from, std::move(next.policy));
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
