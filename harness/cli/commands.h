// The commands of `tricolor`, one function each, with what the command line gives them; absent options have the values
// written here. Exit codes: 0 fine, 1 the engine judged wrongly or an expectation failed, 2 bad input and nothing
// written, 3 the harness or the machine failed, 130 stopped by the user.
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
  std::string out = "reports/runs";  ///< Root of run folders.
  bool durable = false;
  std::string resume;  ///< Folder of a durable run that was cut off, to be taken up.
  std::string again;   ///< Folder of a run to repeat.
  std::string film;    ///< Folder for every picture as PNG.
  bool no_report = false;
  std::optional<std::string> lasts;
  std::optional<std::string> rung, profile;  ///< Instead of the scenario's.
};

struct CalibrateArguments {
  std::string scenario;  ///< Empty: the program's own Xinhua Road.
  std::string out = "assets/calibration/street.json";
  std::string lasts = "24 h";                        ///< Length of each run of the sample.
  std::uint64_t seed = 5001;                         ///< Seed of the first.
  std::uint64_t gate_seed = 7001, loop_seed = 8001;  ///< … of the open and of the closed gate.
  std::string loop_lasts = "10 d";                   ///< Length of each run of the closed gate.
  int seeds = 12, gate_seeds = 20, loop_seeds = 6, threads = 1;
  std::vector<std::uint64_t> leave_out;  ///< Seeds that are not used.
  std::string runs;                      ///< Folder for the yields of pixel runs; empty: none.
  std::string page;                      ///< File for the page; empty: none.
};

struct ViewArguments {
  std::string path;      ///< A scenario file or the folder of a run.
  std::string scenario;  ///< Path of the scenario, for a run whose scenario has moved.
  std::optional<std::uint64_t> seed;
  std::optional<std::string> lasts;
  int threads = 1;
  std::string at, until;  ///< Instants as people write them.
  std::string select, language = "zh", size = "1280x720";
  int speed = 50;
  bool paused = false;
  std::optional<float> scale;  ///< Real pixels to a unit of the layout; none: it follows the window's size.
  std::optional<float> px_per_m;
  std::string screenshot, record;
  int fps = 25;
  bool tour = false, benchmark = false, quit_at_end = false;
};

struct WatchArguments {
  std::vector<std::string> sources;
  std::string zones;  ///< File of zones; empty: the whole picture is one zone.
  std::string draw;   ///< File of zones to be drawn first; the drawing begins with the zones of a file that exists.
  std::string out = "alarms.jsonl", json, evidence, preview;
  std::string dwell = "10 s", every, lasts;
  double fps = 25;  ///< Pictures a second of a folder of pictures.
  bool no_mask = false;
  std::string model, scenario, camera, starts;
};

struct DemoArguments {
  std::string out = "reports/runs";
  int threads = 2;
};

struct TestArguments {
  std::vector<std::string> paths;
  std::string tag;  ///< Only scenarios with this tag are run; empty: all but the long ones.
  int repeat = 1, jobs = 1;
  bool list = false, annotations = false;
  std::string junit;  ///< File; empty: none.
};

struct ValidateArguments {
  std::vector<std::string> paths;
  bool strict = false;  ///< True: warnings count as faults.
};

struct SchemaArguments {
  std::string kind = "scenario";
};

struct ReferenceArguments {
  std::string folder = "docs/reference";
};

struct ConfigArguments {
  std::string path;
};

struct InitArguments {
  std::string path;
  bool full = false;  ///< True: every key that exists is added, as comments.
};

struct DiffArguments {
  std::string left, right;  ///< Run folders.
};

struct ExplainArguments {
  std::vector<std::string> runs;                    ///< Run folders; the newest is used.
  std::string shop, colour, case_number, incident;  ///< As written on the command line; exactly one is set.
};

struct ReadingsArguments {
  std::vector<std::string> runs;  ///< Run folders; the newest is read.
  std::string out;                ///< Folder for the page; empty: the run's.
};

struct PicturesArguments {
  std::string scenario, folder;
};

/// Arguments that all studies share.
struct StudyArguments {
  std::string base;  ///< Scenario file.
  std::string out, metrics;
  int seeds = 30, days = 60, warmup = 30, jobs = 1;
  bool resume = false, accept_open_gate = false;
  std::optional<std::uint64_t> first_seed, city_seed;
  std::optional<std::string> rung, profile;  ///< None: the scenario's.
};

struct CompareArguments : StudyArguments {
  std::vector<std::string> policies;  ///< Policy files.
  std::string shard;                  ///< As "2/5"; empty: all.
  bool pilot = false;                 ///< True: the pilot and its plan only.
  std::string slurm;                  ///< New folder for a script that runs the study on a cluster; empty: none.
  int shards = 8;                     ///< Of that script.
  std::string question = "transition";
  int cities = 0;  ///< Other cities of the kind in which the policies are tried; 0: none.
  int worlds = 0;  ///< Worlds of other assumptions in which the verdicts are tried; 0: none.
};

struct SweepArguments : StudyArguments {
  std::vector<std::string> over;  ///< Fields and their values, as "notice.correct_within=5 min..30 min/5 min".
};

struct SiteArguments : StudyArguments {
  int cameras = 5, officers = 0;
  int top = 5, random = 20;  ///< Sets that are tried, and sets by chance.
};

struct ImportArguments {
  std::string map, shops, cameras, out;  ///< `cameras` empty: they are proposed.
  std::string encoding = "utf-8";
  std::string coordinates;  ///< "wgs84" or "gcj02".
  std::string name;         ///< Of the scenario; empty: the folder's.
  std::optional<int> proposed_cameras;
  bool strict = false;
};

struct LoadArguments {
  std::string scenario;
  std::string channels;  ///< As `points_of` reads them; empty: all cameras of the city.
  std::string source = "cache";
  std::vector<std::string> profile;  ///< Empty: usual, or what the street gives where it is rendered.
  double fps = 1, minutes = 10;
  std::string warmup = "30 s", begins = "09:00";  ///< A length, and a time of day.
  int threads = 1;
  std::uint64_t seed = 1;
  std::string out;
  std::optional<std::string> slow, stall, burst, slow_store;
  std::string trace;  ///< File; empty: none.
  bool silent_camera = false, full_disk = false;
  int clump = 0;
};

struct MergeArguments {
  std::vector<std::string> folders;  ///< Folders of shards.
  std::string out;
};

struct PolicyDiffArguments {
  std::string left, right;  ///< Policy files.
};

struct PruneArguments {
  std::string root = "reports/runs";
  int keep = 10;
};

int run_command(const RunArguments& arguments);
int view_command(const ViewArguments& arguments);
int watch_command(const WatchArguments& arguments);
int calibrate_command(const CalibrateArguments& arguments);
int demo_command(const DemoArguments& arguments);
int pictures_command(const PicturesArguments& arguments);
int validate_command(const ValidateArguments& arguments);
int schema_command(const SchemaArguments& arguments);
int reference_command(const ReferenceArguments& arguments);
int config_command(const ConfigArguments& arguments);
int init_command(const InitArguments& arguments);
int test_command(const TestArguments& arguments);
int diff_command(const DiffArguments& arguments);
int explain_command(const ExplainArguments& arguments);
int readings_command(const ReadingsArguments& arguments);
int prune_command(const PruneArguments& arguments);
int compare_command(const CompareArguments& arguments);
int sweep_command(const SweepArguments& arguments);
int site_command(const SiteArguments& arguments);
int import_command(const ImportArguments& arguments);
int merge_command(const MergeArguments& arguments);
int load_command(const LoadArguments& arguments);
/// Exit code 1 when the two differ.
int policy_diff_command(const PolicyDiffArguments& arguments);

/// Names of the schemas that `schema` can print.
const std::vector<std::string>& schema_kinds();

}  // namespace tricolor::harness
