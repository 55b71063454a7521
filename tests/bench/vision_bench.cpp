// Measures what the vision costs the engine: one picture through the detector, alone and on two threads, and one
// picture through the change gate when nothing and when something has changed, all for 640 x 360. The detector and its
// closer look are also timed in turns by the fastest library and by cv::dnn. The gate must stay
// within 0.1 ms.
#include <benchmark/benchmark.h>

#include <chrono>
#include <ctime>

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

std::shared_ptr<const Vision> detector_by(VisionLibrary library, benchmark::State& state) {
  std::string error;
  auto vision = load_vision(kModel, error, library);
  if (!vision) state.SkipWithError(error.c_str());
  else state.SetLabel(vision->identity());
  return vision;
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

double thread_cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Takes turns with both libraries, so that whatever else the machine does costs both alike. `times_faster`: the CPU
// time of cv::dnn over that of oneDNN.
template <class Work>
void compare(benchmark::State& state, const Work& work) {
  const auto fastest = detector_by(VisionLibrary::fastest, state), opencv = detector_by(VisionLibrary::opencv, state);
  if (!fastest || !opencv) return;
  state.SetLabel(fastest->identity());
  double fastest_s = 0, opencv_s = 0;
  for (auto _ : state) {
    const double start = thread_cpu_s();
    work(*fastest);
    const double between = thread_cpu_s();
    work(*opencv);
    opencv_s += thread_cpu_s() - between;
    fastest_s += between - start;
  }
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["fastest_ms"] = 1e3 * fastest_s / rounds;
  state.counters["opencv_ms"] = 1e3 * opencv_s / rounds;
  state.counters["times_faster"] = opencv_s / fastest_s;
}

void detector_libraries(benchmark::State& state) {
  const Image image = picture(1);
  compare(state, [&](const Vision& vision) { benchmark::DoNotOptimize(vision.analyse(image)); });
}
BENCHMARK(detector_libraries)->Unit(benchmark::kMillisecond);

void closer_look_libraries(benchmark::State& state) {
  const Image image = picture(1);
  const Detection found{1, 150, {300, 100, 80, 40}, {}, GroundMark{{340, 135}, {35, 0}, {0, -10}, 1.5f}};
  compare(state, [&](const Vision& vision) { benchmark::DoNotOptimize(vision.look_closer(image, found)); });
}
BENCHMARK(closer_look_libraries)->Unit(benchmark::kMillisecond);

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
