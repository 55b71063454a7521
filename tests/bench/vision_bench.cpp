// Measures what the vision costs the engine: one picture through the detector, alone and on two threads, and one
// picture through the change gate when nothing and when something has changed, all for 640 x 360. The gate must stay
// within 0.1 ms.
#include <benchmark/benchmark.h>

#include <chrono>

#include "engine/vision.h"
#include "vision/change_gate.h"

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

const std::string kModel = TRICOLOR_SOURCE_DIR "/assets/models/street.onnx";
const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};

// Draws stripes under noise that differs with `noise`; the cost of neither part depends on the content of the picture.
Image picture(std::uint32_t noise, bool with_box = false) {
  Image image{640, 360, std::vector<std::uint8_t>(640 * 360 * 3)};
  std::uint32_t state = noise * 2654435761u + 1;
  for (std::size_t i = 0; i < image.bytes.size(); ++i) {
    state = state * 1664525u + 1013904223u;
    const std::size_t x = i / 3 % 640, y = i / 1920;
    const bool inside = with_box && x > 300 && x < 340 && y > 200 && y < 230;
    image.bytes[i] = static_cast<std::uint8_t>((inside ? 220 : 60 + x / 40 % 3 * 50 + y / 60 % 2 * 20) + (state >> 29));
  }
  return image;
}

void detector(benchmark::State& state) {
  static std::string error;
  static const auto vision = load_vision(kModel, error);
  if (!vision) {
    state.SkipWithError(error.c_str());
    return;
  }
  const Image image = picture(1);
  for (auto _ : state) benchmark::DoNotOptimize(vision->analyse(image));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(detector)->Unit(benchmark::kMillisecond)->Threads(1)->Threads(2)->UseRealTime();

void closer_look(benchmark::State& state) {
  std::string error;
  const auto vision = load_vision(kModel, error);
  if (!vision) {
    state.SkipWithError(error.c_str());
    return;
  }
  const Image image = picture(1);
  const Detection found{1, 150, {300, 100, 80, 40}, {}, GroundMark{{340, 135}, {35, 0}, {0, -10}, 1.5f}};
  for (auto _ : state) benchmark::DoNotOptimize(vision->look_closer(image, found));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(closer_look)->Unit(benchmark::kMillisecond);

void change_gate(benchmark::State& state) {
  const Image pictures[] = {picture(1), picture(2, state.range(0) != 0)};
  ChangeGate gate;
  Time at = kStart;
  std::size_t turn = 0;
  for (auto _ : state) benchmark::DoNotOptimize(gate.look(pictures[turn++ % 2], at += 2s));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(change_gate)->ArgName("changes")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tricolor::engine
