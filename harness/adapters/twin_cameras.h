// Implements the engine's frame source in the twin: takes pictures of the simulated street when they are due and hands
// them over.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "adapters/camera_feed.h"
#include "adapters/engine_eyes.h"
#include "adapters/frame_schedule.h"
#include "adapters/look_ahead.h"
#include "engine/ports.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::harness {

class CameraControl;
class EngineSocket;

/// Gives the seed of one picture's noise, by camera and instant, so that a picture does not depend on the number of
/// earlier ones.
std::uint64_t noise_key(std::uint64_t seed, int camera, sim::Time at);

/// Hears of every picture, for recording the truth. It must not change the run.
class ShotObserver {
 public:
  virtual ~ShotObserver() = default;
  /// After the picture was handed over. `known` is the last analysis that the engine asked for of this camera: of this
  /// picture, or of the last one in which anything had changed. Null before the first.
  virtual void on_looked(int camera, const Shot& shot, const engine::PictureAnalysis* known) = 0;
};

class TwinCameras : public CameraFeed {
 public:
  struct Options {
    bool every_frame = false;
    int threads = 1;
    std::size_t look_ahead = 48;  ///< Number of shots made ahead; 0 is off.
    std::uint64_t seed = 1;
    std::vector<engine::View> views = {};  ///< Of each camera, for which pictures are analysed ahead.
    sim::Duration regular_look_day{std::chrono::minutes{30}};  ///< Greatest time without a picture by day.
    sim::Duration regular_look_night{std::chrono::minutes{60}};
    sim::Duration heartbeat_every{std::chrono::minutes{5}};
  };

  /// All arguments must outlive it. `engine` is the line of all cameras to the engine. `vision` may be null: then
  /// nothing is analysed.
  TwinCameras(const sim::City& city, const sim::World& world, sim::Simulation& kernel, EngineSocket& engine,
              const engine::Vision* vision, Options options);
  ~TwinCameras() override;

  void start(sim::Time start, sim::Time end) override;
  void add_observer(ShotObserver* observer);

  /// Gives the detector that the engine must have, so that it is spared what was analysed ahead. Null without `vision`.
  std::shared_ptr<const engine::Vision> eyes() const;

  void request(engine::CameraId camera, engine::Time not_before) override;

  /// Gives the handles by which a fault makes cameras act.
  CameraControl& control();

  void thing_comes(const sim::Thing& thing, sim::Time from) override { still_thing_at(thing, from); }
  void thing_goes(const sim::Thing& thing, sim::Time now) override { still_thing_at(thing, now); }
  /// The picture of the change can be made ahead.
  void thing_will_go(const sim::Thing& thing, sim::Time at) override;

  /// Gives the cameras in whose picture a thing at this place shows at all.
  std::vector<int> cameras_seeing(const sim::Thing& thing) const;
  /// False while the city has the camera down.
  bool working(int camera, sim::Time at) const;
  const sim::CameraView& view(int camera) const;

  struct Counters {
    std::uint64_t pictures = 0;
    std::array<std::uint64_t, kFrameCauses> by_cause{};
    std::vector<std::uint64_t> looks_by_camera;
    std::uint64_t still_changes = 0;  ///< Appearances and departures of still things, summed over the cameras in view.
    LookAhead::Counters ahead;
    EngineEyes::Counters eyes;
  };
  Counters counters() const;

  /// Memory, bytes. A camera's last picture is not in it: the engine holds the same one.
  struct Memory {
    std::uint64_t views = 0;        ///< Backgrounds made so far.
    std::uint64_t view_bytes = 0;   ///< Memory of these.
    std::uint64_t ahead_bytes = 0;  ///< Pictures made ahead.
    std::uint64_t known_bytes = 0;  ///< Analyses that the engine asked for last, by camera.
  };
  /// To be asked while no picture is being made.
  Memory memory() const;

 private:
  void still_thing_at(const sim::Thing& thing, sim::Time at);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
