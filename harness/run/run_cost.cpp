#include "run/run_cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "clock/stopwatch.h"
#include "run/progress.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

// Number of pictures a camera and day by key frames, measured on 2026-11-26 with seeds 1 to 40 of `init`'s street and a
// day and a week of Xinhua Road: 55 to 75 where people act by the demand model; 46 (regular looks and steps of the
// light) where nothing happens.
constexpr double kLooksOfPeople = 70, kLooksOfScripts = 50;
// Ratio of a picture's whole time (drawing, closer looks, the rest) to its detector's time: 1.2 to 1.4 in the same
// runs.
constexpr double kWholeOverDetector = 1.3;
// Speed of two threads over that of one; more threads help no further (`tricolor_campaign threads`).
constexpr double kSecondThread = 1.7;
constexpr double kStartS = 0.5;        // Time to read the network and to write the report of a small run.
constexpr double kBackgroundS = 0.04;  // Time to draw a camera's empty street, once.
constexpr double kLongS = 300;

double days_of(engine::Duration length) { return std::chrono::duration<double>(length).count() / 86400.0; }

double pictures_every(const Scenario& scenario) {
  double pictures = 0;
  const auto of_one = [&](engine::Duration frame_every) {
    return std::chrono::duration<double>(scenario.lasts) / std::chrono::duration<double>(frame_every);
  };
  for (const CameraLine& camera : scenario.cameras) pictures += of_one(camera.frame_every);
  if (scenario.city) pictures += scenario.city->cameras * of_one(CameraLine{}.frame_every);
  return pictures;
}

int cameras_of(const Scenario& scenario) {
  return static_cast<int>(scenario.cameras.size()) + (scenario.city ? scenario.city->cameras : 0);
}

// Writes a count to two digits, such as "86,000", because an estimate is no more precise.
std::string about(double number) {
  double unit = 1;
  while (number / unit >= 100) unit *= 10;
  const auto rounded = static_cast<std::int64_t>(std::llround(number / unit) * unit);
  std::string text = std::to_string(rounded);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

}  // namespace

double detector_ms(const engine::Vision& vision, int width_px, int height_px) {
  engine::Image grey;
  grey.width_px = width_px;
  grey.height_px = height_px;
  grey.bytes.assign(3 * static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px), 128);
  vision.analyse(grey);
  std::vector<double> tries_ms;
  for (int i = 0; i < 5; ++i) {
    const Stopwatch watch;
    vision.analyse(grey);
    tries_ms.push_back(1e3 * watch.total_s());
  }
  std::nth_element(tries_ms.begin(), tries_ms.begin() + 2, tries_ms.end());
  return tries_ms[2];
}

RunCost estimated_cost(const Scenario& scenario, int threads, double picture_ms) {
  RunCost cost;
  const int cameras = cameras_of(scenario);
  const double looks = scenario.spontaneous ? kLooksOfPeople : kLooksOfScripts;
  cost.pictures = pictures_every(scenario);
  if (!scenario.every_frame)
    cost.pictures = std::min(cost.pictures, std::max(1.0, days_of(scenario.lasts) * looks) * cameras);
  const double speed = threads > 1 ? kSecondThread : 1;
  cost.wall_s =
      kStartS + cameras * kBackgroundS / speed + cost.pictures * picture_ms * kWholeOverDetector / 1e3 / speed;
  cost.basis = fmt::format("{} for {}, {}; the detector reads a picture in {:.1f} ms here; {}",
                           counted(cameras, "camera"), engine::to_text(scenario.lasts),
                           scenario.every_frame ? "a picture at every interval"
                                                : fmt::format("some {:.0f} key frames a camera and day", looks),
                           picture_ms, counted(threads, "thread"));
  return cost;
}

std::string cost_text(const RunCost& cost) {
  return fmt::format("about {} picture{}, about {} (an estimate: {})", about(cost.pictures),
                     about(cost.pictures) == "1" ? "" : "s", seconds_text(cost.wall_s), cost.basis);
}

std::optional<std::string> long_run_warning(const Scenario& scenario, int threads, double picture_ms) {
  const RunCost cost = estimated_cost(scenario, threads, picture_ms);
  if (cost.wall_s < kLongS) return std::nullopt;
  std::string text = fmt::format("this will take long, about {}; ", seconds_text(cost.wall_s));
  if (scenario.every_frame) {
    Scenario by_key = scenario;
    by_key.every_frame = false;
    text +=
        fmt::format("`frames: key` takes about {}, ", seconds_text(estimated_cost(by_key, threads, picture_ms).wall_s));
  }
  return text + "`--lasts '1 h'` runs the first hour; Ctrl-C leaves a report of what there is then";
}

}  // namespace tricolor::harness
