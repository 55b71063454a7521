// Puts the figures of a load into load.json: one value for each point, and what they say together. The terminal's table
// and the page are made of these values and of nothing else. load_schema.h says what each key is.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "judge/judgement.h"
#include "load/load_point.h"

namespace tricolor::harness {

using LoadJson = nlohmann::ordered_json;

/// Greatest 99th percentile of the gaps between looks, and least share of the offered pictures that is analysed, with
/// which a number of channels counts as carried.
inline constexpr double kCarriedGapS = 3.0, kCarriedShare = 0.99;

/// The settings of a load, and the machine on which it ran.
struct LoadHead {
  std::string scenario, commit, eyes, processor, profile, source, begins;
  int processors = 1, city_cameras = 0, threads = 1;
  double changed_share = 0, fps = 1, measured_s = 0, warmup_s = 0;
  std::uint64_t seed = 1;
  Breaking breaking;
};

/// How right the engine was, from the truth of the twin.
struct PointVerdicts {
  Judgement judgement;
  engine::Time from, until;  ///< Of the whole point, warm-up included.
  engine::Duration every{0};
};

/// The `verdicts` of a point; its `against` is null.
LoadJson verdicts_json(const PointVerdicts& verdicts);

/// Sets `against` of a point's verdicts: which of the violations that both were asked for the reference found as well.
/// Both are points of the same number of channels of one city, seed and time; `name` is the profile of the reference.
void hold_against(LoadJson& loaded, const LoadJson& reference, const std::string& name);

LoadJson point_json(const PointSettings& settings, const PointResult& result, const PointVerdicts* verdicts);

/// Puts the points together, in order of their channels: the knee, and what follows from it by calculation alone.
LoadJson load_json(const LoadHead& head, std::vector<LoadJson> points);

}  // namespace tricolor::harness
