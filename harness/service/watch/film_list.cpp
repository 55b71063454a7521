#include "service/watch/film_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>

namespace tricolor::harness {
namespace {

constexpr const char* kHeader = "camera,captured_at_us,file";
constexpr std::size_t kMostBytes = 16u << 20;  // Largest list, of some 400,000 pictures.
constexpr std::size_t kMostDigits = 17;  // Greatest number of digits of microseconds since 1970: some thousand years.

struct Row {
  engine::Time at;
  std::string file;
};

// Another program's list of the same name is not read. A pipe is never opened, because that would block.
bool is_list(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return false;
  std::string header(std::string_view(kHeader).size(), '\0');
  std::ifstream in(path);
  return in.read(header.data(), static_cast<std::streamsize>(header.size())) && header == kHeader;
}

}  // namespace

std::optional<FilmList> read_film_list(const std::string& folder, const std::string& camera,
                                       engine::Diagnostics& faults) {
  namespace fs = std::filesystem;
  const fs::path path = fs::path(folder) / "pictures.csv";
  if (!is_list(path)) return std::nullopt;
  std::string text, line;
  if (!engine::read_text_file(path.string(), kMostBytes, text, faults)) return std::nullopt;
  std::istringstream in(text);
  std::getline(in, line);  // The header is known.
  std::map<std::string, std::vector<Row>> by_camera;
  for (int number = 2; std::getline(in, line); ++number) {
    std::stringstream row(line);
    std::string name, at, file;
    if (!std::getline(row, name, ',') || !std::getline(row, at, ',') || !std::getline(row, file, ',') || at.empty() ||
        at.size() > kMostDigits || at.find_first_not_of("0123456789") != std::string::npos) {
      faults.add({path.string(), number, 1}, "", fmt::format("must be {}, got '{}'", kHeader, line.substr(0, 100)));
      return std::nullopt;
    }
    by_camera[name].push_back({engine::Time{engine::Duration{std::stoll(at)}}, file});
  }
  if (by_camera.empty()) {
    faults.add({path.string(), 1, 1}, "", "must list a picture, got none");
    return std::nullopt;
  }
  const auto chosen = camera.empty() && by_camera.size() == 1 ? by_camera.begin() : by_camera.find(camera);
  if (chosen == by_camera.end()) {
    std::string names;
    for (const auto& [name, rows] : by_camera) names += (names.empty() ? "" : ", ") + name;
    faults.add({"command line", 0, 0}, "--camera",
               fmt::format("must be a camera of the film {} ({}), got {}", folder, names,
                           camera.empty() ? "none" : "'" + camera + "'"));
    return std::nullopt;
  }
  std::vector<Row>& rows = chosen->second;
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.at < b.at; });
  FilmList list{chosen->first, rows.front().at, {}};
  for (const Row& row : rows) list.pictures.push_back({row.file, row.at - list.first});
  return list;
}

}  // namespace tricolor::harness
