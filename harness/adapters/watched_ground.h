// Knows on which ground a thing could be unlawful, and which cameras watch it there. It is made once for a city, so
// that a thing that comes is not held against every camera.
//
// It is looser than the engine's law: it leaves out only what the law could never hold against anybody.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "sim/scene.h"

namespace tricolor::harness {

class WatchedGround {
 public:
  /// `configuration` must outlive it.
  explicit WatchedGround(const engine::Configuration& configuration);

  /// The zone nearest to a place, among those within reach.
  struct Nearest {
    std::uint64_t entity = 0;  ///< Names the shop or the public ground, for errors that cluster there.
  };
  /// None where no zone lies within some metres. The pointer is valid until the next call.
  const Nearest* nearest(sim::Point at) const;

  /// True when a thing of this kind stands, or could be taken to stand, where its kind is unlawful.
  bool near(const sim::Thing& thing) const;
  /// The thing as a detector reports it that takes it for an unlawful one: of a kind that a class is about, displaced
  /// into the nearest zone where that kind is unlawful. None when there is no such zone near.
  std::optional<sim::Thing> taken_for_unlawful(const sim::Thing& thing) const;
  /// Cameras that watch the zones near a thing, ascending.
  std::vector<int> cameras_of(const sim::Thing& thing) const;

 private:
  using Cell = std::pair<std::int64_t, std::int64_t>;
  static Cell cell_of(double x_m, double y_m);
  template <class Visit>
  void zones_near(sim::Point at, double within_m, Visit visit) const;
  /// Share of the thing's ground in zones where its kind is unlawful, 0 … 1; 0 when it stands in a bay.
  double unlawful_share(const sim::Thing& thing) const;
  bool unlawful_in(sim::ThingKind kind, const engine::Zone& zone) const {
    return unlawful_[static_cast<std::size_t>(kind)] >> static_cast<unsigned>(zone.kind) & 1u;
  }

  const engine::Configuration& configuration_;
  std::vector<unsigned> unlawful_;  ///< By kind of thing: a bit for each kind of zone in which it is unlawful.
  std::map<Cell, std::vector<std::uint32_t>> zones_;  ///< Zones whose bounds touch a cell.
  mutable Nearest nearest_;
};

}  // namespace tricolor::harness
