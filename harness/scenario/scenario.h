// Defines a scenario as people write it: a city, its script, its faults, and its expectations. It is plain data; names
// stand for things and are checked against one another when the file is read.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/geometry.h"
#include "engine/map_reader.h"
#include "engine/time.h"
#include "scenario/plane.h"

namespace tricolor::harness {

using engine::Duration;
using engine::Time;

struct StreetLine {
  std::string id, name, duty_grid;
  double from_x_m = 0, from_y_m = 0, to_x_m = 60, to_y_m = 0;
  double carriageway_m = 12, pavement_m = 4;
  engine::Origin origin;  ///< Place in its file; the same in all lines below.
};

struct MerchantLine {
  std::string id, name, trade = "convenience";
  std::string street;
  bool north = true;  ///< The side to the left of the street's direction.
  double from_m = 0, to_m = 6;
  std::vector<Time> strikes;  ///< Instants of strikes before the run.
  std::string phone;          ///< Telephone number; empty: one is made up.
  bool has_phone = true;
  enum class Answers : std::uint8_t { by_model, never, always } answers = Answers::by_model;
  std::vector<std::chrono::year_month_day> closed_on;  ///< Days on which it does not trade.
  engine::Origin origin;
};

struct CameraLine {
  std::string id, owner = "city";
  std::string looks_at;                        ///< The shop in the middle of its picture; empty with `towards`.
  std::optional<engine::GroundPoint> towards;  ///< The place in the middle of its picture.
  double x_m = 0, y_m = 0, height_m = 5;
  int width_px = 640, height_px = 360;
  Duration frame_every{1'500'000};
  engine::Origin origin;
};

struct OfficerLine {
  std::string id, duty_grid;
  double x_m = 0, y_m = 0;
  Duration on_from{0}, on_until{std::chrono::hours{24}};
  std::optional<Duration> handles_in;
  bool leads = false;  ///< True for the squad's leader, who gets cases that nobody else settles.
  engine::Origin origin;
};

/// A duty grid that people drew. Streets and officers may name grids that nobody drew; those have no ground but that of
/// their streets.
struct DutyGridLine {
  std::string id, squad, owner;  ///< `owner`: an officer; empty: the first who answers for it.
  engine::GroundPolygon outline;
  engine::Origin origin;
};

struct PermitLine {
  std::string merchant;
  std::vector<std::string> classes;  ///< Code names of classes; empty: all.
  Time from, until;
  engine::Origin origin;
};

struct ScriptLine {
  enum class What : std::uint8_t { puts_out, places, clears, reports, voids, owner_changes } what = What::puts_out;
  Time at;
  std::string merchant;  ///< Merchant that acts; for `reports`, the merchant near whom the thing is.
  std::string class_name;
  int amount = 4;
  std::optional<Time> until;    ///< End of the stay; none: it stays until somebody makes it go.
  bool ignores_notice = false;  ///< True: only an officer moves it.
  bool lawful = false;          ///< True: it stands inside the lawful line.
  std::optional<double> along_m,
      across_m;  ///< Place in the street's frame, metres; for `puts_out` from the shop's left edge and from the façade.
  std::string street;
  std::optional<std::uint32_t> look;
  std::string text;
  std::string phone;  ///< With `owner_changes`, the new owner's number; empty while it is unknown.
  engine::Origin origin;
};

/// A change that people make in mid-run: another policy, or a camera's scene that a person has confirmed. Exactly one
/// of the two is set.
struct ChangeLine {
  Time at;
  std::string policy_path;      ///< Path of the policy, as resolved; empty when the line is about a camera.
  std::string scene_confirmed;  ///< Name of the camera; empty when the line is about a policy.
  engine::Origin origin;
};

struct FaultLine {
  enum class What : std::uint8_t {
    camera_dark,
    camera_frozen,
    camera_swapped,
    camera_disconnected,
    camera_silent,
    gateway_times_out_after_accepting,
    gateway_down,
    gateway_rejects,
    gateway_loses,
    gateway_silent,
    gateway_duplicate_receipt,
    gateway_receipt_before_reply,
    handset_offline,
    wrong_number,
    store_refuses,
    evidence_fails,
    disk_full
  } what = What::camera_dark;
  Time at, until;
  std::string camera, other_camera, officer, merchant;
  engine::Origin origin;
};

struct ExpectLine {
  /// `message` is counted at the world's gateway, independently of the engine's state; all others in the journal.
  enum class About : std::uint8_t {
    incident,
    notice,
    colour,
    case_state,
    review,
    report,
    camera,
    message
  } about = About::incident;
  bool never = false;
  std::string merchant, class_name, word, text;  ///< `word`: a colour, a state, a reason.
  std::optional<Time> from, until;
  std::optional<int> times;
  engine::Origin origin;
  std::string written;  ///< Text of the line in the file, for reports.
};

/// A city from a few lines. Of `xinhua_road` the length counts, of `towns` the number of towns, of shops on the first
/// town's main street, of officers, and the owners of cameras.
struct GeneratedCity {
  enum class Kind : std::uint8_t { xinhua_road, towns } kind = Kind::xinhua_road;
  int shops = 290, cameras = 60;
  double length_m = 900;
  int towns = 8, main_street_shops = 290, officers = 50;
  /// Shares of the cameras that are the police's, stand in the fields, or watch waste points; the rest are the city's.
  double police_share = 0.44, field_share = 0.19, waste_share = 0.15;
  std::optional<double> drawing_error_m;  ///< None: the demand's.
  double camera_down_share = 0.01;
};

struct Scenario {
  std::string name, about, path;
  std::vector<std::string> tags;
  std::string policy_path, classes_path, kinds_path,
      model_path;  ///< Path of the detector, as resolved against the scenario's folder, or the program's assets.
  std::string demand_path;  ///< Path of the demand file; empty: the program's own demand.
  std::uint64_t seed = 1;
  /// Seed of what is the same on all days: shops and their habits, cameras, zones, wrong numbers. None: `seed`.
  std::optional<std::uint64_t> city_seed;
  Time start;
  Duration lasts{std::chrono::hours{1}};
  std::string rung = "pixels";  ///< "pixels" or "events".
  /// Paths of the calibration and of the detector profiles, as resolved; read at the rung `events` only.
  std::string calibration_path, profiles_path;
  std::string profile = "twin";  ///< Detector profile of the rung `events`.
  bool every_frame = false;
  std::optional<LonLat> origin;  ///< Where the plane of its coordinates touches the Earth; none: nobody said.
  std::optional<GeneratedCity> city;
  std::vector<StreetLine> streets;
  std::vector<MerchantLine> merchants;
  std::vector<CameraLine> cameras;
  std::vector<OfficerLine> officers;
  std::vector<DutyGridLine> duty_grids;
  std::vector<PermitLine> permits;
  std::vector<std::chrono::year_month_day> holidays;     ///< Days on which no work_hour passes.
  std::vector<std::chrono::year_month_day> worked_days;  ///< Weekend days worked in exchange (调休).
  double passers_by_per_hour = 0;
  bool spontaneous = false;  ///< True: people act by the demand model.
  bool only_lawful = false;  ///< True: they never do anything unlawful.
  int history_days = 0;
  /// The history that the engine is told of the time before the run: strikes as written and drawn; none, so that all
  /// shops begin green; or so many of each shop that all begin red. No key of a file: a study of the steady state sets
  /// it.
  enum class Past : std::uint8_t { as_told, all_green, all_red } past = Past::as_told;
  double wrong_number_share = 0.015, lost_share = 0.005;
  std::vector<ScriptLine> script;
  std::vector<FaultLine> faults;
  std::vector<ChangeLine> changes;  ///< Changes in order of time.
  std::vector<ExpectLine> expect;
  std::map<std::string, engine::Origin> key_origins;  ///< Place of each key of the file.

  std::uint64_t seed_of_city() const { return city_seed.value_or(seed); }
  Time end() const { return start + lasts; }
};

/// The program's own class table, which holds where a scenario names none.
std::string own_class_table(const std::string& assets);

/// Reads a scenario and checks every name in it. To be used only when `diagnostics` is empty afterwards. `assets`: the
/// folder of the program's own files (class tables, models).
Scenario read_scenario(const std::string& path, const std::string& assets, engine::Diagnostics& diagnostics);

/// Reports the desks of a class table whose team is no squad of the duty grids that the scenario draws, because nobody
/// would work on their cases. Where it draws no squads, the squads of its city decide in the run.
void check_teams_of_desks(const Scenario& scenario, engine::Diagnostics& diagnostics);

/// Gives the code names in a class table, which a scenario with this table may use; none when the file cannot be read.
std::vector<std::string> class_names_of(const std::string& path);
/// Names of the detector profiles (assets/calibration/profiles.json); the first is the usual one.
const std::vector<std::string>& detector_profiles();
/// Words of faults and states, which the schema shows too.
const std::vector<std::string>& fault_words();
const std::vector<std::string>& state_words();
/// The keys of a scenario file; `classes` are the words for classes of violation.
engine::KeyTable scenario_keys(const std::vector<std::string>& classes);

/// The largest seed that a scenario or a command line may name.
inline constexpr std::int64_t kMostSeed = 1'000'000'000;
/// Greatest length of a run.
inline constexpr Duration kShortestRun{std::chrono::seconds{1}}, kLongestRun{std::chrono::hours{366 * 24}};

/// JSON Schema (draft 2020-12) of scenario files, with the classes of the program's own table, which lies in `assets`.
std::string scenario_schema(const std::string& assets);

/// Makes a scenario's name from a file's name without its ending: characters that a name may not hold become "_"; gives
/// "my_street" where nothing is left, as from "新华".
std::string scenario_name_of(const std::string& file_stem);

/// Gives a small street with people in it and comments: four shops, two cameras, an officer, a day by key frames.
/// `file_stem`: the file's name without its ending, which gives the scenario its name.
std::string scenario_template(const std::string& file_stem);

/// Gives the file as it is after `extends:`, one line for each value with the place from which it comes.
std::string resolved_with_origins(const std::string& path, engine::Diagnostics& diagnostics);

}  // namespace tricolor::harness
