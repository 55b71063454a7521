// `tricolor_campaign NAME [--seeds 1,2,3] [--lasts '24 h'] [--threads 2] [--scenario xinhua_everyday.yaml]`
#include <CLI/CLI.hpp>

#include <cstdio>
#include <functional>
#include <map>
#include <stdexcept>

#include "campaigns/campaigns.h"
#include "engine/document.h"
#include "run/load.h"

namespace tricolor::harness {

LoopInputs campaign_scenario(const std::string& scenario, const CampaignOptions& options, std::uint64_t seed) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(std::string(TRICOLOR_SOURCE_DIR "/scenarios/") + scenario, diagnostics);
  if (!inputs) throw std::runtime_error(diagnostics.text());
  inputs->scenario.seed = seed;
  if (!options.lasts.empty()) {
    engine::Value value;
    value.kind = engine::Value::Kind::scalar;
    value.text = options.lasts;
    const auto lasts = engine::duration_of(value);
    if (!lasts || *lasts <= engine::Duration{0})
      throw std::runtime_error("--lasts must be a duration such as '24 h', got '" + options.lasts + "'");
    inputs->scenario.lasts = *lasts;
  }
  return std::move(*inputs);
}

LoopInputs campaign_inputs(const std::string& scenario, const CampaignOptions& options, std::uint64_t seed) {
  LoopInputs inputs = campaign_scenario(scenario, options, seed);
  inputs.vision = load_detector(inputs.scenario.model_path);
  return inputs;
}

RunRecord campaign_run(const LoopInputs& inputs, LoopOptions options, const std::string& what) {
  int said = -1;
  options.progress = [&, calls = 0](double share, sim::Time) mutable {
    // The loop calls about ten times a second.
    if (++calls % 100 || static_cast<int>(share * 100) == said) return;
    said = static_cast<int>(share * 100);
    std::fprintf(stderr, "%s: %d %%\n", what.c_str(), said);
  };
  return run_closed_loop(inputs, options);
}

bool row(const std::string& what, const std::string& measured, const std::string& must, bool holds) {
  std::printf("| %s | %s | %s | %s |\n", what.c_str(), measured.c_str(), must.c_str(),
              must.empty() ? ""
              : holds      ? "holds"
                           : "MISSED");
  std::fflush(stdout);
  return must.empty() || holds;
}

std::string shown(const Proportion& share) {
  if (share.of == 0) return "none to judge";
  char text[96];
  std::snprintf(text, sizeof text, "%.3f (%lld/%lld; %.3f … %.3f)", share.value(), static_cast<long long>(share.hits),
                static_cast<long long>(share.of), share.low(), share.high());
  return text;
}

}  // namespace tricolor::harness

int main(int argc, char** argv) {
  using namespace tricolor::harness;
  const std::map<std::string, std::pair<std::function<int(const CampaignOptions&)>, const char*>> campaigns{
      {"accuracy", {accuracy_campaign, "precision and recall on three streets that training never saw, 7 days each"}},
      {"false_alarms", {false_alarms_campaign, "54 every-frame camera-hours of a busy lawful street"}},
      {"key_frames", {key_frames_campaign, "key frames against every frame, 10 seeds of 2 h"}},
      {"crashes", {crashes_campaign, "the engine destroyed at 50 random offsets of Xinhua Road"}},
      {"faults",
       {faults_campaign, "a store that refuses, a disk that fills, evidence that fails: each at 20 instants of 6 h"}},
      {"planted", {planted_campaign, "calibrations wrong on purpose, which the gate must refuse; nothing is drawn"}},
      {"ladder", {ladder_campaign, "the rung events against pixels on Xinhua Road, 2 days"}},
      {"threads", {threads_campaign, "what the second thread gives, and fingerprints on 1, 2 and 4"}}};
  CLI::App app{"Measurements of the closed loop that take minutes"};
  app.require_subcommand(1);
  CampaignOptions options;
  std::function<int()> chosen;
  for (const auto& [name, campaign] : campaigns) {
    CLI::App* command = app.add_subcommand(name, campaign.second);
    command->add_option("--seeds", options.seeds, "Seeds instead of the campaign's own")->delimiter(',');
    command->add_option("--lasts", options.lasts, "Simulated time of each run, such as '24 h'");
    command->add_option("--scenario", options.scenario,
                        "Scenario below scenarios/ instead of the campaign's own (accuracy, false_alarms)");
    command->add_flag("--errors", options.errors, "List each error, with what stood there (accuracy)");
    command->add_option("--threads", options.threads, "Threads that render and detect")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->callback([&, run = campaign.first] { chosen = [&, run] { return run(options); }; });
  }
  CLI11_PARSE(app, argc, argv);
  try {
    std::printf("| what | measured | must | |\n|---|---|---|---|\n");
    return chosen();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tricolor_campaign: %s\n", error.what());
    return 3;
  }
}
