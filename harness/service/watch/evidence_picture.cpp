#include "service/watch/evidence_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "engine/jpeg.h"
#include "service/watch/lettering.h"

namespace tricolor::harness {
namespace {

constexpr int kTilesAcross = 48, kTilesInBox = 16, kLeastTilePx = 4;
constexpr int kJpegQuality = 88;

cv::Mat view_of(engine::Image& image) { return cv::Mat(image.height_px, image.width_px, CV_8UC3, image.bytes.data()); }

cv::Rect rect_of(const engine::ImageBox& box, const cv::Size& size) {
  const int x = static_cast<int>(std::floor(box.x_px)), y = static_cast<int>(std::floor(box.y_px));
  return cv::Rect(x, y, static_cast<int>(std::ceil(box.x_px + box.width_px)) - x,
                  static_cast<int>(std::ceil(box.y_px + box.height_px)) - y) &
         cv::Rect({}, size);
}

void mosaic(cv::Mat picture, int tile_px) {
  if (picture.empty()) return;
  const cv::Size size = picture.size(), tiles(std::max(1, size.width / tile_px), std::max(1, size.height / tile_px));
  cv::Mat small;
  cv::resize(picture, small, tiles, 0, 0, cv::INTER_AREA);
  cv::resize(small, picture, size, 0, 0, cv::INTER_NEAREST);
}

void mask_around(cv::Mat picture, const std::vector<engine::ImageBox>& boxes) {
  const cv::Mat original = picture.clone();
  mosaic(picture, std::max(kLeastTilePx, picture.cols / kTilesAcross));
  for (const engine::ImageBox& box : boxes) {
    const cv::Rect place = rect_of(box, picture.size());
    if (place.empty()) continue;
    cv::Mat inside = original(place).clone();
    mosaic(inside, std::max(kLeastTilePx, std::max(place.width, place.height) / kTilesInBox));
    inside.copyTo(picture(place));
  }
}

int letter_height(const cv::Mat& picture) { return std::clamp(picture.cols / 42, 12, 34); }

// Draws a strip of text as high as `strip_height`, kept within the picture; `at` is its upper left corner.
void write_on(cv::Mat picture, const std::string& text, cv::Point at, const cv::Scalar& colour) {
  const int height = letter_height(picture);
  const cv::Size extent = size_of_text(text, height) + cv::Size(4, 0);
  at.x = std::clamp(at.x, 0, std::max(0, picture.cols - extent.width));
  at.y = std::clamp(at.y, 0, std::max(0, picture.rows - extent.height));
  cv::rectangle(picture, cv::Rect(at, extent) & cv::Rect({}, picture.size()), cv::Scalar(0, 0, 0), cv::FILLED);
  set_text(picture, text, at + cv::Point(2, 0), height, colour);
}

int strip_height(const cv::Mat& picture) { return size_of_text("", letter_height(picture)).height; }

// The strip is above the box where there is room, else below it, else along the picture's lower edge: never over the
// thing, unless it fills the picture.
cv::Point beside(const cv::Mat& picture, const cv::Rect& box) {
  constexpr int kGapPx = 3, kStampStrips = 1;
  const int strip = strip_height(picture);
  if (box.y >= strip + kGapPx) return {box.x, box.y - strip - kGapPx};
  // The time's own strip stays free.
  if (box.y + box.height + kGapPx + (1 + kStampStrips) * strip <= picture.rows)
    return {box.x, box.y + box.height + kGapPx};
  return {box.x, picture.rows - (1 + kStampStrips) * strip - kGapPx};
}

void write_time(cv::Mat picture, const std::string& text) {
  write_on(picture, text, {4, picture.rows - strip_height(picture) - 2}, cv::Scalar(255, 255, 255));
}

double seconds(engine::Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

const cv::Scalar kRed(60, 60, 240), kYellow(60, 210, 250), kZone(220, 180, 70), kWhite(255, 255, 255);

}  // namespace

engine::Image masked(const engine::Image& picture, const engine::ImageBox& box) {
  engine::Image copy = picture;
  mask_around(view_of(copy), {box});
  return copy;
}

engine::Image evidence_picture(const engine::Image& picture, const Alarm& alarm, bool mask) {
  engine::Image copy = mask ? masked(picture, alarm.box) : picture;
  cv::Mat drawn = view_of(copy);
  const cv::Rect place = rect_of(alarm.box, drawn.size());
  cv::rectangle(drawn, place, kRed, 2);
  write_on(drawn, fmt::format("{} in {}: {:.1f} s", alarm.class_name, alarm.zone, seconds(alarm.at - alarm.since)),
           beside(drawn, place), kWhite);
  const std::string when = alarm.zero ? iso_text(*alarm.zero + alarm.at) + "   " : std::string();
  write_time(drawn, fmt::format("{}{}   t {:.2f} s", when, alarm.source, seconds(alarm.at)));
  return copy;
}

engine::Image preview_picture(const engine::Image& picture, const std::vector<PictureZone>& zones,
                              const std::vector<TimedBox>& things, engine::Duration at, bool mask) {
  engine::Image copy = picture;
  cv::Mat drawn = view_of(copy);
  std::vector<engine::ImageBox> boxes;
  for (const TimedBox& thing : things) boxes.push_back(thing.box);
  if (mask) mask_around(drawn, boxes);
  for (const PictureZone& zone : zones) {
    std::vector<cv::Point> corners;
    for (const engine::GroundPoint& corner : zone.outline)
      corners.emplace_back(static_cast<int>(corner.x_m), static_cast<int>(corner.y_m));
    if (corners.empty()) continue;
    cv::polylines(drawn, corners, true, kZone, 1, cv::LINE_AA);
    write_on(drawn, zone.name, corners.front() + cv::Point(2, 2), kZone);
  }
  engine::Duration dwell = zones.empty() ? engine::Duration{1} : zones.front().dwell;
  for (const PictureZone& zone : zones) dwell = std::min(dwell, zone.dwell);
  for (const TimedBox& thing : things) {
    const cv::Rect place = rect_of(thing.box, drawn.size());
    const cv::Scalar& colour = thing.alarmed ? kRed : kYellow;
    cv::rectangle(drawn, place, colour, 2);
    // The clock fills with the shortest dwell, and is full at the alarm.
    const double share =
        thing.alarmed ? 1 : std::clamp(seconds(at - thing.since) / std::max(1e-6, seconds(dwell)), 0.0, 1.0);
    const cv::Point middle(place.x + 9, std::max(10, place.y - 11));
    cv::circle(drawn, middle, 8, cv::Scalar(0, 0, 0), cv::FILLED, cv::LINE_AA);
    cv::ellipse(drawn, middle, {7, 7}, -90, 0, 360 * share, colour, cv::FILLED, cv::LINE_AA);
    write_on(drawn, fmt::format("{:.0f} s", seconds(at - thing.since)),
             {middle.x + 11, middle.y - strip_height(drawn) / 2}, colour);
  }
  write_time(drawn, fmt::format("t {:.1f} s", seconds(at)));
  return copy;
}

void write_jpeg(const engine::Image& picture, const std::string& path) {
  const std::vector<std::uint8_t> bytes = engine::to_jpeg(picture, kJpegQuality);
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", path));
}

}  // namespace tricolor::harness
