#include "adapters/twin_review_desk.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sim/random/streams.h"

namespace tricolor::harness {
namespace {

constexpr auto kVerdict = sim::purpose("review.verdict");

// Distance from the sighting within which a reviewer searches for its cause: the reviewer's own figure, not the
// judge's.
constexpr double kWithinM = 5;

}  // namespace

TwinReviewDesk::TwinReviewDesk(const engine::Configuration& configuration, const engine::ServiceState& told,
                               const sim::World& world, sim::Simulation& kernel, EngineSocket& engine,
                               Settings settings, std::uint64_t seed)
    : configuration_(configuration),
      told_(told),
      world_(world),
      kernel_(kernel),
      engine_(engine),
      settings_(settings),
      seed_(seed) {}

void TwinReviewDesk::submit(engine::SightingId sighting) {
  kernel_.schedule(kernel_.now() + settings_.takes, sim::Phase::engine,
                   [this, sighting] { engine_.deliver(look(sighting)); });
}

engine::ReviewVerdict TwinReviewDesk::look(engine::SightingId id) const {
  engine::ReviewVerdict verdict;
  verdict.sighting = id;
  verdict.at = kernel_.now();
  const engine::SightingRecord* found = told_.sighting(id);
  if (!found) return verdict;
  const auto& sighting = found->content;
  const std::string& class_name = configuration_.classes.at(sighting.violation_class.value).code_name;
  const sim::Stay* cause = nullptr;
  double nearest_m = kWithinM;
  for (const sim::Stay& stay : world_.truth().stays) {
    if (stay.class_name != class_name || stay.from > verdict.at || (stay.until && *stay.until < sighting.onset))
      continue;
    const double distance_m = std::hypot(stay.at.x_m - sighting.spot.x_m, stay.at.y_m - sighting.spot.y_m);
    if (distance_m >= nearest_m) continue;
    nearest_m = distance_m;
    cause = &stay;
  }
  // A reviewer chooses between the shops named in the sighting; a thing of another shop is no violation of theirs.
  if (cause && cause->shop) {
    const engine::MerchantId owner{static_cast<std::uint32_t>(*cause->shop)};
    const bool may_be = owner == sighting.merchant ||
                        std::find(sighting.between.begin(), sighting.between.end(), owner) != sighting.between.end();
    if (may_be) verdict.merchant = owner;
    else if (sighting.merchant || !sighting.between.empty()) cause = nullptr;
  }
  // The draw depends on the place, the class and the quarter of an hour in which the stay began, not on earlier
  // inspections.
  const std::string place = configuration_.zones.at(sighting.zone.value).name + '\n' +
                            configuration_.classes.at(sighting.violation_class.value).code_name;
  const std::int64_t quarter = std::chrono::floor<std::chrono::minutes>(sighting.onset.time_since_epoch()).count() / 15;
  sim::Draw draw({seed_, sim::purpose(place), kVerdict, static_cast<std::uint64_t>(quarter)});
  verdict.confirmed = cause ? !draw.chance(settings_.miss_share) : draw.chance(settings_.false_pass_share);
  return verdict;
}

}  // namespace tricolor::harness
