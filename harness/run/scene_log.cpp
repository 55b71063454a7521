#include "run/scene_log.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace tricolor::harness {
namespace {

using sim::SceneLogEntry;

constexpr const char* kSceneFile = "scene_log.csv";
constexpr std::string_view kHeader = "what,at_us,thing,kind,look,x_m,y_m,heading_rad,scale";
constexpr std::string_view kWhat[] = {"appear", "go", "officer_path"};

std::string_view take_field(std::string_view& line) {
  const std::size_t comma = line.find(',');
  const std::string_view field = line.substr(0, comma);
  line = comma == std::string_view::npos ? std::string_view{} : line.substr(comma + 1);
  return field;
}

template <class Number>
Number number_in(std::string_view& line, const char* name) {
  const std::string_view field = take_field(line);
  Number value{};
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc{} || end != field.data() + field.size())
    throw std::runtime_error(fmt::format("{}: must be a number, got '{}'", name, field));
  return value;
}

SceneLogEntry entry_of(std::string_view line, const sim::KindTable& kinds) {
  SceneLogEntry entry;
  const std::string_view what = take_field(line);
  int which = 0;
  while (which < 3 && kWhat[which] != what) ++which;
  if (which == 3) throw std::runtime_error(fmt::format("what: must be appear, go or officer_path, got '{}'", what));
  entry.what = static_cast<SceneLogEntry::What>(which);
  entry.at = sim::Time{sim::Duration{number_in<std::int64_t>(line, "at_us")}};
  entry.thing.id = number_in<std::uint64_t>(line, "thing");
  const std::string_view kind = take_field(line);
  const auto known = kinds.named(kind);
  if (!known) throw std::runtime_error(fmt::format("kind: must be a kind of thing such as pile, got '{}'", kind));
  entry.thing.kind = *known;
  entry.thing.look = number_in<std::uint32_t>(line, "look");
  entry.thing.at.x_m = number_in<double>(line, "x_m");
  entry.thing.at.y_m = number_in<double>(line, "y_m");
  entry.thing.heading_rad = number_in<double>(line, "heading_rad");
  entry.thing.scale = number_in<double>(line, "scale");
  return entry;
}

}  // namespace

void write_scene_log(const std::vector<SceneLogEntry>& log, const sim::KindTable& kinds,
                     const std::filesystem::path& run_folder) {
  const std::filesystem::path path = run_folder / kSceneFile;
  std::ofstream out(path);
  out << kHeader << '\n';
  for (const SceneLogEntry& entry : log) {
    const sim::Thing& thing = entry.thing;
    out << fmt::format("{},{},{},{},{},{},{},{},{}\n", kWhat[static_cast<int>(entry.what)],
                       entry.at.time_since_epoch().count(), thing.id, kinds.name_of(thing.kind), thing.look,
                       thing.at.x_m, thing.at.y_m, thing.heading_rad, thing.scale);
  }
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", path.string()));
}

std::vector<SceneLogEntry> read_scene_log(const std::filesystem::path& run_folder, const sim::KindTable& kinds) {
  const std::filesystem::path path = run_folder / kSceneFile;
  std::error_code failed;
  if (std::filesystem::exists(path, failed) && !std::filesystem::is_regular_file(path, failed))
    throw std::runtime_error(fmt::format("{}: must be a file, got something else", path.string()));
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line))
    throw std::runtime_error(fmt::format(
        "{}: must be the scene log of a run, got none there; runs made before this version have none", path.string()));
  if (line != kHeader)
    throw std::runtime_error(fmt::format("{}:1: must be '{}', got '{}'", path.string(), kHeader, line));
  std::vector<SceneLogEntry> log;
  for (int number = 2; std::getline(in, line); ++number) try {
      log.push_back(entry_of(line, kinds));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(fmt::format("{}:{}: {}", path.string(), number, error.what()));
    }
  return log;
}

}  // namespace tricolor::harness
