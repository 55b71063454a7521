// Holds a small run written by hand: two shops, one heeded warning, one visit, one wrong accusation, and signs that try
// to break formats.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/run_record.h"

namespace tricolor::harness {

RunRecord small_run();

/// An empty folder of the test's own, removed at the end.
class Folder {
 public:
  explicit Folder(const std::string& name);
  ~Folder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::filesystem::path& path);

}  // namespace tricolor::harness
