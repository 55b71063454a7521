// Makes small videos for tests, with exact pictures at exact instants.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::harness {

struct TestPicture {
  engine::Image image;
  engine::Duration at{0};
};

/// Writes pictures losslessly (FFV1 in Matroska, times in whole milliseconds). `fps` is the rate that the file states.
/// A path that ends in .ts gives an MPEG-2 transport stream of the green channel in grey at 25 pictures a second; two
/// of these in a row have a clock that runs backwards. Throws std::runtime_error.
void write_test_video(const std::string& path, const std::vector<TestPicture>& pictures, int fps);

/// Gives a still scene with fixed grain, 8-bit grey 96 … 159; it is the same for the same size.
engine::Image grainy_scene(int width_px, int height_px);
/// Fills a rectangle.
void paint(engine::Image& image, int x, int y, int width, int height, std::uint8_t blue, std::uint8_t green,
           std::uint8_t red);

}  // namespace tricolor::harness
