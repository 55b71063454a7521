// Reads the files of a study, checks them together, and says what the study is.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "adapters/build_city.h"
#include "compare/overlay.h"
#include "compare/policy_words.h"
#include "compare/study.h"
#include "engine/digest.h"
#include "engine/policy_file.h"
#include "engine/vision.h"
#include "run/bad_input.h"
#include "run/kept_inputs.h"
#include "run/load.h"
#include "scenario/reading.h"
#include "scenario/real_shops.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using engine::Diagnostics;

// The rung at which the twin gives pictures, which need a detector.
constexpr const char* kPixels = "pixels";

std::string resolved(const std::string& path) {
  engine::Value root;
  Diagnostics diagnostics;
  engine::read_document(path, root, diagnostics);
  return engine::to_yaml(root);
}

// Stands for the path of a file whose keys were laid over those of others.
constexpr const char* kLaidOver = "--over";

// The policy files of a study, the base's first.
std::vector<std::string> policy_paths(const StudyRequest& request, const std::string& base, Overlays& overlays) {
  std::vector<std::string> paths{base};
  for (const Variation& it : request.variations) {
    const std::string path = it.policy_file.empty() ? base : it.policy_file;
    paths.push_back(
        it.policy_keys.empty() ? path : overlays.over(path, it.label, "policy: " + it.label + "\n" + it.policy_keys));
  }
  return paths;
}

// Reads the scenarios of the policies that have one of their own.
void add_worlds(const StudyRequest& request, Overlays& overlays, Study& study, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < request.variations.size(); ++i) {
    const Variation& it = request.variations[i];
    if (it.scenario_keys.empty()) continue;
    auto own = load_inputs(overlays.over(request.base, it.label, it.scenario_keys), diagnostics,
                           {request.rung, request.profile});
    if (!own) continue;
    own->scenario.lasts = std::chrono::hours{24} * (request.warmup_days + request.days);
    study.worlds.emplace(i + 1, std::move(*own));
  }
}

// Labels that are not given are file names without their ending; of equal ones the later get a number.
std::vector<std::string> labels_of(const StudyRequest& request, const std::vector<std::string>& paths) {
  std::vector<std::string> labels;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string given = i > 0 ? request.variations[i - 1].label : "";
    const std::string stem = given.empty() ? scenario_name_of(fs::path(paths[i]).stem().string()) : given;
    std::string label = stem;
    for (int n = 2; !taken.insert(label).second; ++n) label = fmt::format("{}-{}", stem, n);
    labels.push_back(label);
  }
  return labels;
}

// A study goes on beyond the scenario's own length or ends before it; what is written for later cannot happen.
void check_times(const Scenario& scenario, Diagnostics& diagnostics) {
  const auto late = [&](engine::Time at, const engine::Origin& origin, const char* what) {
    if (at >= scenario.end())
      diagnostics.add(origin, what,
                      fmt::format("must be before the end of the study, {}, got {}", engine::to_text(scenario.end()),
                                  engine::to_text(at)));
  };
  for (const ScriptLine& line : scenario.script) late(line.at, line.origin, "script");
  for (const FaultLine& line : scenario.faults) late(line.at, line.origin, "faults");
  for (const ChangeLine& line : scenario.changes)
    diagnostics.add(line.origin, "changes",
                    "must be absent in the base of a study, which changes the policy by itself, got a change");
}

// A scenario by which one policy's replications can be opened in the window.
std::string world_text(const Study& study, std::size_t policy) {
  const StudySettings& it = study.settings;
  const std::string file = fmt::format("../policies/{}.yaml", it.policies[policy].label);
  const bool branches = it.question == StudyQuestion::transition && it.warmup_days > 0;
  std::string text = fmt::format(
      "# Policy {} of this study. Open it with: tricolor view worlds/{}.yaml --seed SEED\n"
      "extends: ../inputs/scenario.yaml\npolicy: {}\nseed: {}\ncity_seed: {}\nlasts: {} d\nexpect: []\n",
      it.policies[policy].label, it.policies[policy].label,
      branches ? fmt::format("../policies/{}.yaml", it.policies.front().label) : file, it.first_seed, it.city_seed,
      it.warmup_days + it.days);
  if (branches && policy > 0) text += fmt::format("changes: [{{ at: \"{}\", policy: {} }}]\n", it.switches, file);
  return text;
}

// Names each reason for which the calibration may not be used under a policy.
void check_calibration(const LoopInputs& base, const std::string& path, const engine::Policy& policy,
                       Diagnostics& diagnostics) {
  std::istringstream reasons(
      out_of_range(*base.calibration, base.scenario, PolicyHistory(policy), detector_digest(base.scenario.model_path)));
  for (std::string line; std::getline(reasons, line);) diagnostics.add({path, 1, 1}, "policy", line);
}

void add_assumptions(const LoopInputs& inputs, StudySettings& settings) {
  settings.demand = inputs.demand.name;
  for (const DemandRow& row : demand_rows(inputs.demand, build_demand(inputs)))
    settings.assumptions.push_back({row.key, row.value, mark_word(row.note.mark), row.in_chinese, row.in_english});
}

}  // namespace

Study make_study(const StudyRequest& request) {
  Diagnostics diagnostics;
  Study study;
  auto base = load_inputs(request.base, diagnostics, {request.rung, request.profile});
  const std::string metrics = request.metrics.empty() ? assets_folder() + "/compare/metrics.yaml" : request.metrics;
  study.settings.metrics = read_metrics(metrics, diagnostics);
  Overlays overlays;
  const std::vector<std::string> paths = policy_paths(request, base ? base->scenario.policy_path : "", overlays);
  std::vector<engine::Policy> others;
  for (std::size_t i = 1; i < paths.size(); ++i) {
    // Without a base a policy that is laid over the base's own cannot be read either.
    if (!base && request.variations[i - 1].policy_file.empty()) continue;
    others.push_back(engine::read_policy(paths[i], diagnostics));
    if (!base) continue;
    Reading reading{base->scenario, {}, {}, {}, {}, class_names_of(base->scenario.classes_path), true, {}, {}};
    check_policy_classes(paths[i], reading, diagnostics);
    if (base->calibration) check_calibration(*base, paths[i], others.back(), diagnostics);
  }
  if (base) {
    base->scenario.lasts = std::chrono::hours{24} * (request.warmup_days + request.days);
    check_times(base->scenario, diagnostics);
    add_worlds(request, overlays, study, diagnostics);
  }
  if (!diagnostics.empty()) throw BadInput(overlays.told(diagnostics.text(), kLaidOver));
  StudySettings& settings = study.settings;
  if (base->calibration) settings.gate_lacks = base->calibration->lacks();
  if (!settings.gate_lacks.empty() && !request.accept_open_gate)
    throw BadInput(
        fmt::format("{}: rung: must be pixels, because the calibration {} has not passed its gate ({}); with "
                    "--accept-open-gate the "
                    "study runs all the same, and says so first",
                    request.base, base->calibration->name, settings.gate_lacks));
  Scenario& scenario = base->scenario;
  settings.first_seed = request.first_seed.value_or(scenario.seed);
  settings.city_seed = request.city_seed.value_or(scenario.seed_of_city());
  scenario.city_seed = settings.city_seed;
  if (settings.first_seed + request.most_pairs > static_cast<std::uint64_t>(kMostSeed))
    throw BadInput(fmt::format("--seeds: must end at or before {}, got {} from {}", kMostSeed, request.most_pairs,
                               settings.first_seed));
  settings.scenario = scenario.name;
  settings.rung = scenario.rung;
  settings.commit = base->commit;
  settings.question = request.question;
  settings.days = request.days;
  settings.warmup_days = request.warmup_days;
  settings.most_pairs = request.most_pairs;
  settings.starts = engine::to_text(scenario.start);
  settings.switches = engine::to_text(scenario.start + std::chrono::hours{24} * request.warmup_days);
  const sim::City city = build_city(*base);
  settings.shops = static_cast<int>(city.shops.size());
  settings.cameras = static_cast<int>(city.cameras.size());
  settings.officers = static_cast<int>(city.officers.size());
  study.policies = {base->policies.first()};
  study.policies.insert(study.policies.end(), others.begin(), others.end());
  settings.fields = request.fields;
  const std::vector<std::string> labels = labels_of(request, paths);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string text = resolved(paths[i]);
    settings.policies.push_back({labels[i], study.policies[i].name, engine::sha256(text), {}, {}});
    study.files["policies/" + labels[i] + ".yaml"] = text;
    if (i == 0) continue;
    const Variation& variation = request.variations[i - 1];
    StudyPolicy& policy = settings.policies[i];
    policy.at = variation.at;
    policy.differences = policy_differences(study.policies.front(), study.policies[i], base->classes);
    policy.differences.insert(policy.differences.end(), variation.said.begin(), variation.said.end());
    if (!variation.scenario_keys.empty()) policy.digest = engine::sha256(text + "\n" + variation.scenario_keys);
  }
  std::string world;
  for (auto& [name, bytes] : resolved_inputs(*base)) {
    if (!name.starts_with("policy")) world += engine::sha256(bytes) + " " + name + "\n";
    study.files["inputs/" + name] = bytes;
  }
  settings.world = engine::sha256(world);
  settings.detector = detector_digest(scenario.model_path);
  if (base->calibration)
    settings.calibration = base->calibration->name + " " + engine::sha256(text_in(scenario.calibration_path));
  base->digest = engine::sha256(base->digest + settings.world);
  if (scenario.rung == kPixels) base->vision = load_detector(scenario.model_path);
  for (auto& [policy, own] : study.worlds) {
    own.scenario.city_seed = settings.city_seed;
    own.digest = engine::sha256(own.digest + settings.world);
    own.vision = base->vision;
  }
  add_assumptions(*base, settings);
  settings.real_shops = has_real_shops(base->scenario);
  study.base = std::move(*base);
  for (std::size_t i = 0; i < settings.policies.size(); ++i)
    study.files["worlds/" + labels[i] + ".yaml"] =
        world_text(study, i) + (i > 0 ? request.variations[i - 1].scenario_keys : "");
  return study;
}

}  // namespace tricolor::harness
