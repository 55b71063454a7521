// A tour of a run: clock and map fly from incident to incident, and a caption says what happens. It knows no window:
// whoever shows it asks for the shot of an instant of the film.
#pragma once

#include <string>
#include <vector>

#include "adapters/policy_history.h"
#include "view/map_view.h"
#include "view/timeline.h"
#include "view/view_state.h"

namespace tricolor::harness {

/// One thing to be told: events of one incident that came close upon one another.
struct TourBeat {
  engine::Time at;                  ///< Of the last line.
  std::vector<std::string> lines;   ///< Each with its time; at most three.
  FeedKind kind = FeedKind::other;  ///< Of the first line.
  engine::Time until{};             ///< The clock goes on to here meanwhile.
  double from_s = 0, until_s = 0;   ///< Of the film: told from … until.
};

struct TourStop {
  std::uint32_t incident = 0;
  std::string title;
  sim::Point place;
  int camera = -1;              ///< Whose sighting opened it; −1: none's.
  std::vector<TourBeat> beats;  ///< By time; the first is the onset.
  double from_s = 0;            ///< Of the film: the flight to it begins.
};

struct TourShot {
  engine::Time at;
  sim::Point centre;
  float px_per_m = 1;
  std::size_t stop = 0;
  const TourBeat* beat = nullptr;  ///< What is told; null in flight.
};

struct TourOptions {
  engine::Time from, until;  ///< Incidents that opened in here.
  std::size_t most = 8;      ///< Stops, ≥ 1. Of more incidents those are taken that differ most in class and outcome.
  Language language = Language::zh;
  float near_px_per_m = 8;  ///< Scale of the map at a stop.
};

class Tour {
 public:
  /// `whole`: the map as it is when the tour begins. All passed is used here only, except the timeline's events, which
  /// are copied as text.
  Tour(Timeline& timeline, const Replay& replay, const PolicyHistory& policies, const MapView& whole,
       const TourOptions& options);

  /// Empty when no incident opened in the time asked for.
  const std::vector<TourStop>& stops() const { return stops_; }
  /// Incidents of the time asked for, of which the stops are a choice.
  std::size_t incidents() const { return incidents_; }
  /// Seconds of film.
  double length_s() const { return length_s_; }
  /// `film_s` is clamped to 0 … length. Must not be asked of an empty tour.
  TourShot at(double film_s) const;

 private:
  std::vector<TourStop> stops_;
  std::size_t incidents_ = 0;
  double length_s_ = 0;
  sim::Point whole_centre_;
  float whole_scale_ = 1, near_ = 8;
};

}  // namespace tricolor::harness
