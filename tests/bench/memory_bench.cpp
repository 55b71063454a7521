// Measures the memory of one camera, as the objects count it themselves: the engine's eyes (last picture, what stood
// there earlier, evidence of open stays) and the twin's background, after some hours of Xinhua Road in pixels. The
// first argument is the hours from midnight on. The limit that `tests/engine/see/eye` keeps is 1.25 MB beside the
// background. The fingerprint of the journal is in the label: a change that moves no behaviour leaves it as it was.
#include <benchmark/benchmark.h>

#include <chrono>

#include "adapters/closed_loop.h"
#include "run/load.h"

namespace tricolor::harness {
namespace {

void bytes_a_camera(benchmark::State& state) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics);
  if (!inputs) return state.SkipWithError(diagnostics.text().c_str());
  inputs->vision = load_detector(inputs->scenario.model_path);
  inputs->scenario.lasts = std::chrono::hours{state.range(0)};
  inputs->scenario.seed = static_cast<std::uint64_t>(state.range(1));
  LoopOptions options;
  options.judge = false;
  for (auto _ : state) {
    const RunRecord record = run_closed_loop(*inputs, options);
    const auto cameras = static_cast<double>(record.city.cameras.size());
    state.counters["eyes_kB"] = static_cast<double>(record.engine.picture_bytes) / cameras / 1e3;
    state.counters["background_kB"] =
        static_cast<double>(record.memory.background_bytes) / static_cast<double>(record.memory.backgrounds) / 1e3;
    state.counters["twin_other_kB"] = static_cast<double>(record.memory.other_bytes) / cameras / 1e3;
    state.counters["pictures"] = static_cast<double>(record.frames.pictures);
    state.SetLabel("journal " + record.fingerprints.journal);
  }
}
BENCHMARK(bytes_a_camera)
    ->ArgNames({"hours", "seed"})
    ->Args({14, 1})
    ->Args({14, 2})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tricolor::harness
