// Computes pictures and detector results ahead of their time on other threads.
//
// Rendering and the detector are pure in (camera, scene version, time), so a result made early is the result that would
// have been made in time, as long as the camera's scene version still stands when the picture is due; otherwise it is
// thrown away and made again. Gate, tracker and everything later stay on the thread that drives the engine, in order.
// So the journal is the same at any number of threads, and with look-ahead off.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/frame.h"
#include "engine/vision.h"
#include "sim/camera/camera_view.h"
#include "sim/scene.h"

namespace tricolor::harness {

/// One picture with the detector's result and the truly visible things.
struct Shot {
  std::shared_ptr<const engine::Image> image;
  /// The detector's result; null when it was not computed ahead.
  std::shared_ptr<const engine::PictureAnalysis> analysis;
  std::vector<sim::Visible> visible;
};

/// Wall time spent by all threads together, for the report; never used in a decision.
struct ShotTimes {
  double render_s = 0;
  double detect_s = 0;
};

class LookAhead {
 public:
  /// Makes one shot; called from any thread.
  using Make = std::function<Shot(int camera, const sim::SceneView& scene, ShotTimes& times)>;

  /// `threads` counts all that compute, the caller included: with 1 everything happens in `take`. `depth` is the number
  /// of shots that may wait ready; 0 switches looking ahead off.
  LookAhead(Make make, int threads, std::size_t depth);
  ~LookAhead();
  LookAhead(const LookAhead&) = delete;
  LookAhead& operator=(const LookAhead&) = delete;

  struct Key {
    sim::Time at;
    int camera = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  /// True while another shot may be put up.
  bool has_room() const;
  /// Gives the scene version under which a shot was put up, or nothing if it was not.
  std::optional<std::uint64_t> version_of(const Key& key) const;
  /// Puts up a shot to be made ahead, replacing one of an older version.
  void put_up(const Key& key, std::uint64_t version, sim::SceneView scene);
  /// Gives the shot for `key`: the one made ahead if its version is still `version`, else one made now from `scene()`.
  Shot take(const Key& key, std::uint64_t version, const std::function<sim::SceneView()>& scene);

  struct Counters {
    std::uint64_t used = 0;       ///< Shots made ahead and used.
    std::uint64_t discarded = 0;  ///< Shots made ahead in vain, because the scene had changed.
    std::uint64_t in_time = 0;    ///< Shots made when due.
    ShotTimes times;
  };
  Counters counters() const;

 private:
  struct Job {
    enum class State : std::uint8_t { waiting, running, done };
    Key key;
    std::uint64_t version = 0;
    sim::SceneView scene;
    State state = State::waiting;
    bool cancelled = false;
    Shot shot;
  };
  using JobPtr = std::shared_ptr<Job>;

  void work();
  void run(const JobPtr& job, std::unique_lock<std::mutex>& lock);
  JobPtr next_waiting();

  Make make_;
  std::size_t depth_;
  mutable std::mutex mutex_;
  std::condition_variable wake_workers_;
  std::condition_variable job_done_;
  std::map<Key, JobPtr> jobs_;
  Counters counters_;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace tricolor::harness
