#include <cstdio>

#include <jpeglib.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/check.h"
#include "engine/stores.h"

namespace tricolor::engine {

std::vector<std::uint8_t> to_jpeg(const Image& picture, int quality) {
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
  std::vector<std::uint8_t> bytes(out, out + size);
  jpeg_destroy_compress(&jpeg);
  std::free(out);
  return bytes;
}

FileEvidenceStore::FileEvidenceStore(std::string folder, std::size_t most_pictures)
    : folder_(std::move(folder)), most_pictures_(most_pictures) {}

EvidenceResult FileEvidenceStore::put(const EvidenceLabel&, const Image& picture) {
  if (kept_ >= most_pictures_) {
    ++left_out_;
    return {{}, EvidenceLoss::limit};
  }
  const auto bytes = to_jpeg(picture, 85);
  const std::string hash = sha256(bytes);
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  const auto path = std::filesystem::path(folder_) / (hash + ".jpg"),
             unfinished = std::filesystem::path(folder_) / (hash + ".part");
  // A picture under its final name is whole: it gets the name after it has been written.
  errno = 0;
  std::ofstream file(unfinished, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  const bool full = errno == ENOSPC || errno == EDQUOT;
  if (file) std::filesystem::rename(unfinished, path, failed);
  if (!file || failed) {
    std::filesystem::remove(unfinished, failed);
    ++left_out_;
    return {{}, full ? EvidenceLoss::disk_full : EvidenceLoss::refused};
  }
  ++kept_;
  return {hash, EvidenceLoss::none};
}

}  // namespace tricolor::engine
