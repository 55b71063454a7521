// Writes several files as one: all of them, or none.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace tricolor::harness {

/// Removes every file and folder that it made, unless all of them were written and kept.
class NewFiles {
 public:
  ~NewFiles();
  /// Makes a folder and those above it; false when it cannot. One that is there stays.
  bool folder(const std::filesystem::path& path, std::error_code& failed);
  bool file(const std::filesystem::path& path, const std::string& text, std::error_code& failed);
  void keep() { kept_ = true; }

 private:
  std::vector<std::filesystem::path> made_;
  bool kept_ = false;
};

/// The text of a file; nothing when it cannot be read.
std::optional<std::string> text_of(const std::filesystem::path& path);

}  // namespace tricolor::harness
