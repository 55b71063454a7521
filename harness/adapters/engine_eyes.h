// The detector as the engine in the twin has it: an analysis that was made ahead of its time is handed out when the
// engine asks for it, and any other picture is analysed then. So the engine alone decides which pictures are analysed,
// at any number of threads, and what it knows of each camera can be held against the truth.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/vision.h"

namespace tricolor::harness {

/// To be used on the engine's thread only.
class EngineEyes : public engine::Vision {
 public:
  /// `vision` outlives it.
  explicit EngineEyes(const engine::Vision& vision) : vision_(vision) {}

  /// Announces the picture that is delivered next, with its analysis if one was made ahead, else null.
  void offer(const engine::Image& image, std::shared_ptr<const engine::PictureAnalysis> made_ahead);
  /// The analysis that the engine was given of the picture that was offered last; null when it did not ask.
  const std::shared_ptr<const engine::PictureAnalysis>& told() const { return told_; }

  const engine::ObjectKinds& kinds() const override { return vision_.kinds(); }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image& image, engine::View view) const override;
  std::optional<engine::Detection> look_closer(const engine::Image& image, const engine::Detection& found,
                                               engine::View view) const override {
    return vision_.look_closer(image, found, view);
  }
  std::string identity() const override { return vision_.identity(); }

  struct Counters {
    std::uint64_t made_ahead = 0;  ///< Pictures analysed ahead of their time that the engine wanted.
    double detect_s = 0;           ///< Wall time of analysing pictures when the engine asked, seconds.
  };
  const Counters& counters() const { return counters_; }

 private:
  const engine::Vision& vision_;
  const engine::Image* offered_ = nullptr;
  std::shared_ptr<const engine::PictureAnalysis> made_ahead_;
  mutable std::shared_ptr<const engine::PictureAnalysis> told_;
  mutable Counters counters_;
};

}  // namespace tricolor::harness
