// Reads any bytes as a line of a journal: the line is refused with a reason, or it is an event whose own line reads
// back as the same event.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "engine/journal.h"

using namespace tricolor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const engine::Event event = engine::from_line({reinterpret_cast<const char*>(data), size});
    const std::string line = engine::to_line(event);
    if (engine::to_line(engine::from_line(line)) != line) std::abort();
  } catch (const std::runtime_error& refused) {
    if (std::string(refused.what()).empty()) std::abort();
  }
  return 0;
}
