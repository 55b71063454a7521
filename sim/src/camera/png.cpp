#include "sim/camera/png.h"

#include <png.h>

#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace tricolor::sim {

void write_png(const std::string& path, const Picture& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width_px);
  image.height = static_cast<png_uint_32>(picture.height_px);
  image.format = PNG_FORMAT_BGR;
  image.flags = PNG_IMAGE_FLAG_FAST;
  if (!png_image_write_to_file(&image, path.c_str(), 0, picture.bytes.data(), picture.width_px * 3, nullptr))
    throw std::runtime_error(path + ": cannot write: " + image.message);
}

namespace {

// Largest width and height, pixels: those of a camera's picture.
constexpr png_uint_32 kMostPx = 4096;

}  // namespace

Picture read_png(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed))
    throw std::runtime_error(path + ": must be a picture (PNG), got " +
                             (std::filesystem::exists(path, failed) ? "something else" : "nothing there"));
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&image, path.c_str()))
    throw std::runtime_error(path + ": cannot read: " + image.message);
  // A few bytes can claim to be a picture that fills the memory.
  if (image.width > kMostPx || image.height > kMostPx) {
    png_image_free(&image);
    throw std::runtime_error(path + ": must be at most " + std::to_string(kMostPx) + " pixels wide and high, is " +
                             std::to_string(image.width) + " × " + std::to_string(image.height));
  }
  image.format = PNG_FORMAT_BGR;
  Picture picture{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  picture.bytes.resize(PNG_IMAGE_SIZE(image));
  if (!png_image_finish_read(&image, nullptr, picture.bytes.data(), 0, nullptr))
    throw std::runtime_error(path + ": cannot read: " + image.message);
  return picture;
}

}  // namespace tricolor::sim
