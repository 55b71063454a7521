#include "compare/page/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

// A round step that divides `span` into at most `most` parts.
double step_of(double span, int most) {
  double step = std::pow(10, std::floor(std::log10(std::max(span, 1e-9) / most)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0})
    if (span / (step * factor) <= most) return step * factor;
  return 10 * step;
}

std::string tick_text(double value) {
  if (std::abs(value) < 1e-12) return "0";
  return std::abs(value) >= 1000 ? count_text(static_cast<std::int64_t>(std::llround(value)))
                                 : fmt::format("{:.4g}", value);
}

}  // namespace

std::string both_svg(const Bilingual& text, double x, double y, std::string_view css) {
  return fmt::format(R"(<text class="zh {0}" x="{1:.1f}" y="{2:.1f}">{3}</text>)"
                     R"(<text class="en {0}" x="{1:.1f}" y="{2:.1f}">{4}</text>)",
                     css, x, y, escape_html(text.zh), escape_html(text.en));
}

// A mark of a policy: hue and shape, so that hue is never alone.
std::string shape_svg(std::size_t policy, double x, double y, double size) {
  const std::string css = fmt::format("class=\"p{}\"", policy % 6);
  switch (policy % 4) {
    case 0: return fmt::format(R"(<circle {} cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>)", css, x, y, size);
    case 1:
      return fmt::format(R"(<path {} d="M{:.1f} {:.1f}l{:.1f} {:.1f}h{:.1f}z"/>)", css, x, y - 1.2 * size, 1.15 * size,
                         2.1 * size, -2.3 * size);
    case 2:
      return fmt::format(R"(<rect {} x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)", css, x - 0.9 * size,
                         y - 0.9 * size, 1.8 * size, 1.8 * size);
    default:
      return fmt::format(R"(<path {} d="M{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}z"/>)", css, x,
                         y - 1.3 * size, 1.3 * size, 1.3 * size, -1.3 * size, 1.3 * size, -1.3 * size, -1.3 * size);
  }
}

void Plot::grid_y(int most) {
  const double step = step_of(high_y_ - low_y_, most);
  for (double value = std::ceil(low_y_ / step) * step; value <= high_y_ + 1e-9; value += step)
    body_ += fmt::format(R"(<line class="grid" x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/>)"
                         R"(<text class="tick end" x="{3}" y="{4:.1f}">{5}</text>)",
                         kLeft, kWidth - kRight, y(value), kLeft - 7, y(value) + 4, tick_text(value));
}

void Plot::ticks_x(int most, double least_step) {
  const double step = std::max(least_step, step_of(high_x_ - low_x_, most));
  for (double value = std::ceil(low_x_ / step) * step; value <= high_x_ + 1e-9; value += step)
    tick_x(value, tick_text(value));
}

void Plot::tick_x(double value, const std::string& text) {
  body_ += fmt::format(R"(<text class="tick middle" x="{:.1f}" y="{:.1f}">{}</text>)", x(value), height_ - kBottom + 17,
                       escape_html(text));
}

std::string Plot::svg(const Bilingual& told) const {
  return fmt::format(R"(<svg class="plot" viewBox="0 0 {} {}" role="img" {}>{}</svg>)", kWidth, height_,
                     label_attributes(told), body_);
}

}  // namespace tricolor::harness
