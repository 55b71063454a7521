#include "view/layout/layout.h"

#include <algorithm>

namespace tricolor::harness {
namespace {

constexpr float kLeastWidth = 960, kLeastHeight = 540, kWidth = 1280, kHeight = 720;
constexpr float kTopBar = 40, kFigures = 46, kTimeBar = 40, kSide = 348, kHead = 24, kGap = 6, kLegend = 24;
constexpr float kTrackLeft = 322, kTrackRight = 60;
constexpr int kColumns = 3;

}  // namespace

float ui_scale(unsigned width, unsigned height, std::optional<float> wished) {
  const auto w = static_cast<float>(width), h = static_cast<float>(height);
  if (wished) return std::clamp(*wished, 0.5f, std::max(0.5f, std::min(w / kLeastWidth, h / kLeastHeight)));
  return std::max(1.f, std::min(w / kWidth, h / kHeight));
}

Layout layout_of(float width, float height, bool map_alone) {
  Layout l;
  const float w = std::max(kLeastWidth, width), h = std::max(kLeastHeight, height);
  const float top = kTopBar + kFigures, bottom = h - kTimeBar, side = map_alone ? 0 : kSide;
  l.whole = {0, 0, w, h};
  l.top_bar = {0, 0, w, kTopBar};
  l.figures = {0, kTopBar, w, kFigures};
  l.map = {0, top, w - side, bottom - top};
  l.legend = {0, bottom - kLegend, w - side, kLegend};
  l.time_bar = {0, bottom, w, kTimeBar};
  l.track = {kTrackLeft, bottom + 13, w - kTrackLeft - kTrackRight, 8};
  if (map_alone) return l;
  l.side = {w - kSide, top, kSide, bottom - top};
  l.camera_head = {l.side.left, top, kSide, kHead};
  l.camera = {l.side.left + kGap, top + kHead, kSide - 2 * kGap, (kSide - 2 * kGap) * 9 / 16};
  const float tile = (kSide - kGap * (kColumns + 1)) / kColumns;
  float y = l.camera.bottom() + kGap;
  for (int i = 0; i < Layout::kThumbnails; ++i) {
    const int column = i % kColumns, row = i / kColumns;
    l.thumbnails[static_cast<std::size_t>(i)] = {l.side.left + kGap + static_cast<float>(column) * (tile + kGap),
                                                 y + static_cast<float>(row) * (tile * 9 / 16 + kGap), tile,
                                                 tile * 9 / 16};
  }
  y = l.thumbnails.back().bottom() + kGap;
  l.feed = {l.side.left, y, kSide, bottom - y};
  return l;
}

}  // namespace tricolor::harness
