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

/// Cameras that a picture for training may be of: across the road from a front; in a town, along its streets; or of
/// both kinds of places, in towns across as well as along.
enum class Views { across, along, all };

/// Draws pictures for training, of places from `seed` on. With `across` these are streets before whose shop fronts
/// cameras stand, a little off and at any height and focal length. With `along` they are towns with those of their
/// cameras that look along a street. With `all` they are streets where the seed is even and towns with all their
/// cameras where it is odd. Two thirds are by day, an eighth at dusk, the rest at night. `purpose` (of `sim::purpose`)
/// keys the draws, so that two uses see different scenes. The places know `kinds`. Hands each over until `pictures` are
/// made or `each` returns false; then returns false. Prints its progress on stderr as `program`.
bool draw_for_training(std::uint64_t seed, int pictures, Looks looks, Views views,
                       const std::shared_ptr<const sim::KindTable>& kinds, sim::Purpose purpose, const char* program,
                       const std::function<bool(sim::Picture, const std::vector<sim::Visible>&)>& each);

/// Turns façades that are held out into ones that are not.
void only_trained_facades(sim::City& city);

}  // namespace tricolor::harness
