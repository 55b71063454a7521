// Finds by camera what waits for its next word.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "engine/ids.h"

namespace tricolor::engine {

/// Keeps for each thing the cameras for which it waits.
template <class Id>
class CameraWaits {
 public:
  /// Notes that a thing waits for these cameras, beside those for which it waits already.
  void add(Id id, const std::set<CameraId>& cameras) {
    std::set<CameraId>& known = cameras_of_[id];
    for (const CameraId camera : cameras)
      if (known.insert(camera).second) by_camera_[camera].insert(id);
  }

  /// Forgets a thing; one that does not wait is none.
  void remove(Id id) {
    const auto known = cameras_of_.find(id);
    if (known == cameras_of_.end()) return;
    for (const CameraId camera : known->second) {
      const auto waiting = by_camera_.find(camera);
      waiting->second.erase(id);
      if (waiting->second.empty()) by_camera_.erase(waiting);
    }
    cameras_of_.erase(known);
  }

  bool waits(Id id) const { return cameras_of_.contains(id); }

  /// The things that wait for a camera, ascending.
  std::vector<Id> of(CameraId camera) const {
    const auto waiting = by_camera_.find(camera);
    if (waiting == by_camera_.end()) return {};
    return {waiting->second.begin(), waiting->second.end()};
  }

 private:
  std::map<Id, std::set<CameraId>> cameras_of_;
  std::map<CameraId, std::set<Id>> by_camera_;
};

}  // namespace tricolor::engine
