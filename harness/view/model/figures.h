// Computes the key figures of the window. Each is a query on the journal up to the instant shown: the query is kept
// with the figure and shown when it is clicked, and tests compare the two.
#pragma once

#include <string>
#include <vector>

#include "view/model/timeline.h"

namespace tricolor::harness {

struct Figure {
  const char* key;  ///< "incidents_open"
  const char* name_zh;
  const char* name_en;
  /// Query for one number from `journal` of results.sqlite; :at is the instant in microseconds since 1970, UTC.
  const char* sql;
  int value = 0;  ///< Result of the query.
  /// The whole of which it is a part, shown behind a stroke when ≥ 0: another figure, or a count of the
  /// configuration.
  int of = -1;
  bool share = false;  ///< True: shown as a share of `of`, per cent.
};

/// Gives the figures in the order in which they are shown.
std::vector<Figure> figures_of(const Moment& moment);

/// Writes a figure as "12", "57/60", "86 %", or "–" for a share of nothing.
std::string value_text(const Figure& figure);

}  // namespace tricolor::harness
