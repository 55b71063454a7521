#include "judge/violations.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "judge/place_index.h"

namespace tricolor::harness {
namespace {

// Two things in public places that are nearer than this are one spot (the engine's own rule for occupancies).
constexpr double kSameSpotM = 2.5;

const engine::ClassPolicy* policy_of(const engine::Policy& policy, std::string_view code_name) {
  for (const auto& entry : policy.classes)
    if (entry.code_name == code_name) return &entry;
  return nullptr;
}

std::optional<engine::ClassId> class_named(const engine::ClassTable& classes, std::string_view code_name) {
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (classes[i].code_name == code_name) return engine::ClassId{static_cast<std::uint32_t>(i)};
  return std::nullopt;
}

// A stretch of a stay in which no permit allowed it.
struct Unlawful {
  const sim::Stay* stay = nullptr;
  sim::Time from;
  std::optional<sim::Time> until;  // End of the stretch; none: past the end of the run.
};

// Stays of one place, oldest first.
struct Place {
  std::optional<int> shop;
  std::vector<Unlawful> stretches;
};

// Places of one class that one shop answers for, or nobody. A shop is one place, wherever its things stand.
struct Places {
  std::vector<Place> all;
  SpotIndex spots;  // Numbered as `all`; empty for a shop.

  Place& of(const sim::Stay& stay) {
    if (stay.shop) return all.empty() ? all.emplace_back(Place{stay.shop, {}}) : all.front();
    if (const auto known = spots.first_within(stay.at, kSameSpotM)) return all[*known];
    spots.add(stay.at);
    return all.emplace_back(Place{std::nullopt, {}});
  }
};

sim::Time end_of(const Unlawful& stretch, sim::Time run_end) {
  return stretch.until ? std::min(*stretch.until, run_end) : run_end;
}

bool allows(const engine::Permit& permit, const sim::Stay& stay, engine::ClassId violation_class) {
  if (permit.merchant && (!stay.shop || static_cast<int>(permit.merchant->value) != *stay.shop)) return false;
  if (!permit.classes.empty() && std::ranges::find(permit.classes, violation_class) == permit.classes.end())
    return false;
  return permit.outline.size() < 3 || engine::contains(permit.outline, {stay.at.x_m, stay.at.y_m});
}

// Leaves out the time that permits allow, as the engine does: the dwell of a thing that stands when a permit ends
// begins then.
std::vector<Unlawful> without_permitted(const sim::Stay& stay, engine::ClassId violation_class,
                                        const std::vector<engine::Permit>& permits) {
  std::vector<Unlawful> left{{&stay, stay.from, stay.until}};
  for (const engine::Permit& permit : permits) {
    if (!allows(permit, stay, violation_class)) continue;
    std::vector<Unlawful> rest;
    for (const Unlawful& stretch : left) {
      const auto before = stretch.until ? std::min(*stretch.until, permit.from) : permit.from;
      if (stretch.from < before) rest.push_back({&stay, stretch.from, before});
      const auto after = std::max<sim::Time>(stretch.from, permit.until);
      if (!stretch.until || after < *stretch.until) rest.push_back({&stay, after, stretch.until});
    }
    left = std::move(rest);
  }
  return left;
}

// Gives the instant from which a thing that has stood since `from` has dwelt too long: the first at which the policy of
// that instant says so. None while it stood for too short a time, or when no policy knew the class.
std::optional<sim::Time> dwell_end_of(sim::Time from, sim::Time seen_until, std::string_view code_name,
                                      const PolicyHistory& policies) {
  const auto& all = policies.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const engine::ClassPolicy* rules = policy_of(all[i].policy, code_name);
    if (!rules) continue;
    const sim::Time at = i == 0 ? from + rules->dwell : std::max<sim::Time>(from + rules->dwell, all[i].from);
    const bool still_in_force = i + 1 == all.size() || at < all[i + 1].from;
    if (still_in_force && at < seen_until) return at;
  }
  return std::nullopt;
}

// Splits the stretches of one place into episodes and keeps those that dwelt too long.
void add_episodes(const Place& place, engine::ClassId violation_class, std::string_view code_name,
                  const PolicyHistory& policies, sim::Time start, sim::Time end, std::vector<Violation>& out) {
  std::size_t i = 0;
  while (i < place.stretches.size()) {
    Violation violation;
    violation.violation_class = violation_class;
    violation.at = place.stretches[i].stay->at;
    violation.from = place.stretches[i].from;
    if (place.shop) violation.merchant = engine::MerchantId{static_cast<std::uint32_t>(*place.shop)};
    sim::Time piece_from = violation.from;
    sim::Time seen_until = piece_from;
    std::optional<sim::Time> dwell_end;
    bool open = false;
    while (i < place.stretches.size()) {
      const Unlawful& stretch = place.stretches[i];
      const engine::OccupancyPolicy& rules = policies.at(stretch.from).occupancy;
      if (!violation.stays.empty() && stretch.from - seen_until >= rules.rearm_after_clear) break;
      if (!violation.stays.empty() && stretch.from - seen_until > rules.gap_tolerance) piece_from = stretch.from;
      seen_until = std::max(seen_until, end_of(stretch, end));
      open = !stretch.until;
      if (!dwell_end && (dwell_end = dwell_end_of(piece_from, seen_until, code_name, policies))) {
        violation.from = piece_from;
        violation.at = stretch.stay->at;
      }
      if (violation.stays.empty() || violation.stays.back() != stretch.stay->id)
        violation.stays.push_back(stretch.stay->id);
      ++i;
    }
    if (!dwell_end || *dwell_end < start || *dwell_end >= end) continue;
    violation.dwell_end = *dwell_end;
    if (!open) violation.until = seen_until;
    violation.by_day = is_day(*dwell_end);
    out.push_back(std::move(violation));
  }
}

}  // namespace

bool is_day(sim::Time time) { return sim::light_at(time).level >= 0.35; }

std::vector<Violation> violations_of(const sim::Truth& truth, const engine::Configuration& configuration,
                                     const PolicyHistory& policies, sim::Time start, sim::Time end) {
  std::vector<Violation> violations;
  std::map<std::pair<std::string, std::optional<int>>, Places> places;
  for (const sim::Stay& stay : truth.stays) {
    const auto violation_class = class_named(configuration.classes, stay.class_name);
    if (!violation_class) continue;
    Place& place = places[{stay.class_name, stay.shop}].of(stay);
    for (const Unlawful& stretch : without_permitted(stay, *violation_class, configuration.permits))
      place.stretches.push_back(stretch);
  }
  for (auto& [key, group] : places) {
    const auto violation_class = *class_named(configuration.classes, key.first);
    for (Place& place : group.all) {
      std::stable_sort(place.stretches.begin(), place.stretches.end(),
                       [](const Unlawful& a, const Unlawful& b) { return a.from < b.from; });
      add_episodes(place, violation_class, key.first, policies, start, end, violations);
    }
  }
  std::stable_sort(violations.begin(), violations.end(),
                   [](const Violation& a, const Violation& b) { return a.dwell_end < b.dwell_end; });
  for (std::size_t i = 0; i < violations.size(); ++i) violations[i].id = i + 1;
  return violations;
}

std::size_t lawful_stays(const sim::Truth& truth, sim::Time start, sim::Time end) {
  return static_cast<std::size_t>(std::count_if(truth.stays.begin(), truth.stays.end(), [&](const sim::Stay& stay) {
    return stay.class_name.empty() && stay.from >= start && stay.from < end;
  }));
}

}  // namespace tricolor::harness
