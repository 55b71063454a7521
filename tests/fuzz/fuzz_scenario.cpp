// Reads any bytes as a scenario and prints it with origins: a scenario without faults can be written out again.
#include <cstdint>
#include <cstdlib>

#include "fuzz/scratch_file.h"
#include "scenario/scenario.h"

using namespace tricolor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Templates and policies lie where scenarios expect them.
  static const tests::Scratch scratch;
  static const bool linked = [] {
    for (const char* folder : {"templates", "policies"})
      std::filesystem::create_directory_symlink(std::string(TRICOLOR_SOURCE_DIR "/scenarios/") + folder,
                                                scratch.folder / folder);
    return true;
  }();
  if (!linked) std::abort();
  const std::string path = scratch.file({reinterpret_cast<const char*>(data), size}, ".yaml");
  engine::Diagnostics diagnostics, again;
  harness::read_scenario(path, TRICOLOR_SOURCE_DIR "/assets", diagnostics);
  const std::string resolved = harness::resolved_with_origins(path, again);
  if (diagnostics.empty() && resolved.empty()) std::abort();
  return 0;
}
