#include "engine/jpeg.h"

#include <cstdio>

#include <jpeglib.h>

#include <cstdlib>

#include "engine/check.h"

namespace tricolor::engine {

Jpeg to_jpeg(const Image& picture, int quality) {
  // A size that the JPEG library cannot take would end the process without a message.
  ENGINE_CHECK(picture.width_px > 0 && picture.width_px <= JPEG_MAX_DIMENSION && picture.height_px > 0 &&
               picture.height_px <= JPEG_MAX_DIMENSION);
  ENGINE_CHECK(picture.bytes.size() ==
               static_cast<std::size_t>(picture.width_px) * static_cast<std::size_t>(picture.height_px) * 3u);
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &out, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width_px);
  jpeg.image_height = static_cast<JDIMENSION>(picture.height_px);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_EXT_BGR;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row =
        const_cast<JSAMPLE*>(&picture.bytes[static_cast<std::size_t>(jpeg.next_scanline) * 3u * jpeg.image_width]);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  Jpeg bytes(out, out + size);
  jpeg_destroy_compress(&jpeg);
  std::free(out);
  return bytes;
}

}  // namespace tricolor::engine
