#include "eye/packed_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace tricolor::engine {
namespace {

// Samples of a row that are packed by themselves, so that a part of a row is unpacked without the rest; in groups that
// have one width of bits.
constexpr int kStrip = 64, kGroup = 8, kGroups = kStrip / kGroup;
static_assert(kGroups * 4 == 32, "the widths of a strip are one number of 32 bits");

// Bytes before the groups of a strip: four bits for the width of each group.
constexpr std::size_t kHead = kGroups / 2;

// Differences to an earlier picture are kept while they take no more than this part of the planes.
constexpr double kWorthIt = 0.7;

// Bytes that may be read beyond the last group.
constexpr std::size_t kSlack = 8;

// Moves eight bytes that are all below 2^bits together, so that they take `bits` bytes.
std::uint64_t squeezed(std::uint64_t x, unsigned bits) {
  x = (x & 0x00FF00FF00FF00FFull) | ((x & 0xFF00FF00FF00FF00ull) >> (8 - bits));
  x = (x & 0x0000FFFF0000FFFFull) | ((x & 0xFFFF0000FFFF0000ull) >> (16 - 2 * bits));
  return (x & 0x00000000FFFFFFFFull) | ((x >> 32) << (4 * bits));
}

std::uint64_t spread(std::uint64_t x, unsigned bits) {
  const auto low = [](unsigned count) { return count >= 64 ? ~0ull : (1ull << count) - 1; };
  x = (x & low(4 * bits)) | ((x >> (4 * bits) & low(4 * bits)) << 32);
  const std::uint64_t pairs = low(2 * bits) * 0x0000000100000001ull;
  x = (x & pairs) | ((x >> (2 * bits) & pairs) << 16);
  const std::uint64_t single = low(bits) * 0x0001000100010001ull;
  return (x & single) | ((x >> bits & single) << 8);
}

// Arithmetic on eight bytes at once, each modulo 256.
constexpr std::uint64_t kOnes = 0x0101010101010101ull, kHigh = 0x8080808080808080ull;
std::uint64_t sum(std::uint64_t a, std::uint64_t b) { return ((a & ~kHigh) + (b & ~kHigh)) ^ ((a ^ b) & kHigh); }
std::uint64_t difference(std::uint64_t a, std::uint64_t b) { return ((a | kHigh) - (b & ~kHigh)) ^ ((a ^ ~b) & kHigh); }
// Small differences of either sign become small numbers, and back.
std::uint64_t folded(std::uint64_t d) { return ((d & ~kHigh) << 1) ^ (((d & kHigh) >> 7) * 0xFF); }
std::uint64_t unfolded(std::uint64_t n) { return ((n >> 1) & ~kHigh) ^ ((n & kOnes) * 0xFF); }
std::uint64_t eight(const std::uint8_t* from) {
  std::uint64_t x = 0;
  std::memcpy(&x, from, sizeof x);
  return x;
}

unsigned bits_of(std::uint64_t x) {
  x |= x >> 32;
  x |= x >> 16;
  x |= x >> 8;
  return static_cast<unsigned>(std::bit_width(x & 0xFF));
}

// A strip of samples, filled up with zeros.
using Strip = std::array<std::uint8_t, kStrip>;

// Packs kStrip samples.
std::uint8_t* pack_strip(const std::uint8_t* samples, const std::uint8_t* like, std::uint8_t* out) {
  std::uint8_t* const widths = out;
  std::uint32_t all_widths = 0;
  out += kHead;
  for (unsigned group = 0; group < kGroups; ++group) {
    const std::uint64_t x = folded(difference(eight(samples + group * kGroup), eight(like + group * kGroup)));
    const unsigned bits = bits_of(x);
    all_widths |= bits << (4 * group);
    const std::uint64_t packed = squeezed(x, bits);
    std::memcpy(out, &packed, kGroup);
    out += bits;
  }
  std::memcpy(widths, &all_widths, sizeof all_widths);
  return out;
}

std::uint32_t widths_of(const std::uint8_t* strip) {
  std::uint32_t widths = 0;
  std::memcpy(&widths, strip, sizeof widths);
  return widths;
}

const std::uint8_t* after_strip(const std::uint8_t* strip) {
  const std::uint8_t* next = strip + kHead;
  for (std::uint32_t widths = widths_of(strip); widths != 0; widths >>= 4) next += widths & 0xF;
  return next;
}

// Unpacks the differences of the first `count` samples of a strip.
void unpack_strip(const std::uint8_t* strip, int count, Strip& differences) {
  const std::uint8_t* next = strip + kHead;
  std::uint32_t widths = widths_of(strip);
  for (int at = 0; at < count; at += kGroup, widths >>= 4) {
    const unsigned bits = widths & 0xF;
    const std::uint64_t x = unfolded(spread(eight(next), bits));
    next += bits;
    std::memcpy(&differences[static_cast<std::size_t>(at)], &x, sizeof x);
  }
}

std::uint8_t level(int value) { return static_cast<std::uint8_t>(std::clamp(value, 0, 255)); }

// Fixed-point factors of JPEG's colours, by 2^14: red and blue of their differences, and what both take from green.
constexpr int kRed = 22987, kBlue = 29049, kGreenOfRed = 11698, kGreenOfBlue = 5636, kHalf = 1 << 13, kBits = 14;

// Writes a row of a part. `luma` begins at the part's first column, the differences at that of its first pair.
void show_row(const std::uint8_t* luma, const std::uint8_t* blue, const std::uint8_t* red, const PixelArea& area,
              int row, Image& into) {
  std::uint8_t* pixel = &into.bytes[(static_cast<std::size_t>(row) * static_cast<std::size_t>(into.width_px) +
                                     static_cast<std::size_t>(area.left)) *
                                    3];
  const int first_pair = area.left / 2;
  for (int x = area.left; x < area.right; ++x, pixel += 3) {
    const int grey = luma[x - area.left], b = blue[x / 2 - first_pair] - 128, r = red[x / 2 - first_pair] - 128;
    pixel[0] = level(grey + ((kBlue * b + kHalf) >> kBits));
    pixel[1] = level(grey - ((kGreenOfBlue * b + kGreenOfRed * r + kHalf) >> kBits));
    pixel[2] = level(grey + ((kRed * r + kHalf) >> kBits));
  }
}

void give_size(Image& into, int width_px, int height_px) {
  into.width_px = width_px, into.height_px = height_px;
  into.bytes.resize(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 3);
}

int half(int side_px) { return (side_px + 1) / 2; }

}  // namespace

ColourPlanes planes_of(const Image& image) {
  ColourPlanes planes{image.width_px, image.height_px, {}, {}, {}};
  const cv::Mat picture(image.height_px, image.width_px, CV_8UC3, const_cast<std::uint8_t*>(image.bytes.data()));
  const auto all = static_cast<std::size_t>(image.width_px) * static_cast<std::size_t>(image.height_px);
  const int columns = half(image.width_px), rows = half(image.height_px);
  planes.luma.resize(all);
  planes.blue.resize(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  planes.red.resize(planes.blue.size());
  static thread_local cv::Mat colours, red, blue;
  red.create(picture.size(), CV_8U);
  blue.create(picture.size(), CV_8U);
  cv::cvtColor(picture, colours, cv::COLOR_BGR2YCrCb);
  std::array<cv::Mat, 3> parts{cv::Mat(picture.size(), CV_8U, planes.luma.data()), red, blue};
  cv::split(colours, parts.data());
  cv::Mat small_blue(rows, columns, CV_8U, planes.blue.data()), small_red(rows, columns, CV_8U, planes.red.data());
  cv::resize(blue, small_blue, small_blue.size(), 0, 0, cv::INTER_AREA);
  cv::resize(red, small_red, small_red.size(), 0, 0, cv::INTER_AREA);
  return planes;
}

PackedPlane::PackedPlane(const std::vector<std::uint8_t>& samples, const std::vector<std::uint8_t>& like, int width,
                         int height) {
  const int strips = (width + kStrip - 1) / kStrip;
  static thread_local std::vector<std::uint8_t> packed;
  packed.resize(static_cast<std::size_t>(height) * static_cast<std::size_t>(strips) * (kHead + kStrip) + kSlack);
  row_at_.reserve(static_cast<std::size_t>(height));
  std::uint8_t* out = packed.data();
  for (int row = 0; row < height; ++row) {
    row_at_.push_back(static_cast<std::uint32_t>(out - packed.data()));
    const std::size_t begin = static_cast<std::size_t>(row) * static_cast<std::size_t>(width);
    int x = 0;
    for (; x + kStrip <= width; x += kStrip)
      out = pack_strip(&samples[begin + static_cast<std::size_t>(x)], &like[begin + static_cast<std::size_t>(x)], out);
    if (x < width) {
      Strip here{}, there{};
      const auto count = static_cast<std::size_t>(width - x);
      std::memcpy(here.data(), &samples[begin + static_cast<std::size_t>(x)], count);
      std::memcpy(there.data(), &like[begin + static_cast<std::size_t>(x)], count);
      out = pack_strip(here.data(), there.data(), out);
    }
  }
  bytes_.assign(packed.data(), out + kSlack);
}

void PackedPlane::unpack(int row, int from, int until, std::uint8_t* samples) const {
  const std::uint8_t* strip = &bytes_[row_at_[static_cast<std::size_t>(row)]];
  Strip differences{};
  for (int x = 0; x < until; x += kStrip) {
    if (from < x + kStrip) {
      const int begin = std::max(from, x), end = std::min(until, x + kStrip);
      unpack_strip(strip, end - x, differences);
      int i = begin;
      for (; i + kGroup <= end; i += kGroup) {
        const std::uint64_t both =
            sum(eight(samples + (i - from)), eight(&differences[static_cast<std::size_t>(i - x)]));
        std::memcpy(samples + (i - from), &both, sizeof both);
      }
      for (; i < end; ++i)
        samples[i - from] = static_cast<std::uint8_t>(samples[i - from] + differences[static_cast<std::size_t>(i - x)]);
    }
    strip = after_strip(strip);
  }
}

PackedPicture::PackedPicture(const Image& image, const PackedPicture* earlier) : brightness_(brightness_sample(image)) {
  ColourPlanes planes = planes_of(image);
  if (earlier && earlier->width_px() == image.width_px && earlier->height_px() == image.height_px) {
    base_ = earlier->base_;
    const int columns = half(image.width_px), rows = half(image.height_px);
    luma_.emplace(planes.luma, base_->luma, image.width_px, image.height_px);
    blue_.emplace(planes.blue, base_->blue, columns, rows);
    red_.emplace(planes.red, base_->red, columns, rows);
    if (static_cast<double>(own_bytes()) <= kWorthIt * static_cast<double>(base_->bytes())) return;
    luma_.reset(), blue_.reset(), red_.reset();
  }
  base_ = std::make_shared<const ColourPlanes>(std::move(planes));
}

std::size_t PackedPicture::own_bytes() const {
  return sizeof(PackedPicture) + (luma_ ? luma_->bytes() + blue_->bytes() + red_->bytes() : 0);
}

void PackedPicture::unpack(const PixelArea& area, Image& into) const {
  if (!luma_) return show(*base_, area, into);
  give_size(into, width_px(), height_px());
  const int first_pair = area.left / 2, pairs_end = (area.right + 1) / 2;
  std::vector<std::uint8_t> luma(static_cast<std::size_t>(area.right - area.left)),
      blue(static_cast<std::size_t>(pairs_end - first_pair)), red(blue.size());
  const auto width = static_cast<std::size_t>(width_px()), pairs = static_cast<std::size_t>(half(width_px()));
  for (int y = area.top; y < area.bottom; ++y) {
    const auto row = static_cast<std::size_t>(y);
    std::copy_n(&base_->luma[row * width + static_cast<std::size_t>(area.left)], luma.size(), luma.data());
    luma_->unpack(y, area.left, area.right, luma.data());
    const std::size_t pair = row / 2 * pairs + static_cast<std::size_t>(first_pair);
    if (y == area.top || y % 2 == 0) {
      std::copy_n(&base_->blue[pair], blue.size(), blue.data());
      std::copy_n(&base_->red[pair], red.size(), red.data());
      blue_->unpack(y / 2, first_pair, pairs_end, blue.data());
      red_->unpack(y / 2, first_pair, pairs_end, red.data());
    }
    show_row(luma.data(), blue.data(), red.data(), area, y, into);
  }
}

void show(const ColourPlanes& planes, const PixelArea& area, Image& into) {
  give_size(into, planes.width_px, planes.height_px);
  const auto width = static_cast<std::size_t>(planes.width_px), pairs = static_cast<std::size_t>(half(planes.width_px));
  for (int row = area.top; row < area.bottom; ++row) {
    const std::size_t pair = static_cast<std::size_t>(row / 2) * pairs + static_cast<std::size_t>(area.left / 2);
    show_row(&planes.luma[static_cast<std::size_t>(row) * width + static_cast<std::size_t>(area.left)],
             &planes.blue[pair], &planes.red[pair], area, row, into);
  }
}

}  // namespace tricolor::engine
