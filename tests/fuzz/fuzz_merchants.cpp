// Reads any bytes as a table of merchants (CSV) that a scenario imports.
#include <cstdint>

#include "fuzz/scratch_file.h"
#include "scenario/reading.h"

using namespace tricolor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  engine::Value named;
  named.origin = {"f.yaml", 1, 1};
  engine::Diagnostics diagnostics;
  static const tests::Scratch scratch;
  harness::read_merchant_table(scratch.file({reinterpret_cast<const char*>(data), size}, ".csv"), named, diagnostics);
  return 0;
}
