// Lettering for shop signs: text set in a Chinese typeface as a mask of ink, with halved copies for distance.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tricolor::sim {

class SignText {
 public:
  /// Sets `text` 40 px high. Throws std::runtime_error when the typeface is missing.
  explicit SignText(const std::string& text);

  /// Width divided by height.
  double aspect() const { return aspect_; }
  /// Ink at (u, v), both 0 … 1 from the upper left; 0 … 1. `pixels_high` is the height of the text in the picture,
  /// which chooses the copy.
  double ink(double u, double v, double pixels_high) const;

 private:
  struct Mask {
    int width = 0, height = 0;
    std::vector<std::uint8_t> ink;
  };
  std::array<Mask, 3> masks_;
  double aspect_ = 1;
};

}  // namespace tricolor::sim
