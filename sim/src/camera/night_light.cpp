#include "camera/night_light.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "camera/facade.h"
#include "camera/vector_code.h"

namespace tricolor::sim {
namespace {

// Side of a cell, pixels.
constexpr int kCellPx = 4;
// Distance between lamps, distance at which a lamp's light is half, and length over which a shop's light falls to 1/e,
// metres. Assumed.
constexpr double kLampEveryM = 25, kLampReachM = 7, kSpillM = 2.4;
// Brightness of moonlight and of the glow of the sky over a town. Assumed, like every brightness here: chosen by eye.
constexpr double kAmbient = 0.085;

std::uint8_t level(double light) { return static_cast<std::uint8_t>(std::clamp(255 * light / 1.3, 0.0, 255.0)); }

// Lamps stand along both kerbs in turn.
double lamp_light(const StreetFrame& frame, const InStreet& in) {
  double light = 0;
  const double nearest = std::round(in.along / kLampEveryM);
  for (double k = nearest - 1; k <= nearest + 1; ++k) {
    const double side = rest_of(std::abs(k), 2) < 1 ? 1 : -1;
    const double away = std::hypot(in.along - k * kLampEveryM, in.across - side * (frame.half - 1.5)) / kLampReachM;
    light += 0.7 / (1 + away * away);
  }
  return light;
}

}  // namespace

NightLight::NightLight(const ShopRows& shop_rows, const StreetRays& rays, const CameraPose& pose)
    : width_px_(pose.width_px),
      height_px_(pose.height_px),
      columns_((pose.width_px + kCellPx - 1) / kCellPx),
      rows_((pose.height_px + kCellPx - 1) / kCellPx),
      lamps_(static_cast<std::size_t>(columns_ * rows_)),
      shops_(lamps_.size()) {
  for (int row = 0; row < rows_; ++row)
    for (int column = 0; column < columns_; ++column) {
      const RayEnd end = rays.trace((column + 0.5) * kCellPx, (row + 0.5) * kCellPx);
      double lamps = 0, shops = 0;
      if (end.on == RayEnd::On::wall) {
        const StreetFrame& frame = rays.frames()[static_cast<std::size_t>(end.street)];
        lamps = 0.55 * lamp_light(frame, {end.along, (end.side == Side::left ? 1 : -1) * frame.reach, true}) *
                std::exp(-end.z / 9);
        if (shop_rows.at(end.street, end.side, end.along) >= 0) {
          // The board shines, the window less, the wall above catches a little of it.
          shops = end.z > kSignLowM && end.z < kSignHighM ? 0.95
                  : end.z > 0.5 && end.z < 2.52           ? 0.62
                  : end.z >= kSignHighM                   ? 0.3 * std::exp(-(end.z - kSignHighM) / 0.8)
                                                          : 0.3;
        } else if (end.z > 4 &&
                   lit_window(end.along, end.z,
                              static_cast<std::uint32_t>(end.street) * 2 + (end.side == Side::left ? 1 : 0))) {
          lamps += 0.45;
        }
      } else if (end.on == RayEnd::On::ground) {
        InStreet in;
        if (const int street = rays.street_at(end.x, end.y, in); street >= 0) {
          const StreetFrame& frame = rays.frames()[static_cast<std::size_t>(street)];
          lamps = lamp_light(frame, in);
          // Each of three points along the front gives its part, so that light fades at a shop's end.
          const Side side = in.across > 0 ? Side::left : Side::right;
          for (const double aside : {-1.5, 0.0, 1.5})
            if (shop_rows.at(street, side, in.along + aside) >= 0)
              shops += 0.2 * std::exp(-(frame.reach - std::abs(in.across)) / kSpillM);
        }
      }
      const auto cell = static_cast<std::size_t>(row * columns_ + column);
      lamps_[cell] = level(lamps);
      shops_[cell] = level(shops);
    }
}

int NightLight::light_in(std::size_t cell, double daylight, bool shops_lit) const {
  const int light = lamps_[cell] + (shops_lit ? shops_[cell] : 0);
  return std::min(255, level(1.22 * daylight + kAmbient * (1 - daylight)) +
                           ((light * static_cast<int>(256 * (1 - daylight))) >> 8));
}

namespace {

// Interpolates linearly between the middles of cells, of which the first and last go on. Four pixels lie from one
// middle to the next, at one, three, five and seven eighths of the way. `line` holds eighths of light; `lit` gets
// kCellPx values for each but the last.
TRICOLOR_VECTOR_CODE
void light_row(const std::uint16_t* __restrict line, std::size_t count, std::uint8_t* __restrict lit) {
  static_assert(kCellPx == 4);
  const auto between = [](int a, int b) { return static_cast<std::uint8_t>(static_cast<std::uint16_t>(a + b) >> 6); };
  for (std::size_t c = 0; c + 1 < count; ++c) {
    const int a = line[c], b = line[c + 1];
    lit[4 * c] = between(7 * a, b);
    lit[4 * c + 1] = between(5 * a, 3 * b);
    lit[4 * c + 2] = between(3 * a, 5 * b);
    lit[4 * c + 3] = between(a, 7 * b);
  }
}

// Writes each byte three times.
TRICOLOR_VECTOR_CODE
void thrice(const std::uint8_t* __restrict in, std::size_t count, std::uint8_t* __restrict out) {
  using Bytes [[gnu::vector_size(16)]] = std::uint8_t;
  std::size_t x = 0;
  for (; x + sizeof(Bytes) <= count; x += sizeof(Bytes)) {
    Bytes v;
    std::memcpy(&v, in + x, sizeof v);
    const Bytes first = __builtin_shufflevector(v, v, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5),
                second = __builtin_shufflevector(v, v, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10),
                third = __builtin_shufflevector(v, v, 10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15);
    std::memcpy(out + 3 * x, &first, sizeof v);
    std::memcpy(out + 3 * x + 16, &second, sizeof v);
    std::memcpy(out + 3 * x + 32, &third, sizeof v);
  }
  for (; x < count; ++x) out[3 * x] = out[3 * x + 1] = out[3 * x + 2] = in[x];
}

}  // namespace

void NightLight::plane(double daylight, bool shops_lit, std::vector<std::uint8_t>& plane) const {
  std::vector<std::uint16_t> cells(lamps_.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] = static_cast<std::uint16_t>(light_in(i, daylight, shops_lit));
  const auto columns = static_cast<std::size_t>(columns_), width = static_cast<std::size_t>(width_px_);
  plane.resize(3 * width * static_cast<std::size_t>(height_px_));
  std::vector<std::uint16_t> line(columns + 2);
  std::vector<std::uint8_t> lit(kCellPx * (columns + 1));
  for (int y = 0; y < height_px_; ++y) {
    const int eighths = 2 * y + 1 - kCellPx, upper = std::clamp(eighths >= 0 ? eighths / 8 : 0, 0, rows_ - 1),
              lower = std::min(upper + 1, rows_ - 1), down = std::clamp(eighths - 8 * upper, 0, 8);
    const std::uint16_t* a = &cells[static_cast<std::size_t>(upper) * columns];
    const std::uint16_t* b = &cells[static_cast<std::size_t>(lower) * columns];
    for (std::size_t c = 0; c < columns; ++c) line[c + 1] = static_cast<std::uint16_t>(a[c] * (8 - down) + b[c] * down);
    line.front() = line[1];
    line.back() = line[columns];
    light_row(line.data(), line.size(), lit.data());
    thrice(&lit[kCellPx / 2], width, &plane[3 * static_cast<std::size_t>(y) * width]);
  }
}

std::uint8_t NightLight::at(double x_px, double y_px, double daylight, bool shops_lit) const {
  const int column = std::clamp(static_cast<int>(x_px) / kCellPx, 0, columns_ - 1),
            row = std::clamp(static_cast<int>(y_px) / kCellPx, 0, rows_ - 1);
  return static_cast<std::uint8_t>(light_in(static_cast<std::size_t>(row * columns_ + column), daylight, shops_lit));
}

}  // namespace tricolor::sim
