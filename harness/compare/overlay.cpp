#include "compare/overlay.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

#include "run/run_folder.h"

namespace tricolor::harness {

namespace fs = std::filesystem;

Overlays::~Overlays() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string Overlays::over(const std::string& path, const std::string& label, const std::string& keys) {
  if (folder_.empty()) {
    std::string name = (fs::temp_directory_path() / "tricolor-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error(name + ": cannot be made");
    folder_ = name;
  }
  // A text in quotes is the same in JSON and in YAML.
  const std::string base = nlohmann::json(fs::absolute(path).lexically_normal().string()).dump();
  const fs::path file = folder_ / fmt::format("{}-{}.yaml", ++files_, label);
  write_whole(file, "extends: " + base + "\n" + keys);
  return file.string();
}

std::string Overlays::told(std::string text, const std::string& name) const {
  if (folder_.empty()) return text;
  // "FOLDER/3-label.yaml:4:1: " becomes "name: ".
  std::string out;
  const std::string prefix = folder_.string() + "/";
  static const std::regex kPlace(R"(^[^:\n]*(:\d+:\d+)?)");
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
    out += text.substr(0, at) + name;
    text.erase(0, at + prefix.size());
    text = std::regex_replace(text, kPlace, "", std::regex_constants::format_first_only);
  }
  return out + text;
}

}  // namespace tricolor::harness
