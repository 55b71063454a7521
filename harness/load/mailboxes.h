// Keeps the pictures that have arrived and that nobody has looked at yet: one bounded mailbox a camera.
//
// The rule by which pictures are dropped, when more arrive than are looked at:
// - A camera without an open stay has room for one picture. A newer one takes its place, and the older one is dropped.
// - A camera with an open stay has room for `kOpenDepth`. All of them are looked at, in their order. Only when it is
//   full, the oldest is dropped; that is counted apart, because it is the one loss that can harm a stay that has begun.
// - A camera of which the engine has asked for a look counts as one with an open stay until it has had that look.
// - Cameras with an open stay are looked at before all others; among equals, the one whose first picture since its last
//   look has waited longest.
// So every camera without an open stay loses pictures before one with an open stay does, and those that lose are looked
// at in turn: none of them starves while others of its kind are looked at.
//
// A camera of which a picture is being looked at is not given out again before `done`, so that its pictures stay in
// order. Not safe for several threads at once: its user has a lock.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/frame.h"
#include "load/video_stream.h"

namespace tricolor::harness {

/// A picture on its way to the engine.
struct ArrivedPicture {
  int camera = 0;
  std::int64_t due_ns = 0;                     ///< Instant at which it was to arrive, by `monotonic_ns`.
  engine::Time captured_at;                    ///< The same on the engine's clock.
  std::shared_ptr<const engine::Image> image;  ///< Null until it is decoded, where it comes in a stream.
  std::shared_ptr<VideoStream> stream = {};
  std::uint64_t number = 0;  ///< In its stream.
};

class Mailboxes {
 public:
  static constexpr std::size_t kOpenDepth = 8;

  explicit Mailboxes(int cameras) : boxes_(static_cast<std::size_t>(cameras)) {}

  /// Takes a picture that has arrived. Gives the one that had to go for it.
  std::optional<ArrivedPicture> put(ArrivedPicture picture);
  /// Gives the picture that is to be looked at next, if any waits; its camera is busy until `done`.
  std::optional<ArrivedPicture> take();
  void done(int camera);
  /// Tells whether a camera has an open stay.
  void set_open(int camera, bool open);
  bool open(int camera) const { return boxes_[static_cast<std::size_t>(camera)].open; }

  std::size_t waiting() const { return waiting_; }
  std::uint64_t dropped() const { return dropped_; }
  /// Of the dropped, those of cameras with an open stay.
  std::uint64_t dropped_of_open() const { return dropped_of_open_; }

 private:
  struct Box {
    std::deque<ArrivedPicture> pictures;
    std::int64_t since_ns = 0;  ///< When the first picture since the last look was due.
    bool open = false, busy = false;
  };
  using Ready = std::set<std::pair<std::int64_t, int>>;

  Ready& ready_of(const Box& box) { return box.open ? open_ : others_; }
  void enter(int camera);
  void leave(int camera);

  std::vector<Box> boxes_;
  Ready open_, others_;  ///< Cameras that can be looked at, by how long they have waited.
  std::size_t waiting_ = 0;
  std::uint64_t dropped_ = 0, dropped_of_open_ = 0;
};

}  // namespace tricolor::harness
