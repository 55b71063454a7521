// The fitted model of a detector, for the rungs on which nothing is drawn. It says when a camera would see a thing that
// stands in its view, when it would lose it, where it would take it to stand, and how sure it would be. It knows no
// dwell, no gap, no overlap of zones and no deadline: those are the engine's. The numbers come from a calibration file.
//
// All of it is plain data. Probabilities are 0 … 1, log-odds natural, times in seconds, lengths in metres.
#pragma once

#include <array>
#include <cstddef>

#include "sim/scene.h"

namespace tricolor::sim {

/// The way in which one camera has one thing in view.
struct Sight {
  ThingKind kind = ThingKind::pile;
  double distance_m = 15;     ///< From the camera's foot to the thing, > 0.
  double short_side_px = 40;  ///< Smaller side of its box in the picture, > 0.
  bool night = false;
  double cut_off = 0;   ///< Share of its box that lies outside of the picture, 0 … 1.
  bool behind = false;  ///< A front of houses stands between: then it is never seen.
};

/// Number of terms of the linear predictors.
inline constexpr std::size_t kSightTerms = 11;
/// Names of the terms, in order, as they stand in a calibration file.
inline constexpr std::array<const char*, kSightTerms> kSightTermNames = {
    "intercept", "display", "stall", "motor", "nonmotor", "night", "log_distance", "log_distance_at_night",
    "smallness", "cut_off",   "far"};
/// The terms of a sight: 1; whether it is a display, a stall, a motor vehicle, a bicycle (a pile is none of them);
/// whether it is night; ln(distance / 15 m); the same at night; log2 by which the short side is less than 24 px, or 0;
/// tenths by which more than 45 % of it lie outside of the picture, or 0; ten times the log2 by which it is farther
/// than 24 m, or 0.
std::array<double, kSightTerms> terms_of(const Sight& sight);

/// A logistic model over the terms.
struct Logistic {
  std::array<double, kSightTerms> weight{};
  /// Log-odds, `shift` added.
  double log_odds(const Sight& sight, double shift = 0) const;
  double probability(const Sight& sight, double shift = 0) const;
};

/// A lognormal length of time.
struct LognormalTime {
  double median_s = 1;  ///< > 0
  double sigma = 0.5;   ///< ≥ 0
};

/// Spells that begin at a constant rate while a thing is seen.
struct Spells {
  double by_day_per_hour = 0, by_night_per_hour = 0;
  LognormalTime lasts;
};

/// Errors of the place at which a thing is taken to stand. Along the line of sight and across it they grow with the
/// distance. What is persistent is the same at every look of one camera at one thing.
struct SpotErrors {
  double along_per_m =
      0;  ///< Standard deviation of the persistent error along the line of sight, share of the distance.
  double along_look_per_m = 0;  ///< … of the error of each look.
  double across_per_m = 0;      ///< … across it, persistent.
  double across_look_per_m = 0;
  double outlier_share = 0;  ///< Share of things whose persistent error is `outlier_times` as large.
  double outlier_times = 1;  ///< ≥ 1
};

/// Lawful things that are taken for unlawful ones, and kept for it from one look to the next.
struct FalseAlarms {
  /// Rate by the true kind, for each hour for which such a lawful thing stands watched. Of kinds that are not well
  /// known nothing was fitted: they mislead nobody.
  std::array<double, kWellKnownKinds> per_watched_hour{};
  double rate_of(ThingKind kind) const {
    const auto index = static_cast<std::size_t>(kind);
    return index < per_watched_hour.size() ? per_watched_hour[index] : 0;
  }
  /// Gamma shape of the rate over entities (a shop, a street's row of boards), whose mean is 1: small is clustered.
  /// 0: every entity has the same rate.
  double cluster_shape = 0;
};

struct DetectorModel {
  Logistic seen;             ///< Whether a camera ever sees a thing that stays.
  Logistic at_once;          ///< Of those seen: whether from the first sample on.
  LognormalTime seen_later;  ///< Delay of the others.
  /// Standard deviations on the log-odds of `seen`, shared by all things of one place before one camera, by one thing
  /// before all cameras, and by all of a day.
  double place_camera_sd = 0, thing_sd = 0, day_sd = 0;
  Spells missed;  ///< It is not found for a while although it stands there.
  Spells hidden;  ///< Something nearer hides it for a while.
  /// Share of looks that the engine asks for which miss a thing that is otherwise seen, and which find it hidden; and
  /// the standard deviation of the log-odds over pairs of thing and camera.
  double look_misses = 0, look_hidden = 0, look_pair_sd = 0;
  double held_after = 0;            ///< Share of things that are held to stand for a while after they went …
  LognormalTime held_after_by;      ///< … and for how long.
  double confidence_log_odds = 4;   ///< Mean confidence in what is seen.
  double confidence_pair_sd = 0.5;  ///< Its standard deviation over pairs of thing and camera …
  double confidence_look_sd = 0.2;  ///< … and over looks.
  SpotErrors spot;
  FalseAlarms alarms;
};

}  // namespace tricolor::sim
