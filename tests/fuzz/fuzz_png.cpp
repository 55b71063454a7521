// Reads any bytes as a PNG file: it is refused with a reason, or is a picture of the size that it states.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "fuzz/scratch_file.h"
#include "sim/camera/png.h"

using namespace tricolor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const tests::Scratch scratch;
  try {
    const sim::Picture picture = sim::read_png(scratch.file({reinterpret_cast<const char*>(data), size}, ".png"));
    if (picture.bytes.size() !=
        3 * static_cast<std::size_t>(picture.width_px) * static_cast<std::size_t>(picture.height_px))
      std::abort();
  } catch (const std::runtime_error&) {
  }
  return 0;
}
