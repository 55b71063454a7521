#include "test/failure_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

#include "adapters/replay.h"
#include "engine/jpeg.h"
#include "engine/service_state.h"
#include "run/story.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostEvents = 400;
constexpr auto kAround = std::chrono::minutes{1};

template <class Named>
std::optional<std::size_t> index_of(const std::vector<Named>& things, const std::string& name) {
  for (std::size_t i = 0; i < things.size(); ++i)
    if (things[i].name == name) return i;
  return std::nullopt;
}

engine::Time end_of_time(const ExpectLine& line, const RunRecord& record) {
  return std::clamp(line.until.value_or(line.from.value_or(record.end)), record.start, record.end);
}

bool within(const ExpectLine& line, engine::Time at) {
  return (!line.from || at >= *line.from) && (!line.until || at <= *line.until);
}

// Gives, among the incidents that the line may mean, the first within its time, else the first.
const engine::SightingRecord* sighting_meant(const ExpectLine& line, const RunRecord& record,
                                             const engine::ServiceState& state, std::string& about) {
  const engine::SightingRecord* found = nullptr;
  bool in_time = false;
  for (const auto& [id, incident] : state.incidents()) {
    const auto& opened = incident.opened;
    const auto& merchants = record.configuration.merchants;
    if (!line.merchant.empty() && !(opened.merchant && opened.merchant->value < merchants.size() &&
                                    merchants[opened.merchant->value].name == line.merchant))
      continue;
    if (!line.class_name.empty() &&
        record.configuration.classes.at(opened.violation_class.value).code_name != line.class_name)
      continue;
    if (incident.sightings.empty() || in_time || (found && !within(line, incident.opened_at))) continue;
    found = state.sighting(incident.sightings.front());
    in_time = within(line, incident.opened_at);
    about = fmt::format("incident {}", id.value);
  }
  return found;
}

std::vector<sim::Thing> standing_at(const RunRecord& record, engine::Time at) {
  std::map<sim::ThingId, sim::Thing> standing;
  for (const sim::SceneLogEntry& entry : record.truth.scene_log) {
    if (entry.at > at) break;
    if (entry.what == sim::SceneLogEntry::What::appear) standing[entry.thing.id] = entry.thing;
    if (entry.what == sim::SceneLogEntry::What::go) standing.erase(entry.thing.id);
  }
  std::vector<sim::Thing> things;
  for (const auto& [id, thing] : standing) things.push_back(thing);
  return things;
}

fs::path write(const fs::path& path, const char* bytes, std::size_t size) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes, static_cast<std::streamsize>(size));
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", path.string()));
  return path;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Several expectations about one incident share one picture: the first copy serves them all.
fs::path write_picture(const fs::path& folder, std::size_t number, const std::string& bytes) {
  for (std::size_t i = 1; i < number; ++i) {
    const fs::path earlier = folder / fmt::format("{}_picture.jpg", i);
    std::error_code failed;
    if (fs::file_size(earlier, failed) == bytes.size() && !failed && bytes_of(earlier) == bytes) return earlier;
  }
  return write(folder / fmt::format("{}_picture.jpg", number), bytes.data(), bytes.size());
}

}  // namespace

std::optional<Exhibit> exhibit_of(const ExpectLine& line, const RunRecord& record) {
  const engine::Configuration& configuration = record.configuration;
  if (line.about == ExpectLine::About::camera) {
    const auto camera = index_of(configuration.cameras, line.text);
    if (!camera) return std::nullopt;
    return Exhibit{static_cast<int>(*camera), end_of_time(line, record),
                   fmt::format("camera {} at the end of the time", line.text)};
  }
  const engine::ServiceState state = engine::state_of(record.journal);
  std::string about;
  if (const auto* sighting = sighting_meant(line, record, state, about))
    return Exhibit{static_cast<int>(sighting->content.camera.value), sighting->confirmed_at,
                   about + " as it was confirmed"};
  const auto merchant = index_of(configuration.merchants, line.merchant);
  if (!merchant) return std::nullopt;
  for (const engine::Zone& zone : configuration.zones)
    if (zone.merchant && zone.merchant->value == *merchant && !zone.cameras.empty())
      return Exhibit{static_cast<int>(zone.cameras.front().value), end_of_time(line, record),
                     fmt::format("no incident of {}: the place at the end of the time", line.merchant)};
  return std::nullopt;
}

std::string journal_excerpt(const ExpectLine& line, const Finding& finding, const RunRecord& record) {
  std::string text = fmt::format("required: {}\nactual:   {}\nscenario {}, seed {}, commit {}\n\n", finding.required,
                                 finding.actual, record.scenario, record.seed, record.commit);
  std::string story;
  if (!line.merchant.empty()) story = explain(record.journal, record.configuration, {line.merchant, 0, 0, {}});
  if (!story.empty()) return text + fmt::format("All about {}:\n", line.merchant) + story;
  const engine::Time from = line.from.value_or(record.start) - kAround,
                     until = line.until.value_or(record.end) + kAround;
  text += fmt::format("All that happened from {} to {}:\n", engine::to_text(from), engine::to_text(until));
  std::size_t told = 0;
  for (const engine::Event& event : record.journal) {
    if (event.at < from || event.at > until) continue;
    if (++told <= kMostEvents) text += event_text(event, record.configuration) + "\n";
  }
  if (told == 0) text += "Nothing happened then.\n";
  if (told > kMostEvents) text += fmt::format("… and {} more events\n", told - kMostEvents);
  std::string outside;
  for (const engine::Event& event : record.journal)
    if ((event.at < from || event.at > until) &&
        std::find(finding.outside.begin(), finding.outside.end(), event.at) != finding.outside.end())
      outside += event_text(event, record.configuration) + "\n";
  if (!outside.empty()) text += "\nOutside the time:\n" + outside;
  return text;
}

std::vector<fs::path> keep_failure(const fs::path& folder, std::size_t number, const LoopInputs& inputs,
                                   const RunRecord& record, const ExpectLine& line, const Finding& finding) {
  fs::create_directories(folder);
  std::string text = journal_excerpt(line, finding, record);
  std::vector<fs::path> files;
  if (const auto exhibit = exhibit_of(line, record)) {
    const Replay replay(inputs);
    const auto source = replay.source_of(exhibit->camera, exhibit->at);
    text += fmt::format("\nPicture: camera {} at {}, {}{}\n",
                        record.configuration.cameras.at(static_cast<std::size_t>(exhibit->camera)).name,
                        engine::to_text(exhibit->at), exhibit->about, source ? "" : "; it sent none then");
    if (source) {
      const auto jpeg = engine::to_jpeg(*replay.picture(*source, standing_at(record, source->at)), 90);
      files.push_back(write_picture(folder, number, {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()}));
      text += fmt::format("File:    {}\n", files.back().filename().string());
    }
  }
  files.insert(files.begin(), write(folder / fmt::format("{}_journal.txt", number), text.data(), text.size()));
  return files;
}

}  // namespace tricolor::harness
