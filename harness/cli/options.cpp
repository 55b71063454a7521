#include "cli/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/commands.h"
#include "cli/option_checks.h"
#include "scenario/scenario.h"

namespace tricolor::harness {
namespace {

void add_run(CLI::App& app, Chosen& chosen) {
  auto* run = app.add_subcommand("run", "Run a scenario and write its report");
  const auto a = arguments_of<RunArguments>(run, chosen, run_command);
  a->threads = usual_threads();
  run->add_option("scenario", a->scenario, "Scenario file");
  run->add_option("--seed", a->seed, "Seed instead of the scenario's")->check(kSeed);
  run->add_option("--lasts", a->lasts, "Length instead of the scenario's, such as '24 h'");
  run->add_option("--rung", a->rung, "How much is simulated, instead of the scenario's: pixels or events")
      ->check(one_of({"pixels", "events"}));
  run->add_option("--profile", a->profile, "Detector profile of the rung events, instead of the scenario's")
      ->check(one_of(detector_profiles()));
  run->add_option("--threads", a->threads, "Threads that render and detect")
      ->check(from_to(1, 64))
      ->capture_default_str();
  run->add_flag("--no-look-ahead", a->no_look_ahead, "Make no picture before it is due");
  run->add_option("--out", a->out, "Folder of run folders")->capture_default_str()->check(kFolderToWrite);
  run->add_flag("--durable", a->durable, "Keep the journal in SQLite; it survives kill -9");
  run->add_option("--resume", a->resume,
                  "Take up a durable run that was cut off: repeat it, verify what is stored, go on")
      ->check(kFolderThere);
  run->add_option("--again", a->again, "Repeat a run from its folder alone, and say whether it came out the same")
      ->check(kFolderThere);
  run->add_option("--film", a->film, "Also write every picture as PNG into this folder")->check(kFolderToWrite);
  run->add_flag("--no-report", a->no_report, "Journal and summary only");
  run->footer("Example: tricolor run scenarios/xinhua_road.yaml --lasts '24 h' --seed 7");
}

void add_calibrate(CLI::App& app, Chosen& chosen) {
  auto* calibrate = app.add_subcommand(
      "calibrate", "Fit the model of the detector for the rung events on pixel runs, and hold it against fresh ones");
  const auto a = arguments_of<CalibrateArguments>(calibrate, chosen, calibrate_command);
  calibrate->option_defaults()->always_capture_default();
  calibrate->add_option("scenario", a->scenario, "Scenario of the sample; the program's own Xinhua Road by itself");
  calibrate->add_option("--out", a->out, "File to be written")->check(kFileToWrite);
  calibrate->add_option("--lasts", a->lasts, "Length of each run of sample and open gate");
  calibrate->add_option("--seed", a->seed, "Seed of the first run of the sample")->check(kSeed);
  const auto many = from_to(0, 1000);
  calibrate->add_option("--seeds", a->seeds, "Runs on which it is fitted")->check(from_to(1, 1000));
  calibrate->add_option("--gate-seed", a->gate_seed, "Seed of the first run of the open gate")->check(kSeed);
  calibrate->add_option("--gate-seeds", a->gate_seeds, "Runs of the open gate, in which nobody answers")->check(many);
  calibrate->add_option("--loop-seed", a->loop_seed, "Seed of the first run of the closed gate")->check(kSeed);
  calibrate->add_option("--loop-seeds", a->loop_seeds, "Runs of the closed gate, in which people answer")->check(many);
  calibrate->add_option("--loop-lasts", a->loop_lasts, "Length of each of these");
  calibrate->add_option("--leave-out", a->leave_out, "Seeds not to use, because somebody has looked at their gate")
      ->delimiter(',');
  calibrate->add_option("--runs", a->runs, "Folder in which the yields of pixel runs are kept, and found again")
      ->check(kFolderToWrite);
  calibrate->add_option("--page", a->page, "Also write a page of plots")->check(kFileToWrite);
  calibrate->add_option("--threads", a->threads, "Threads that render and detect")->check(from_to(1, 64));
  calibrate->footer("Example: tricolor calibrate --seeds 12 --runs reports/calibration");
}

void add_view(CLI::App& app, Chosen& chosen) {
  auto* view = app.add_subcommand("view", "Open a window on a scenario that runs, or on a run that is over");
  const auto a = arguments_of<ViewArguments>(view, chosen, view_command);
  view->add_option("path", a->path, "Scenario file, or run folder")->required();
  view->add_option("--scenario", a->scenario, "Scenario file of a run whose scenario has moved")->check(kFileThere);
  view->add_option("--seed", a->seed, "Seed instead of the scenario's")->check(kSeed);
  view->add_option("--lasts", a->lasts, "Length instead of the scenario's, such as '24 h'");
  view->add_option("--threads", a->threads, "Threads of the run that render and detect")
      ->check(from_to(1, 64))
      ->capture_default_str();
  view->add_option("--at", a->at,
                   "Instant to begin at, such as 09:03:10; by itself, shortly before the first incident");
  view->add_option("--until", a->until, "Instant at which a film ends");
  view->add_option("--select", a->select,
                   "What to look at: shop:m1, camera:c1, officer:o1, incident:1, case:1, figure:incidents_open");
  view->add_option("--language", a->language, "zh or en")->capture_default_str();
  view->add_option("--size", a->size, "Width and height of the window")->capture_default_str();
  view->add_option("--speed", a->speed, "Times as fast as life")->check(from_to(1, 10000))->capture_default_str();
  view->add_flag("--paused", a->paused, "Do not play at once");
  view->add_option("--scale", a->scale, "Size of letters and panels, instead of the window's height / 720")
      ->check(finite_number(0.5, 4));
  view->add_option("--map-scale", a->px_per_m, "Pixels a metre of the map, at --scale 1")
      ->check(finite_number(0.02, 60));
  view->add_option("--screenshot", a->screenshot, "Write one picture of the window as PNG and end")
      ->check(kFileToWrite);
  view->add_option("--record", a->record, "Film into a folder of numbered PNGs, or into a file .mp4, and end");
  view->add_flag("--tour", a->tour, "Fly from incident to incident, with captions; with --record as a film");
  view->add_option("--fps", a->fps, "Frames a second of a film")->check(from_to(1, 60))->capture_default_str();
  view->add_flag("--benchmark", a->benchmark, "Ten seconds of scripted pan and zoom; print times of frames and end");
  view->add_flag("--quit-at-end", a->quit_at_end, "End when the run has ended");
  view->footer("Example: tricolor view scenarios/smoke/one_shop.yaml    (? shows the keys)");
}

void add_watch(CLI::App& app, Chosen& chosen) {
  auto* watch =
      app.add_subcommand("watch", "The engine on real video: files, folders of pictures, RTSP and HTTP streams");
  const auto a = arguments_of<WatchArguments>(watch, chosen, watch_command);
  watch->add_option("source", a->sources, "Video files, folders of PNG or JPEG pictures, or network addresses")
      ->required();
  watch->add_option("--zones", a->zones, "Zones drawn on the picture (YAML); without it the whole picture is one");
  watch->add_option("--draw", a->draw,
                    "Draw zones on the first picture in a window, save them to this file, and watch; a file that is "
                    "there is gone on with");
  watch->add_option("--dwell", a->dwell, "Longer than this is an alarm, where the zone does not say, such as '10 s'")
      ->capture_default_str();
  watch->add_option("--out", a->out, "Alarms, one JSON object a line, added to what is there; - is standard output")
      ->capture_default_str();
  watch->add_option("--json", a->json,
                    "At the end, every alarm of this watch once as a JSON list; - is standard output");
  watch->add_option("--evidence", a->evidence, "Folder for a picture of each alarm; people and plates are masked");
  watch->add_option("--preview", a->preview, "Folder for a picture a second with zones, boxes and clocks");
  watch->add_flag("--no-mask", a->no_mask, "Leave evidence and previews as filmed");
  watch->add_option("--every", a->every,
                    "The engine looks so often, such as '0.2 s' (the default); '0 s' is each picture");
  watch->add_option("--fps", a->fps, "Pictures a second of a folder that has no list of times (pictures.csv)")
      ->capture_default_str();
  watch->add_option("--lasts", a->lasts, "End after so much of a source's time");
  watch->add_option("--model", a->model, "ONNX detector that names what is alarmed; it finds nothing by itself");
  watch->add_option("--scenario", a->scenario,
                    "Judge as this scenario's run would: its cameras, zones, policy and detector");
  watch->add_option("--camera", a->camera,
                    "The scenario's camera that filmed (the first by default), or whose pictures of a film");
  watch->add_option("--starts", a->starts,
                    "When the first picture of the files was taken, such as '2020-11-02 08:58' (UTC+8; with --scenario "
                    "its start by default)");
  watch->footer(
      "Example: tricolor watch lobby.mp4 --zones zones.yaml --evidence evidence\n"
      "Exit codes: 0 fine; 1 a source failed or was cut short (the others were watched); 2 bad input, nothing written\n"
      "  (or a stream whose first picture does not fit its zones); 3 an output cannot be written, or the machine "
      "failed;\n"
      "  130 stopped.");
  for (CLI::Option* option : watch->get_options())
    if (option->get_name() != "--help" && option->get_items_expected_max() > 0) option->check(kNotEmpty);
}

void add_demo(CLI::App& app, Chosen& chosen) {
  auto* demo = app.add_subcommand("demo", "Xinhua Road for a day, and where the report is");
  const auto a = arguments_of<DemoArguments>(demo, chosen, demo_command);
  a->threads = usual_threads();
  demo->add_option("--out", a->out, "Folder of run folders")->capture_default_str()->check(kFolderToWrite);
}

void add_test(CLI::App& app, Chosen& chosen) {
  auto* test = app.add_subcommand("test", "Run scenarios and hold them to what they expect");
  const auto a = arguments_of<TestArguments>(test, chosen, test_command);
  a->jobs = usual_threads();
  test->add_option("paths", a->paths, "Scenario files or folders")->required();
  test->add_option("--tag", a->tag,
                   "Only scenarios with this tag; `long` ones are run only so, or when their file is named");
  test->add_option("--repeat", a->repeat, "Each so often; all must come out alike")
      ->check(from_to(1, 1000))
      ->capture_default_str();
  test->add_option("--jobs", a->jobs, "Scenarios at once")->check(from_to(1, 64))->capture_default_str();
  test->add_flag("--list", a->list, "Only name them");
  test->add_option("--junit", a->junit,
                   "Write results as JUnit XML; pictures and journal of what failed go into a folder beside it");
  test->add_flag("--annotations", a->annotations,
                 "Also print failures as annotations of a CI server (on by itself under GITHUB_ACTIONS)");
  test->footer("Example: tricolor test scenarios/ --tag notice --junit results.xml");
}

void add_validate(CLI::App& app, Chosen& chosen) {
  auto* validate =
      app.add_subcommand("validate", "Say everything that is wrong with scenarios, policies, class tables and zones");
  const auto a = arguments_of<ValidateArguments>(validate, chosen, validate_command);
  validate->add_option("paths", a->paths, "Files, or folders")->required();
  validate->add_flag("--strict", a->strict, "Warnings of what is lawful and foolish end with exit code 2 too");
  validate->footer("Example: tricolor validate --strict scenarios/");
}

void add_schema(CLI::App& app, Chosen& chosen) {
  auto* schema = app.add_subcommand("schema", "Print the JSON Schema of a kind of file, for editors and programs");
  const auto a = arguments_of<SchemaArguments>(schema, chosen, schema_command);
  schema->add_option("kind", a->kind, fmt::format("Which kind: {}", fmt::join(schema_kinds(), ", ")))
      ->capture_default_str();
  schema->footer("Example: tricolor schema summary > summary.schema.json");
}

// The command is for developers and is not shown in the help.
void add_reference(CLI::App& app, Chosen& chosen) {
  auto* reference =
      app.add_subcommand("reference", "Write the reference pages that are made from the program's tables");
  const auto a = arguments_of<ReferenceArguments>(reference, chosen, reference_command);
  reference->add_option("folder", a->folder, "Where to")->capture_default_str();
}

void add_config(CLI::App& app, Chosen& chosen) {
  auto* config =
      app.add_subcommand("config", "Print a scenario after `extends:`, each value with the place it comes from");
  const auto a = arguments_of<ConfigArguments>(config, chosen, config_command);
  config->add_option("scenario", a->path, "Scenario or policy file")->required();
}

void add_init(CLI::App& app, Chosen& chosen) {
  auto* init = app.add_subcommand("init", "Write a small street that lives, to begin with");
  const auto a = arguments_of<InitArguments>(init, chosen, init_command);
  init->add_option("file", a->path, "New file")->required()->check(kNotEmpty);
  init->add_flag("--full", a->full, "With every key there is below it, as comments: unit, range and default");
  init->footer("Example: tricolor init my_street.yaml && tricolor run my_street.yaml");
}

void add_diff(CLI::App& app, Chosen& chosen) {
  auto* diff = app.add_subcommand("diff", "Where two runs part (event, time, stage, fields), and what came of it");
  const auto a = arguments_of<DiffArguments>(diff, chosen, diff_command);
  diff->add_option("left", a->left, "Run folder")->required()->check(kFolderThere);
  diff->add_option("right", a->right, "Run folder")->required()->check(kFolderThere);
  diff->footer("Example: tricolor diff reports/runs/street-1-abc1234 reports/runs/street-1-abc1234-2");
}

void add_explain(CLI::App& app, Chosen& chosen) {
  auto* explain = app.add_subcommand("explain", "From frame to verdict: all about one shop, case, incident or colour");
  const auto a = arguments_of<ExplainArguments>(explain, chosen, explain_command);
  explain->add_option("run", a->runs, "Run folder; of several, the newest")->required()->check(kFolderThere);
  auto* about = explain->add_option_group("about");
  about->add_option("--shop", a->shop, "A shop, by its id or the name on its sign");
  about->add_option("--case", a->case_number, "A case's number");
  about->add_option("--incident", a->incident, "An incident's number");
  about->add_option("--colour", a->colour, "A shop by its id or the name on its sign: how its colour came about");
  about->require_option(1);
  explain->footer("Example: tricolor explain reports/runs/one_shop-* --shop m1");
}

void add_readings(CLI::App& app, Chosen& chosen) {
  auto* readings = app.add_subcommand(
      "readings", "One run's strikes under other readings of the colour rule: a page with the street recolouring");
  const auto a = arguments_of<ReadingsArguments>(readings, chosen, readings_command);
  readings->add_option("run", a->runs, "Run folder; of several, the newest")->required()->check(kFolderThere);
  readings->add_option("--out", a->out, "Folder for readings.html and readings.csv; without it the run's own")
      ->check(kFolderToWrite);
  readings->footer(
      "Example: tricolor run scenarios/xinhua_road.yaml --rung events --lasts '90 d'\n"
      "         tricolor readings reports/runs/xinhua_road-*");
}

void add_pictures(CLI::App& app, Chosen& chosen) {
  auto* pictures = app.add_subcommand(
      "pictures", "Run the engine alone on a folder of pictures; its journal goes to standard output");
  const auto a = arguments_of<PicturesArguments>(pictures, chosen, pictures_command);
  pictures->add_option("folder", a->folder, "Folder with pictures.csv, as `run --film` writes it")
      ->required()
      ->check(kFolderThere);
  pictures->add_option("--scenario", a->scenario, "Whose cameras, zones and policy")->required();
  pictures->footer(
      "Example: tricolor run scenarios/smoke/one_shop.yaml --film film && "
      "tricolor pictures film --scenario scenarios/smoke/one_shop.yaml\n"
      "What each line of the journal means: docs/reference/events.md, or tricolor schema journal");
}

void add_load(CLI::App& app, Chosen& chosen) {
  auto* load =
      app.add_subcommand("load", "How many channels the engine carries on this machine, and what breaks first");
  const auto a = arguments_of<LoadArguments>(load, chosen, load_command);
  a->threads = usual_threads();
  load->add_option("city", a->scenario, "Scenario file whose city sends the pictures")->required();
  load->add_option("--channels", a->channels,
                   "Numbers of cameras: one (900), some (100,300) or a span (50..800: both ends, and doubles between); "
                   "all of the city by default");
  load->add_option("--source", a->source,
                   "cache: pictures are drawn before the clock starts; render: the twin draws them beside it; mjpeg, "
                   "h264: as cache, compressed by the twin beside the clock and decoded by the engine's threads")
      ->check(one_of({"cache", "render", "mjpeg", "h264"}))
      ->capture_default_str();
  load->add_option(
          "--profile", a->profile,
          "Share of pictures in which something has changed, but with --source render: quiet 5 %, usual 25 % (the "
          "default), busy 100 %; several, such as quiet,busy: one load each on the same truth, and their verdicts side "
          "by side")
      ->delimiter(',')
      ->check(one_of({"quiet", "usual", "busy"}));
  load->add_option("--fps", a->fps, "Pictures a second of each camera")
      ->check(finite_number(0.05, 25))
      ->capture_default_str();
  load->add_option("--minutes", a->minutes, "Length of what is measured at each point, minutes")
      ->check(finite_number(0.02, 1440))
      ->capture_default_str();
  load->add_option("--warmup", a->warmup, "Time before it")->capture_default_str()->check(kNotEmpty);
  load->add_option("--begins", a->begins, "Time of day in the city at which it begins")
      ->capture_default_str()
      ->check(kNotEmpty);
  load->add_option("--threads", a->threads, "Threads of the engine; the twin and the clock have others")
      ->check(from_to(1, 64))
      ->capture_default_str();
  load->add_option("--seed", a->seed, "Seed of the cameras' phases and of the changes")
      ->check(kSeed)
      ->capture_default_str();
  load->add_option("--out", a->out, "New folder for load.json, load.html, journals and evidence")
      ->required()
      ->check(kNotEmpty)
      ->check(kFolderToWrite);
  load->add_option("--slow", a->slow,
                   "Break it: this stage takes so much longer in every second 10 s, such as net=20% (ahead, gate, net, "
                   "closer, judge, case_side, store)")
      ->check(kNotEmpty);
  load->add_option("--stall", a->stall, "Break it: the engine's thread stands still for so long, such as '5 s'")
      ->check(kNotEmpty);
  load->add_option("--burst", a->burst,
                   "Break it: every camera sends so many times as often for so long, such as 10x30s")
      ->check(kNotEmpty);
  load->add_option("--slow-store", a->slow_store,
                   "Break it: for a third of the time every group of events takes the store so long, such as '2 s'")
      ->check(kNotEmpty);
  load->add_option("--trace", a->trace,
                   "Also write what each thread did when, as trace events that Perfetto opens; with one number of "
                   "channels")
      ->check(kFileToWrite);
  load->add_option("--clump", a->clump,
                   "Break it: the second camera's pictures are held up, and then so many arrive at once")
      ->check(from_to(2, 1000));
  load->add_flag("--full-disk", a->full_disk,
                 "Break it: for a third of the measured time neither journal nor evidence can be stored");
  load->add_flag("--silent-camera", a->silent_camera, "Break it: the first camera sends nothing more");
  load->footer(
      "Example: tricolor load scenarios/pinghu.yaml --channels 100..900 --profile usual --minutes 10 --out load\n"
      "What is broken begins a third into the measured time.\n"
      "Exit codes: 0 fine; 2 bad input, nothing written; 3 the machine failed; 130 stopped, what was measured is "
      "kept.");
}

void add_policy(CLI::App& app, Chosen& chosen) {
  auto* policy = app.add_subcommand("policy", "Look at policies");
  auto* diff = policy->add_subcommand("diff", "Say in words in what two policies differ (exit code 1 when they do)");
  const auto a = arguments_of<PolicyDiffArguments>(diff, chosen, policy_diff_command);
  diff->add_option("left", a->left, "Policy file")->required();
  diff->add_option("right", a->right, "Policy file")->required();
  policy->require_subcommand(1);
  policy->footer("Example: tricolor policy diff scenarios/policies/pinghu.yaml scenarios/policies/stricter.yaml");
}

void add_runs(CLI::App& app, Chosen& chosen) {
  auto* runs = app.add_subcommand("runs", "Look after run folders");
  auto* prune = runs->add_subcommand("prune", "Remove all but the newest");
  const auto a = arguments_of<PruneArguments>(prune, chosen, prune_command);
  prune->add_option("--keep", a->keep, "How many stay")->check(from_to(0, 100000))->capture_default_str();
  prune->add_option("--out", a->root, "Folder of run folders")->capture_default_str();
  runs->require_subcommand(1);
}

}  // namespace

void add_commands(CLI::App& app, Chosen& chosen) {
  for (const auto add :
       {add_run,       add_calibrate, add_view,   add_watch,   add_demo,     add_test,     add_validate, add_schema,
        add_reference, add_config,    add_init,   add_diff,    add_compare,  add_sweep,    add_site,     add_import,
        add_merge,     add_load,      add_policy, add_explain, add_readings, add_pictures, add_runs})
    add(app, chosen);
}

}  // namespace tricolor::harness
