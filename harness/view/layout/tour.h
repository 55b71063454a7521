// Makes a tour of a run: clock and map move from incident to incident, and a caption says what happens. It knows no
// window: the caller asks for the shot of an instant of the film.
#pragma once

#include <string>
#include <vector>

#include "scenario/policy_history.h"
#include "view/layout/map_view.h"
#include "view/model/timeline.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

/// One beat of the tour: events of one incident that followed closely upon one another.
struct TourBeat {
  engine::Time at;                  ///< Instant of the last line.
  std::vector<std::string> lines;   ///< Lines, each with its time; at most three.
  FeedKind kind = FeedKind::other;  ///< Kind of the first line.
  engine::Time until{};             ///< Instant to which the clock goes on meanwhile.
  double from_s = 0, until_s = 0;   ///< Seconds of film between which it is told.
};

struct TourStop {
  std::uint32_t incident = 0;
  std::string title;
  sim::Point place;
  int camera = -1;              ///< The camera whose sighting opened it; −1: none.
  std::vector<TourBeat> beats;  ///< Beats by time; the first is the onset.
  double from_s = 0;            ///< Second of film at which the flight to it begins.
};

struct TourShot {
  engine::Time at;
  sim::Point centre;
  float px_per_m = 1;
  std::size_t stop = 0;
  const TourBeat* beat = nullptr;  ///< The beat that is told; null in flight.
};

struct TourOptions {
  engine::Time from, until;  ///< Incidents that opened between these instants are visited.
  /// Most stops, ≥ 1. When there are more incidents, those that differ most in class and outcome are taken.
  std::size_t most = 8;
  Language language = Language::zh;
  float near_px_per_m = 8;  ///< Scale of the map at a stop.
};

class Tour {
 public:
  /// `whole` is the map as it is when the tour begins. All arguments are used here only; the timeline's events are
  /// copied as text.
  Tour(Timeline& timeline, const Replay& replay, const PolicyHistory& policies, const MapView& whole,
       const TourOptions& options);

  /// Gives the stops; empty when no incident opened in the time asked for.
  const std::vector<TourStop>& stops() const { return stops_; }
  /// Gives the number of incidents in the time asked for, of which the stops are a choice.
  std::size_t incidents() const { return incidents_; }
  /// Gives the length in seconds of film.
  double length_s() const { return length_s_; }
  /// Gives the shot of an instant; `film_s` is clamped to 0 … length. Must not be called on an empty tour.
  TourShot at(double film_s) const;

 private:
  std::vector<TourStop> stops_;
  std::size_t incidents_ = 0;
  double length_s_ = 0;
  sim::Point whole_centre_;
  float whole_scale_ = 1, near_ = 8;
};

}  // namespace tricolor::harness
