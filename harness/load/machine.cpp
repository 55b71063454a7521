#include "load/machine.h"

#include <malloc.h>

#include <fstream>
#include <sstream>
#include <thread>

namespace tricolor::harness {

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("model name", 0) != 0) continue;
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos && colon + 2 < line.size()) return line.substr(colon + 2);
  }
  return "unknown";
}

int processors() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

std::uint64_t private_bytes() {
  std::ifstream file("/proc/self/smaps_rollup");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    std::uint64_t kb = 0;
    if (words >> name >> kb && name == "Private_Dirty:") return 1024 * kb;
  }
  return 0;
}

void give_back_freed_pictures() {
  ::mallopt(M_MMAP_THRESHOLD, 512 * 1024);
  // Smaller blocks come and go with every picture: up to 16 MiB of them are kept.
  ::mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
}

std::int64_t all_cpu_ns() {
  std::ifstream file("/proc/stat");
  std::string name;
  std::int64_t user = 0, nice = 0, system = 0, idle = 0, waits = 0, irq = 0, softirq = 0, steal = 0;
  file >> name >> user >> nice >> system >> idle >> waits >> irq >> softirq >> steal;
  constexpr std::int64_t kTickNs = 10'000'000;  // USER_HZ is 100 on Linux.
  return kTickNs * (user + nice + system + irq + softirq + steal);
}

}  // namespace tricolor::harness
