// Reads any bytes as zones drawn on a picture: each zone that is taken without a fault is cut into convex pieces of
// positive area.
#include <cstdint>
#include <cstdlib>

#include "service/watch/zones_file.h"

using namespace tricolor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  engine::Diagnostics diagnostics;
  const auto zones = harness::read_zones_text({reinterpret_cast<const char*>(data), size}, "f.yaml",
                                              std::chrono::seconds{10}, diagnostics);
  if (!diagnostics.empty()) return 0;
  for (const harness::PictureZone& zone : zones)
    for (const engine::GroundPolygon& piece : zone.pieces)
      if (piece.size() < 3 || !(std::abs(engine::signed_area_m2(piece)) > 0)) std::abort();
  return 0;
}
