// Describes a place along a street in words.
#pragma once

#include "report/page/html/html.h"

namespace tricolor::harness {

/// Gives "新华路北侧 120 m" from {street, side, along}; a dash where there is no street.
inline Bilingual place_words(const Json& place) {
  if (place.is_null()) return {"–", "–"};
  const std::string street = place["street"].get<std::string>(), side = place["side"].get<std::string>();
  const std::string along = std::to_string(place["along"].get<std::int64_t>());
  const char* zh = side == "north"   ? "北侧"
                   : side == "south" ? "南侧"
                   : side == "east"  ? "东侧"
                   : side == "west"  ? "西侧"
                                     : "";
  return {street + zh + " " + along + " 米处",
          street + (side.empty() ? "" : ", " + side + " side") + ", " + along + " m"};
}

}  // namespace tricolor::harness
