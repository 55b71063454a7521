#include "load/mailboxes.h"

namespace tricolor::harness {

void Mailboxes::enter(int camera) {
  const Box& box = boxes_[static_cast<std::size_t>(camera)];
  if (!box.busy && !box.pictures.empty()) ready_of(box).emplace(box.since_ns, camera);
}

void Mailboxes::leave(int camera) {
  const Box& box = boxes_[static_cast<std::size_t>(camera)];
  ready_of(box).erase({box.since_ns, camera});
}

std::optional<ArrivedPicture> Mailboxes::put(ArrivedPicture picture) {
  const int camera = picture.camera;
  Box& box = boxes_[static_cast<std::size_t>(camera)];
  std::optional<ArrivedPicture> gone;
  if (box.pictures.empty()) box.since_ns = picture.due_ns;
  if (box.pictures.size() >= (box.open ? kOpenDepth : 1)) {
    gone = std::move(box.pictures.front());
    box.pictures.pop_front();
    --waiting_;
    ++dropped_;
    if (box.open) ++dropped_of_open_;
  }
  box.pictures.push_back(std::move(picture));
  ++waiting_;
  enter(camera);
  return gone;
}

std::optional<ArrivedPicture> Mailboxes::take() {
  Ready& ready = open_.empty() ? others_ : open_;
  if (ready.empty()) return std::nullopt;
  const int camera = ready.begin()->second;
  ready.erase(ready.begin());
  Box& box = boxes_[static_cast<std::size_t>(camera)];
  box.busy = true;
  ArrivedPicture picture = std::move(box.pictures.front());
  box.pictures.pop_front();
  --waiting_;
  if (!box.pictures.empty()) box.since_ns = box.pictures.front().due_ns;
  return picture;
}

void Mailboxes::done(int camera) {
  boxes_[static_cast<std::size_t>(camera)].busy = false;
  enter(camera);
}

void Mailboxes::set_open(int camera, bool open) {
  Box& box = boxes_[static_cast<std::size_t>(camera)];
  if (box.open == open) return;
  leave(camera);
  box.open = open;
  enter(camera);
}

}  // namespace tricolor::harness
