// Measures what one look costs after the detector: boxes to ground, zones, stays. Figures are in items (looks) a
// second; 900 channels at a look a second need 900. The arguments are the things in view and the cameras; the latter
// show that the cost grows with the looks and not with the cameras.
#include <benchmark/benchmark.h>

#include "engine/judge/zones/watched_street.h"
#include "tracking/appearance.h"
#include "tracking/footprint.h"

namespace tricolor::engine::testing {
namespace {

std::vector<Detection> things(const CameraGeometry& camera, int count) {
  std::vector<Detection> seen;
  for (int i = 0; i < count; ++i) {
    const auto kind = static_cast<std::uint8_t>(i % 10);
    seen.push_back(at(camera, kind, -6 + 12.0 * i / count, i % 3 == 0 ? 0.5 : i % 3 == 1 ? -1.5 : -4.5));
  }
  return seen;
}

void footprints(benchmark::State& state) {
  const Configuration city = street();
  const auto seen = things(*city.cameras[0].geometry, 20);
  for (auto _ : state)
    for (const Detection& detection : seen)
      benchmark::DoNotOptimize(footprint_of(detection.box, 0.9, city.cameras[0].geometry));
  state.SetItemsProcessed(state.iterations() * 20);
}
BENCHMARK(footprints);

/// Hands over looks at a street where nothing comes or goes, in turn from all cameras.
void looks(benchmark::State& state) {
  const int cameras = static_cast<int>(state.range(1));
  Configuration city = street(cameras);
  // Every camera has five zones of its own, as along a real street.
  const std::vector<Zone> five = city.zones;
  city.zones.clear();
  for (int c = 0; c < cameras; ++c) {
    city.cameras[static_cast<std::size_t>(c)].geometry = street(1).cameras[0].geometry;
    for (Zone zone : five) {
      zone.cameras = {CameraId{static_cast<std::uint32_t>(c)}};
      city.zones.push_back(zone);
    }
  }
  WatchedStreet watched(city);
  const auto seen = things(watched.camera(), static_cast<int>(state.range(0)));
  Time now = kMorning;
  std::uint32_t camera = 0;
  for (auto _ : state) {
    watched.journal.now = now;
    watched.watch->handle(Detections{CameraId{camera}, now, seen}, now, watched.journal);
    benchmark::DoNotOptimize(watched.watch->take_looks_wanted());
    if (++camera == static_cast<std::uint32_t>(cameras)) {
      camera = 0;
      now += 1500ms;
    }
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["events"] = static_cast<double>(watched.journal.events.size());
}
BENCHMARK(looks)->Args({0, 1})->Args({5, 1})->Args({20, 1})->Args({20, 100})->Args({20, 300})->Args({20, 900})->Args(
    {20, 1800});

/// Fills and empties one place: one stay after the other, each past its dwell.
void stays(benchmark::State& state) {
  WatchedStreet watched;
  const std::vector<Detection> there{at(watched.camera(), pile, -2.5, 0.5)};
  Time now = kMorning;
  for (auto _ : state) {
    const auto look = [&](Duration after, const std::vector<Detection>& seen) {
      now += after;
      watched.journal.now = now;
      watched.watch->handle(Detections{CameraId{0}, now, seen}, now, watched.journal);
    };
    look(60s, there);
    watched.watch->handle(Unchanged{CameraId{0}, now + 180s}, now + 180s, watched.journal);
    look(181s, there);
    look(2s, {});
    look(6s, {});
    watched.watch->take_looks_wanted();
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["sightings_per_stay"] =
      static_cast<double>(watched.sightings()) / static_cast<double>(state.iterations());
}
BENCHMARK(stays);

void appearance(benchmark::State& state) {
  Image image{640, 360, std::vector<std::uint8_t>(std::size_t{3} * 640 * 360)};
  for (std::size_t i = 0; i < image.bytes.size(); ++i)
    image.bytes[i] = static_cast<std::uint8_t>(i * 2654435761u >> 13);
  const ImageBox box{200, 150, 90, 60};
  const Appearance known(image, box);
  for (auto _ : state) benchmark::DoNotOptimize(known.agreement(image, box));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(appearance);

}  // namespace
}  // namespace tricolor::engine::testing
