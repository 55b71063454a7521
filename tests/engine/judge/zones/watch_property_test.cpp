// Shows, on streets drawn at random, the properties that hold whatever happens before the cameras:
//   - key frames and every frame give the same sightings, with the same onsets, at the same looks;
//   - the dwell never counts time in which the camera was blind for longer than the tolerance;
//   - the order in which the inputs of one instant come changes no sighting;
//   - a crash at any look, and a restart from the journal, loses and doubles no sighting.
// RapidCheck prints the seed of a failing case.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <tuple>

#include "engine/judge/zones/watched_street.h"

namespace tricolor::engine::testing::watch_property_test {
namespace {

constexpr Duration kStep = 1500ms;
constexpr int kLooks = 400;  // 400 looks are ten minutes.

/// A thing that stands at a place for looks [from, until).
struct Standing {
  std::uint8_t kind = pile;
  double x = 0, y = 0;
  int from = 0, until = 0;
};

struct Outage {
  int from = 0, until = 0;  ///< Looks.
};

struct Scene {
  std::vector<Standing> things;
  std::vector<Outage> outages;  ///< In order, apart from one another.

  std::vector<std::size_t> seen_at(int look) const {
    std::vector<std::size_t> seen;
    for (std::size_t i = 0; i < things.size(); ++i)
      if (look >= things[i].from && look < things[i].until) seen.push_back(i);
    return seen;
  }
  bool blind_at(int look) const {
    return std::any_of(outages.begin(), outages.end(),
                       [look](const Outage& o) { return look >= o.from && look < o.until; });
  }
};

/// Draws a number in [low, high), independently of RapidCheck's size.
int draw(int low, int high) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high)); }

Scene any_scene(bool with_outages) {
  Scene scene;
  const int count = draw(0, 9);
  for (int i = 0; i < count; ++i) {
    Standing thing;
    switch (draw(0, 4)) {
      case 0: thing.kind = pile, thing.y = 0.5; break;
      case 1: thing.kind = display, thing.y = 0.5; break;
      case 2: thing.kind = nonmotor, thing.y = -1.6; break;
      default: thing.kind = motor, thing.y = -4.5;
    }
    thing.x = 0.1 * draw(-45, 46);
    thing.from = draw(0, kLooks);
    thing.until = std::min(kLooks, thing.from + draw(20, 300));
    scene.things.push_back(thing);
  }
  if (with_outages)
    for (int at = draw(0, 200); at < kLooks; at += draw(20, 200)) {
      const int until = std::min(kLooks, at + draw(1, 60));
      scene.outages.push_back({at, until});
      at = until;
    }
  return scene;
}

std::vector<Detection> boxes(const WatchedStreet& street, const Scene& scene, int look) {
  std::vector<Detection> seen;
  for (const std::size_t i : scene.seen_at(look)) {
    const Standing& thing = scene.things[i];
    seen.push_back(at(street.camera(), thing.kind, thing.x, thing.y, thing.kind == motor ? 2.0 : 0.9));
  }
  return seen;
}

/// Instant, zone, class, onset and attribution of each sighting.
using Sighting = std::tuple<Time, std::uint32_t, std::uint32_t, Time, std::optional<MerchantId>, std::size_t>;

std::multiset<Sighting> sightings(const Journal& journal) {
  std::multiset<Sighting> found;
  for (const Event& event : journal.events)
    if (const auto* s = std::get_if<event::SightingConfirmed>(&event.payload))
      found.insert({event.at, s->zone.value, s->violation_class.value, s->onset, s->merchant, s->between.size()});
  return found;
}

void every_frame(WatchedStreet& street, const Scene& scene) {
  for (int look = 0; look < kLooks; ++look) {
    if (scene.blind_at(look)) {
      if (look == 0 || !scene.blind_at(look - 1)) street.blind(look * kStep);
      continue;
    }
    street.look(look * kStep, boxes(street, scene, look));
  }
}

/// Takes a look when a still thing comes or goes, when the engine asked, when the camera comes back, and now and then;
/// between looks the camera reports that its last picture still holds.
void key_frames(WatchedStreet& street, const Scene& scene) {
  std::set<int> due{0};
  for (const Standing& thing : scene.things) {
    due.insert(thing.from);
    due.insert(thing.until);
  }
  for (const Outage& outage : scene.outages) due.insert(outage.until);
  for (int look = 0; look < kLooks; look += 97) due.insert(look);
  for (int look = 0; look < kLooks; ++look) {
    const Duration t = look * kStep;
    if (scene.blind_at(look)) {
      if (look == 0 || !scene.blind_at(look - 1)) {
        street.unchanged(t - kStep);
        street.blind(t);
      }
    } else if (due.contains(look)) {
      street.unchanged(t - kStep);
      street.look(t, boxes(street, scene, look));
    } else if (look % 40 == 0) {
      street.unchanged(t);
    } else {
      street.advance(t);
    }
    for (const LookWanted& wanted : street.watch->take_looks_wanted()) {
      const Time earliest = std::max(wanted.not_before, street.journal.now + 1s);
      const auto steps = (earliest - kMorning + kStep - Duration{1}) / kStep;
      if (steps < kLooks) due.insert(static_cast<int>(steps));
    }
  }
}

RC_GTEST_PROP(Watch, KeyFramesAndEveryFrameGiveTheSameSightings, ()) {
  const Scene scene = any_scene(*rc::gen::arbitrary<bool>());
  WatchedStreet every, key;
  every_frame(every, scene);
  key_frames(key, scene);
  RC_CLASSIFY(every.sightings() > 0, "with sightings");
  RC_ASSERT(sightings(every.journal) == sightings(key.journal));
}

RC_GTEST_PROP(Watch, DwellNeverCountsLongBlindTime, ()) {
  const Scene scene = any_scene(true);
  WatchedStreet street;
  every_frame(street, scene);
  const Duration tolerance = street.policy.occupancy.gap_tolerance;
  for (const Event& event : street.journal.events) {
    const auto* sighting = std::get_if<event::SightingConfirmed>(&event.payload);
    if (!sighting) continue;
    const auto started = street.journal.all<event::OccupancyStarted>();
    const auto first =
        std::find_if(started.begin(), started.end(), [&](const auto& s) { return s.occupancy == sighting->occupancy; });
    Duration blind{0};
    for (const Outage& outage : scene.outages) {
      const Time from = std::max(kMorning + outage.from * kStep, first->onset),
                 until = std::min(kMorning + outage.until * kStep, event.at);
      if (until - from > tolerance) blind += until - from;
    }
    RC_ASSERT(event.at - first->onset - blind > Duration{180s});
  }
}

RC_GTEST_PROP(Watch, OrderWithinAnInstantChangesNoSighting, ()) {
  const Scene scene = any_scene(false);
  WatchedStreet forth(street(2)), back(street(2));
  for (int look = 0; look < kLooks; ++look) {
    const auto show = [&](WatchedStreet& to, std::uint32_t camera, bool reversed) {
      std::vector<Detection> seen;
      for (const std::size_t i : scene.seen_at(look)) {
        const Standing& thing = scene.things[i];
        seen.push_back(at(to.camera(camera), thing.kind, thing.x, thing.y, thing.kind == motor ? 2.0 : 0.9));
      }
      if (reversed) std::reverse(seen.begin(), seen.end());
      to.look(look * kStep, seen, camera);
    };
    show(forth, 0, false);
    show(forth, 1, false);
    show(back, 1, true);
    show(back, 0, true);
  }
  RC_ASSERT(sightings(forth.journal) == sightings(back.journal));
}

RC_GTEST_PROP(Watch, ACrashAtAnyLookLosesAndDoublesNoSighting, ()) {
  const Scene scene = any_scene(*rc::gen::arbitrary<bool>());
  const int crash = draw(1, kLooks);
  // The journal does not say for how long a place had been seen empty at the crash: a gap may then be measured short by
  // the tolerance. Things that went must have been missed for so long before the crash, by looks that saw. For things
  // that go soon after it, further looks are asked for, and the stay is the same one if they come back.
  constexpr int kPatience = static_cast<int>((kColdPatience + 5s) / kStep) + 2;
  for (const Standing& thing : scene.things) {
    bool missed = thing.until > crash + kPatience;
    for (int look = thing.until + 5; look < crash && !missed; ++look) missed = !scene.blind_at(look);
    RC_PRE(missed);
  }
  WatchedStreet whole, broken;
  const auto film = [&](WatchedStreet& to, bool crashes) {
    for (int look = 0; look < kLooks; ++look) {
      if (crashes && look == crash) to.restart();
      if (scene.blind_at(look)) {
        if (look == 0 || !scene.blind_at(look - 1)) to.blind(look * kStep);
        continue;
      }
      to.look(look * kStep, boxes(to, scene, look));
    }
  };
  film(whole, false);
  film(broken, true);
  RC_ASSERT(sightings(whole.journal) == sightings(broken.journal));
  std::set<std::uint32_t> ids;
  for (const auto& sighting : broken.journal.all<event::SightingConfirmed>())
    RC_ASSERT(ids.insert(sighting.sighting.value).second);
  // Blind time is a fold of the journal alone.
  Watch folded(broken.city, broken.policy, nullptr);
  for (const Event& event : broken.journal.events) folded.apply(event);
  for (std::uint32_t merchant = 0; merchant < broken.city.merchants.size(); ++merchant)
    RC_ASSERT(folded.blind_share(MerchantId{merchant}, kMorning, kMorning + 600s) ==
              broken.watch->blind_share(MerchantId{merchant}, kMorning, kMorning + 600s));
}

}  // namespace
}  // namespace tricolor::engine::testing::watch_property_test
