#include "adapters/training/kinds_for_training.h"

#include <cstdio>
#include <fstream>

#include "adapters/build_city.h"

namespace tricolor::harness {

std::shared_ptr<const sim::KindTable> kinds_for_training(const std::string& path) {
  engine::Diagnostics faults;
  const auto kinds = read_kinds(path, kinds_of_twin(), faults);
  if (faults.empty()) return kind_table_of(kinds);
  std::fputs(faults.text().c_str(), stderr);
  return nullptr;
}

bool write_kind_names(const sim::KindTable& kinds, const std::string& out) {
  std::ofstream file(out + ".kinds");
  for (int i = 0; i < kinds.size(); ++i) file << kinds.name_of(static_cast<sim::ThingKind>(i)) << '\n';
  return static_cast<bool>(file.flush());
}

}  // namespace tricolor::harness
