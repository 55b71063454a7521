// Measures how many channels the engine carries on this machine: one point after the other, each in a process of its
// own, so that its memory is its own and nothing of the point before is in it.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "load/load_json.h"

namespace tricolor::harness {

/// Pictures drawn before the clock starts, drawn beside it, or drawn before and compressed beside it.
enum class LoadSource : std::uint8_t { cache, render, mjpeg, h264 };
/// Its word on the command line and in load.json: "cache".
const char* name_of(LoadSource source);
std::optional<LoadSource> load_source_of(const std::string& name);

struct LoadRequest {
  std::vector<int> channels;  ///< Points, ascending, without doubles.
  LoadSource source = LoadSource::cache;
  std::vector<std::string> profiles{"usual"};  ///< One load each, on the same truth; one, and unread, at `render`.
  double fps = 1;
  engine::Duration measured{600'000'000}, warmup{30'000'000};
  engine::Duration begins{std::chrono::hours{9}};  ///< Time of day at which it begins (UTC+8), of the first day.
  int threads = 1;
  std::uint64_t seed = 1;
  std::string folder;  ///< Is made; must not hold a load.
  Breaking breaking;
  std::string trace;  ///< File for trace events, of the only point; empty: none.
};

/// Share of changed pictures of a profile: quiet, usual, busy. None for another word.
std::optional<double> changed_share_of(const std::string& profile);
const std::vector<std::string>& load_profiles();

/// The points of "900", "100,300" or "50..1800" (both ends and doubles between). Empty when the text is none of these.
std::vector<int> points_of(const std::string& text);

/// The instant at which the city of a request begins.
engine::Time begin_of(const LoadRequest& request, const Scenario& scenario);

/// Runs all points, and gives what load.json holds for each profile, in their order. After a stop the points that are
/// over are in it, and the one that was cut short as partial. The verdicts of every profile but the first are held
/// against those of the first at as many channels. Throws std::runtime_error when a point fails, with its reason.
std::vector<LoadJson> run_load(const LoadRequest& request, const LoopInputs& inputs, const std::atomic<bool>& stop,
                               const std::function<void(double share, const std::string& what)>& progress);

/// The table for the terminal.
std::string load_text(const LoadJson& load);
/// The verdicts of several profiles, side by side.
std::string verdicts_text(const std::vector<LoadJson>& loads);
/// The folder of a profile's load: that of the request where there is one profile, else one in it.
std::string folder_of(const LoadRequest& request, std::size_t profile);

}  // namespace tricolor::harness
