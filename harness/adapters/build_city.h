// From a scenario to the two sides' own words: the city that the twin lives in, and what the engine is told about it.
#pragma once

#include "engine/configuration.h"
#include "engine/policy.h"
#include "scenario/scenario.h"
#include "sim/city/city.h"
#include "sim/people/demand.h"

namespace tricolor::harness {

/// The city that does not move: generated, or as the scenario's lists say.
sim::City build_city(const Scenario& scenario);

/// Demand with the scenario's own passers-by and people.
sim::Demand build_demand(const Scenario& scenario);

/// What an operator of the service would have written down about this city. Order of cameras, merchants and officers is
/// the city's.
engine::Configuration build_configuration(const Scenario& scenario, const sim::City& city,
                                          const engine::ClassTable& classes);

/// The shop with this id; the id is known to exist.
int shop_index(const sim::City& city, const std::string& id);
int camera_index(const sim::City& city, const std::string& id);
int officer_index(const sim::City& city, const std::string& id);

}  // namespace tricolor::harness
