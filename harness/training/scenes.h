// Random scenes for training and for measuring the detector: every kind of thing in every place where it may stand, lawfully or
// not, with people in front of it.
#pragma once

#include "sim/camera/camera_view.h"
#include "sim/city/city.h"
#include "sim/random/streams.h"

namespace tricolor::harness {

/// Which looks a scene may use; see sim/camera/looks.h.
enum class Looks { trained, held_out, all };

/// A scene before a camera that stands in `street` and looks at `along_m` on `side`.
sim::SceneView random_scene(const sim::City& city, int street, sim::Side side, double along_m, sim::Time at, Looks looks, sim::Draw& draw);

/// Turns façades that are held out into ones that are not.
void only_trained_facades(sim::City& city);

}  // namespace tricolor::harness
