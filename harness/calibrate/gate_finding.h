// One item of a calibration's gate with its figures, for the file and for the page.
#pragma once

#include <string>

#include "adapters/calibration.h"

namespace tricolor::harness {

struct GateFinding {
  GateItem item;
  std::string zh;              ///< Name in Chinese; that in English is the item's.
  bool ratio = false;          ///< True: events / pixels; otherwise events − pixels.
  bool known = false;          ///< False: there is no interval.
  double low = 0, high = 0;    ///< 90 % interval.
  double least = 0, most = 0;  ///< The margin: what the interval must lie within.
};

}  // namespace tricolor::harness
