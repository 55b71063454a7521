// Implements the cameras of the rung `events`: nothing is drawn and nothing is looked at. A fitted model of a detector
// (`sim/surrogate`) says when each camera sees each thing and where it takes it to stand; the engine is told that, as
// it would be by an analyser on the spot, and judges it by its own zones and its own dwell. Requests are answered at
// the camera's next sample; there are no heartbeats and no regular looks.
//
// Things that cannot change a decision are left out: things that no zone's camera has in view, kinds that no class is
// about, lawful things that the model takes for nothing unlawful, and lawful stays that end well before any dwell.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/camera_feed.h"
#include "adapters/telling_counters.h"
#include "engine/configuration.h"
#include "faults/camera_faults.h"
#include "judge/violations.h"
#include "scenario/kinds_file.h"
#include "sim/kernel/simulation.h"
#include "sim/surrogate/detector_model.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

class EngineSocket;

class ToldCameras : public CameraFeed {
 public:
  struct Options {
    std::uint64_t seed = 1, city_seed = 1;  ///< Of the run, and of the city.
    /// Least dwell of any class under any policy of the run: what is lawful and goes a minute before it is left out.
    sim::Duration least_dwell{0};
    bool judged = true;  ///< False: nobody will ask `explain`, and nothing is noted for it.
  };

  /// All arguments must outlive it. `configuration`: the engine's, of the same city.
  ToldCameras(const sim::City& city, const engine::Configuration& configuration, const sim::DetectorModel& model,
              sim::Simulation& kernel, EngineSocket& engine, std::vector<CameraFault> faults,
              const std::vector<KindOfThing>& kinds, Options options);
  ~ToldCameras() override;

  /// Tells whether a lawful thing that will stand there for `stays` can change a decision. It depends on the thing and
  /// the model alone.
  bool matters(const sim::Thing& thing, sim::Duration stays);

  void start(sim::Time start, sim::Time end) override;
  void thing_comes(const sim::Thing& thing, sim::Time from) override;
  void thing_will_go(const sim::Thing&, sim::Time) override {}
  void thing_goes(const sim::Thing& thing, sim::Time now) override;
  void request(engine::CameraId camera, engine::Time not_before) override;

  /// Fills in how each violation could be seen: by the geometry of the cameras, because nothing is drawn. An
  /// opportunity is a short side of at least 12 px and at least 40 % within the picture, no front between, before a
  /// camera that watches its zone and worked when the thing came; what else hides a thing is not known.
  void explain(std::vector<Violation>& violations, const sim::Truth& truth) const;

  using Counters = TellingCounters;
  const Counters& counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
