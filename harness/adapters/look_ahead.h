// Computes pictures and detector results ahead of their time on other threads.
//
// Rendering and the detector are pure in (camera, scene version, time), so a result made early is the result that would
// have been made in time, as long as the camera's scene version still stands when the picture is due; otherwise it is
// thrown away and made again. Gate, tracker and everything later stay on the thread that drives the engine, in order.
// So the journal is the same at any number of threads, and with look-ahead off.
//
// A picture is analysed ahead on a guess at what the engine's gate will say: it is compared with the camera's picture
// before it, made ahead or taken. A wrong guess costs time, because the engine has every picture analysed that
// it wants and asks for no other. A picture made in time is not analysed here.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/frame.h"
#include "engine/thumbnail.h"
#include "engine/vision.h"
#include "sim/camera/camera_view.h"
#include "sim/scene.h"

namespace tricolor::harness {

/// One picture with the detector's result and the truly visible things.
struct Shot {
  std::shared_ptr<const engine::Image> image;
  /// The detector's result; null when it was not made ahead.
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
  /// Draws one shot; called from any thread.
  using Draw = std::function<Shot(int camera, const sim::SceneView& scene, ShotTimes& times)>;
  /// Analyses one picture of a camera; called from any thread.
  using Analyse =
      std::function<std::shared_ptr<const engine::PictureAnalysis>(int camera, const engine::Image& image)>;

  /// `threads` counts all that compute, the caller included: with 1 everything happens in `take`. `depth` is the number
  /// of shots that may wait ready; 0 switches looking ahead off. Without `analyse` pictures are drawn ahead and not
  /// analysed.
  LookAhead(Draw draw, Analyse analyse, int threads, std::size_t depth);
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
  /// Gives the shot for `key`: the one made ahead if its version is still `version`, else one drawn now from `scene()`.
  /// The keys of one camera must rise.
  Shot take(const Key& key, std::uint64_t version, const std::function<sim::SceneView()>& scene);

  struct Counters {
    std::uint64_t used = 0;       ///< Shots made ahead and used.
    std::uint64_t discarded = 0;  ///< Shots made ahead in vain, because the scene had changed.
    std::uint64_t in_time = 0;    ///< Shots made when due.
    std::uint64_t analysed = 0;   ///< Shots analysed ahead, whether used or not.
    ShotTimes times;
  };
  Counters counters() const;
  /// Memory of the shots made ahead and of the thumbnails by which is guessed, bytes.
  std::size_t bytes() const;

 private:
  using ThumbnailPtr = std::shared_ptr<const engine::Thumbnail>;

  struct Job {
    enum class State : std::uint8_t { waiting, drawing, drawn, analysing, done };
    Key key;
    std::uint64_t version = 0;
    sim::SceneView scene;
    State state = State::waiting;
    bool cancelled = false;
    Shot shot;
    ThumbnailPtr thumbnail;  ///< Once drawn, where pictures are analysed.
  };
  using JobPtr = std::shared_ptr<Job>;

  void work();
  void draw(Job& job, std::unique_lock<std::mutex>& lock);
  void analyse_if_changed(Job& job, std::unique_lock<std::mutex>& lock);
  void run(Job& job, std::unique_lock<std::mutex>& lock);
  ThumbnailPtr thumbnail_for_guess(const engine::Image& image) const;
  std::optional<ThumbnailPtr> before(const Key& key) const;
  JobPtr next_to_run() const;
  void add(const ShotTimes& times);

  Draw draw_;
  Analyse analyse_;
  std::size_t depth_;
  mutable std::mutex mutex_;
  std::condition_variable wake_workers_;
  std::condition_variable job_done_;
  std::map<Key, JobPtr> jobs_;
  std::map<int, ThumbnailPtr> last_taken_;  ///< By camera.
  Counters counters_;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace tricolor::harness
