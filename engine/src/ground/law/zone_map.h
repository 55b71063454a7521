// The law of zones says which zone a thing on the ground holds, for which class of violation, and how long it may. It
// is pure and knows no pixels, no looks and no stays, so that what sees and what judges ask the same law.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/frame.h"
#include "engine/policy.h"
#include "engine/vision.h"
#include "types/bounding_box.h"
#include "types/footprint.h"

namespace tricolor::engine {

/// One thing in one zone, as one camera sees it.
struct Holding {
  ZoneId zone;
  ClassId violation_class;
  std::vector<MerchantId> between;  ///< Two or more when it lies between shops.
  double overlap = 0;               ///< Share of the footprint inside the zone, 0 … 1.
};

/// A place that a thing holds, or may hold, in the sight of one camera.
struct HeldPlace {
  ZoneId zone;
  ClassId violation_class;
  GroundPoint spot;
  ImageBox box;
};

/// Distance of two spots, metres.
double distance_m(GroundPoint a, GroundPoint b);

class ZoneMap {
 public:
  /// Both arguments must outlive it.
  ZoneMap(const Configuration& configuration, const Policy& policy);

  /// The zone that a thing of this kind holds before this camera. Nothing when it stands lawfully (in a bay, permitted,
  /// inside the line), or is of a kind that no class is about.
  std::optional<Holding> holding(CameraId camera, const std::string& kind, const Footprint& footprint, Time at) const;

  /// Kinds of thing of which a class is pardoned where this footprint lies: those that park in its bay.
  std::vector<std::string> pardoned(CameraId camera, const Footprint& footprint) const;
  /// Outlines of the zones before this camera that pardon a class of this kind of thing and meet a rectangle. They are
  /// the configuration's own.
  std::vector<const GroundPolygon*> pardoning(CameraId camera, const std::string& kind,
                                              const BoundingBox& within) const;

  /// True when a class has a policy, and so can be violated.
  bool watched(ClassId violation_class) const;
  /// The first instant at which a stay in this zone since `onset` has lasted longer than the dwell of its class there;
  /// exactly the dwell is no violation. None for a class that is not watched. This is the only place that knows the
  /// rule.
  std::optional<Time> too_long_from(ClassId violation_class, ZoneId zone, Time onset) const;
  /// True at that instant and after it.
  bool too_long(ClassId violation_class, ZoneId zone, Time onset, Time at) const;
  /// Largest distance of two looks at a public spot that are one thing: metres, or pixels before an uncalibrated
  /// camera, where it grows with the thing's box.
  double same_spot(CameraId camera, const ImageBox& box) const;
  /// True when a thing belongs to a stay before this camera: to that of its shop front, or to one beside it at a public
  /// spot. A second box of one thing, or its neighbour in a row of bicycles, stands where a place is held already.
  bool one_stay(CameraId camera, const HeldPlace& stay, ZoneId zone, ClassId violation_class, GroundPoint spot) const;
  /// True when a zone holds one occupancy of the class rather than one a spot.
  bool whole(ClassId violation_class, ZoneId zone) const;
  /// True when the merchant of the zone answers for the class.
  bool merchant_answers(ClassId violation_class) const;

  /// True at the times of day at which the class is a violation.
  bool in_force(ClassId violation_class, Time at) const;
  /// The first instant after `now` at which the hours of some watched class begin; none while all hold at all hours.
  std::optional<Time> hours_begin_after(Time now) const;
  /// Cameras before which something may begin to be a violation because the hours of its class begin at `at`.
  std::set<CameraId> cameras_where_hours_begin(Time at) const;
  /// Something whose nearness may make a thing lawful.
  struct Beside {
    std::string kind;
    GroundPoint spot;
  };
  /// True when some class is to be apart from things of this kind.
  bool keeps_apart_from(const std::string& kind) const;
  /// True when one of them is nearer to the spot than its class allows: then the thing there is no violation.
  bool attended(ClassId violation_class, GroundPoint spot, const std::vector<Beside>& beside) const;
  /// Fewest things of a class that one look must show in a zone.
  int at_least(ClassId violation_class) const;

 private:
  bool permitted(const Footprint& footprint, ClassId violation_class, std::optional<MerchantId> merchant,
                 Time at) const;

  const Configuration& configuration_;
  const Policy& policy_;
  std::vector<std::vector<ZoneId>> by_camera_;
  std::vector<std::string> apart_from_;  ///< Kinds that a class is to be apart from.
  std::vector<BoundingBox> bounds_;  ///< Bounds of each zone's outline.
  std::vector<const ClassPolicy*> rules_;  ///< By class; null for a class that is not watched.
};

}  // namespace tricolor::engine
