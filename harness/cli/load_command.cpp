// Implements `tricolor load`.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <filesystem>
#include <set>

#include "adapters/played_street.h"
#include "cli/commands.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "engine/map_reader.h"
#include "load/load.h"
#include "run/bad_input.h"
#include "run/load.h"
#include "run/progress.h"
#include "run/run_folder.h"
#include "scenario/counted.h"
#ifdef TRICOLOR_REPORT
#include "load/page/load_page.h"
#endif

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::atomic<bool> stop_load{false};

engine::Duration length_of(const char* option, const std::string& text, engine::Duration low, engine::Duration high,
                           std::string& faults) {
  std::string fault;
  const auto length = engine::duration_within(text, low, high, fault);
  if (!length) faults += fmt::format("{}: {}\n", option, fault);
  return length.value_or(low);
}

// Reads "net=20%".
void read_slow(const std::string& text, Breaking& breaking, std::string& faults) {
  const std::size_t equals = text.find('=');
  double percent = 0;
  const std::string share = equals == std::string::npos ? "" : text.substr(equals + 1);
  const auto stage = stage_of(text.substr(0, equals));
  const auto [rest, failed] = std::from_chars(share.data(), share.data() + share.size(), percent);
  if (!stage || *stage == Stage::wait || failed != std::errc{} || std::string_view(rest) != "%" || !(percent > 0) ||
      percent > 1000) {
    faults += fmt::format(
        "--slow: must be ahead, gate, net, closer, judge, case_side or store, with a share of up to 1000 %, such as "
        "net=20%, got '{}'\n",
        text);
    return;
  }
  breaking.slow_stage = stage;
  breaking.slow_share = percent / 100;
}

// Reads "10x30s".
void read_burst(const std::string& text, Breaking& breaking, std::string& faults) {
  const std::size_t times = text.find('x');
  std::string fault;
  int number = 0;
  const auto [rest, failed] = std::from_chars(text.data(), text.data() + std::min(times, text.size()), number);
  const auto length =
      times == std::string::npos ? std::nullopt : engine::duration_within(text.substr(times + 1), 1s, 1h, fault);
  if (failed != std::errc{} || rest != text.data() + times || number < 2 || number > 100 || !length) {
    faults += fmt::format(
        "--burst: must be how many times as often (2 to 100) and for how long, such as 10x30s, got '{}'\n", text);
    return;
  }
  breaking.burst_times = number;
  breaking.burst_for = *length;
}

LoadRequest request_of(const LoadArguments& arguments, std::string& faults) {
  LoadRequest request;
  request.source = load_source_of(arguments.source).value_or(LoadSource::cache);
  if (request.source == LoadSource::render && !arguments.profile.empty())
    faults += "--profile: must be left out with --source render, where the street changes as it does\n";
  request.profiles = arguments.profile;
  if (request.profiles.empty()) request.profiles = {"usual"};
  if (std::set<std::string>(request.profiles.begin(), request.profiles.end()).size() < request.profiles.size())
    faults += "--profile: must name each profile once\n";
  request.fps = arguments.fps;
  request.measured = engine::Duration{static_cast<std::int64_t>(60e6 * arguments.minutes)};
  request.warmup = length_of("--warmup", arguments.warmup, 0s, 1h, faults);
  if (const auto begins = engine::time_of_day_of(arguments.begins); begins && *begins < 24h) request.begins = *begins;
  else faults += fmt::format("--begins: must be a time of day, such as 09:00, got '{}'\n", arguments.begins);
  request.threads = arguments.threads;
  request.seed = arguments.seed;
  request.folder = arguments.out;
  if (arguments.slow) read_slow(*arguments.slow, request.breaking, faults);
  if (arguments.stall) request.breaking.stall = length_of("--stall", *arguments.stall, 100ms, 10min, faults);
  if (arguments.burst) read_burst(*arguments.burst, request.breaking, faults);
  if (arguments.slow_store)
    request.breaking.slow_store = length_of("--slow-store", *arguments.slow_store, 1ms, 1min, faults);
  request.breaking.silent_camera = arguments.silent_camera;
  request.breaking.full_disk = arguments.full_disk;
  request.breaking.clump = arguments.clump;
  request.trace = arguments.trace;
  if (!arguments.channels.empty()) {
    request.channels = points_of(arguments.channels);
    if (request.channels.empty())
      faults += fmt::format(
          "--channels: must be a number of cameras, several that grow such as 100,300, or a span such as 50..800, got "
          "'{}'\n",
          arguments.channels);
  }
  return request;
}

void must_be_new(const fs::path& folder) {
  std::error_code failed;
  if (!fs::exists(folder, failed)) return;
  if (!fs::is_directory(folder, failed))
    throw BadInput(fmt::format("--out: must be a folder, got the file {}", folder.string()));
  if (!fs::is_empty(folder, failed))
    throw BadInput(fmt::format("{}: must be a new folder, got one with files", folder.string()));
}

}  // namespace

int load_command(const LoadArguments& arguments) {
  std::string faults;
  LoadRequest request = request_of(arguments, faults);
  if (!faults.empty()) {
    complain(faults);
    return kBadInput;
  }
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(arguments.scenario, diagnostics, {"pixels", {}});
  if (!inputs) {
    complain(diagnostics.text());
    return kBadInput;
  }
  const int cameras = PlayedStreet::cameras_of(*inputs);
  if (cameras == 0)
    throw BadInput(
        fmt::format("{}: cameras: must be at least one, because they send the pictures, got none", arguments.scenario));
  if (request.channels.empty()) request.channels = {cameras};
  if (!request.trace.empty() && request.channels.size() * request.profiles.size() > 1)
    throw BadInput("--trace: must be with one number of channels and one profile, got several");
  if (request.channels.back() > cameras) {
    if (request.source == LoadSource::render)
      throw BadInput(fmt::format("--channels: must be at most {} with --source render, the cameras of {}, got {}",
                                 cameras, inputs->scenario.name, request.channels.back()));
    complain(fmt::format("{}: more channels than its {} are those of copies of the city, where nothing is judged\n",
                         inputs->scenario.name, counted(cameras, "camera")));
  }
  must_be_new(request.folder);
  inputs->vision = load_detector(inputs->scenario.model_path);
  if (!inputs->scenario.script.empty() || !inputs->scenario.faults.empty())
    complain(fmt::format("{}: its script and its faults are not played under load\n", inputs->scenario.name));
  const double seconds = 1e-6 * static_cast<double>((request.warmup + request.measured).count());
  const std::size_t points = request.channels.size() * request.profiles.size();
  complain(fmt::format("{}: {} of {}\n", inputs->scenario.name, counted(points, "point"), seconds_text(seconds)));
  stop_load.store(false);
  Progress progress(inputs->scenario.name);
  std::vector<LoadJson> loads;
  {
    const StopSignals signals([] { stop_load.store(true); });
    loads =
        run_load(request, *inputs, stop_load, [&](double share, const std::string& what) { progress.at(share, what); });
  }
  progress.done();
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const fs::path folder = folder_of(request, i);
    fs::create_directories(folder);
    write_whole(folder / "load.json", loads[i].dump(1, ' ', false, LoadJson::error_handler_t::replace) + "\n");
#ifdef TRICOLOR_REPORT
    write_whole(folder / "load.html", load_page(loads[i]));
    say(load_text(loads[i]) + fmt::format("  page         {}\n", (folder / "load.html").string()));
#else
    say(load_text(loads[i]));
#endif
    say(fmt::format("  results      {}\n", (folder / "load.json").string()));
  }
  if (loads.size() > 1) say(verdicts_text(loads));
  return stop_load.load() ? kStopped : kFine;
}

}  // namespace tricolor::harness
