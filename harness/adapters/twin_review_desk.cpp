#include "adapters/twin_review_desk.h"

#include <cmath>

#include "sim/random/streams.h"

namespace tricolor::harness {
namespace {

constexpr auto kVerdict = sim::purpose("review.verdict");

// How near to the sighting a person would look for its cause.
constexpr double kWithinM = 5;

}  // namespace

TwinReviewDesk::TwinReviewDesk(const engine::Configuration& configuration, const sim::World& world, sim::Simulation& kernel, EngineSocket& engine,
                               Settings settings, std::uint64_t seed)
    : configuration_(configuration), world_(world), kernel_(kernel), engine_(engine), settings_(settings), seed_(seed) {}

void TwinReviewDesk::on_event(const engine::Event& event) {
  if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload)) sightings_[sighting->sighting] = *sighting;
}

void TwinReviewDesk::submit(engine::SightingId sighting) {
  kernel_.schedule(kernel_.now() + settings_.takes, sim::Phase::engine, [this, sighting] { engine_.deliver(look(sighting)); });
}

engine::ReviewVerdict TwinReviewDesk::look(engine::SightingId id) const {
  engine::ReviewVerdict verdict;
  verdict.sighting = id;
  verdict.at = kernel_.now();
  const auto found = sightings_.find(id);
  const sim::Stay* cause = nullptr;
  if (found != sightings_.end()) {
    const auto& sighting = found->second;
    const std::string& class_name = configuration_.classes.at(sighting.violation_class.value).code_name;
    double nearest_m = kWithinM;
    for (const sim::Stay& stay : world_.truth().stays) {
      if (stay.class_name != class_name || stay.from > verdict.at || (stay.until && *stay.until < sighting.onset)) continue;
      const double distance_m = std::hypot(stay.at.x_m - sighting.spot.x_m, stay.at.y_m - sighting.spot.y_m);
      if (distance_m >= nearest_m) continue;
      nearest_m = distance_m;
      cause = &stay;
    }
  }
  sim::Draw draw({seed_, id.value, kVerdict, 0});
  verdict.confirmed = cause ? !draw.chance(settings_.miss_share) : draw.chance(settings_.false_pass_share);
  if (cause && cause->shop) verdict.merchant = engine::MerchantId{static_cast<std::uint32_t>(*cause->shop)};
  return verdict;
}

}  // namespace tricolor::harness
