#include "run/run_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "engine/journal.h"
#include "engine/stores.h"

namespace tricolor::harness {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDigest = 64;  // Hex digits of a SHA-256.
constexpr std::size_t kMostOfANote = 1u << 20;

template <class Number>
bool number(const std::string& text, Number& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc{} && end == text.data() + text.size();
}

// A pipe or a device is refused before it is opened, because reading one may never end.
void must_be_a_file(const fs::path& path) {
  std::error_code failed;
  if (!fs::exists(path, failed) || fs::is_regular_file(path, failed)) return;
  const char* got = fs::is_directory(path, failed) ? "a folder" : "something else";
  throw BadRunFolder(fmt::format("{}: must be a file, got {}", path.string(), got));
}

}  // namespace

void write_whole(const fs::path& path, std::string_view text) {
  const fs::path unfinished = path.string() + ".part";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  std::error_code failed;
  if (out) fs::rename(unfinished, path, failed);
  if (out && !failed) return;
  const std::string why = failed ? failed.message() : std::generic_category().message(errno);
  fs::remove(unfinished, failed);
  throw std::runtime_error(fmt::format("{}: cannot be written: {}", path.string(), why));
}

fs::path new_run_folder(const fs::path& root, const Scenario& scenario, const std::string& commit) {
  std::error_code failed;
  fs::create_directories(root, failed);
  if (failed) throw std::runtime_error(fmt::format("{}: cannot be made: {}", root.string(), failed.message()));
  const std::string stem = fmt::format("{}-{}-{}", scenario.name, scenario.seed, commit);
  for (int n = 1; n < 100'000; ++n) {
    const fs::path folder = root / (n == 1 ? stem : fmt::format("{}-{}", stem, n));
    // The success of `create_directory` decides, so that two runs that start at once get two folders.
    if (fs::create_directory(folder, failed)) return folder;
    if (failed) break;
  }
  throw std::runtime_error(fmt::format("{}: cannot hold a run's folder: {}", root.string(), failed.message()));
}

void write_run_origin(const RunOrigin& origin, const fs::path& run_folder) {
  std::string text = fmt::format("scenario {}\nseed {}\nlasts_us {}\ncommit {}\n", origin.scenario, origin.seed,
                                 origin.lasts.count(), origin.commit);
  for (const auto& [name, digest] : origin.digests) text += fmt::format("sha256 {} {}\n", digest, name);
  write_whole(run_folder / "run.txt", text);
}

std::optional<RunOrigin> read_run_origin(const fs::path& run_folder, std::string& error) {
  const fs::path path = run_folder / "run.txt";
  std::error_code failed;
  if (!fs::exists(path, failed)) {
    error = fmt::format("{}: must be the folder of a run (with run.txt), got none there", run_folder.string());
    return std::nullopt;
  }
  std::string text;
  engine::Diagnostics diagnostics;
  if (!engine::read_text_file(path.string(), kMostOfANote, text, diagnostics)) {
    error = diagnostics.text();
    return std::nullopt;
  }
  RunOrigin origin;
  std::istringstream in(text);
  for (std::string word, value; in >> word && in.get() && std::getline(in, value);) {
    std::int64_t lasts_us = 0;
    const bool fine =
        word == "seed" ? number(value, origin.seed) : word != "lasts_us" || (number(value, lasts_us) && lasts_us >= 0);
    if (!fine) {
      error = fmt::format("{}: {}: must be a number, got '{}'", path.string(), word, value);
      return std::nullopt;
    }
    if (word == "scenario") origin.scenario = value;
    if (word == "lasts_us") origin.lasts = engine::Duration{lasts_us};
    if (word == "commit") origin.commit = value;
    if (word == "sha256" && value.size() > kDigest + 1)
      origin.digests[value.substr(kDigest + 1)] = value.substr(0, kDigest);
  }
  if (origin.scenario.empty()) {
    error = fmt::format("{}: must say which scenario the run was of, got no line 'scenario …'", path.string());
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

void write_journal(const std::vector<engine::Event>& journal, const fs::path& run_folder) {
  std::string lines;
  for (const engine::Event& event : journal) lines += engine::to_line(event) + '\n';
  write_whole(run_folder / "journal.jsonl", lines);
}

namespace {

// Longest line of a journal. The first one of a city of 1,050 shops and 920 cameras has 140 kB (2026-11-27).
constexpr std::size_t kMostOfALine = 16u << 20;

// Reads a line as std::getline does. Throws std::runtime_error when it is longer than any event: without that bound a
// file without line ends is taken into memory whole.
bool next_line(std::istream& in, std::string& line) {
  line.clear();
  for (std::streambuf& from = *in.rdbuf();;) {
    const auto next = from.sbumpc();
    if (next == std::char_traits<char>::eof()) {
      in.setstate(std::ios::eofbit);
      return !line.empty();
    }
    if (next == '\n') return true;
    if (line.size() == kMostOfALine) throw std::runtime_error("must be lines of at most 16 MiB, got a longer one");
    line += static_cast<char>(next);
  }
}

}  // namespace

std::vector<engine::Event> read_journal(const fs::path& run_folder) {
  const fs::path lines = run_folder / "journal.jsonl", durable = run_folder / "journal.sqlite";
  std::error_code failed;
  must_be_a_file(lines);
  must_be_a_file(durable);
  if (!fs::exists(lines, failed)) {
    if (fs::exists(durable, failed)) try {
        return engine::read_sqlite_journal(durable.string());
      } catch (const std::runtime_error& error) {
        throw BadRunFolder(error.what());
      }
    throw BadRunFolder(
        fmt::format("{}: must be the folder of a run (with journal.jsonl), got none there", run_folder.string()));
  }
  // Opening a pipe would block.
  std::ifstream in(lines);
  std::vector<engine::Event> events;
  std::string line;
  int number = 1;
  try {
    for (; next_line(in, line); ++number) events.push_back(engine::from_line(line));
  } catch (const std::runtime_error& error) {
    throw BadRunFolder(fmt::format("{}:{}: {}", lines.string(), number, error.what()));
  }
  if (events.empty()) throw BadRunFolder(fmt::format("{}: must hold the events of a run, got none", lines.string()));
  if (in.bad() || !in.eof()) throw BadRunFolder(fmt::format("{}: cannot be read", lines.string()));
  if (const auto fault = engine::fault_in(events)) throw BadRunFolder(fmt::format("{}: {}", lines.string(), *fault));
  return events;
}

std::vector<fs::path> prune_runs(const fs::path& root, std::size_t keep) {
  std::vector<std::pair<fs::file_time_type, fs::path>> runs;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root, failed))
    if (entry.is_directory() &&
        (fs::exists(entry.path() / "journal.jsonl") || fs::exists(entry.path() / "journal.sqlite")))
      runs.emplace_back(entry.last_write_time(), entry.path());
  std::sort(runs.begin(), runs.end(), std::greater<>());
  std::vector<fs::path> removed;
  for (std::size_t i = keep; i < runs.size(); ++i) {
    fs::remove_all(runs[i].second);
    removed.push_back(runs[i].second);
  }
  return removed;
}

}  // namespace tricolor::harness
