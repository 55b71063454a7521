// Makes a folder of the process's own for readers that take a path; it is removed when the process ends.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace tricolor::tests {

class Scratch {
 public:
  Scratch() { std::filesystem::create_directories(folder / "rules"); }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Scratch(const Scratch&) = delete;

  /// Writes `text` over the scratch file and gives its path, one folder deep.
  std::string file(const std::string& text, const std::string& extension) const {
    const std::string path = (folder / "rules" / ("f" + extension)).string();
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    return path;
  }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("tricolor_fuzz_" + std::to_string(getpid()));
};

}  // namespace tricolor::tests
