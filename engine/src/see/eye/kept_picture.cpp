#include "eye/kept_picture.h"

namespace tricolor::engine {

KeptPicture::KeptPicture(std::shared_ptr<const Image> image, Time taken_at)
    : at(taken_at), shared_(image ? std::make_shared<Shared>(Shared{std::move(image), nullptr}) : nullptr) {}

std::shared_ptr<const Jpeg> KeptPicture::encoded() const {
  if (!shared_) return nullptr;
  if (!shared_->jpeg) shared_->jpeg = std::make_shared<const Jpeg>(to_jpeg(*shared_->image, kEvidenceQuality));
  return shared_->jpeg;
}

}  // namespace tricolor::engine
