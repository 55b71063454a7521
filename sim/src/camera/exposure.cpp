#include "camera/exposure.h"

#include <algorithm>
#include <cstring>

#include "camera/raster.h"
#include "camera/vector_code.h"

namespace tricolor::sim {
namespace {

constexpr int kNoiseTile = 1 << 16;

// Sensor noise, triangular with a standard deviation of about 2.9 grey levels at unit gain, drawn once.
const std::vector<std::int8_t>& noise_tile() {
  static const std::vector<std::int8_t> tile = [] {
    std::vector<std::int8_t> values(kNoiseTile);
    for (int i = 0; i < kNoiseTile; ++i) {
      const std::uint32_t h = texture_hash(i, 3, 0x5Eu);
      values[static_cast<std::size_t>(i)] =
          static_cast<std::int8_t>(static_cast<int>(h & 7) + static_cast<int>((h >> 8) & 7) - 7);
    }
    return values;
  }();
  return tile;
}

// byte * factor / 256 as the upper half of a 16-bit product: arithmetic of 16 bits without aliasing lets the compiler
// handle many bytes at a time.
std::uint16_t share_of(std::uint8_t byte, std::uint16_t factor) {
  return static_cast<std::uint16_t>((static_cast<std::uint32_t>(static_cast<std::uint16_t>(byte << 8)) * factor) >> 16);
}

std::uint8_t with_noise(std::uint16_t lit, std::int8_t grain, std::int16_t strength) {
  const auto rough = static_cast<std::int16_t>(static_cast<std::int16_t>(grain * strength) >> 1);
  const auto value = static_cast<std::int16_t>(static_cast<std::int16_t>(lit) + rough);
  return static_cast<std::uint8_t>(std::clamp<std::int16_t>(value, 0, 255));
}

// Exposes one row under a light that is the same everywhere.
TRICOLOR_VECTOR_CODE
void expose_row(std::uint8_t* __restrict row, const std::uint16_t* __restrict gain, const std::int8_t* __restrict grain,
                std::int16_t strength, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) row[i] = with_noise(share_of(row[i], gain[i]), grain[i], strength);
}

// Computes the gains where the light differs from pixel to pixel.
TRICOLOR_VECTOR_CODE
void gain_row(std::uint16_t* __restrict gain, const std::uint16_t* __restrict even, const std::uint8_t* __restrict lit,
              std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) gain[i] = share_of(lit[i], even[i]);
}

// Keeps memory between pictures: memory that goes back to the system and comes again with every picture would cost more
// than the light itself.
thread_local std::vector<std::uint8_t> scratch;

}  // namespace

Exposure::Exposure(const Light& light, const NightLight& night, int width_px, int height_px)
    : light_(light), night_(night), width_px_(width_px), height_px_(height_px), lit_(scratch) {
  if (light.lamps_on) night.plane(light.level, light.shops_lit, lit_);
}

void Exposure::lit_as(int y, int from, int to, std::uint8_t light) {
  std::memset(&lit_[3 * static_cast<std::size_t>(y * width_px_ + from)], light,
              3 * static_cast<std::size_t>(to - from));
}

void Exposure::expose(std::vector<std::uint8_t>& bytes, std::uint64_t noise_key) const {
  // Daylight goes from blue to orange; lamps are warm.
  const double warm = uneven() ? 0.13 * (1 - light_.level) : light_.warmth * 0.12;
  const double gain = uneven() ? 1.3 : std::min(1.22, light_.level * 1.22);
  const int gains[3] = {static_cast<int>(256 * gain * (1 - warm)), static_cast<int>(256 * gain),
                        static_cast<int>(256 * gain * (1 + 0.6 * warm))};
  const std::int16_t strength = light_.level < 0.35 ? 3 : 2;
  const auto& noise = noise_tile();
  std::uint64_t state = noise_key | 1;
  const std::size_t row_bytes = 3 * static_cast<std::size_t>(width_px_);
  std::vector<std::uint16_t> even(row_bytes), row_gain(row_bytes);
  for (std::size_t i = 0; i < row_bytes; ++i) even[i] = static_cast<std::uint16_t>(gains[i % 3]);
  row_gain = even;
  for (int y = 0; y < height_px_; ++y) {
    if (uneven()) gain_row(row_gain.data(), even.data(), &lit_[static_cast<std::size_t>(y) * row_bytes], row_bytes);
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    const std::int8_t* grain = &noise[state % static_cast<std::uint64_t>(kNoiseTile - static_cast<int>(row_bytes) - 1)];
    expose_row(&bytes[static_cast<std::size_t>(y) * row_bytes], row_gain.data(), grain, strength, row_bytes);
  }
}

}  // namespace tricolor::sim
