// Draws simple pictures for tests, and has a detector and an album that do as a test says.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
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
  mutable std::vector<View> views;  ///< Of every analysis and closer look that was asked for.
  const ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const PictureAnalysis> analyse(const Image&, View view) const override {
    ++runs;
    views.push_back(view);
    return std::make_shared<PictureAnalysis>(PictureAnalysis{now});
  }
  /// Answers of the closer looks, one after another, the last one for ever; none for a detector without them.
  std::vector<std::uint8_t> confidences;
  /// Answers of the closer looks by the kind that they are asked about, 0 for any other; empty: those above.
  std::map<std::uint8_t, std::uint8_t> confidence_of;
  mutable std::size_t closer_looks = 0;
  std::optional<Detection> look_closer(const Image&, const Detection& found, View view) const override {
    views.push_back(view);
    if (confidences.empty() && confidence_of.empty()) return {};
    Detection closer = found;
    if (!confidence_of.empty()) {
      const auto answer = confidence_of.find(found.kind);
      closer.score_256 = answer == confidence_of.end() ? 0 : answer->second;
      return closer;
    }
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
std::shared_ptr<Image> picture(const std::vector<Detection>& things, std::uint32_t salt, double gain = 1.0,
                               int pattern = 0);

}  // namespace tricolor::engine::testing
