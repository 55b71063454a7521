// One replication of a study as its figures: what is left of a run when its journal and its truth have been dropped.
// Everything is about the window from the switch to the end. A plain value with a text form.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compare/plan/metrics.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// The history that the engine is told of the time before a replication: as the scenario says, or as in the two starts
/// of a test whether a state is steady.
enum class Start : std::uint8_t { as_told, all_green, all_red };
const char* name_of(Start start);

/// A figure by day since the switch; the last day may be shorter.
enum class Curve : std::uint8_t { violation_hours, strikes, messages, officer_minutes, green };
inline constexpr std::size_t kCurves = 5;
const char* name_of(Curve curve);

/// The days and strikes of the shops of one group.
struct Exposure {
  int shops = 0;
  double innocent_days = 0;         ///< Shop-days on which the deserved colour was green.
  double wrongful_days = 0;         ///< Of these, those on which the colour was worse.
  double blind_days = 0;            ///< Shop-days on which the colour was worse because nobody could see the shop.
  double watched_lawful_hours = 0;  ///< Shop-hours in sight of a working camera without a violation of the shop.
  int strikes = 0, wrong_strikes = 0;
  void add(const Exposure& other);
};

/// Wrong strikes of one shop by one camera.
struct WrongStrikes {
  std::string shop, trade, street;
  std::string camera, owner;  ///< Empty for a strike without a camera.
  int count = 0;
};

/// Something in the run that is worth a look.
struct NotedMoment {
  std::string kind;  ///< wrong_strike | wrong_case | strike | case
  std::string at;    ///< "2020-11-04 09:03:01" in UTC+8.
  std::string shop;  ///< Its id; empty for a public place.
};

struct Replication {
  std::uint64_t seed = 0;
  std::string policy;
  Start start = Start::as_told;
  std::string profile, eyes;  ///< The detector's profile and identity, as the run says them.
  std::uint64_t events = 0;   ///< Length of its journal.
  std::string journal;        ///< Fingerprint of its journal.
  std::array<std::optional<double>, kMetrics> values{};
  std::array<std::vector<double>, kCurves> by_day{};
  std::map<std::string, Exposure> trades, streets;
  /// Of cameras and of the owners of their feeds: shop-hours that they watched lawfully, and strikes.
  std::map<std::string, Exposure> cameras, owners;
  std::vector<WrongStrikes> wrong;  ///< By shop and camera; those with none are left out.
  /// Minutes of officers' work a day by squad and local hour.
  std::map<std::string, std::array<double, 24>> busy_min;
  /// Changes of colour by cause: "green_yellow", and how many of them wrong strikes alone explain.
  std::map<std::string, int> changes;
  std::vector<NotedMoment> moments;

  std::optional<double> value(Metric metric) const { return values[static_cast<std::size_t>(metric)]; }
  const std::vector<double>& curve(Curve curve) const { return by_day[static_cast<std::size_t>(curve)]; }
};

/// Writes a replication as one line of JSON, and reads it back as the same value. Throws std::runtime_error when the
/// text is not one.
std::string to_text(const Replication& replication);
Replication replication_of(const std::string& text);

}  // namespace tricolor::harness
