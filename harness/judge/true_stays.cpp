#include "judge/true_stays.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

bool within(sim::Point a, sim::Point b, double radius_m) {
  return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m) <= radius_m;
}

sim::Time end_of(const sim::Stay& stay) { return stay.until.value_or(sim::Time::max()); }

StandingIndex by_place(const sim::Truth& truth) {
  return {truth.stays.size(), [&](std::size_t i) {
            const sim::Stay& stay = truth.stays[i];
            return Standing{0, std::nullopt, stay.at, stay.from, end_of(stay)};
          }};
}

}  // namespace

TrueStays::TrueStays(const sim::Truth& truth)
    : truth_(truth), by_answerer_(by_answerer(truth)), by_place_(by_place(truth)) {
  for (const sim::Stay& stay : truth.stays) earliest_ = std::min<sim::Time>(earliest_, stay.from);
}

StandingIndex TrueStays::by_answerer(const sim::Truth& truth) {
  return {truth.stays.size(), [&](std::size_t i) {
            const sim::Stay& stay = truth.stays[i];
            const auto known = classes_.try_emplace(stay.class_name, static_cast<std::int64_t>(classes_.size())).first;
            return Standing{known->second, stay.shop, stay.at, stay.from, end_of(stay)};
          }};
}

bool TrueStays::any_near(sim::Point at, double radius_m, sim::Time from, sim::Time until) const {
  return std::ranges::any_of(by_place_.near(0, at, radius_m, from, until),
                             [&](std::size_t i) { return within(truth_.stays[i].at, at, radius_m); });
}

std::vector<const sim::Stay*> TrueStays::answered_by(const std::string& class_name,
                                                     std::optional<engine::MerchantId> merchant, sim::Point at,
                                                     double radius_m, sim::Time from, sim::Time until) const {
  std::vector<const sim::Stay*> stays;
  const auto known = classes_.find(class_name);
  if (known == classes_.end()) return stays;
  const auto numbers = merchant ? by_answerer_.of_shop(known->second, static_cast<int>(merchant->value), from, until)
                                : by_answerer_.near(known->second, at, radius_m, from, until);
  for (const std::size_t i : numbers)
    if (merchant || within(truth_.stays[i].at, at, radius_m)) stays.push_back(&truth_.stays[i]);
  return stays;
}

}  // namespace tricolor::harness
