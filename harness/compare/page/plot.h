// Draws figures on two axes as SVG, in both languages, for the pages of studies.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "report/page/html/html.h"

namespace tricolor::harness {

/// A text of a drawing in both languages; `css` are further classes.
std::string both_svg(const Bilingual& text, double x, double y, std::string_view css);

/// A mark of a policy: hue and shape, so that hue is never alone.
std::string shape_svg(std::size_t policy, double x, double y, double size);

/// A drawing of two axes: what is put in is in the units of the figures.
class Plot {
 public:
  Plot(double low_x, double high_x, double low_y, double high_y, double height)
      : low_x_(low_x), high_x_(high_x), low_y_(low_y), high_y_(high_y), height_(height) {}
  double x(double value) const { return kLeft + (value - low_x_) / (high_x_ - low_x_) * (kWidth - kLeft - kRight); }
  double y(double value) const { return kTop + (high_y_ - value) / (high_y_ - low_y_) * (height_ - kTop - kBottom); }
  void add(const std::string& markup) { body_ += markup; }
  void grid_y(int most);
  void ticks_x(int most, double least_step);
  /// A tick with a text of its own.
  void tick_x(double value, const std::string& text);
  void name_x(const Bilingual& name) {
    body_ += both_svg(name, (kLeft + kWidth - kRight) / 2, height_ - 4, "axis middle");
  }
  void name_y(const Bilingual& name) { body_ += both_svg(name, 4, 13, "axis"); }
  std::string svg(const Bilingual& told) const;

  static constexpr double kWidth = 480, kLeft = 52, kRight = 14, kTop = 34, kBottom = 40;

 private:
  double low_x_, high_x_, low_y_, high_y_, height_;
  std::string body_;
};

}  // namespace tricolor::harness
