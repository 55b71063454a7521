#include "cli/new_files.h"

#include <cerrno>
#include <fstream>
#include <sstream>

namespace tricolor::harness {

NewFiles::~NewFiles() {
  std::error_code ignored;
  if (!kept_)
    for (auto path = made_.rbegin(); path != made_.rend(); ++path) std::filesystem::remove(*path, ignored);
}

bool NewFiles::folder(const std::filesystem::path& path, std::error_code& failed) {
  if (path.empty() || std::filesystem::is_directory(path, failed)) return true;
  failed.clear();
  if (!folder(path.parent_path(), failed) || !std::filesystem::create_directory(path, failed)) return false;
  made_.push_back(path);
  return true;
}

bool NewFiles::file(const std::filesystem::path& path, const std::string& text, std::error_code& failed) {
  std::ofstream out(path, std::ios::binary);
  if (out) made_.push_back(path);
  out << text;
  if (!out.flush()) failed = std::error_code(errno ? errno : EIO, std::generic_category());
  return !failed;
}

std::optional<std::string> text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  if (!in || !(text << in.rdbuf())) return std::nullopt;
  return text.str();
}

}  // namespace tricolor::harness
