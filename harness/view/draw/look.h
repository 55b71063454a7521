// Defines the window's colours and sizes.
#pragma once

#include <SFML/Graphics/Color.hpp>
#include <SFML/System/Vector2.hpp>

#include "view/layout/px.h"
#include "view/words/words.h"

namespace tricolor::harness::look {

inline const sf::Color kGround(9, 14, 24), kBlock(15, 22, 37), kPavement(33, 44, 66), kCarriageway(21, 29, 46),
    kMarking(70, 86, 115), kBay(52, 72, 104);
inline const sf::Color kPanel(13, 20, 34), kPanelHigh(19, 29, 48), kLine(38, 54, 84), kCard(12, 19, 33, 248);
inline const sf::Color kText(219, 230, 246), kDim(132, 151, 183), kFaint(84, 101, 132);
inline const sf::Color kAccent(64, 201, 245), kGreen(52, 199, 110), kYellow(255, 204, 51), kRed(255, 77, 79),
    kAmber(255, 159, 67), kBlue(77, 141, 255), kViolet(178, 132, 255);

inline sf::Color faded(sf::Color colour, float share) {
  colour.a = static_cast<sf::Uint8>(static_cast<float>(colour.a) * (share < 0 ? 0 : share > 1 ? 1 : share));
  return colour;
}

inline sf::Color of(engine::Colour colour) {
  return colour == engine::Colour::green ? kGreen : colour == engine::Colour::yellow ? kYellow : kRed;
}

inline sf::Color of(FeedKind kind) {
  switch (kind) {
    case FeedKind::incident: return kRed;
    case FeedKind::good: return kGreen;
    case FeedKind::notice: return kAmber;
    case FeedKind::case_work: return kBlue;
    case FeedKind::colour: return kYellow;
    case FeedKind::report: return kViolet;
    case FeedKind::camera: return kDim;
    case FeedKind::other: return kFaint;
  }
  return kFaint;
}

inline sf::Vector2f at(Px place) { return {place.x, place.y}; }
inline Px at(sf::Vector2f place) { return {place.x, place.y}; }

// Width of the story card, and distance to the right of the map's middle at which a selection is shown beside it, both
// in the window's unit.
inline constexpr float kCardWidth = 356, kBesideCard = 183;

}  // namespace tricolor::harness::look
