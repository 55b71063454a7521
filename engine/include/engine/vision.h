// The pure part of vision: a detector network that turns one picture into boxes. Safe to call from several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/frame.h"

namespace tricolor::engine {

/// The way in which a camera looks at its street: things are seen from the side or from their ends.
enum class View : std::uint8_t {
  across,  ///< Across the street, at its fronts; and of a camera of which nothing else is known.
  along,   ///< Along the street.
};

/// The view of each camera, by the zones that it watches (`looks_along`).
std::vector<View> views_of(const Configuration& configuration);

struct PictureAnalysis {
  std::vector<Detection> detections;  ///< After non-maximum suppression, by falling score, at most 100.
  View view = View::across;           ///< The view for which it was made.
};

class Vision {
 public:
  virtual ~Vision() = default;
  /// Names of the kinds, which `Detection::kind` indexes.
  virtual const ObjectKinds& kinds() const = 0;
  /// Finds things in a picture of any size from 64 × 64, as a camera of this view shows them. Deterministic for one
  /// binary and CPU class.
  virtual std::shared_ptr<const PictureAnalysis> analyse(const Image& image, View view = View::across) const = 0;
  /// Gives the same thing after a closer look at its place, at the resolution of the picture in which it was found.
  /// `score_256` is now the probability that there is a thing of its kind (calibrated on the streets of the model's
  /// card), and its ground is set right. This takes a quarter of the time of `analyse`, so it is for things that are
  /// about to matter. None from a model that has no closer look.
  virtual std::optional<Detection> look_closer(const Image& image, const Detection& found,
                                               View view = View::across) const {
    (void)image, (void)found, (void)view;
    return {};
  }
  /// Says in one line what computes the answers: models with the first 16 hex digits of their SHA-256, library, its
  /// version, precision and instruction set. Equal lines give equal answers, bit for bit. Empty from a detector that
  /// computes nothing.
  virtual std::string identity() const { return {}; }
};

/// The library that computes a detector's nets. `fastest`: oneDNN where it knows all layers of the net and the CPU has
/// AVX2 or wider, else cv::dnn.
enum class VisionLibrary : std::uint8_t { fastest, opencv };

/// Loads an ONNX detector trained by harness/training and its list of kinds (`<model>.json` beside it), which may name
/// another one of the same kinds for cameras that look along a street; without one all views are answered alike.
/// On failure returns null and puts one line into `error`.
std::shared_ptr<const Vision> load_vision(const std::string& onnx_path, std::string& error,
                                          VisionLibrary library = VisionLibrary::fastest);

}  // namespace tricolor::engine
