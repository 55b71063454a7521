// Finds out whether the cameras could have seen a violation: samples the truly visible share of each unlawful thing
// while it stays, and records for every picture whether the engine knew of it, by the detector's results of this
// picture or, where the change gate passed it over, of the last one that was analysed. It changes nothing in the run.
//
// There is an opportunity to see (design of the judge) when one camera that watches the zone in which the thing stands
// shows at least 40 % of it with a short side of at least 12 px, for the dwell and one sampling interval. A camera
// watches a zone where the configuration says so: whoever drew it left out cameras that see too little of it. Eight
// samples stand for that span; passers-by may spoil one of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "adapters/twin_cameras.h"
#include "judge/violations.h"
#include "sim/people/world.h"

namespace tricolor::harness {

class FaultyCameras;

class SeeingProbe : public ShotObserver {
 public:
  static constexpr double kVisibleShare = 0.40;
  static constexpr double kShortSidePx = 12;
  static constexpr int kSamples = 8;

  /// All arguments must outlive it. `kinds` gives the detector's order of kinds; empty when nothing is detected ahead.
  SeeingProbe(const sim::World& world, sim::Simulation& kernel, const TwinCameras& cameras, const FaultyCameras& lines,
              const engine::Configuration& configuration, engine::ObjectKinds kinds, const sim::KindTable& things,
              sim::Time end);

  /// Samples a thing from `from` on for `span`, if it proves to be unlawful.
  void watch(const sim::Thing& thing, sim::Time from, sim::Duration span);

  void on_looked(int camera, const Shot& shot, const engine::PictureAnalysis* known) override;

  /// Fills in the seeing of each violation from its stays.
  void explain(std::vector<Violation>& violations, const sim::Truth& truth) const;

  /// Gives the detector's record over all pictures, by kind: things well visible, and those of them that were found.
  struct Found {
    std::int64_t visible = 0, found = 0;
  };
  const std::map<std::string, Found>& by_kind() const { return by_kind_; }

 private:
  struct Seen {
    bool in_view = false;
    bool camera_working = false;
    int looks = 0;
    int looks_detected = 0;
    std::map<int, int> good_samples;  ///< Number of good samples by camera.
  };
  void sample(const sim::Thing& thing);
  bool watches(int camera, const sim::Thing& thing) const;

  const sim::World& world_;
  sim::Simulation& kernel_;
  bool troubled(int camera) const;

  const TwinCameras& cameras_;
  const FaultyCameras& lines_;
  const engine::Configuration& configuration_;
  std::vector<std::vector<std::uint32_t>> zones_of_;  ///< Zones that a camera watches, by camera.
  engine::ObjectKinds kinds_;
  const sim::KindTable& things_;
  sim::Time end_;
  std::map<sim::ThingId, Seen> seen_;
  std::map<std::string, Found> by_kind_;
};

}  // namespace tricolor::harness
