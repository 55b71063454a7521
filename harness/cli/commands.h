// The commands of `tricolor`, one function each. Exit codes: 0 fine, 1 the engine judged wrongly or an expectation failed, 2 bad input
// and nothing written, 3 the harness or the machine failed, 130 stopped by the user.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tricolor::harness {

inline constexpr int kFine = 0, kFailed = 1, kBadInput = 2, kMachine = 3, kStopped = 130;

struct RunArguments {
  std::string scenario;
  std::optional<std::uint64_t> seed;
  int threads = 2;
  bool no_look_ahead = false;
  std::string out;              ///< Root of run folders.
  bool durable = false;
  std::string resume;           ///< Folder of a durable run that was cut off.
  std::string film;             ///< Folder for every picture as PNG.
  bool no_report = false;
  std::optional<std::string> lasts;
};

struct ViewArguments {
  std::string path;             ///< A scenario file or the folder of a run.
  std::string scenario;         ///< For a run whose scenario has moved.
  std::optional<std::uint64_t> seed;
  std::optional<std::string> lasts;
  int threads = 1;
  std::string at, until;        ///< Instants as people write them.
  std::string select, language = "zh", size = "1280x720";
  int speed = 50;
  bool paused = false;
  std::optional<float> px_per_m;
  std::string screenshot, record;
  int fps = 25;
  bool benchmark = false, quit_at_end = false;
};

struct WatchArguments {
  std::vector<std::string> sources;
  std::string zones;            ///< File of zones; empty: the whole picture is one.
  std::string draw;             ///< File of zones to be drawn first; one that is there is gone on with.
  std::string out = "alarms.jsonl", json, evidence, preview;
  std::string dwell = "10 s", every, lasts;
  double fps = 25;              ///< Of a folder of pictures.
  bool no_mask = false;
  std::string model, scenario, camera, starts;
};

int run_command(const RunArguments& arguments);
int view_command(const ViewArguments& arguments);
int watch_command(const WatchArguments& arguments);
int demo_command(const std::string& out, int threads);
int pictures_command(const std::string& scenario, const std::string& folder);
int validate_command(const std::vector<std::string>& paths);
int config_command(const std::string& path);
int init_command(const std::string& path);
int test_command(const std::vector<std::string>& paths, const std::string& tag, int repeat, int jobs, bool list, const std::string& junit);
int diff_command(const std::string& left, const std::string& right);
int explain_command(const std::string& run, const std::string& shop, int case_number, int incident, const std::string& colour);
int prune_command(const std::string& root, int keep);

}  // namespace tricolor::harness
