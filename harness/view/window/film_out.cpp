#include "view/window/film_out.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "sim/camera/png.h"
#include "view/window/mp4.h"

namespace tricolor::harness {
namespace {

class NumberedPictures : public FilmOut {
 public:
  explicit NumberedPictures(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) throw std::runtime_error(fmt::format("{}: cannot be made: {}", folder_.string(), failed.message()));
  }
  void add(const sf::Image& image) override {
    write_frame(image, (folder_ / fmt::format("frame_{:06}.png", ++number_)).string());
  }

 private:
  std::filesystem::path folder_;
  int number_ = 0;
};

class Mp4Film : public FilmOut {
 public:
  Mp4Film(const std::string& path, unsigned width, unsigned height, int fps)
      : mp4_(path, static_cast<int>(width), static_cast<int>(height), fps) {}
  void add(const sf::Image& image) override { mp4_.add(image.getPixelsPtr()); }
  void finish() override { mp4_.finish(); }

 private:
  Mp4 mp4_;
};

}  // namespace

void write_frame(const sf::Image& image, const std::string& path) {
  sim::Picture picture;
  picture.width_px = static_cast<int>(image.getSize().x);
  picture.height_px = static_cast<int>(image.getSize().y);
  const std::size_t pixels = static_cast<std::size_t>(picture.width_px) * static_cast<std::size_t>(picture.height_px);
  picture.bytes.resize(pixels * 3);
  const sf::Uint8* from = image.getPixelsPtr();
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t c = 0; c < 3; ++c) picture.bytes[3 * i + c] = from[4 * i + 2 - c];
  // The film is written under another name first, so that a program that waits for the file never finds half of it.
  sim::write_png(path + ".part", picture);
  std::error_code failed;
  std::filesystem::rename(path + ".part", path, failed);
  if (failed) throw std::runtime_error(fmt::format("{}: cannot be written: {}", path, failed.message()));
}

std::unique_ptr<FilmOut> open_film(const std::string& path, unsigned width, unsigned height, int fps) {
  if (std::filesystem::path(path).extension() == ".mp4") return std::make_unique<Mp4Film>(path, width, height, fps);
  return std::make_unique<NumberedPictures>(path);
}

}  // namespace tricolor::harness
