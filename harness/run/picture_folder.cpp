#include "run/picture_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "adapters/pictures.h"
#include "engine/document.h"
#include "engine/engine.h"
#include "engine/stores.h"
#include "run/bad_input.h"
#include "sockets/silent_ports.h"

namespace tricolor::harness {
namespace {

using engine::Time;

struct Line {
  Time at;
  std::uint32_t camera;
  std::string file;
  friend bool operator<(const Line& a, const Line& b) { return a.at != b.at ? a.at < b.at : a.camera < b.camera; }
};

constexpr const char* kColumnsOfAList = "camera,captured_at_us,file";
// Largest list of pictures, some 400,000 of them.
constexpr std::size_t kMostOfAList = 16u << 20;
constexpr std::size_t kMostOfAName = 1024;  // Longest path of a picture, bytes.

// Faults show the beginning of a line: one without an end would fill the terminal.
std::string shortened(const std::string& text) {
  std::size_t most = 100;
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most) + "…";
}

std::vector<Line> read_list(const std::filesystem::path& path, const engine::Configuration& configuration, Time start) {
  std::error_code failed;
  std::string all;
  engine::Diagnostics faults;
  if (!std::filesystem::is_regular_file(path, failed))
    throw BadInput(
        fmt::format("{}: must be a list of pictures (camera,captured_at_us,file), got nothing there", path.string()));
  if (!engine::read_text_file(path.string(), kMostOfAList, all, faults)) throw BadInput(faults.text());
  std::istringstream in(all);
  std::vector<Line> lines;
  std::string text;
  std::getline(in, text);
  if (!text.empty() && text.back() == '\r') text.pop_back();
  if (text != kColumnsOfAList)
    throw BadInput(fmt::format("{}:1: must begin with the line {}, got '{}'", path.string(), kColumnsOfAList,
                               shortened(text)));
  for (int number = 2; std::getline(in, text); ++number) {
    if (!text.empty() && text.back() == '\r') text.pop_back();
    std::stringstream row(text);
    std::string camera, at, file;
    const bool whole = std::getline(row, camera, ',') && std::getline(row, at, ',') && std::getline(row, file, ',');
    const auto found = std::find_if(configuration.cameras.begin(), configuration.cameras.end(),
                                    [&](const engine::Camera& c) { return c.name == camera; });
    if (!whole || found == configuration.cameras.end() || at.find_first_not_of("0123456789") != std::string::npos ||
        at.empty() || at.size() > 17 || file.size() > kMostOfAName)
      throw BadInput(fmt::format("{}:{}: must be camera,captured_at_us,file with a camera of the scenario, got '{}'",
                                 path.string(), number, shortened(text)));
    const Time taken{engine::Duration{std::stoll(at)}};
    if (taken < start)
      throw BadInput(fmt::format("{}:{}: captured_at_us: must not be before the scenario's start, {}, got {} ({})",
                                 path.string(), number, engine::to_text(start), at, engine::to_text(taken)));
    lines.push_back({taken, static_cast<std::uint32_t>(found - configuration.cameras.begin()), file});
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::shared_ptr<const engine::Image> picture_in(const std::filesystem::path& file) {
  try {
    return read_picture(file.string());
  } catch (const std::runtime_error& error) {
    throw BadInput(error.what());
  }
}

}  // namespace

std::vector<engine::Event> watch_picture_folder(
    const LoopInputs& inputs, const std::filesystem::path& folder,
    const std::function<void(std::size_t picture, std::size_t of, engine::Time at)>& progress) {
  engine::Configuration configuration = configuration_of(inputs);
  configuration.digest = inputs.digest;
  const std::vector<Line> lines = read_list(folder / "pictures.csv", configuration, inputs.scenario.start);
  SilentPorts nobody;
  engine::MemoryStore store;
  engine::Ports ports{&nobody, &nobody, &nobody, &nobody, &store, &nobody, {}};
  engine::Engine engine(inputs.vision, ports);
  engine.configure(inputs.scenario.start, configuration, inputs.policies.first());
  const auto wake_until = [&](Time until) {
    for (auto due = engine.next_deadline(); due && *due <= until; due = engine.next_deadline()) {
      const Time at = std::max(*due, inputs.scenario.start);
      engine.wake(at);
      if (!engine.commit(at)) throw std::runtime_error("the journal could not be kept");
      if (const auto next = engine.next_deadline(); next && *next <= at) break;
    }
  };
  std::size_t done = 0;
  for (const Line& line : lines) {
    wake_until(line.at - engine::Duration{1});
    engine.handle(engine::Frame{engine::CameraId{line.camera}, line.at, picture_in(folder / line.file)}, line.at);
    if (!engine.commit(line.at)) throw std::runtime_error("the journal could not be kept");
    if (progress) progress(++done, lines.size(), line.at);
  }
  return store.events();
}

}  // namespace tricolor::harness
