#include "view/opening.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "run/load.h"
#include "run/run_folder.h"
#include "run/scene_log.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

struct RunNote {
  std::string scenario;
  std::uint64_t seed = 1;
  engine::Duration lasts{0};
};

RunNote read_note(const fs::path& folder) {
  std::ifstream in(folder / "run.txt");
  if (!in) throw BadRunFolder(fmt::format("{}: must be the folder of a run (with run.txt), got none there", folder.string()));
  RunNote note;
  std::string word, value;
  while (in >> word) {
    in.get();
    std::getline(in, value);
    if (word == "scenario") note.scenario = value;
    try {
      if (word == "seed") note.seed = std::stoull(value);
      if (word == "lasts_us") note.lasts = engine::Duration{std::stoll(value)};
    } catch (const std::logic_error&) {
      throw BadRunFolder(fmt::format("{}: {}: must be a number, got '{}'", (folder / "run.txt").string(), word, value));
    }
  }
  return note;
}

// A run from another machine names its scenario by that machine's folders: the same file is then looked for in this program's own.
std::string where_scenario_is(const std::string& noted) {
  if (fs::exists(noted)) return noted;
  const std::size_t tail = noted.rfind("/scenarios/");
  if (tail == std::string::npos) return noted;
  const fs::path own = fs::path(assets_folder()).parent_path() / noted.substr(tail + 1);
  return fs::exists(own) ? own.string() : noted;
}

template <class Read>
auto read_or_blame(const Read& read) {
  try {
    return read();
  } catch (const std::runtime_error& error) {
    throw BadRunFolder(error.what());
  }
}

bool was_cut_off(const fs::path& folder) {
  std::ifstream in(folder / "summary.txt");
  std::string first;
  return in >> first && first == "PARTIAL";
}

}  // namespace

std::optional<Opened> open_for_view(const OpenOptions& options, engine::Diagnostics& diagnostics) {
  Opened opened;
  const bool over = fs::is_directory(options.path);
  RunNote note;
  std::string scenario = options.path;
  if (over) {
    note = read_note(options.path);
    scenario = options.scenario.empty() ? where_scenario_is(note.scenario) : options.scenario;
  }
  auto inputs = load_inputs(scenario, diagnostics);
  if (!inputs) return std::nullopt;
  opened.inputs = std::make_unique<LoopInputs>(std::move(*inputs));
  Scenario& settings = opened.inputs->scenario;
  if (over) {
    settings.seed = note.seed;
    if (note.lasts.count() > 0) settings.lasts = note.lasts;
  } else {
    if (options.seed) settings.seed = *options.seed;
    if (options.lasts) settings.lasts = *options.lasts;
  }
  opened.inputs->vision = load_detector(settings.model_path);
  opened.replay = std::make_unique<Replay>(*opened.inputs);
  opened.timeline = std::make_unique<Timeline>(*opened.replay, settings.start, settings.end());
  if (over) {
    auto journal = read_or_blame([&] { return read_journal(options.path); });
    auto log = read_or_blame([&] { return read_scene_log(options.path); });
    engine::Time end = settings.end();
    if (was_cut_off(options.path)) {
      end = settings.start;
      if (!journal.empty()) end = std::max(end, journal.back().at);
      if (!log.empty()) end = std::max<engine::Time>(end, log.back().at);
    }
    opened.timeline->append(std::move(journal), std::move(log), end);
    opened.timeline->finish(end);
  } else {
    LoopOptions loop;
    loop.threads = options.threads;
    opened.live = std::make_unique<LiveRun>(*opened.inputs, std::move(loop));
  }
  return opened;
}

}  // namespace tricolor::harness
