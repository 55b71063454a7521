#include "judge/lawful_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

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

using Span = std::pair<sim::Time, sim::Time>;

// The spans without overlaps, by time.
std::vector<Span> united(std::vector<Span> spans) {
  std::ranges::sort(spans);
  std::vector<Span> apart;
  for (const Span& span : spans)
    if (apart.empty() || span.first > apart.back().second) apart.push_back(span);
    else apart.back().second = std::max(apart.back().second, span.second);
  return apart;
}

std::vector<std::size_t> company_in(const sim::Truth& truth, const engine::ClassTable& classes, const Lines* lines) {
  std::vector<std::size_t> numbers;
  const bool asked = lines && std::ranges::any_of(classes, [](const auto& entry) { return !entry.apart_from.empty(); });
  for (std::size_t i = 0; asked && i < truth.stays.size(); ++i)
    if (lines->keeps_apart_from(truth.stays[i].kind)) numbers.push_back(i);
  return numbers;
}

}  // namespace

LawfulTime::LawfulTime(const sim::Truth& truth, const engine::Configuration& configuration,
                       const PolicyHistory& policies, const Lines* lines, sim::Time end, sim::Duration interval)
    : truth_(truth),
      configuration_(configuration),
      policies_(policies),
      lines_(lines),
      end_(end),
      interval_(interval),
      company_(company_in(truth, configuration.classes, lines)),
      by_place_(company_.size(), [&](std::size_t i) {
        const sim::Stay& other = truth.stays[company_[i]];
        return Standing{static_cast<std::int64_t>(other.kind), std::nullopt, other.at, other.from,
                        other.until.value_or(sim::Time::max())};
      }) {}

std::vector<Unlawful> LawfulTime::unlawful(const sim::Stay& stay, const OnGround& on,
                                           engine::ClassId violation_class) const {
  const engine::ViolationClass& entry = configuration_.classes.at(violation_class.value);
  std::vector<Unlawful> left{{&stay, on, stay.from, stay.until}};
  for (const engine::Permit& permit : configuration_.permits)
    if (entry.unless_permitted && allows(permit, stay, on.shop, violation_class))
      take_out(permit.from, permit.until, left);
  if (entry.from != entry.until) {
    const sim::Time gone = stay.until ? std::min(*stay.until, end_) : end_;
    const engine::Duration closed = (entry.from - entry.until + 24h) % 24h;
    for (sim::Time midnight = stay.from - sim::time_of_day(stay.from) - 24h; midnight < gone; midnight += 24h)
      take_out(midnight + entry.until, midnight + entry.until + closed, left);
  }
  if (!entry.apart_from.empty() && lines_) leave_out_company(stay, entry, left);
  return left;
}

void LawfulTime::leave_out_company(const sim::Stay& stay, const engine::ViolationClass& entry,
                                   std::vector<Unlawful>& left) const {
  const sim::Duration tolerated = policies_.at(stay.from).occupancy.gap_tolerance;
  const sim::Time gone = stay.until ? std::min(*stay.until, end_) : end_;
  std::vector<Span> beside, perhaps;
  for (const engine::ViolationClass::Apart& apart : entry.apart_from) {
    const auto kind = lines_->kind_named(apart.kind);
    if (!kind) continue;
    for (const std::size_t i :
         by_place_.near(static_cast<std::int64_t>(*kind), stay.at, apart.within_m + kCertainWithinM, stay.from, gone)) {
      const sim::Stay& other = truth_.stays[company_[i]];
      const double away_m = std::hypot(other.at.x_m - stay.at.x_m, other.at.y_m - stay.at.y_m);
      if (other.id == stay.id || away_m >= apart.within_m + kCertainWithinM) continue;
      const Span span{std::max(stay.from, other.from), std::min(gone, other.until.value_or(gone))};
      if (span.first < span.second) (away_m < apart.within_m - kCertainWithinM ? beside : perhaps).push_back(span);
    }
  }
  bool certain = true;
  // Company for no longer than a gap is none; how long it takes to be some, looks tell to within an interval.
  for (const auto& [from, until] : united(std::move(beside))) {
    if (until - from <= tolerated - interval_) continue;
    if (interval_ > sim::Duration{0} && until - from <= tolerated + interval_) certain = false;
    else take_out(from, until, left);
  }
  for (const auto& [from, until] : united(std::move(perhaps)))
    if (until - from > tolerated - interval_) certain = false;
  for (Unlawful& stretch : left) stretch.on.certain = stretch.on.certain && certain;
}

std::vector<Unlawful> while_at_least(int least, const std::vector<Unlawful>& stretches, sim::Time end) {
  const auto end_of = [&](const Unlawful& stretch) { return stretch.until ? std::min(*stretch.until, end) : end; };
  // By instant, the changes of the number of things, and of those that certainly stood outside.
  std::vector<std::pair<sim::Time, std::pair<int, int>>> changes;
  for (const Unlawful& stretch : stretches) {
    const int certain = stretch.on.certain && stretch.on.violation_class ? 1 : 0;
    changes.push_back({stretch.from, {1, certain}});
    changes.push_back({end_of(stretch), {-1, -certain}});
  }
  std::ranges::sort(changes);
  std::vector<std::pair<Span, bool>> enough;  // When there were enough, and whether certainly.
  int all = 0, certain = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    all += changes[i].second.first;
    certain += changes[i].second.second;
    if (i + 1 == changes.size() || changes[i + 1].first == changes[i].first || all < least) continue;
    enough.push_back({{changes[i].first, changes[i + 1].first}, certain >= least});
  }
  std::vector<Unlawful> left;
  for (const Unlawful& stretch : stretches) {
    const std::size_t first = left.size();
    for (const auto& [span, surely] : enough) {
      const sim::Time from = std::max(stretch.from, span.first), until = std::min(end_of(stretch), span.second);
      if (from >= until) continue;
      // Parts that follow one another are one, so that a thing more or less divides no stretch.
      const bool goes_on =
          left.size() > first && left.back().until == from && left.back().on.certain == (stretch.on.certain && surely);
      if (goes_on) {
        left.back().until = until;
      } else {
        left.push_back({stretch.stay, stretch.on, from, until});
        left.back().on.certain = stretch.on.certain && surely;
      }
    }
    // A stay that lasted to the end of the run, and while there were enough, has no end.
    if (left.size() > first && !stretch.until && left.back().until == end) left.back().until.reset();
  }
  return left;
}

}  // namespace tricolor::harness
