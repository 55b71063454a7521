// Runs the pixel sides of a calibration, and keeps what they yield in a folder: they cost minutes of rendering, and do
// not depend on the fitted model, so that another fit or another gate need not draw them again.
//
// Where nobody answers, the engine changes nothing in the street. So the truth of such a run is made anew by the same
// city without pictures, and only the engine's journal is kept. Of a run in which people answer its figures are kept.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/closed_loop.h"
#include "compare/replication.h"

namespace tricolor::harness {

/// A run of a calibration is for one of these.
enum class PixelRole : std::uint8_t {
  sample,      ///< The model is fitted on it: ten times as much going on, a short dwell, nobody answers.
  open_loop,   ///< The open gate: as much going on and more before shops, the scenario's policy, nobody answers.
  closed_loop  ///< The closed gate: five times as much going on, the scenario's policy, people answer.
};
const char* name_of(PixelRole role);

/// Gives the inputs of a run: those of the scenario with the role's demand, policy, seed and length, at `pixels`.
LoopInputs inputs_of(PixelRole role, const LoopInputs& base, std::uint64_t seed, sim::Duration lasts);

/// The same at the rung `events` with a model of the detector.
LoopInputs told_inputs(const LoopInputs& pixels, std::shared_ptr<const sim::DetectorModel> model);

/// Dwell of the sample: short, so that each stay is looked at soon and many are.
inline constexpr std::chrono::seconds kSampleDwell{30};

class PixelRuns {
 public:
  /// `folder`: where yields are kept; empty: nowhere. `detector`: SHA-256 of the detector's files; yields of another
  /// are not used. `base` must outlive it.
  PixelRuns(const LoopInputs& base, std::filesystem::path folder, std::string detector, int threads,
            std::function<void(const std::string&)> say);

  /// A run in which nobody answers, `sample` or `open_loop`: its journal, truth, city and configuration. It is not
  /// judged. Throws std::runtime_error when a kept journal is not of this city.
  RunRecord silent(PixelRole role, std::uint64_t seed, sim::Duration lasts) const;

  /// The figures of a study of a run in which people answer.
  Replication answered(std::uint64_t seed, sim::Duration lasts) const;

 private:
  static constexpr const char *kNote = "of.json", *kFigures = "figures.json";
  std::filesystem::path kept_at(PixelRole role, std::uint64_t seed, sim::Duration lasts) const;
  bool is_kept(const std::filesystem::path& kept) const;
  void note(const std::filesystem::path& kept, const std::string& scenes, const std::string& commit) const;

  const LoopInputs& base_;
  std::filesystem::path folder_;
  std::string detector_;
  int threads_;
  std::function<void(const std::string&)> say_;
};

}  // namespace tricolor::harness
