// Converts between GCJ-02, in which maps and positioning in China are published, and WGS 84.
//
// The transform itself is not published. This is the formula that was found from the outside and that every public
// converter uses (eviltransform by googollee and its ports in a dozen languages, coordtransform by wandergis): two sums
// of sines about 105° E, 35° N on Krasovsky's ellipsoid of 1940. It gives the test points of those converters to 1e-9
// degrees (tests/harness/import). By how much a map's own GCJ-02 differs from the formula is published nowhere, so that
// no bound of the error is stated here.
#pragma once

#include "scenario/plane.h"

namespace tricolor::harness {

/// Gives GCJ-02. Outside the rectangle 72.004 … 137.8347° E, 0.8293 … 55.8271° N, in which the converters move places,
/// a place stays as it is.
LonLat gcj02_of_wgs84(LonLat wgs84);

/// Gives the place whose GCJ-02 is this one, to 1e-9 degrees (a tenth of a millimetre), by repeated correction.
LonLat wgs84_of_gcj02(LonLat gcj02);

}  // namespace tricolor::harness
