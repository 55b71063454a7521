// Writes the page of a calibration, in Chinese and English: its gate as a picture in units of the margins, and what was
// observed beside what was fitted.
#pragma once

#include <string>

#include "calibrate/calibrate.h"

namespace tricolor::harness {

/// Gives the whole page as HTML.
std::string calibration_page(const CalibrationMade& made);

}  // namespace tricolor::harness
