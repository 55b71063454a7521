#include "calibrate/pixel_runs.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "compare/measure.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Times as much as usual happens in the sample and in the open gate, so that a day of a street has enough. A shop still
// puts something out less than once a day, so that things seldom stand beside one another.
constexpr double kMoreOften = 10;

// The same in the closed gate: more would keep all officers busy all day, so that no rung could show fewer cases.
constexpr double kMoreOftenAnswered = 5;
// Times as much again goes on before shops in the open gate, because only what shops do is looked at again.
constexpr double kMoreOfShops = 2.5;
constexpr std::chrono::hours kReceiptNeverMissed{24};
// Time after which the open gate looks again: by then about a half of what was put out has gone by itself.
constexpr std::chrono::minutes kReCheckAfter{45};

// Says by how much the runs of each role differ from the scenario: a run that was kept under other figures is another
// run.
std::string ways_of_roles() {
  return fmt::format("{} {} {} {} min {} s", kMoreOften, kMoreOftenAnswered, kMoreOfShops, kReCheckAfter.count(),
                     std::chrono::duration<double>(kSampleDwell).count());
}

double hours_of(sim::Duration length) { return std::chrono::duration<double, std::ratio<3600>>(length).count(); }

// A model that sees nothing: the street goes on as if no camera hung there.
std::shared_ptr<const sim::DetectorModel> blind_model() {
  auto model = std::make_shared<sim::DetectorModel>();
  model->seen.weight[0] = -100;
  return model;
}

std::string whole_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

const char* name_of(PixelRole role) {
  switch (role) {
    case PixelRole::sample: return "sample";
    case PixelRole::open_loop: return "open";
    case PixelRole::closed_loop: return "closed";
  }
  return "";
}

LoopInputs inputs_of(PixelRole role, const LoopInputs& base, std::uint64_t seed, sim::Duration lasts) {
  LoopInputs inputs = base;
  inputs.scenario.seed = seed;
  inputs.scenario.lasts = lasts;
  inputs.scenario.rung = "pixels";
  inputs.scenario.every_frame = false;
  sim::Demand& demand = inputs.demand.figures;
  for (double* figure : {&demand.merchant_incidents_per_30_days, &demand.vendors_per_km_day,
                         &demand.motor_violations_per_km_day, &demand.nonmotor_violations_per_km_day})
    *figure *= role == PixelRole::closed_loop ? kMoreOftenAnswered : kMoreOften;
  if (role == PixelRole::closed_loop) return inputs;
  demand.merchant_rate_shape = 4;  // No shop does most of it: each would stand beside its own.
  engine::Policy policy = base.policies.all().front().policy;
  // Nobody tells that a message was delivered, and an incident whose message was not is not looked at again.
  policy.notice.undelivered_after = kReceiptNeverMissed;
  if (role == PixelRole::open_loop) {
    demand.merchant_incidents_per_30_days *= kMoreOfShops;
    policy.notice.correct_within = kReCheckAfter;
  } else {
    for (auto& entry : policy.classes) entry.dwell = kSampleDwell;
  }
  inputs.policies = PolicyHistory(std::move(policy));
  return inputs;
}

LoopInputs told_inputs(const LoopInputs& pixels, std::shared_ptr<const sim::DetectorModel> model) {
  LoopInputs inputs = pixels;
  inputs.scenario.rung = "events";
  inputs.detector_model = std::move(model);
  inputs.vision = nullptr;
  return inputs;
}

PixelRuns::PixelRuns(const LoopInputs& base, fs::path folder, std::string detector, int threads,
                     std::function<void(const std::string&)> say)
    : base_(base), folder_(std::move(folder)), detector_(std::move(detector)), threads_(threads), say_(std::move(say)) {
  if (!folder_.empty()) fs::create_directories(folder_);
}

fs::path PixelRuns::kept_at(PixelRole role, std::uint64_t seed, sim::Duration lasts) const {
  return folder_ / fmt::format("{}-{}-{:.0f}h", name_of(role), seed, hours_of(lasts));
}

RunRecord PixelRuns::silent(PixelRole role, std::uint64_t seed, sim::Duration lasts) const {
  const LoopInputs inputs = inputs_of(role, base_, seed, lasts);
  LoopOptions options;
  options.nobody_answers = true;
  options.judge = false;
  const fs::path kept = folder_.empty() ? fs::path{} : kept_at(role, seed, lasts);
  if (kept.empty() || !is_kept(kept)) {
    options.threads = threads_;
    RunRecord run = run_closed_loop(inputs, options);
    if (say_)
      say_(fmt::format("{} {}: {:.0f} h in pixels, {:.0f} s", name_of(role), seed, hours_of(lasts), run.wall.total_s));
    if (!kept.empty()) {
      fs::create_directories(kept);
      write_journal(run.journal, kept);
      note(kept, run.fingerprints.scenes, run.commit);
    }
    return run;
  }
  options.whole_street = true;
  RunRecord run = run_closed_loop(told_inputs(inputs, blind_model()), options);
  if (Json::parse(whole_file(kept / kNote)).at("scenes") != run.fingerprints.scenes)
    throw std::runtime_error(
        fmt::format("{}: must be of the city that this program makes, got another; remove it", kept.string()));
  run.journal = read_journal(kept);
  return run;
}

Replication PixelRuns::answered(std::uint64_t seed, sim::Duration lasts) const {
  const fs::path kept = folder_.empty() ? fs::path{} : kept_at(PixelRole::closed_loop, seed, lasts);
  if (!kept.empty() && is_kept(kept)) return replication_of(whole_file(kept / kFigures));
  LoopOptions options;
  options.threads = threads_;
  const RunRecord run = run_closed_loop(inputs_of(PixelRole::closed_loop, base_, seed, lasts), options);
  if (say_) say_(fmt::format("closed {}: {:.0f} h in pixels, {:.0f} s", seed, hours_of(lasts), run.wall.total_s));
  Replication figures = measure(run, run.policies, run.start, "", Start::as_told);
  if (!kept.empty()) {
    fs::create_directories(kept);
    write_whole(kept / kFigures, to_text(figures));
    note(kept, run.fingerprints.scenes, run.commit);
  }
  return figures;
}

// The note is written last, so that a run that was cut off is not taken for whole.
void PixelRuns::note(const fs::path& kept, const std::string& scenes, const std::string& commit) const {
  write_whole(kept / kNote, Json{{"detector", detector_},
                                 {"stay_rules", kStayRules},
                                 {"inputs", base_.digest},
                                 {"roles", ways_of_roles()},
                                 {"commit", commit},
                                 {"scenes", scenes}}
                                    .dump(1) +
                                "\n");
}

bool PixelRuns::is_kept(const fs::path& kept) const {
  if (!fs::exists(kept / kNote)) return false;
  const Json json = Json::parse(whole_file(kept / kNote));
  return json.at("detector") == detector_ && json.at("stay_rules") == kStayRules && json.at("inputs") == base_.digest &&
         json.value("roles", "") == ways_of_roles();
}

}  // namespace tricolor::harness
