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

constexpr auto kTakes = sim::purpose("review.takes");

// Draws depend on the place, the class and the quarter of an hour in which the stay began, not on earlier inspections.
std::string place_of(const engine::Configuration& configuration, const engine::event::SightingConfirmed& sighting) {
  return configuration.zones.at(sighting.zone.value).name + '\n' +
         configuration.classes.at(sighting.violation_class.value).code_name;
}

std::uint64_t quarter_of(engine::Time onset) {
  return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::minutes>(onset.time_since_epoch()).count() / 15);
}

}  // namespace

TwinReviewDesk::Settings TwinReviewDesk::Settings::of(const sim::Demand& demand) {
  const auto seconds = [](double s) { return std::chrono::round<sim::Duration>(std::chrono::duration<double>(s)); };
  return {seconds(demand.review_takes_s),
          demand.review_takes_sigma,
          static_cast<int>(demand.reviewers),
          seconds(demand.review_opens_s),
          seconds(demand.review_closes_s),
          demand.review_misses,
          demand.review_passes};
}

TwinReviewDesk::TwinReviewDesk(const engine::Configuration& configuration, const engine::ServiceState& told,
                               const sim::World& world, sim::Simulation& kernel, EngineSocket& engine,
                               Settings settings, std::uint64_t seed)
    : configuration_(configuration),
      told_(told),
      world_(world),
      kernel_(kernel),
      engine_(engine),
      settings_(settings),
      seed_(seed),
      busy_until_(static_cast<std::size_t>(settings.reviewers)) {}

void TwinReviewDesk::submit(engine::SightingId id) {
  std::string place;
  std::uint64_t quarter = 0;
  if (const engine::SightingRecord* found = told_.sighting(id)) {
    place = place_of(configuration_, found->content);
    quarter = quarter_of(found->content.onset);
  }
  kernel_.schedule(finished(place, quarter), sim::Phase::engine, [this, id] { engine_.deliver(look(id)); });
}

// The instant at which an inspection that is asked for now is done: by the reviewer who is free first, in his hours.
sim::Time TwinReviewDesk::finished(const std::string& place, std::uint64_t quarter) {
  sim::Duration takes = settings_.takes;
  if (settings_.spread > 0) {
    sim::Draw draw({seed_, sim::purpose(place), kTakes, quarter});
    const std::chrono::duration<double> drawn{
        draw.lognormal_median(std::chrono::duration<double>(takes).count(), settings_.spread)};
    takes = std::max<sim::Duration>(std::chrono::seconds{1}, std::chrono::round<sim::Duration>(drawn));
  }
  sim::Time begins = kernel_.now();
  const auto first = std::min_element(busy_until_.begin(), busy_until_.end());
  if (first != busy_until_.end()) begins = std::max(begins, *first);
  begins = in_hours(begins);
  if (first != busy_until_.end()) *first = begins + takes;
  return begins + takes;
}

sim::Time TwinReviewDesk::in_hours(sim::Time at) const {
  if (settings_.opens == settings_.closes) return at;
  const sim::Duration now = sim::time_of_day(at), day = std::chrono::hours{24};
  const bool open = settings_.opens < settings_.closes ? now >= settings_.opens && now < settings_.closes
                                                       : now >= settings_.opens || now < settings_.closes;
  if (open) return at;
  return at + (settings_.opens >= now ? settings_.opens - now : settings_.opens - now + day);
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
  sim::Draw draw({seed_, sim::purpose(place_of(configuration_, sighting)), kVerdict, quarter_of(sighting.onset)});
  verdict.confirmed = cause ? !draw.chance(settings_.miss_share) : draw.chance(settings_.false_pass_share);
  return verdict;
}

}  // namespace tricolor::harness
