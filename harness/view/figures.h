// The key figures of the window. Each is a query on the journal up to the instant shown: the query stands beside it, is
// shown when the figure is clicked, and tests hold the one against the other.
#pragma once

#include <string>
#include <vector>

#include "view/timeline.h"

namespace tricolor::harness {

struct Figure {
  const char* key;  ///< "incidents_open"
  const char* name_zh;
  const char* name_en;
  const char*
      sql;        ///< One number from `journal` of results.sqlite; :at is the instant in microseconds since 1970, UTC.
  int value = 0;  ///< What the query gives.
  int of =
      -1;  ///< Shown behind a stroke when ≥ 0: what it is a part of; another figure, or a count of the configuration.
  bool share = false;  ///< Shown as a share of `of`, in per cent.
};

/// In the order in which they are shown.
std::vector<Figure> figures_of(const Moment& moment);

/// How a figure is written: "12", "57/60", "86 %", "–" for a share of nothing.
std::string value_text(const Figure& figure);

}  // namespace tricolor::harness
