// Makes pictures for the window on a thread of its own: a camera's picture of an instant, and the detector's boxes in
// it. The window asks and goes on drawing; a request that is replaced by a later one for the same place is never
// carried out.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "adapters/replay.h"
#include "engine/vision.h"

namespace tricolor::harness {

/// One picture ready to be shown.
struct ShownPicture {
  int camera = -1;
  engine::Time at;
  bool none = false;  ///< True when the camera sends no picture at this instant.
  int width_px = 0, height_px = 0;
  std::vector<std::uint8_t> rgba;             ///< Rows from the top, 4 bytes a pixel.
  int full_width_px = 0, full_height_px = 0;  ///< Size of the camera's picture; a small picture is reduced.
  std::vector<engine::Detection> detections;  ///< Boxes in pixels of the full picture; only where they were asked for.
};

class PictureMaker {
 public:
  /// `places` is the number of pictures shown at a time. `replay` must outlive it; `vision` may be null.
  PictureMaker(const Replay& replay, std::shared_ptr<const engine::Vision> vision, int places);
  ~PictureMaker();

  /// Asks for a picture. `standing` has the things that stood at the instant that `source` names, none when the camera
  /// sends nothing.
  void ask(int place, int camera, engine::Time at, const std::optional<Replay::Source>& source,
           std::vector<sim::Thing> standing, int reduce, bool detect);
  /// True while a request for this place waits or is being made.
  bool busy(int place) const;
  /// Gives the picture that has come for this place since the last call, if any.
  std::optional<ShownPicture> take(int place);

 private:
  struct Request {
    int camera = 0;
    engine::Time at;
    std::optional<Replay::Source> source;
    std::vector<sim::Thing> standing;
    int reduce = 1;
    bool detect = false;
    std::uint64_t number = 0;
  };
  struct Place {
    std::optional<Request> waiting;
    bool making = false;
    std::optional<ShownPicture> ready;
  };
  void work();
  ShownPicture make(const Request& request) const;

  const Replay& replay_;
  std::shared_ptr<const engine::Vision> vision_;
  std::vector<engine::View> views_;  ///< By camera.
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Place> places_;
  std::uint64_t asked_ = 0;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace tricolor::harness
