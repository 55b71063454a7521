// Knows on which ground a thing could be unlawful, and which cameras watch it there. It is made once for a city, so
// that a thing that comes is not held against every camera.
//
// It is looser than the engine's law: it leaves out only what the law could never hold against anybody. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "scenario/kinds_file.h"
#include "sim/kinds.h"

namespace tricolor::harness {

class WatchedGround {
 public:
  /// `configuration` and `kinds` must outlive it. `said`: what a detector takes each kind for when it errs.
  WatchedGround(const engine::Configuration& configuration, const sim::KindTable& kinds,
                const std::vector<KindOfThing>& said);

  /// The zone nearest to a place, among those within reach.
  struct Nearest {
    std::uint64_t entity = 0;  ///< Names the shop or the public ground, for errors that cluster there.
  };
  /// None where no zone lies within some metres. The pointer is valid until the next call.
  const Nearest* nearest(sim::Point at) const;

  /// True when a thing of this kind stands, or could be taken to stand, where its kind is unlawful, or so near to a
  /// zone that its company may make lawful what stands there.
  bool near(const sim::Thing& thing) const;
  /// The thing as a detector reports it that takes it for an unlawful one: of a kind that a class is about, displaced
  /// into the nearest zone where that kind is unlawful. None when there is no such zone near.
  std::optional<sim::Thing> taken_for_unlawful(const sim::Thing& thing) const;
  /// Cameras that watch the zones near a thing, ascending.
  std::vector<int> cameras_of(const sim::Thing& thing) const;
  /// The same of the cameras that watch a zone in which the middle of the thing lies and its kind is unlawful: those
  /// whose missing it is a fault of their eyes and not of the law.
  std::vector<int> cameras_watching(const sim::Thing& thing) const;

 private:
  using Cell = std::pair<std::int64_t, std::int64_t>;
  struct Found {
    std::uint32_t zone;
    engine::ZoneKind kind;
  };
  static Cell cell_of(double x_m, double y_m);
  static std::uint64_t name_of(Cell cell) {
    return static_cast<std::uint64_t>(cell.first) << 32 ^ (static_cast<std::uint64_t>(cell.second) & 0xFFFFFFFFull);
  }
  /// Finds the zones whose bounds come within `within_m` of a place in x and y, ascending. They are in the memory of
  /// the search until the next one.
  const std::vector<Found>& zones_near(sim::Point at, double within_m) const;
  /// Calls `visit` for these.
  template <class Visit>
  void zones_near(sim::Point at, double within_m, Visit visit) const;
  /// True when at least this share of the thing's ground lies in zones where its kind is unlawful, and it stands in no
  /// bay.
  bool unlawful_from(const sim::Thing& thing, double share) const;
  bool unlawful_in(sim::ThingKind kind, engine::ZoneKind zone) const {
    return unlawful_[static_cast<std::size_t>(kind)] >> static_cast<unsigned>(zone) & 1u;
  }

  /// `of_company`: of all zones but bays, and not only of those in which the thing's kind is unlawful.
  std::vector<int> cameras_within(const sim::Thing& thing, double within_m, bool of_company) const;
  engine::GroundPolygon ground_of(const sim::Thing& thing) const;

  const engine::Configuration& configuration_;
  const sim::KindTable& kinds_;
  std::vector<sim::ThingKind> taken_for_;  ///< By kind of thing.
  std::vector<unsigned> unlawful_;         ///< By kind of thing: a bit for each kind of zone in which it is unlawful.
  std::vector<double> company_m_;  ///< By kind: largest distance at which it is company for a class; 0: it is none.
  struct ZoneBounds {
    double low_x = 1e18, low_y = 1e18, high_x = -1e18, high_y = -1e18;
    std::uint32_t zone = 0;
    engine::ZoneKind kind = engine::ZoneKind::pavement;
  };
  /// A cell of the ground and where its zones lie in `bounds_`.
  struct CellEntry {
    std::uint64_t name = 0;
    std::uint32_t first = 0, count = 0;  ///< No zone: the entry is free.
  };
  std::size_t place_of(std::uint64_t name) const;
  const CellEntry* cell_named(std::uint64_t name) const;
  /// A table with open addressing, because it is asked for each thing of the street and a look into it should cost one
  /// cache line. Its size is a power of two, and more than half of it is free.
  std::vector<CellEntry> cells_;
  std::vector<ZoneBounds> bounds_;  ///< Zones whose bounds touch a cell, ascending, cell by cell.
  mutable Nearest nearest_;
  mutable std::vector<Found> found_;  ///< Memory of a search.
};

}  // namespace tricolor::harness
