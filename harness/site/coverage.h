// Estimates, from what a planner knows, how much of a city's unlawful hours cameras watch: the trade and street of each
// shop and its counted history. It reads no rate of the twin. It is a deterministic proxy by which places for cameras
// are proposed; what they are worth is found out by runs.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/city/city.h"

namespace tricolor::harness {

/// Weight of one zone: the share of the city's expected unlawful things that stand there.
struct ZoneWeight {
  std::size_t zone = 0;  ///< Index into `City::zones`.
  double weight = 0;     ///< ≥ 0; all together are 1.
  double watched = 0;    ///< Chance that the cameras of today see a thing there, 0 … 1.
};

/// Estimates the weights. `counted` holds the counted strikes of each shop, by its index in the city. A shop weighs as
/// its strikes do, drawn towards those of its trade, because a short history says little of one shop; the ground
/// between shops half as much as the shops of its street, spread evenly over the street's length. Both
/// parts are assumed.
std::vector<ZoneWeight> zone_weights(const sim::City& city, const std::vector<std::size_t>& counted);

/// A camera in a place where one may be put.
struct Candidate {
  std::string id;  ///< "t1_main_2_75_ahead": the street, metres along it, and the direction.
  std::size_t street = 0;
  double along_m = 0;
  sim::CameraPose pose;
  sim::Point towards;                                ///< The place in the middle of its picture.
  std::vector<std::pair<std::size_t, double>> sees;  ///< Zones by index into the weights, and the chance to see there.
  double all = 0;                                    ///< Weight that it sees, whoever sees it already.
  double alone = 0;                                  ///< Of this, the part that no camera of today sees.
};

/// Distance between two poles along a street, metres.
inline constexpr double kPolesApartM = 25;

/// Poles every 25 m along every street with houses, each with four cameras: along the street both ways, and across it
/// to both sides. Candidates that see no zone are left out.
std::vector<Candidate> candidates_of(const sim::City& city, const std::vector<ZoneWeight>& weights);

/// The candidates that together add the most weight that nobody sees yet, one after the other (greedy, lazily; the gain
/// of a camera never grows when others are added, so that this comes to at least 1 − 1/e of the best). Those in
/// `banned` are left out. `gains` gets what each added.
std::vector<std::size_t> best_set(const std::vector<Candidate>& candidates, const std::vector<ZoneWeight>& weights,
                                  std::size_t wanted, const std::vector<std::size_t>& banned,
                                  std::vector<double>* gains = nullptr);

}  // namespace tricolor::harness
