// Makes random scenes for training and for measuring the detector: every kind of thing in every place where it may
// stand, lawfully or not, with people in front of it.
#pragma once

#include <functional>
#include <memory>

#include "sim/camera/camera_view.h"
#include "sim/city/city.h"
#include "sim/random/streams.h"

namespace tricolor::harness {

/// Variants that a scene may use; see sim/camera/looks.h.
enum class Looks { trained, held_out, all };

/// Makes a scene before a camera that stands in `street` and faces `along_m` on `side`. Kinds that only the city's
/// table knows stand on the pavement.
sim::SceneView random_scene(const sim::City& city, int street, sim::Side side, double along_m, sim::Time at,
                            Looks looks, sim::Draw& draw);

/// Draws pictures for training: streets from `seed` on, cameras that face shop fronts, a little off and at any height
/// and focal length; two thirds by day, an eighth at dusk, the rest at night. `purpose` (of `sim::purpose`) keys the
/// draws, so that two uses see different scenes. The streets know `kinds`. Hands each over until `pictures` are made or
/// `each` returns false; then returns false. Prints its progress on stderr as `program`.
bool draw_for_training(std::uint64_t seed, int pictures, Looks looks,
                       const std::shared_ptr<const sim::KindTable>& kinds, sim::Purpose purpose, const char* program,
                       const std::function<bool(sim::Picture, const std::vector<sim::Visible>&)>& each);

/// Turns façades that are held out into ones that are not.
void only_trained_facades(sim::City& city);

}  // namespace tricolor::harness
