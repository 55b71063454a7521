// Reads a calibration: a model of our own detector that `tricolor calibrate` fitted on pixel runs, with what it was
// fitted on and within which bounds it may be used; and the detector profiles, declared data beside it. A run at the
// rung `events` has one of each, and is refused outside of the bounds.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/document.h"
#include "engine/policy.h"
#include "scenario/policy_history.h"
#include "scenario/scenario.h"
#include "sim/surrogate/detector_model.h"

namespace tricolor::harness {

/// One item of the gate of a calibration (docs/calibration.md): what had to be shown, and what the sample showed.
struct GateItem {
  std::string what;
  bool shown = false;
  std::string found;  ///< Figures, or why nothing was shown.
};

struct Calibration {
  std::string name;
  std::string eyes;                  ///< Identity of the detector of which it is a model (`Vision::identity`).
  std::string detector;              ///< SHA-256 of that detector's files.
  std::string engine;                ///< Version of the engine whose stays it was fitted on.
  std::string made_by;               ///< Command, commit and sample, for people.
  std::vector<std::string> cities;   ///< Kinds of cities: "xinhua_road", "towns", "streets".
  std::vector<std::string> classes;  ///< Code names of the classes for which the sample had enough.
  double least_dwell_s = 0, greatest_dwell_s = 0;
  std::vector<GateItem> gate;
  sim::DetectorModel model;  ///< As fitted: the profile `twin`.
  /// Upper bounds (95 %) of the rates of false alarms, by kind, where the sample showed few or none.
  std::array<double, sim::kWellKnownKinds> alarms_at_most{};

  bool gate_passed() const;
  /// How much of the gate was shown, for people; empty when all of it was. The items stand in the file.
  std::string lacks() const;
};

/// A detector profile: how much worse than our own eyes on our own renders.
struct DetectorProfile {
  std::string name;
  std::string about;
  enum class Alarms { fitted, upper_bound, declared } alarms = Alarms::fitted;
  std::array<double, sim::kWellKnownKinds> per_watched_hour{};  ///< For `declared`.
  double cluster_shape = 0;                                 ///< See `sim::FalseAlarms`.
  /// Log-odds by which things are seen less often than by our own eyes, ≤ 0.
  double seen_shift = 0;
};

/// Version of the part of the engine that judges stays. A calibration of another version is refused.
inline constexpr const char* kStayRules = "stays 1";

/// Reads a calibration file (JSON); every fault goes into `diagnostics`.
Calibration read_calibration(const std::string& path, engine::Diagnostics& diagnostics);
std::string calibration_text(const Calibration& calibration, const std::string& fits_json);

/// Reads the profiles (JSON).
std::vector<DetectorProfile> read_profiles(const std::string& path, engine::Diagnostics& diagnostics);

/// The model of a calibration under a profile.
sim::DetectorModel model_under(const Calibration& calibration, const DetectorProfile& profile);

/// Says why a scenario may not be run with this calibration, one line for each reason; empty when it may. `detector`:
/// SHA-256 of the files of the scenario's detector.
std::string out_of_range(const Calibration& calibration, const Scenario& scenario, const PolicyHistory& policies,
                         const std::string& detector);

}  // namespace tricolor::harness
