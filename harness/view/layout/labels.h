// Finds room for the words on the map, so that no two of them overlap. It knows no window.
#pragma once

#include <string>
#include <vector>

#include "view/layout/px.h"

namespace tricolor::harness {

/// Ranks of labels: where two would overlap, the one of the earlier rank stays, and of equal ranks the one that was
/// offered first.
enum class LabelRank : unsigned char { chosen, plate, incident, officer, town, street, shop, camera };

struct Label {
  LabelRank rank = LabelRank::shop;
  PxRect box;           ///< Place of the text in units of the screen.
  unsigned size = 12;   ///< Height of the text.
  unsigned colour = 0;  ///< As 0xRRGGBBAA.
  std::string text;
};

/// The room that is taken on the map.
class LabelRoom {
 public:
  /// Takes a box if nothing has any of it. False when something has.
  bool take(const PxRect& box);
  /// Takes a box whatever has it.
  void block(const PxRect& box) { taken_.push_back(box); }

 private:
  std::vector<PxRect> taken_;
};

/// Chooses the labels that have room, in the order in which they are to be drawn. `room` may be taken in part already.
std::vector<Label> with_room(std::vector<Label> offered, LabelRoom& room);

}  // namespace tricolor::harness
