// Reads any bytes as a YAML file, then as a policy and as a table of classes: faults have places and texts, and nothing
// else happens.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/policy_file.h"
#include "fuzz/scratch_file.h"

using namespace tricolor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  engine::Value root;
  engine::Diagnostics diagnostics;
  const bool read = engine::read_document_text(text, "f.yaml", root, diagnostics);
  // A document that could not be read gives faults; every fault has a place.
  if (!read && diagnostics.empty()) std::abort();
  for (const engine::Diagnostic& fault : diagnostics.sorted())
    if (fault.origin.line < 1 || fault.origin.column < 1 || fault.text.empty()) std::abort();
  static const tests::Scratch scratch;
  const std::string path = scratch.file(text, ".yaml");
  engine::Diagnostics policy, classes;
  engine::read_policy(path, policy);
  engine::read_classes(path, classes);
  return 0;
}
