// A picture that may be wanted as evidence later: as pixels until the next look of its camera, as JPEG from the moment
// at which a stay begins or is confirmed.
#pragma once

#include <memory>

#include "engine/frame.h"
#include "engine/jpeg.h"

namespace tricolor::engine {

/// The last picture of a camera. Copies share the pixels and, once it was asked for, the encoded form. One thread at a
/// time uses the copies of one picture.
class KeptPicture {
 public:
  KeptPicture() = default;
  KeptPicture(std::shared_ptr<const Image> image, Time taken_at);

  /// False where there is no picture.
  explicit operator bool() const { return shared_ != nullptr; }
  /// The pixels; there must be a picture.
  const Image& image() const { return *shared_->image; }
  /// JPEG of `kEvidenceQuality`, encoded at the first call; null where there is no picture.
  std::shared_ptr<const Jpeg> encoded() const;
  /// Size of the pixels, bytes.
  std::size_t bytes() const { return shared_ ? shared_->image->bytes.size() : 0; }

  Time at;  ///< Instant at which it was taken.

 private:
  struct Shared {
    std::shared_ptr<const Image> image;
    std::shared_ptr<const Jpeg> jpeg;
  };
  std::shared_ptr<Shared> shared_;
};

}  // namespace tricolor::engine
