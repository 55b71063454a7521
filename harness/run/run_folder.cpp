#include "run/run_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "engine/journal.h"
#include "engine/stores.h"

namespace tricolor::harness {

namespace fs = std::filesystem;

fs::path new_run_folder(const fs::path& root, const Scenario& scenario, const std::string& commit) {
  std::error_code failed;
  fs::create_directories(root, failed);
  const std::string stem = fmt::format("{}-{}-{}", scenario.name, scenario.seed, commit);
  for (int n = 1; n < 100'000; ++n) {
    const fs::path folder = root / (n == 1 ? stem : fmt::format("{}-{}", stem, n));
    // `create_directory` is the test: two runs that start at once get two folders.
    if (fs::create_directory(folder, failed)) return folder;
    if (failed) break;
  }
  throw std::runtime_error(fmt::format("cannot make a run's folder in {}: {}", root.string(), failed.message()));
}

void write_run_origin(const RunOrigin& origin, const fs::path& run_folder) {
  std::ofstream(run_folder / "run.txt") << "scenario " << origin.scenario << "\nseed " << origin.seed << "\nlasts_us " << origin.lasts.count() << "\ncommit " << origin.commit << "\n";
}

std::optional<RunOrigin> read_run_origin(const fs::path& run_folder, std::string& error) {
  const fs::path path = run_folder / "run.txt";
  std::ifstream in(path);
  if (!in) {
    error = fmt::format("{}: must be the folder of a run (with run.txt), got none there", run_folder.string());
    return std::nullopt;
  }
  RunOrigin origin;
  for (std::string word, value; in >> word && in.get() && std::getline(in, value);) try {
      if (word == "scenario") origin.scenario = value;
      if (word == "seed") origin.seed = std::stoull(value);
      if (word == "lasts_us") origin.lasts = engine::Duration{std::stoll(value)};
      if (word == "commit") origin.commit = value;
    } catch (const std::logic_error&) {
      error = fmt::format("{}: {}: must be a number, got '{}'", path.string(), word, value);
      return std::nullopt;
    }
  return origin;
}

std::uintmax_t folder_bytes(const fs::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) bytes += entry.file_size();
  return bytes;
}

std::vector<engine::Event> read_journal(const fs::path& run_folder) {
  if (std::ifstream in(run_folder / "journal.jsonl"); in) {
    std::vector<engine::Event> events;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) try {
        events.push_back(engine::from_line(line));
      } catch (const std::runtime_error& error) {
        throw std::runtime_error(fmt::format("{}:{}: {}", (run_folder / "journal.jsonl").string(), number, error.what()));
      }
    return events;
  }
  if (const fs::path durable = run_folder / "journal.sqlite"; fs::exists(durable)) {
    std::string error;
    const auto store = engine::open_sqlite_store(durable.string(), error);
    if (!store) throw std::runtime_error(error);
    return store->read_all();
  }
  throw std::runtime_error(fmt::format("{}: must be the folder of a run (with journal.jsonl), got none there", run_folder.string()));
}

std::vector<fs::path> prune_runs(const fs::path& root, std::size_t keep) {
  std::vector<std::pair<fs::file_time_type, fs::path>> runs;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root, failed))
    if (entry.is_directory() && (fs::exists(entry.path() / "journal.jsonl") || fs::exists(entry.path() / "journal.sqlite"))) runs.emplace_back(entry.last_write_time(), entry.path());
  std::sort(runs.begin(), runs.end(), std::greater<>());
  std::vector<fs::path> removed;
  for (std::size_t i = keep; i < runs.size(); ++i) {
    fs::remove_all(runs[i].second);
    removed.push_back(runs[i].second);
  }
  return removed;
}

}  // namespace tricolor::harness
