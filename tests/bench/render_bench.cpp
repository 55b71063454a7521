// Measures what pictures cost the twin: one background, one picture of 640 x 360 with twenty things by day and by
// night, truth without a picture, and both together. The aim for a picture is 0.6 ms on one core, for a background 60
// ms.
#include <benchmark/benchmark.h>

#include <cmath>

#include "bench/copied_city.h"
#include "sim/camera/camera_view.h"
#include "sim/camera/looks.h"
#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr Time kDay = Time{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}} - kUtcOffset;

const City& street() {
  static const City city = generate_xinhua(1, {}, kDay, 1);
  return city;
}

// Gives `count` things of all kinds before one camera's shop, all in its field of view.
SceneView busy_scene(const CameraPose& pose, int count, Time at) {
  SceneView scene{at, light_at(at), {}};
  Draw draw({11, 0, purpose("render_bench"), 0});
  for (int i = 0; i < count; ++i) {
    const double reach = draw.uniform(9, 16), aside = draw.uniform(-0.35, 0.35);
    const Point where{pose.at.x_m + reach * std::cos(pose.heading_rad + aside),
                      pose.at.y_m + reach * std::sin(pose.heading_rad + aside)};
    scene.things.push_back({static_cast<ThingId>(i + 1), static_cast<ThingKind>(i % kWellKnownKinds),
                            draw.bits() % kLooks, where, draw.uniform(0, 6.28), 1, draw.uniform()});
  }
  return scene;
}

void background(benchmark::State& state) {
  std::size_t camera = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(CameraView(street(), street().cameras[camera++ % street().cameras.size()].pose));
}
BENCHMARK(background)->Unit(benchmark::kMillisecond);

/// The same backgrounds in a city of so many Xinhua Roads: one is to cost hardly more in a city of 64 than in one of
/// one.
void growth_of_a_background(benchmark::State& state) {
  const City city = testing::copies_of(street(), static_cast<int>(state.range(0)));
  std::size_t camera = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(CameraView(city, street().cameras[camera].pose));
    camera = (camera + 7) % street().cameras.size();
  }
  state.counters["streets"] = static_cast<double>(city.streets.size());
}
BENCHMARK(growth_of_a_background)->Arg(1)->Arg(8)->Arg(64)->Unit(benchmark::kMillisecond);

/// Arguments: things, local hour.
void picture(benchmark::State& state) {
  const CameraPose& pose = street().cameras[3].pose;
  const CameraView view(street(), pose);
  const SceneView scene = busy_scene(pose, static_cast<int>(state.range(0)), kDay + std::chrono::hours(state.range(1)));
  std::uint64_t key = 1;
  for (auto _ : state) benchmark::DoNotOptimize(view.draw(scene, key++));
  state.counters["seen"] = static_cast<double>(view.measure(scene).size());
}
BENCHMARK(picture)->Args({0, 12})->Args({20, 12})->Args({20, 21})->Unit(benchmark::kMicrosecond);

void picture_with_truth(benchmark::State& state) {
  const CameraPose& pose = street().cameras[3].pose;
  const CameraView view(street(), pose);
  const SceneView scene = busy_scene(pose, 20, kDay + 12h);
  std::vector<Visible> visible;
  std::uint64_t key = 1;
  for (auto _ : state) benchmark::DoNotOptimize(view.draw(scene, key++, &visible));
}
BENCHMARK(picture_with_truth)->Unit(benchmark::kMicrosecond);

void truth_alone(benchmark::State& state) {
  const CameraPose& pose = street().cameras[3].pose;
  const CameraView view(street(), pose);
  const SceneView scene = busy_scene(pose, 20, kDay + 12h);
  for (auto _ : state) benchmark::DoNotOptimize(view.measure(scene));
}
BENCHMARK(truth_alone)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tricolor::sim
