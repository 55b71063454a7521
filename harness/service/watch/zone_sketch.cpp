#include "service/watch/zone_sketch.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::harness {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLongestText = 60;

void append(std::string& text, char32_t c) {
  const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) return byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
  if (c < 0x10000) return byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
  byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
}

}  // namespace

ZoneSketch::ZoneSketch(int width_px, int height_px, std::vector<PictureZone> zones, std::string source,
                       engine::Duration dwell)
    : width_px_(width_px), height_px_(height_px), zones_(std::move(zones)), source_(std::move(source)), dwell_(dwell) {}

void ZoneSketch::click(engine::GroundPoint at, double near_px) {
  complaint_.clear();
  if (asks_ != Asks::corners) return;
  at.x_m = std::clamp(std::round(at.x_m), 0.0, width_px_);
  at.y_m = std::clamp(std::round(at.y_m), 0.0, height_px_);
  if (corners_.size() >= 3 && std::hypot(at.x_m - corners_.front().x_m, at.y_m - corners_.front().y_m) <= near_px)
    return close();
  if (corners_.size() >= kMostCorners) {
    complaint_ = fmt::format("a zone has at most {} corners", kMostCorners);
    return;
  }
  corners_.push_back(at);
}

void ZoneSketch::close() {
  complaint_.clear();
  if (asks_ != Asks::corners) return;
  if (corners_.size() < 3) complaint_ = fmt::format("a zone has at least 3 corners, this one {}", corners_.size());
  else if (convex_pieces(corners_).empty()) complaint_ = "its sides must not cross, and it must have an area";
  else asks_ = Asks::name;
}

void ZoneSketch::undo() {
  complaint_.clear();
  if (asks_ != Asks::corners) {
    asks_ = Asks::corners;
    typed_.clear();
  } else if (!corners_.empty()) {
    corners_.pop_back();
  } else if (!zones_.empty()) {
    zones_.pop_back();
  }
}

void ZoneSketch::type(char32_t character) {
  complaint_.clear();
  if (asks_ != Asks::corners && character >= 0x20 && character != 0x7F && typed_.size() < kLongestText)
    append(typed_, character);
}

void ZoneSketch::erase() {
  while (!typed_.empty() && (static_cast<unsigned char>(typed_.back()) & 0xC0) == 0x80) typed_.pop_back();
  if (!typed_.empty()) typed_.pop_back();
}

std::string ZoneSketch::offered() const {
  if (asks_ == Asks::dwell) return fmt::format("{:g} s", static_cast<double>(dwell_.count()) / 1e6);
  for (std::size_t number = zones_.size() + 1;; ++number) {
    std::string name = fmt::format("zone {}", number);
    if (std::none_of(zones_.begin(), zones_.end(), [&](const PictureZone& zone) { return zone.name == name; }))
      return name;
  }
}

void ZoneSketch::enter() {
  complaint_.clear();
  if (asks_ == Asks::corners) return close();
  const std::string text = typed_.empty() ? offered() : typed_;
  if (asks_ == Asks::name) {
    if (std::any_of(zones_.begin(), zones_.end(), [&](const PictureZone& zone) { return zone.name == text; })) {
      complaint_ = fmt::format("there is a zone '{}' already", text);
      return;
    }
    name_ = text;
    asks_ = Asks::dwell;
  } else {
    engine::Value value;
    value.kind = engine::Value::Kind::scalar;
    value.text = text;
    const auto length = engine::duration_of(value);
    if (!length || *length < 1s || *length > 720h) {
      complaint_ = fmt::format("must be a length of 1 s to 30 d such as '30 s', got '{}'", text);
      return;
    }
    PictureZone zone;
    zone.name = name_;
    zone.source = source_;
    zone.outline = corners_;
    zone.pieces = convex_pieces(corners_);
    zone.dwell = *length;
    zones_.push_back(std::move(zone));
    corners_.clear();
    asks_ = Asks::corners;
  }
  typed_.clear();
}

}  // namespace tricolor::harness
