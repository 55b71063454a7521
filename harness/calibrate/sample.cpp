#include "calibrate/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "adapters/conversion.h"
#include "adapters/thing_box.h"
#include "adapters/thing_view.h"
#include "adapters/watched_ground.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Distance of a stay's spot from a thing within which it is of that thing, metres.
constexpr double kSameThingM = 3.0;
// Distance within which another thing of the kind makes it unclear whose a stay is, metres.
constexpr double kBesideM = 6.0;
// Time before a thing's own onset at which a stay of it may begin by rounding.
constexpr auto kEarly = 2s;

double hours(sim::Duration d) { return std::chrono::duration<double, std::ratio<3600>>(d).count(); }

// A stay of the engine as its journal tells it.
struct Told {
  engine::event::OccupancyStarted started;
  SampledStay stay;
  bool used = false;
};

std::vector<Told> stays_of(const RunRecord& run, sim::Duration dwell) {
  std::vector<Told> all;
  std::map<std::uint64_t, std::size_t> index;
  for (const engine::Event& event : run.journal) {
    if (const auto* started = std::get_if<engine::event::OccupancyStarted>(&event.payload)) {
      // A stay that is told again has a later onset because nobody could see it for a while.
      if (!index.try_emplace(started->occupancy, all.size()).second) continue;
      Told told;
      told.started = *started;
      told.stay.onset = started->onset;
      told.stay.last_seen = told.stay.ended = run.end;
      told.stay.open = true;
      all.push_back(std::move(told));
    } else if (const auto* ended = std::get_if<engine::event::OccupancyEnded>(&event.payload)) {
      if (const auto found = index.find(ended->occupancy); found != index.end()) {
        SampledStay& stay = all[found->second].stay;
        stay.open = false;
        stay.ended = event.at;
        stay.last_seen = ended->last_seen;
        stay.by_blindness = ended->by_blindness;
      }
    } else if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload)) {
      if (const auto found = index.find(sighting->occupancy); found != index.end()) {
        all[found->second].stay.confirmed = true;
        all[found->second].stay.score_256 = sighting->score_256;
      }
    } else if (const auto* doubted = std::get_if<engine::event::OccupancyDoubted>(&event.payload)) {
      const auto found = index.find(doubted->occupancy);
      if (found == index.end()) continue;
      SampledStay& stay = all[found->second].stay;
      const sim::Time due = stay.onset + dwell;
      stay.missed_at_dwell |= doubted->missing_since && *doubted->missing_since >= due;
      stay.hidden_at_dwell |= doubted->unseen_since && *doubted->unseen_since >= due;
      stay.undecided_at_dwell |= doubted->undecided > 0;
    }
  }
  return all;
}

bool down_within(const sim::CityCamera& camera, sim::Time from, sim::Time until) {
  return std::any_of(camera.down.begin(), camera.down.end(),
                     [&](const auto& outage) { return outage.first < until && outage.second > from; });
}

bool shows(const RunRecord& run, engine::ClassId id, sim::ThingKind kind) {
  const auto& kinds = run.configuration.classes.at(id.value).kinds;
  return std::find(kinds.begin(), kinds.end(), run.city.kinds->name_of(kind)) != kinds.end();
}

std::uint64_t place_camera(sim::Point at, int camera) {
  const auto cell = [](double m) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(m / 4))); };
  return (cell(at.x_m) << 40) ^ ((cell(at.y_m) & 0xFFFFFFull) << 16) ^ static_cast<std::uint64_t>(camera);
}

}  // namespace

std::map<sim::ThingId, sim::Thing> things_of(const sim::Truth& truth) {
  std::map<sim::ThingId, sim::Thing> things;
  for (const sim::SceneLogEntry& entry : truth.scene_log)
    if (entry.what == sim::SceneLogEntry::What::appear) things.emplace(entry.thing.id, entry.thing);
  return things;
}

sim::Thing thing_of(const sim::Stay& stay, const std::map<sim::ThingId, sim::Thing>& things) {
  const auto found = things.find(stay.thing);
  if (found != things.end()) return found->second;
  return {stay.thing, stay.kind, 0, stay.at, stay.heading_rad, 1, 0};
}

void Sample::add(const Sample& other) {
  pairs.insert(pairs.end(), other.pairs.begin(), other.pairs.end());
  things += other.things;
  crowded += other.crowded;
  alarms.of_nothing += other.alarms.of_nothing;
  alarms.camera_hours += other.alarms.camera_hours;
  for (std::size_t i = 0; i < alarms.by_kind.size(); ++i) {
    alarms.by_kind[i].events += other.alarms.by_kind[i].events;
    alarms.by_kind[i].exposure += other.alarms.by_kind[i].exposure;
  }
}

std::string pairs_csv(const Sample& sample) {
  std::string text =
      "kind,distance_m,short_side_px,cut_off,behind,night,thing,place_camera,from_s,stood_s,stays,onset_s,confirmed,"
      "along_m,across_m,missed_at_dwell,hidden_at_dwell,undecided_at_dwell,score,seen_to_end\r\n";
  const auto seconds = [](sim::Duration d) { return std::chrono::duration<double>(d).count(); };
  for (const SampledPair& pair : sample.pairs) {
    const SampledStay first = pair.stays.empty() ? SampledStay{} : pair.stays.front();
    text += fmt::format(
        "{},{:.2f},{:.1f},{:.3f},{:d},{:d},{},{},{:.0f},{:.1f},{},{:.1f},{:d},{:.3f},{:.3f},{:d},{:d},"
        "{:d},{},{:d}\r\n",
        sim::KindTable::well_known()->name_of(pair.sight.kind), pair.sight.distance_m, pair.sight.short_side_px,
        pair.sight.cut_off, pair.sight.behind, pair.sight.night, pair.thing, pair.place_camera,
        seconds(pair.from.time_since_epoch()), seconds(pair.until - pair.from), pair.stays.size(),
        pair.stays.empty() ? -1 : seconds(first.onset - pair.from), first.confirmed, first.along_m, first.across_m,
        first.missed_at_dwell, first.hidden_at_dwell, first.undecided_at_dwell, first.score_256,
        !pair.stays.empty() && pair.stays.back().last_seen >= pair.until);
  }
  return text;
}

Sample sample_of(const RunRecord& run, sim::Duration dwell) {
  Sample sample;
  const WatchedGround ground(run.configuration, *run.city.kinds, run.kinds);
  const Sightlines sightlines(run.city);
  std::vector<engine::CameraGeometry> geometry;
  for (const sim::CityCamera& camera : run.city.cameras) geometry.push_back(to_engine(camera.pose));
  const auto things = things_of(run.truth);
  std::vector<Told> told = stays_of(run, dwell);
  std::vector<std::vector<std::size_t>> by_camera(run.city.cameras.size());
  for (std::size_t i = 0; i < told.size(); ++i) by_camera[told[i].started.camera.value].push_back(i);

  const auto& stays = run.truth.stays;
  for (const sim::Stay& stay : stays) {
    const sim::Thing thing = thing_of(stay, things);
    const sim::Time until = std::min<sim::Time>(stay.until.value_or(run.end), run.end);
    const bool unlawful_ground = ground.near(thing);
    bool watched = false;
    const std::vector<int> watching = ground.cameras_watching(thing);
    for (const int camera : ground.cameras_of(thing)) {
      const auto index = static_cast<std::size_t>(camera);
      const auto box = box_in_view(geometry[index], thing, *run.city.kinds);
      if (!box) continue;
      watched = true;
      if (!unlawful_ground) continue;
      if (std::find(watching.begin(), watching.end(), camera) == watching.end()) continue;
      if (down_within(run.city.cameras[index], stay.from, until)) continue;
      const bool crowded = std::any_of(stays.begin(), stays.end(), [&](const sim::Stay& other) {
        return &other != &stay && other.kind == stay.kind && other.from < until + 60s &&
               other.until.value_or(run.end) > stay.from - 60s &&
               std::hypot(other.at.x_m - stay.at.x_m, other.at.y_m - stay.at.y_m) < kBesideM;
      });
      if (crowded) {
        ++sample.crowded;
        continue;
      }
      SampledPair pair;
      const double dx = thing.at.x_m - geometry[index].x_m, dy = thing.at.y_m - geometry[index].y_m,
                   distance = std::max(1.0, std::hypot(dx, dy));
      const ThingView view = view_of(geometry[index], thing, *run.city.kinds);
      pair.sight = {stay.kind,          view.distance_m, view.short_side_px,
                    !is_day(stay.from), view.cut_off,    sightlines.blocked(run.city.cameras[index].pose.at, thing.at)};
      pair.thing = stay.thing;
      pair.place_camera = place_camera(stay.at, camera);
      pair.from = stay.from;
      pair.until = until;
      pair.stood_on = !stay.until || *stay.until > run.end;
      for (const std::size_t i : by_camera[index]) {
        Told& candidate = told[i];
        const double ex = candidate.started.spot.x_m - thing.at.x_m, ey = candidate.started.spot.y_m - thing.at.y_m;
        if (!shows(run, candidate.started.violation_class, stay.kind) || candidate.stay.onset < stay.from - kEarly ||
            candidate.stay.onset >= until || std::hypot(ex, ey) > kSameThingM)
          continue;
        candidate.used = true;
        candidate.stay.along_m = (ex * dx + ey * dy) / distance;
        candidate.stay.across_m = (ey * dx - ex * dy) / distance;
        pair.stays.push_back(candidate.stay);
      }
      if (until - stay.from >= kStaysLong || !pair.stays.empty()) sample.pairs.push_back(std::move(pair));
    }
    if (watched && unlawful_ground) ++sample.things;
    if (!unlawful_ground && watched)
      sample.alarms.by_kind[static_cast<std::size_t>(stay.kind)].exposure += hours(until - stay.from);
  }

  // Accusations that are of no thing on unlawful ground: of the nearest lawful thing, or of nothing.
  sample.alarms.camera_hours = hours(run.end - run.start) * static_cast<double>(run.city.cameras.size());
  for (const Told& candidate : told) {
    if (candidate.used || !candidate.stay.confirmed) continue;
    const sim::Stay* nearest = nullptr;
    bool unlawful = false;
    double best = kSameThingM + 1;
    for (const sim::Stay& stay : stays) {
      if (stay.from > candidate.stay.ended || stay.until.value_or(run.end) < candidate.stay.onset - 60s) continue;
      const double distance =
          std::hypot(stay.at.x_m - candidate.started.spot.x_m, stay.at.y_m - candidate.started.spot.y_m);
      if (distance <= kBesideM && ground.near(thing_of(stay, things))) unlawful = true;
      if (distance < best) best = distance, nearest = &stay;
    }
    if (unlawful) continue;
    if (nearest) ++sample.alarms.by_kind[static_cast<std::size_t>(nearest->kind)].events;
    else ++sample.alarms.of_nothing;
  }
  return sample;
}

}  // namespace tricolor::harness
