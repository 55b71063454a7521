#include "view/layout/labels.h"

#include <algorithm>

namespace tricolor::harness {

bool LabelRoom::take(const PxRect& box) {
  if (std::any_of(taken_.begin(), taken_.end(), [&](const PxRect& other) { return other.meets(box); })) return false;
  taken_.push_back(box);
  return true;
}

std::vector<Label> with_room(std::vector<Label> offered, LabelRoom& room) {
  std::stable_sort(offered.begin(), offered.end(), [](const Label& a, const Label& b) { return a.rank < b.rank; });
  std::erase_if(offered, [&](const Label& label) { return !room.take(label.box); });
  return offered;
}

}  // namespace tricolor::harness
