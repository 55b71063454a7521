// Draws the map of a siting as SVG: streets by how well they are watched, the cameras of today, and the chosen ones.
#pragma once

#include <string>

#include "site/site_study.h"

namespace tricolor::harness {

/// The whole city, with the chosen places numbered.
std::string overview_svg(const SiteResults& site);

/// The surroundings of one chosen camera: fronts, cameras of today with what they watch, the new one, and the poles at
/// which a camera would only watch again what is watched.
std::string detail_svg(const SiteResults& site, std::size_t camera);

}  // namespace tricolor::harness
