#include "pictures/halved.h"

#include <cstddef>
#include <cstring>
#include <vector>

#include "pictures/vector_code.h"

namespace tricolor::engine {
namespace {

// Gives at each byte of a row the mean of it, the same channel of the next pixel, and both of the row below. The last
// pixel has no next one and gets none.
TRICOLOR_VECTOR_CODE
void means_of(const std::uint8_t* __restrict upper, const std::uint8_t* __restrict lower, std::size_t count,
              std::uint8_t* __restrict means) {
  using Words [[gnu::vector_size(32)]] = std::uint16_t;
  Words a, b, c, d;
  std::size_t i = 0;
  // The bytes of even places and those of odd ones are summed as words of their own.
  for (; i + sizeof(Words) + 3 <= count; i += sizeof(Words)) {
    std::memcpy(&a, upper + i, sizeof a);
    std::memcpy(&b, upper + i + 3, sizeof b);
    std::memcpy(&c, lower + i, sizeof c);
    std::memcpy(&d, lower + i + 3, sizeof d);
    const Words even = ((a & 0xFF) + (b & 0xFF) + (c & 0xFF) + (d & 0xFF) + 2) >> 2,
                odd = ((a >> 8) + (b >> 8) + (c >> 8) + (d >> 8) + 2) >> 2, both = even | (odd << 8);
    std::memcpy(means + i, &both, sizeof both);
  }
  for (; i + 3 < count; ++i)
    means[i] = static_cast<std::uint8_t>((upper[i] + upper[i + 3] + lower[i] + lower[i + 3] + 2) >> 2);
}

// Takes every second pixel. All but the last are moved with one byte too much, which the next one covers.
void every_second(const std::uint8_t* __restrict pixels, std::size_t pairs, std::uint8_t* __restrict out) {
  for (std::size_t pair = 0; pair + 1 < pairs; ++pair) std::memcpy(out + 3 * pair, pixels + 6 * pair, 4);
  if (pairs > 0) std::memcpy(out + 3 * pairs - 3, pixels + 6 * pairs - 6, 3);
}

}  // namespace

void halve(const std::uint8_t* picture, int width_px, int height_px, std::uint8_t* half) {
  const std::size_t row = 3 * static_cast<std::size_t>(width_px), pairs = static_cast<std::size_t>(width_px) / 2;
  static thread_local std::vector<std::uint8_t> means;
  means.resize(row);
  for (int y = 0; y + 1 < height_px; y += 2, picture += 2 * row, half += 3 * pairs) {
    means_of(picture, picture + row, row, means.data());
    every_second(means.data(), pairs, half);
  }
}

}  // namespace tricolor::engine
