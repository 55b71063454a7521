#include "view/layout/tour.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "view/model/subjects.h"
#include "view/model/verdict.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Lengths in seconds of film: of a flight to the next incident, of the clock's way to the next beat, and the time for
// which one line is shown.
constexpr double kFlightS = 2.0, kMoveS = 1.0, kLineS = 1.1, kLeastHoldS = 2.2, kEndS = 1.0;
// Events of one incident within this time are told together; three lines are read in passing.
constexpr auto kTogether = 30s;
constexpr std::size_t kMostLines = 3;

double smooth(double share) {
  share = std::clamp(share, 0.0, 1.0);
  return share * share * (3 - 2 * share);
}

engine::Time between(engine::Time a, engine::Time b, double share) {
  return a + engine::Duration{static_cast<std::int64_t>(static_cast<double>((b - a).count()) * share)};
}

// Chooses the incidents to visit: the first of each class and outcome, then others evenly, until there are enough.
std::vector<std::uint32_t> chosen(const std::vector<std::uint32_t>& all, const Moment& end, std::size_t most) {
  if (all.size() <= most) return all;
  std::set<std::tuple<std::uint32_t, bool, int>> kinds;
  std::set<std::uint32_t> picked;
  for (const std::uint32_t number : all) {
    const engine::IncidentRecord& it = *end.service.incident(engine::IncidentId{number});
    const int outcome = it.voided() ? -1 : it.closed_at ? 1 + static_cast<int>(it.how) : 0;
    if (picked.size() < most && kinds.insert({it.opened.violation_class.value, !it.cases.empty(), outcome}).second)
      picked.insert(number);
  }
  for (std::size_t i = 0; picked.size() < most && i < most; ++i) picked.insert(all[i * all.size() / most]);
  for (std::size_t i = 0; picked.size() < most; ++i) picked.insert(all[i]);
  // The order is by number, which is by time.
  return {picked.begin(), picked.end()};
}

TourStop stop_at(std::uint32_t number, const Timeline& timeline, const engine::Configuration& c,
                 const PolicyHistory& policies, const Moment& end, Language l) {
  const engine::IncidentRecord& it = *end.service.incident(engine::IncidentId{number});
  const std::string shop =
      it.opened.merchant ? shop_text(c, *it.opened.merchant) : std::string(say(l, "公共场所", "a public place"));
  const std::string name = class_text(c, it.opened.violation_class, l);
  TourStop stop;
  stop.incident = number;
  if (const auto camera = end.camera_of(it)) stop.camera = static_cast<int>(camera->value);
  stop.place = {it.opened.spot.x_m, it.opened.spot.y_m};
  stop.title = fmt::format("{} #{} · {} · {}", say(l, "事件", "Incident"), number, name, shop);
  const std::string allowed =
      clock_text(dwell_of(c, policies.at(it.opened_at), it.opened.violation_class, it.opened.zone));
  stop.beats.push_back(
      {it.opened.onset,
       {fmt::format("{}  {}", time_text(it.opened.onset),
                    l == Language::zh ? fmt::format("{}出现，开始计时（允许 {}）", name, allowed)
                                      : fmt::format("{} is there; the clock starts ({} are allowed)", name, allowed))},
       FeedKind::camera});
  engine::Time first = it.opened.onset;  // Instant of the first of the lines that are told together.
  for (const std::size_t index : events_of_incident(timeline, end, number)) {
    const engine::Event& event = timeline.journal()[index];
    const std::string line = fmt::format("{}  {}", time_text(event.at), event_line(event, c, l));
    TourBeat& last = stop.beats.back();
    // The onset is a beat of its own. The clock is shown at the last line of a beat, so that nothing is told before it
    // has happened.
    if (stop.beats.size() > 1 && event.at - first <= kTogether && last.lines.size() < kMostLines) {
      last.lines.push_back(line);
      last.at = event.at;
    } else {
      stop.beats.push_back({event.at, {line}, feed_kind(event)});
      first = event.at;
    }
  }
  return stop;
}

}  // namespace

Tour::Tour(Timeline& timeline, const Replay& replay, const PolicyHistory& policies, const MapView& whole,
           const TourOptions& options)
    : whole_centre_(whole.centre()),
      whole_scale_(whole.scale()),
      near_(std::max(options.near_px_per_m, whole.scale())) {
  const Moment end = timeline.at(timeline.known_until());
  std::vector<std::uint32_t> all;
  for (const auto& [id, it] : end.service.incidents())
    if (it.opened_at >= options.from && it.opened_at <= options.until) all.push_back(id.value);
  incidents_ = all.size();
  for (const std::uint32_t number : chosen(all, end, std::max<std::size_t>(1, options.most)))
    stops_.push_back(stop_at(number, timeline, replay.configuration(), policies, end, options.language));
  double film_s = 0;
  for (TourStop& stop : stops_) {
    stop.from_s = film_s;
    film_s += kFlightS;
    for (TourBeat& beat : stop.beats) {
      if (&beat != &stop.beats.front()) film_s += kMoveS;
      beat.from_s = film_s;
      film_s += std::max(kLeastHoldS, kLineS * static_cast<double>(beat.lines.size() + 1));
      beat.until_s = film_s;
    }
    // During a beat the clock runs in real time, and never beyond the next beat.
    for (std::size_t k = 0; k < stop.beats.size(); ++k) {
      TourBeat& beat = stop.beats[k];
      beat.until = beat.at + engine::Duration{static_cast<std::int64_t>(1e6 * (beat.until_s - beat.from_s))};
      if (k + 1 < stop.beats.size()) beat.until = std::min(beat.until, stop.beats[k + 1].at);
    }
  }
  length_s_ = stops_.empty() ? 0 : film_s + kEndS;
}

TourShot Tour::at(double film_s) const {
  film_s = std::clamp(film_s, 0.0, length_s_);
  std::size_t i = 0;
  while (i + 1 < stops_.size() && stops_[i + 1].from_s <= film_s) ++i;
  const TourStop& stop = stops_[i];
  TourShot shot{stop.beats.front().at, stop.place, near_, i, nullptr};
  if (film_s < stop.beats.front().from_s) {
    // During a flight between two distant places the map zooms out and in again.
    const double share = smooth((film_s - stop.from_s) / kFlightS);
    const bool first = i == 0;
    const sim::Point from = first ? whole_centre_ : stops_[i - 1].place;
    const float from_scale = first ? whole_scale_ : near_;
    const double away = std::hypot(stop.place.x_m - from.x_m, stop.place.y_m - from.y_m) * near_;
    const double rise = first ? 0 : std::min(1.6, away / 1200);
    shot.centre = {from.x_m + share * (stop.place.x_m - from.x_m), from.y_m + share * (stop.place.y_m - from.y_m)};
    const double levelled = std::log(from_scale) + share * (std::log(near_) - std::log(from_scale));
    shot.px_per_m = static_cast<float>(std::exp(levelled - rise * std::sin(3.14159 * share)));
    if (!first) shot.at = between(stops_[i - 1].beats.back().until, shot.at, share);
    return shot;
  }
  for (std::size_t k = 0; k < stop.beats.size(); ++k) {
    const TourBeat& beat = stop.beats[k];
    if (film_s < beat.from_s) {
      const TourBeat& before = stop.beats[k - 1];
      shot.at = between(before.until, beat.at, smooth((film_s - before.until_s) / (beat.from_s - before.until_s)));
      return shot;
    }
    if (film_s <= beat.until_s || k + 1 == stop.beats.size()) {
      shot.at = between(beat.at, beat.until, std::min(1.0, (film_s - beat.from_s) / (beat.until_s - beat.from_s)));
      shot.beat = &beat;
      return shot;
    }
  }
  return shot;
}

}  // namespace tricolor::harness
