// Measures what the twin costs without a picture: a week of Xinhua Road's people with a service that answers them, the
// generator, and one scene for a camera. Counters say how much happened, so that a run that is quicker because less
// happened is not taken for progress.
#include <benchmark/benchmark.h>

#include "bench/copied_city.h"
#include "sim/people/lived_street.h"

namespace tricolor::sim::testing {
namespace {

void generate(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(generate_xinhua(1, {}, kMonday, 7));
}
BENCHMARK(generate)->Unit(benchmark::kMillisecond);

/// Argument: days.
void days_of_people(benchmark::State& state) {
  const int days = static_cast<int>(state.range(0));
  const City city = generate_xinhua(1, {}, kMonday, days);
  double stays = 0, events = 0, unlawful = 0;
  for (auto _ : state) {
    LivedStreet street(city, Demand{}, 1);
    const Time end = kMonday + 24h * days;
    street.world.start(kMonday, end);
    street.serve(end);
    street.kernel.run_until(end);
    stays = static_cast<double>(street.world.truth().stays.size());
    events = static_cast<double>(street.kernel.stats().executed);
    unlawful = static_cast<double>(violations(street.world.truth(), end).size());
  }
  state.counters["stays"] = stays;
  state.counters["kernel_events"] = events;
  state.counters["violations_a_day"] = unlawful / days;
}
BENCHMARK(days_of_people)->Arg(1)->Arg(7)->Arg(30)->Unit(benchmark::kMillisecond);

/// Asks for one scene at eight in the morning, from every camera in turn.
void scenes(benchmark::State& state) {
  LivedStreet street(generate_xinhua(1, {}, kMonday, 1), Demand{}, 1);
  street.world.start(kMonday, kMonday + 24h);
  street.kernel.run_until(kMonday + 8h);
  std::int64_t looks = 0, things = 0;
  for (auto _ : state) {
    const SceneView view = street.world.scene(static_cast<int>(looks % 60), kMonday + 8h + looks % 600 * 1s);
    things += static_cast<std::int64_t>(view.things.size());
    ++looks;
  }
  state.SetItemsProcessed(looks);
  state.counters["things"] = looks ? static_cast<double>(things) / static_cast<double>(looks) : 0;
}
BENCHMARK(scenes);

/// A morning of a city of so many Xinhua Roads, without a service, with every camera's scene once a quarter of an hour.
/// Items: streets and mornings; they are to cost the same in a city of eight as in a city of one.
void growth_of_a_morning(benchmark::State& state) {
  const City city = copies_of(generate_xinhua(1, {}, kMonday, 1), static_cast<int>(state.range(0)));
  for (auto _ : state) {
    LivedStreet street(city, Demand{}, 1);
    street.world.start(kMonday, kMonday + 24h);
    for (Time at = kMonday; at <= kMonday + 10h; at += 15min) {
      street.kernel.run_until(at);
      for (int camera = 0; camera < static_cast<int>(city.cameras.size()); ++camera)
        benchmark::DoNotOptimize(street.world.scene(camera, at));
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(growth_of_a_morning)->Arg(1)->Arg(2)->Arg(4)->Arg(8)->Unit(benchmark::kMillisecond)->Complexity();

}  // namespace
}  // namespace tricolor::sim::testing
