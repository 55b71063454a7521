// Translates a scenario for the two sides: builds the twin's city, and the engine's configuration of it.
#pragma once

#include "adapters/closed_loop.h"
#include "engine/configuration.h"
#include "engine/policy.h"
#include "scenario/kinds_file.h"
#include "scenario/scenario.h"
#include "sim/city/city.h"
#include "sim/people/demand.h"
#include "sim/people/world.h"

namespace tricolor::harness {

/// The abilities of the twin of which a table of kinds may speak.
KindsOfTwin kinds_of_twin();
/// The same kinds for the twin. They are as `read_kinds` accepts them.
std::shared_ptr<const sim::KindTable> kind_table_of(const std::vector<KindOfThing>& kinds);

/// Builds the immovable city: generated, or from the scenario's lists.
sim::City build_city(const LoopInputs& inputs);

/// Gives the figures of the run's demand, changed by the scenario's own `passers_by` and `people`.
sim::Demand build_demand(const LoopInputs& inputs);

/// Lets everybody keep the rules of every policy of the run, with two looks to spare, where the scenario says so.
void keep_rules(sim::World& world, const LoopInputs& inputs);

/// Gives the configuration that an operator of the service would write for this city. The order of cameras, merchants
/// and officers is the city's.
engine::Configuration build_configuration(const LoopInputs& inputs, const sim::City& city);

/// Gives the shop with this id; the id is known to exist.
int shop_index(const sim::City& city, const std::string& id);
int camera_index(const sim::City& city, const std::string& id);
int officer_index(const sim::City& city, const std::string& id);

}  // namespace tricolor::harness
