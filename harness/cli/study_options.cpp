// Tells the command line what the commands that make studies take: `compare`, `sweep`, `site` and `merge`.
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/options.h"
#include "scenario/scenario.h"

namespace tricolor::harness {
namespace {

// Options of all studies.
void add_study(CLI::App* command, StudyArguments& a) {
  a.jobs = usual_threads();
  command->add_option("base", a.base, "Scenario file; its policy is the base")->required();
  command->add_option("--out", a.out, "New folder for the study")->required()->check(kNotEmpty)->check(kFolderToWrite);
  command->add_option("--seeds", a.seeds, "Largest number of pairs; the pilot of ten says how many it takes")
      ->check(from_to(2, 100'000))
      ->capture_default_str();
  command->add_option("--days", a.days, "Days of the figures")->check(from_to(1, 3660))->capture_default_str();
  command->add_option("--warmup", a.warmup, "Days before them, under the base (with --question steady: each policy's)")
      ->check(from_to(0, 3660))
      ->capture_default_str();
  command->add_option("--metrics", a.metrics, "File of metrics and their minimums; the program's own by default");
  command->add_option("--first-seed", a.first_seed, "Seed of the first pair's days; the scenario's by default")
      ->check(kSeed);
  command->add_option("--city-seed", a.city_seed, "Seed of the city; the scenario's by default")->check(kSeed);
  command->add_option("--rung", a.rung, "How much is simulated, instead of the scenario's: pixels or events")
      ->check(one_of({"pixels", "events"}));
  command->add_option("--profile", a.profile, "Detector profile of the rung events, instead of the scenario's")
      ->check(one_of(detector_profiles()));
  command->add_flag("--accept-open-gate", a.accept_open_gate,
                    "Run at the rung events although its calibration has not passed its gate; the report says so");
  command->add_option("--jobs", a.jobs, "Replications at once")->check(from_to(1, 64))->capture_default_str();
  command->add_flag("--resume", a.resume, "Go on with the study in the folder");
}

}  // namespace

void add_compare(CLI::App& app, Chosen& chosen) {
  auto* compare = app.add_subcommand("compare", "Hold policies against a base on the same city, with intervals");
  const auto a = arguments_of<CompareArguments>(compare, chosen, compare_command);
  add_study(compare, *a);
  compare->add_option("--policy", a->policies, "Policy file to hold against the base; may be given several times")
      ->required()
      ->take_all();
  compare
      ->add_option("--worlds", a->worlds,
                   "Then try the verdicts in this many worlds in which the assumed figures are others")
      ->check(from_to(0, 1000))
      ->capture_default_str();
  compare
      ->add_option("--cities", a->cities,
                   "Then try the policies in this many other cities of the kind, two pairs of runs in each; reported "
                   "apart")
      ->check(from_to(0, 1000))
      ->capture_default_str();
  compare->add_option("--question", a->question, "transition (what a change brings) or steady (what it comes to)")
      ->capture_default_str();
  compare->add_option("--shard", a->shard, "Run one part of the pairs, such as 2/5; `merge` puts the parts together; "
                       "begun again, it goes on");
  compare->add_flag("--pilot", a->pilot, "Run the pilot only, and write the plan; begun again, it goes on");
  compare
      ->add_option("--slurm", a->slurm,
                   "Run nothing: write into this new folder a script that runs the study on a cluster with Slurm")
      ->check(kNotEmpty)
      ->check(kFolderToWrite);
  compare->add_option("--shards", a->shards, "With --slurm: parts into which the pairs after the pilot are cut")
      ->check(from_to(1, 10'000))
      ->capture_default_str();
  compare->footer(
      "Example: tricolor compare scenarios/xinhua_road.yaml --policy scenarios/policies/stricter.yaml --out study\n"
      "Exit codes: 0 fine; 2 bad input, nothing written; 3 the machine failed; 130 stopped, --resume goes on.");
}

void add_sweep(CLI::App& app, Chosen& chosen) {
  auto* sweep = app.add_subcommand("sweep", "Try a grid of values of one or more fields of policy or scenario");
  const auto a = arguments_of<SweepArguments>(sweep, chosen, sweep_command);
  add_study(sweep, *a);
  sweep
      ->add_option("--over", a->over,
                   "A field, as in the YAML, and its values: FIELD=A..B/STEP or FIELD=A,B,C; may be given several "
                   "times")
      ->required()
      ->take_all();
  sweep->footer(
      "Example: tricolor sweep scenarios/xinhua_road.yaml --over 'notice.correct_within=5 min..30 min/5 min' "
      "--over colour.yellow_from='2 strikes,3 strikes' --out grid\n"
      "Exit codes: 0 fine; 2 bad input, nothing written; 3 the machine failed; 130 stopped, --resume goes on.");
}

void add_site(CLI::App& app, Chosen& chosen) {
  auto* site =
      app.add_subcommand("site", "Find where cameras and officers would pay most, shown by runs on fresh days");
  const auto a = arguments_of<SiteArguments>(site, chosen, site_command);
  a->seeds = 10;
  a->days = 30;
  a->warmup = 7;
  add_study(site, *a);
  site->add_option("--cameras", a->cameras, "How many cameras more")->check(from_to(1, 50))->capture_default_str();
  site->add_option("--officers", a->officers, "How many officers more")->check(from_to(0, 20))->capture_default_str();
  site->add_option("--top", a->top, "Sets that are tried by runs")->check(from_to(1, 20))->capture_default_str();
  site->add_option("--random", a->random, "Sets by chance, against whose mean the chosen one is held")
      ->check(from_to(1, 100))
      ->capture_default_str();
  site->footer(
      "Example: tricolor site scenarios/pinghu.yaml --cameras 5 --officers 1 --rung events --out places\n"
      "Exit codes: 0 fine; 2 bad input, nothing written; 3 the machine failed; 130 stopped, --resume goes on.");
}

void add_merge(CLI::App& app, Chosen& chosen) {
  auto* merge = app.add_subcommand("merge", "Put the shards of a study together");
  const auto a = arguments_of<MergeArguments>(merge, chosen, merge_command);
  merge->add_option("folders", a->folders, "Folders of the shards")->required();
  merge->add_option("--out", a->out, "New folder for the whole study")
      ->required()
      ->check(kNotEmpty)
      ->check(kFolderToWrite);
  merge->footer("Example: tricolor merge shard_1 shard_2 --out study");
}

}  // namespace tricolor::harness
