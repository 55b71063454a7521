#include "engine/configuration.h"

#include <algorithm>

namespace tricolor::engine {

std::string kind_with(std::string_view kind, const std::vector<std::string>& attributes) {
  std::string name(kind);
  for (const std::string& attribute : attributes) (name += kAttributeMark) += attribute;
  return name;
}

bool shows(const ViolationClass& violation_class, std::string_view kind) {
  const std::size_t mark = kind.find(kAttributeMark);
  if (std::ranges::find(violation_class.kinds, kind.substr(0, mark)) == violation_class.kinds.end()) return false;
  if (violation_class.with.empty()) return true;
  while (!kind.empty() && kind.find(kAttributeMark) != std::string_view::npos) {
    kind.remove_prefix(kind.find(kAttributeMark) + 1);
    if (kind.substr(0, kind.find(kAttributeMark)) == violation_class.with) return true;
  }
  return false;
}

}  // namespace tricolor::engine
