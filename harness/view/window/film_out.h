// Writes frames of the window as files: single PNGs, or a film.
#pragma once

#include <SFML/Graphics/Image.hpp>

#include <memory>
#include <string>

namespace tricolor::harness {

/// Writes a PNG. Throws std::runtime_error with path and reason.
void write_frame(const sf::Image& image, const std::string& path);

class FilmOut {
 public:
  virtual ~FilmOut() = default;
  /// Adds a frame; all frames are of one size. Throws std::runtime_error when it cannot be written.
  virtual void add(const sf::Image& image) = 0;
  /// Ends the film; nothing may be added afterwards.
  virtual void finish() {}
};

/// Opens a film at `path`: a path that ends in .mp4 is a film of that kind, any other a folder of numbered PNGs
/// (frame_000001.png …), which is made. Throws std::runtime_error when it cannot be made.
std::unique_ptr<FilmOut> open_film(const std::string& path, unsigned width, unsigned height, int fps);

}  // namespace tricolor::harness
