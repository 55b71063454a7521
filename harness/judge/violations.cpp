#include "judge/violations.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "judge/lawful_time.h"
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

// The ground on which things of a class count together: a shop's front, a public zone where the class counts by zones,
// or any public ground. In the first two all of it is one place.
struct Ground {
  std::string code_name;            // Of the class.
  std::optional<int> front;         // The shop whose front it is.
  std::optional<std::size_t> zone;  // Of the configuration.
  bool one_place() const { return front || zone; }
  auto operator<=>(const Ground&) const = default;
};

// Stays of one place, oldest first.
struct Place {
  std::vector<Unlawful> stretches;
};

// Places on one ground.
struct Places {
  std::vector<Place> all;
  SpotIndex spots;  // Numbered as `all`; empty where all is one place.

  Place& of(const sim::Stay& stay, bool one_place) {
    if (one_place) return all.empty() ? all.emplace_back() : all.front();
    if (const auto known = spots.first_within(stay.at, kSameSpotM)) return all[*known];
    spots.add(stay.at);
    return all.emplace_back();
  }
};

// Gives the public zone in which things of a class stand at `at`.
std::optional<std::size_t> public_zone(const engine::Configuration& configuration, engine::ClassId violation_class,
                                       const sim::Point& at) {
  const std::vector<engine::ZoneKind>& kinds = configuration.classes.at(violation_class.value).zones;
  for (std::size_t i = 0; i < configuration.zones.size(); ++i)
    if (const engine::Zone& zone = configuration.zones[i]; zone.kind != engine::ZoneKind::shop_front &&
                                                           std::ranges::find(kinds, zone.kind) != kinds.end() &&
                                                           engine::contains(zone.outline, {at.x_m, at.y_m}))
      return i;
  return std::nullopt;
}

sim::Time end_of(const Unlawful& stretch, sim::Time run_end) {
  return stretch.until ? std::min(*stretch.until, run_end) : run_end;
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
void add_episodes(const Place& place, engine::ClassId violation_class, std::optional<engine::MerchantId> merchant,
                  const Rule& rule, const PolicyHistory& policies, sim::Time start, sim::Time end,
                  sim::Duration interval, std::vector<Violation>& out) {
  std::size_t i = 0;
  while (i < place.stretches.size()) {
    Violation violation;
    violation.violation_class = violation_class;
    violation.at = place.stretches[i].stay->at;
    violation.from = place.stretches[i].from;
    violation.merchant = merchant;
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
  using StayPer = engine::ViolationClass::StayPer;
  std::vector<Violation> violations;
  const LawfulTime lawful(truth, configuration, policies, measure.lines, end, measure.interval);
  std::map<Ground, Places> places;
  std::map<Ground, std::vector<Unlawful>> crowds;
  const auto add = [&](Ground ground, const Unlawful& stretch) {
    if (const StayPer per = configuration.classes[class_named(configuration.classes, ground.code_name)->value].stay_per;
        per != StayPer::zone)
      ground.zone.reset();
    const bool one_place = ground.one_place();
    places[std::move(ground)].of(*stretch.stay, one_place).stretches.push_back(stretch);
  };
  for (const sim::Stay& stay : truth.stays) {
    const OnGround on = on_ground(stay, configuration, policies, measure);
    // A thing that may have stood outside, by 0.15 m, is followed too, and set apart.
    const auto violation_class = on.violation_class ? on.violation_class : on.certain ? std::nullopt : on.may_be;
    if (!violation_class) continue;
    const engine::ViolationClass& entry = configuration.classes[violation_class->value];
    Ground ground{entry.code_name, on.shop, std::nullopt};
    if (!on.shop && (entry.stay_per == StayPer::zone || entry.at_least > 1))
      ground.zone = public_zone(configuration, *violation_class, stay.at);
    for (const Unlawful& stretch : lawful.unlawful(stay, on, *violation_class))
      if (entry.at_least <= 1) add(ground, stretch);
      else if (ground.one_place()) crowds[ground].push_back(stretch);
  }
  for (const auto& [ground, stretches] : crowds) {
    const auto violation_class = *class_named(configuration.classes, ground.code_name);
    for (const Unlawful& stretch :
         while_at_least(configuration.classes[violation_class.value].at_least, stretches, end))
      add(ground, stretch);
  }
  for (auto& [ground, group] : places) {
    const auto violation_class = *class_named(configuration.classes, ground.code_name);
    std::optional<engine::MerchantId> merchant;
    if (ground.front &&
        configuration.classes[violation_class.value].answers == engine::ViolationClass::Answers::merchant)
      merchant = engine::MerchantId{static_cast<std::uint32_t>(*ground.front)};
    for (Place& place : group.all) {
      std::stable_sort(place.stretches.begin(), place.stretches.end(),
                       [](const Unlawful& a, const Unlawful& b) { return a.from < b.from; });
      if (place.stretches.empty()) continue;
      const Rule rule{ground.code_name, zone_of(configuration, violation_class, ground.front.has_value(),
                                                place.stretches.front().stay->at)};
      const std::size_t first = violations.size();
      add_episodes(place, violation_class, merchant, rule, policies, start, end, measure.interval, violations);
      // Of several things that nobody answers for, the engine may name the place of any.
      if (ground.one_place() && !merchant)
        for (std::size_t i = first; i < violations.size(); ++i)
          for (const std::uint64_t number : violations[i].stays)
            violations[i].spots.push_back(truth.stays[number - 1].at);
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
