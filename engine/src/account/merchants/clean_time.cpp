#include "merchants/clean_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace tricolor::engine {
namespace {

using Spans = std::vector<TimeSpan>;

// The first span that ends after an instant.
Spans::const_iterator ending_after(const Spans& spans, Time at) {
  return std::partition_point(spans.begin(), spans.end(),
                              [&](const TimeSpan& span) { return span.until && *span.until <= at; });
}

}  // namespace

Time midnight_from(Time at) { return std::chrono::ceil<std::chrono::days>(at + kUtcOffset) - kUtcOffset; }

CleanTime::CleanTime(const ColourHistory& history, const ColourPolicy& policy, Time as_of)
    : history_(history), policy_(policy), as_of_(as_of) {}

Time CleanTime::first_after_strike(Time at) const { return whole_days() ? midnight_from(at + Duration{1}) : at; }

Time CleanTime::first_after_end(Time at) const { return whole_days() ? midnight_from(at) : at; }

bool CleanTime::blind_now() const {
  const auto unseen = ending_after(history_.unseen, as_of_);
  return unseen != history_.unseen.end() && unseen->from <= as_of_;
}

// Two clocks run: one over all time that can be clean, one over the part of it that was seen. Enough clean time has
// passed when both have run long enough.
std::optional<CleanTime::Complete> CleanTime::complete_from(Time from) const {
  const auto tolerated =
      Duration{std::llround(policy_.blind_time_counts_as_clean * static_cast<double>(policy_.step_down_after.count()))};
  Duration to_pass = policy_.step_down_after;
  Duration to_see = to_pass - tolerated;
  std::optional<bool> waits_for_sight;
  auto closed = skips_closed_days() ? ending_after(history_.closed, from) : history_.closed.end();
  auto unseen = ending_after(history_.unseen, from);
  for (Time at = from;;) {
    while (closed != history_.closed.end() && closed->until && *closed->until <= at) ++closed;
    while (unseen != history_.unseen.end() && unseen->until && *unseen->until <= at) ++unseen;
    // A camera that is blind now is not known to stay so: after `as_of` the shop counts as seen.
    const bool is_known = at < as_of_;
    if (!is_known && !waits_for_sight) waits_for_sight = to_see > Duration{0} && blind_now();
    const bool is_closed = closed != history_.closed.end() && closed->from <= at;
    const bool is_unseen = is_known && unseen != history_.unseen.end() && unseen->from <= at;
    std::optional<Time> next;
    if (is_known) next = as_of_;
    if (closed != history_.closed.end()) sooner(next, is_closed ? closed->until : closed->from);
    if (is_known && unseen != history_.unseen.end()) sooner(next, is_unseen ? unseen->until : unseen->from);
    if (!is_closed && (!is_unseen || to_see <= Duration{0})) {
      const Time end = at + (is_unseen ? to_pass : std::max(to_pass, to_see));
      if (!next || end <= *next)
        return Complete{whole_days() ? midnight_from(end) : end, waits_for_sight.value_or(false)};
    }
    if (!next) return std::nullopt;
    if (!is_closed) {
      to_pass = std::max(Duration{0}, to_pass - (*next - at));
      if (!is_unseen) to_see -= *next - at;
    }
    at = *next;
  }
}

}  // namespace tricolor::engine
