// The `tricolor` command: reads the command line and calls the commands.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <functional>
#include <thread>

#include "cli/commands.h"
#include "engine/document.h"
#include "run/load.h"
#include "scenario/scenario.h"

using namespace tricolor::harness;

namespace {

// The first word of the command line that is no command or option, with the one that may be meant; empty when the fault is another.
std::string unknown_word(const CLI::App& app, int argc, char** argv) {
  const auto meant = [](const std::string& given, const std::vector<std::string>& words) {
    const auto near = tricolor::engine::did_you_mean(given, words);
    return near ? " (did you mean '" + *near + "'?)" : std::string();
  };
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) commands.push_back(command->get_name());
  if (argc < 2) return "must be told what to do: " + fmt::format("{}", fmt::join(commands, ", "));
  const std::string command = argv[1];
  if (command.rfind("-", 0) != 0 && std::find(commands.begin(), commands.end(), command) == commands.end()) return "unknown command '" + command + "'" + meant(command, commands);
  if (command.rfind("-", 0) == 0) return "unknown option '" + command + "'";
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_subcommand(command)->get_options())
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  for (int i = 2; i < argc; ++i) {
    const std::string word = std::string(argv[i]).substr(0, std::string(argv[i]).find('='));
    if (word.rfind("--", 0) == 0 && word.size() > 2 && std::find(options.begin(), options.end(), word) == options.end()) return command + ": unknown option '" + word + "'" + meant(word, options);
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Tricolor 三色码: a city's street-management service and its digital twin"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "tricolor " TRICOLOR_VERSION " (" + build_commit() + ")", "Print version and commit");
  app.footer(R"(Examples:
  tricolor run scenarios/smoke/one_shop.yaml     one shop, one pile, one ignored SMS
  tricolor run scenarios/xinhua_road.yaml        290 shops and 60 cameras for 7 days, with a report
  tricolor test scenarios/ --junit results.xml   every rule, held to what it expects
  tricolor explain reports/runs/one_shop-1-* --shop m1
Exit codes: 0 fine, 1 an expectation failed or runs differ, 2 bad input, 3 the machine failed, 130 stopped)");
  std::function<int()> command;
  const int cores = static_cast<int>(std::max(1u, std::min(2u, std::thread::hardware_concurrency())));

  RunArguments run{{}, {}, cores, false, "reports/runs", false, {}, {}, false, {}};
  auto* run_app = app.add_subcommand("run", "Run a scenario and write its report");
  run_app->add_option("scenario", run.scenario, "Scenario file")->required();
  run_app->add_option("--seed", run.seed, "Seed instead of the scenario's");
  run_app->add_option("--lasts", run.lasts, "Length instead of the scenario's, such as '24 h'");
  run_app->add_option("--threads", run.threads, "Threads that render and detect")->check(CLI::Range(1, 64))->capture_default_str();
  run_app->add_flag("--no-look-ahead", run.no_look_ahead, "Make no picture before it is due");
  run_app->add_option("--out", run.out, "Folder of run folders")->capture_default_str();
  run_app->add_flag("--durable", run.durable, "Keep the journal in SQLite; it survives kill -9");
  run_app->add_option("--resume", run.resume, "Take up a durable run that was cut off: repeat it, verify what is stored, go on")->check(CLI::ExistingDirectory);
  run_app->add_option("--film", run.film, "Also write every picture as PNG into this folder");
  run_app->add_flag("--no-report", run.no_report, "Journal and summary only");
  run_app->footer("Example: tricolor run scenarios/xinhua_road.yaml --lasts '24 h' --seed 7");
  run_app->callback([&] { command = [&] { return run_command(run); }; });

  ViewArguments view;
  auto* view_app = app.add_subcommand("view", "Open a window on a scenario that runs, or on a run that is over");
  view_app->add_option("path", view.path, "Scenario file, or run folder")->required();
  view_app->add_option("--scenario", view.scenario, "Scenario file of a run whose scenario has moved")->check(CLI::ExistingFile);
  view_app->add_option("--seed", view.seed, "Seed instead of the scenario's");
  view_app->add_option("--lasts", view.lasts, "Length instead of the scenario's, such as '24 h'");
  view_app->add_option("--threads", view.threads, "Threads of the run that render and detect")->check(CLI::Range(1, 64))->capture_default_str();
  view_app->add_option("--at", view.at, "Instant to begin at, such as 09:03:10");
  view_app->add_option("--until", view.until, "Instant at which a film ends");
  view_app->add_option("--select", view.select, "What to look at: shop:m1, camera:c1, officer:o1, incident:1, case:1, figure:incidents_open");
  view_app->add_option("--language", view.language, "zh or en")->capture_default_str();
  view_app->add_option("--size", view.size, "Width and height of the window")->capture_default_str();
  view_app->add_option("--speed", view.speed, "Times as fast as life")->check(CLI::Range(1, 10000))->capture_default_str();
  view_app->add_flag("--paused", view.paused, "Do not play at once");
  view_app->add_option("--scale", view.px_per_m, "Pixels a metre of the map")->check(CLI::Range(0.2, 60.0));
  view_app->add_option("--screenshot", view.screenshot, "Write one picture of the window as PNG and end");
  view_app->add_option("--record", view.record, "Film into a folder of numbered PNGs, or into a file .mp4, and end");
  view_app->add_option("--fps", view.fps, "Frames a second of a film")->check(CLI::Range(1, 60))->capture_default_str();
  view_app->add_flag("--benchmark", view.benchmark, "Ten seconds of scripted pan and zoom; print times of frames and end");
  view_app->add_flag("--quit-at-end", view.quit_at_end, "End when the run has ended");
  view_app->footer("Example: tricolor view scenarios/smoke/one_shop.yaml    (? shows the keys)");
  view_app->callback([&] { command = [&] { return view_command(view); }; });

  WatchArguments watch;
  auto* watch_app = app.add_subcommand("watch", "The engine on real video: files, folders of pictures, RTSP and HTTP streams");
  watch_app->add_option("source", watch.sources, "Video files, folders of PNG or JPEG pictures, or network addresses")->required();
  watch_app->add_option("--zones", watch.zones, "Zones drawn on the picture (YAML); without it the whole picture is one");
  watch_app->add_option("--draw", watch.draw, "Draw zones on the first picture in a window, save them to this file, and watch; a file that is there is gone on with");
  watch_app->add_option("--dwell", watch.dwell, "Longer than this is an alarm, where the zone does not say, such as '10 s'")->capture_default_str();
  watch_app->add_option("--out", watch.out, "Alarms, one JSON object a line; - is standard output")->capture_default_str();
  watch_app->add_option("--json", watch.json, "At the end, every alarm once as a JSON list");
  watch_app->add_option("--evidence", watch.evidence, "Folder for a picture of each alarm; people and plates are masked");
  watch_app->add_option("--preview", watch.preview, "Folder for a picture a second with zones, boxes and clocks");
  watch_app->add_flag("--no-mask", watch.no_mask, "Leave evidence and previews as filmed");
  watch_app->add_option("--every", watch.every, "The engine looks so often, such as '0.2 s' (the default); '0 s' is each picture");
  watch_app->add_option("--fps", watch.fps, "Pictures a second of a folder")->check(CLI::Range(0.001, 1000.0))->capture_default_str();
  watch_app->add_option("--lasts", watch.lasts, "End after so much of a source's time");
  watch_app->add_option("--model", watch.model, "ONNX detector that gives still objects their class");
  watch_app->add_option("--scenario", watch.scenario, "Judge as this scenario's run would: its cameras, zones, policy and detector");
  watch_app->add_option("--camera", watch.camera, "The scenario's camera that filmed (the first by default)");
  watch_app->add_option("--starts", watch.starts, "With --scenario: when the first picture was taken, such as '2020-11-02 08:58' (the scenario's start by default)");
  watch_app->footer("Example: tricolor watch lobby.mp4 --zones zones.yaml --evidence evidence\nExit codes: 1 when a source failed (the others were watched), 2 bad input.");
  watch_app->callback([&] { command = [&] { return watch_command(watch); }; });

  std::string demo_out = "reports/runs";
  auto* demo = app.add_subcommand("demo", "Xinhua Road for a day, and where the report is");
  demo->add_option("--out", demo_out, "Folder of run folders")->capture_default_str();
  demo->callback([&] { command = [&] { return demo_command(demo_out, cores); }; });

  std::vector<std::string> test_paths;
  std::string tag, junit;
  int repeat = 1, jobs = cores;
  bool list = false;
  auto* test = app.add_subcommand("test", "Run scenarios and hold them to what they expect");
  test->add_option("paths", test_paths, "Scenario files or folders")->required();
  test->add_option("--tag", tag, "Only scenarios with this tag");
  test->add_option("--repeat", repeat, "Each so often; all must come out alike")->check(CLI::Range(1, 1000))->capture_default_str();
  test->add_option("--jobs", jobs, "Scenarios at once")->check(CLI::Range(1, 64))->capture_default_str();
  test->add_flag("--list", list, "Only name them");
  test->add_option("--junit", junit, "Write results as JUnit XML");
  test->footer("Example: tricolor test scenarios/ --tag notice --junit results.xml");
  test->callback([&] { command = [&] { return test_command(test_paths, tag, repeat, jobs, list, junit); }; });

  std::vector<std::string> validate_paths;
  auto* validate = app.add_subcommand("validate", "Say everything that is wrong with scenarios and policies");
  validate->add_option("paths", validate_paths, "Scenario or policy files, or folders")->required();
  validate->footer("Example: tricolor validate scenarios/");
  validate->callback([&] { command = [&] { return validate_command(validate_paths); }; });

  auto* schema = app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  schema->callback([&] { command = [] { return std::puts(scenario_schema(assets_folder()).c_str()) >= 0 ? kFine : kMachine; }; });

  std::string config_path;
  auto* config = app.add_subcommand("config", "Print a scenario after `extends:`, each value with the place it comes from");
  config->add_option("scenario", config_path, "Scenario or policy file")->required();
  config->callback([&] { command = [&] { return config_command(config_path); }; });

  std::string init_path;
  auto* init = app.add_subcommand("init", "Write a commented scenario to begin with");
  init->add_option("file", init_path, "New file")->required();
  init->footer("Example: tricolor init my_street.yaml && tricolor run my_street.yaml");
  init->callback([&] { command = [&] { return init_command(init_path); }; });

  std::string left, right;
  auto* diff = app.add_subcommand("diff", "Where two runs part: event, time, stage, fields");
  diff->add_option("left", left, "Run folder")->required()->check(CLI::ExistingDirectory);
  diff->add_option("right", right, "Run folder")->required()->check(CLI::ExistingDirectory);
  diff->callback([&] { command = [&] { return diff_command(left, right); }; });

  std::string explained, shop, colour;
  int case_number = 0, incident = 0;
  auto* explain = app.add_subcommand("explain", "From frame to verdict: all about one shop, case, incident or colour");
  explain->add_option("run", explained, "Run folder")->required()->check(CLI::ExistingDirectory);
  auto* about = explain->add_option_group("about");
  about->add_option("--shop", shop, "A merchant's id");
  about->add_option("--case", case_number, "A case's number");
  about->add_option("--incident", incident, "An incident's number");
  about->add_option("--colour", colour, "A merchant's id: how its colour came about");
  about->require_option(1);
  explain->footer("Example: tricolor explain reports/runs/one_shop-1-abc1234 --shop m1");
  explain->callback([&] { command = [&] { return explain_command(explained, shop, case_number, incident, colour); }; });

  std::string pictures_scenario, pictures_folder;
  auto* pictures = app.add_subcommand("pictures", "Run the engine alone on a folder of pictures; its journal goes to standard output");
  pictures->add_option("folder", pictures_folder, "Folder with pictures.csv, as `run --film` writes it")->required()->check(CLI::ExistingDirectory);
  pictures->add_option("--scenario", pictures_scenario, "Whose cameras, zones and policy")->required();
  pictures->footer("Example: tricolor run scenarios/smoke/one_shop.yaml --film film && tricolor pictures film --scenario scenarios/smoke/one_shop.yaml");
  pictures->callback([&] { command = [&] { return pictures_command(pictures_scenario, pictures_folder); }; });

  std::string runs_root = "reports/runs";
  int keep = 10;
  auto* runs = app.add_subcommand("runs", "Look after run folders");
  auto* prune = runs->add_subcommand("prune", "Remove all but the newest");
  prune->add_option("--keep", keep, "How many stay")->check(CLI::Range(0, 100000))->capture_default_str();
  prune->add_option("--out", runs_root, "Folder of run folders")->capture_default_str();
  runs->require_subcommand(1);
  prune->callback([&] { command = [&] { return prune_command(runs_root, keep); }; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error), kFine;
    if (const std::string unknown = unknown_word(app, argc, argv); !unknown.empty()) {
      std::fprintf(stderr, "tricolor: %s\n", unknown.c_str());
    } else {
      std::fprintf(stderr, "tricolor: %s\n", error.what());
    }
    const auto chosen = app.get_subcommands();
    std::fprintf(stderr, "Run 'tricolor %s--help' for what there is.\n", chosen.empty() ? "" : (chosen.front()->get_name() + " ").c_str());
    return kBadInput;
  }
  try {
    return command();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tricolor: %s\n", error.what());
    return kMachine;
  }
}
