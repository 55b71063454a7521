// Tells the story of a clicked subject as lines of text: a shop, an incident, a case, a camera, an officer, a thing, a
// key figure, a town or a road.
#pragma once

#include <string>
#include <vector>

#include "scenario/policy_history.h"
#include "view/model/city_places.h"
#include "view/model/timeline.h"
#include "view/model/verdict.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

struct StoryLine {
  enum class Kind : std::uint8_t { text, dim, yes, no, pending, event, query } kind = Kind::text;
  std::string text;
  FeedKind feed = FeedKind::other;  ///< Kind of an event's line.
};

struct StoryCard {
  std::string title, subtitle;
  int colour = -1;  ///< Colour of a shop: 0 green, 1 yellow, 2 red; else −1.
  std::vector<StoryLine> lines;
};

/// Gives the card; an empty title means that there is nothing to tell. `places`: the towns and roads of the city.
/// `moment` is the timeline's at the instant shown.
StoryCard story_of(const Selection& selection, const Timeline& timeline, const Replay& replay,
                   const PolicyHistory& policies, const Moment& moment, Language language,
                   const CityPlaces* places = nullptr);

}  // namespace tricolor::harness
