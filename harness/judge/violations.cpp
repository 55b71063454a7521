#include "judge/violations.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "judge/place_index.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

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

// The rule that a stay is held to: its class, and the kind of zone in which it stands.
struct Rule {
  std::string_view code_name;
  engine::ZoneKind zone = engine::ZoneKind::pavement;
};

// Gives the kind of zone in which things of a class stand that a shop answers for, or nobody: of several public kinds
// that in which `at` lies.
engine::ZoneKind zone_of(const engine::Configuration& configuration, engine::ClassId violation_class, bool of_a_shop,
                         const sim::Point& at) {
  std::vector<engine::ZoneKind> kinds = configuration.classes.at(violation_class.value).zones;
  if (of_a_shop && std::ranges::find(kinds, engine::ZoneKind::shop_front) != kinds.end())
    return engine::ZoneKind::shop_front;
  std::erase(kinds, engine::ZoneKind::shop_front);
  if (kinds.size() > 1)
    for (const engine::Zone& zone : configuration.zones)
      if (std::ranges::find(kinds, zone.kind) != kinds.end() && engine::contains(zone.outline, {at.x_m, at.y_m}))
        return zone.kind;
  return kinds.empty() ? engine::ZoneKind::shop_front : kinds.front();
}

// The stay as the judge's lines have it; without lines, as the truth has it.
OnGround on_ground(const sim::Stay& stay, const engine::Configuration& configuration, const PolicyHistory& policies,
                   const JudgeMeasure& measure) {
  if (measure.lines) return measure.lines->of(stay, policies.at(stay.from).occupancy);
  OnGround on;
  on.violation_class = class_named(configuration.classes, stay.class_name);
  on.shop = stay.shop;
  return on;
}

// A stretch of a stay in which the class was violated: no permit allowed it, and the hours were those of the class.
struct Unlawful {
  const sim::Stay* stay = nullptr;
  OnGround on;
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

  Place& of(const sim::Stay& stay, std::optional<int> shop) {
    if (shop) return all.empty() ? all.emplace_back(Place{shop, {}}) : all.front();
    if (const auto known = spots.first_within(stay.at, kSameSpotM)) return all[*known];
    spots.add(stay.at);
    return all.emplace_back(Place{std::nullopt, {}});
  }
};

sim::Time end_of(const Unlawful& stretch, sim::Time run_end) {
  return stretch.until ? std::min(*stretch.until, run_end) : run_end;
}

bool allows(const engine::Permit& permit, const sim::Stay& stay, std::optional<int> shop,
            engine::ClassId violation_class) {
  if (permit.merchant && (!shop || static_cast<int>(permit.merchant->value) != *shop)) return false;
  if (!permit.classes.empty() && std::ranges::find(permit.classes, violation_class) == permit.classes.end())
    return false;
  return permit.outline.size() < 3 || engine::contains(permit.outline, {stay.at.x_m, stay.at.y_m});
}

// Takes a time in which it was lawful out of the stretches of one stay. The dwell of a thing that stands when that time
// ends begins then.
void take_out(sim::Time from, sim::Time until, std::vector<Unlawful>& left) {
  std::vector<Unlawful> rest;
  for (const Unlawful& stretch : left) {
    const auto before = stretch.until ? std::min(*stretch.until, from) : from;
    if (stretch.from < before) rest.push_back({stretch.stay, stretch.on, stretch.from, before});
    const auto after = std::max<sim::Time>(stretch.from, until);
    if (!stretch.until || after < *stretch.until) rest.push_back({stretch.stay, stretch.on, after, stretch.until});
  }
  left = std::move(rest);
}

// Leaves out the time that permits allow, and the hours at which the class is no violation, as the engine does.
std::vector<Unlawful> unlawful_stretches(const sim::Stay& stay, const OnGround& on, engine::ClassId violation_class,
                                         const engine::Configuration& configuration, sim::Time end) {
  const engine::ViolationClass& entry = configuration.classes.at(violation_class.value);
  std::vector<Unlawful> left{{&stay, on, stay.from, stay.until}};
  for (const engine::Permit& permit : configuration.permits)
    if (entry.unless_permitted && allows(permit, stay, on.shop, violation_class))
      take_out(permit.from, permit.until, left);
  if (entry.from == entry.until) return left;
  const sim::Time gone = stay.until ? std::min(*stay.until, end) : end;
  const engine::Duration closed = (entry.from - entry.until + 24h) % 24h;
  for (sim::Time midnight = stay.from - sim::time_of_day(stay.from) - 24h; midnight < gone; midnight += 24h)
    take_out(midnight + entry.until, midnight + entry.until + closed, left);
  return left;
}

// Gives the instant from which a thing that has stood since `from` has dwelt too long: the first at which the policy of
// that instant says so. None while it stood for too short a time, or when no policy knew the class.
std::optional<sim::Time> dwell_end_of(sim::Time from, sim::Time seen_until, const Rule& rule,
                                      const PolicyHistory& policies) {
  const auto& all = policies.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const engine::ClassPolicy* rules = policy_of(all[i].policy, rule.code_name);
    if (!rules) continue;
    const engine::Duration dwell = rules->dwell_at(rule.zone);
    const sim::Time at = i == 0 ? from + dwell : std::max<sim::Time>(from + dwell, all[i].from);
    const bool still_in_force = i + 1 == all.size() || at < all[i + 1].from;
    if (still_in_force && at < seen_until) return at;
  }
  return std::nullopt;
}

// An uninterrupted presence within an episode.
struct Presence {
  sim::Time from, until;
  std::optional<sim::Time> dwell_end;
  bool placed = true;  // False when nobody can say whether one of its things stood outside.
  std::vector<std::uint64_t> stays;
};

// The dwell of a class when a presence began; none when no policy knew the class.
std::optional<sim::Duration> dwell_at(sim::Time from, const Rule& rule, const PolicyHistory& policies) {
  const engine::ClassPolicy* rules = policy_of(policies.at(from), rule.code_name);
  return rules ? std::optional<sim::Duration>(rules->dwell_at(rule.zone)) : std::nullopt;
}

// True when a presence ended so near the end of its dwell that a look sooner or later decides.
bool about_the_dwell(const Presence& presence, sim::Duration interval, const Rule& rule,
                     const PolicyHistory& policies) {
  if (presence.dwell_end) return presence.until - *presence.dwell_end <= interval;
  const auto dwell = dwell_at(presence.from, rule, policies);
  return dwell && presence.until - presence.from >= *dwell - interval;
}

// Splits the stretches of one place into episodes and keeps those that dwelt too long, or about as long as the dwell.
void add_episodes(const Place& place, engine::ClassId violation_class, const Rule& rule, const PolicyHistory& policies,
                  sim::Time start, sim::Time end, sim::Duration interval, std::vector<Violation>& out) {
  std::size_t i = 0;
  while (i < place.stretches.size()) {
    Violation violation;
    violation.violation_class = violation_class;
    violation.at = place.stretches[i].stay->at;
    violation.from = place.stretches[i].from;
    if (place.shop) violation.merchant = engine::MerchantId{static_cast<std::uint32_t>(*place.shop)};
    sim::Time piece_from = violation.from;
    sim::Time seen_until = piece_from;
    std::vector<Presence> presences{{piece_from, piece_from, std::nullopt, true, {}}};
    std::optional<sim::Time> dwell_end;
    bool open = false;
    while (i < place.stretches.size()) {
      const Unlawful& stretch = place.stretches[i];
      const engine::OccupancyPolicy& rules = policies.at(stretch.from).occupancy;
      if (!violation.stays.empty() && stretch.from - seen_until >= rules.rearm_after_clear) break;
      if (!violation.stays.empty() && stretch.from - seen_until > rules.gap_tolerance) {
        piece_from = stretch.from;
        presences.push_back({piece_from, piece_from, std::nullopt, true, {}});
      }
      seen_until = std::max(seen_until, end_of(stretch, end));
      open = !stretch.until;
      presences.back().until = seen_until;
      if (!presences.back().dwell_end)
        presences.back().dwell_end = dwell_end_of(piece_from, seen_until, rule, policies);
      violation.between_shops |= stretch.on.between;
      violation.across_line |= stretch.on.across_line;
      presences.back().placed &= stretch.on.certain;
      presences.back().stays.push_back(stretch.stay->id);
      if (!dwell_end && (dwell_end = dwell_end_of(piece_from, seen_until, rule, policies))) {
        violation.from = piece_from;
        violation.at = stretch.stay->at;
      }
      if (violation.stays.empty() || violation.stays.back() != stretch.stay->id)
        violation.stays.push_back(stretch.stay->id);
      ++i;
    }
    // It is a violation when one of its presences certainly stood outside and certainly lasted too long.
    const auto near = [&](const Presence& presence) {
      return interval > sim::Duration{0} && about_the_dwell(presence, interval, rule, policies);
    };
    const bool certain = std::any_of(presences.begin(), presences.end(), [&](const Presence& presence) {
      return presence.dwell_end && presence.placed && !near(presence);
    });
    const auto perhaps = std::find_if(presences.begin(), presences.end(), near);
    if (!certain && perhaps != presences.end()) {
      violation.undecidable = Undecidable::by_time;
      if (!dwell_end) {
        violation.from = perhaps->from;
        dwell_end = perhaps->from + *dwell_at(perhaps->from, rule, policies);
      }
    } else if (!certain) {
      violation.undecidable = Undecidable::by_place;
    }
    if (violation.undecidable != Undecidable::no)
      for (const Presence& presence : presences)
        if (near(presence) || (presence.dwell_end && !presence.placed))
          violation.undecided.insert(violation.undecided.end(), presence.stays.begin(), presence.stays.end());
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
                                     const PolicyHistory& policies, sim::Time start, sim::Time end,
                                     const JudgeMeasure& measure) {
  std::vector<Violation> violations;
  std::map<std::pair<std::string, std::optional<int>>, Places> places;
  for (const sim::Stay& stay : truth.stays) {
    OnGround on = on_ground(stay, configuration, policies, measure);
    // A thing that may have stood outside, by 0.15 m, is followed too, and set apart.
    const auto violation_class = on.violation_class ? on.violation_class : on.certain ? std::nullopt : on.may_be;
    if (!violation_class) continue;
    if (configuration.classes[violation_class->value].answers == engine::ViolationClass::Answers::place)
      on.shop.reset();
    Place& place = places[{configuration.classes[violation_class->value].code_name, on.shop}].of(stay, on.shop);
    for (const Unlawful& stretch : unlawful_stretches(stay, on, *violation_class, configuration, end))
      place.stretches.push_back(stretch);
  }
  for (auto& [key, group] : places) {
    const auto violation_class = *class_named(configuration.classes, key.first);
    for (Place& place : group.all) {
      std::stable_sort(place.stretches.begin(), place.stretches.end(),
                       [](const Unlawful& a, const Unlawful& b) { return a.from < b.from; });
      if (place.stretches.empty()) continue;
      const Rule rule{
          key.first, zone_of(configuration, violation_class, place.shop.has_value(), place.stretches.front().stay->at)};
      add_episodes(place, violation_class, rule, policies, start, end, measure.interval, violations);
    }
  }
  std::stable_sort(violations.begin(), violations.end(), [](const Violation& a, const Violation& b) {
    const bool a_apart = a.undecidable != Undecidable::no, b_apart = b.undecidable != Undecidable::no;
    return a_apart != b_apart ? b_apart : a.dwell_end < b.dwell_end;
  });
  for (std::size_t i = 0; i < violations.size(); ++i) violations[i].id = i + 1;
  return violations;
}

std::size_t lawful_stays(const sim::Truth& truth, sim::Time start, sim::Time end) {
  return static_cast<std::size_t>(std::count_if(truth.stays.begin(), truth.stays.end(), [&](const sim::Stay& stay) {
    return stay.class_name.empty() && stay.from >= start && stay.from < end;
  }));
}

}  // namespace tricolor::harness
