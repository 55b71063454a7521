// Draws simple pictures for tests, and has a detector and an album that do as a test says.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports.h"
#include "engine/vision.h"

namespace tricolor::engine::testing {

inline constexpr int kPictureWidth = 640, kPictureHeight = 360;

/// Finds what the test says is in the picture.
class ScriptedVision : public Vision {
 public:
  std::vector<Detection> now;
  mutable int runs = 0;
  const ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const PictureAnalysis> analyse(const Image&) const override {
    ++runs;
    return std::make_shared<PictureAnalysis>(PictureAnalysis{now});
  }
  /// Answers of the closer looks, one after another, the last one for ever; none for a detector without them.
  std::vector<std::uint8_t> confidences;
  mutable std::size_t closer_looks = 0;
  std::optional<Detection> look_closer(const Image&, const Detection& found) const override {
    if (confidences.empty()) return {};
    Detection closer = found;
    closer.score_256 = confidences[std::min(closer_looks++, confidences.size() - 1)];
    return closer;
  }

 private:
  ObjectKinds kinds_{"pile", "display", "stall", "motor", "nonmotor", "person", "rider", "sign", "bin", "dog"};
};

class Album : public EvidenceStore {
 public:
  std::vector<EvidenceLabel> labels;
  EvidenceResult put(const EvidenceLabel& label, std::span<const std::uint8_t>) override {
    labels.push_back(label);
    return {std::string(64, 'a'), EvidenceLoss::none};
  }
};

/// Draws a street of grey blocks with sensor noise and a textured thing at each box. `pattern` tells one street from
/// another.
inline std::shared_ptr<Image> picture(const std::vector<Detection>& things, std::uint32_t salt, double gain = 1.0,
                                      int pattern = 0) {
  const std::size_t bytes = std::size_t{3} * kPictureWidth * kPictureHeight;
  auto image = std::make_shared<Image>(Image{kPictureWidth, kPictureHeight, std::vector<std::uint8_t>(bytes)});
  std::uint32_t state = salt * 2654435761u + 12345;
  for (int y = 0; y < kPictureHeight; ++y)
    for (int x = 0; x < kPictureWidth; ++x) {
      const int column = x / (80 + 13 * pattern), row = y / (60 - 7 * pattern);
      double grey = 60 + ((column * (7 + 4 * pattern) + row * (13 + 9 * pattern)) % 11) * 12;
      for (const auto& [kind, score, box, since, ground] : things)
        if (x >= box.x_px && x < box.x_px + box.width_px && y >= box.y_px && y < box.y_px + box.height_px)
          grey = (x / 5 + y / 5) % 2 ? 20 : 230;
      state = state * 1664525u + 1013904223u;
      grey = grey * gain + static_cast<int>(state >> 30) - 2;
      const auto value = static_cast<std::uint8_t>(std::clamp(grey, 0.0, 255.0));
      for (int channel = 0; channel < 3; ++channel)
        image->bytes[static_cast<std::size_t>((y * kPictureWidth + x) * 3 + channel)] = value;
    }
  return image;
}

}  // namespace tricolor::engine::testing
