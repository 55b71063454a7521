// Lays keys over a policy or a scenario: small files that extend another one, in a folder that goes when it has been
// read.
#pragma once

#include <filesystem>
#include <string>

namespace tricolor::harness {

class Overlays {
 public:
  Overlays() = default;
  ~Overlays();
  Overlays(const Overlays&) = delete;

  /// Writes a file that extends the one at `path` by these keys (YAML), and gives its path. Throws std::runtime_error
  /// when it cannot be written.
  std::string over(const std::string& path, const std::string& label, const std::string& keys);

  /// Puts `name` in the place of the paths of these files, for messages to people.
  std::string told(std::string text, const std::string& name) const;

 private:
  std::filesystem::path folder_;  // Empty until a file is written.
  int files_ = 0;
};

}  // namespace tricolor::harness
