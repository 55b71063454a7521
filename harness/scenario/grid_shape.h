// Computes with the outlines of duty grids, which need not be convex.
#pragma once

#include <string>

#include "engine/geometry.h"

namespace tricolor::harness {

/// Turns the corners counter-clockwise. Gives what they must be for a grid, such as "must enclose at least 1 m²", or
/// nothing when they are one. At least three corners must be given.
std::string grid_fault(engine::GroundPolygon& outline);

/// The common area of two outlines without faults, m².
double common_ground_m2(const engine::GroundPolygon& a, const engine::GroundPolygon& b);

}  // namespace tricolor::harness
