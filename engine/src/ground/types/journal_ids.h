// Gives a configuration the ids that a journal has given to its names. A name keeps its id for as long as there is a
// journal, wherever it stands in the tables of the configuration; new names get the next ids, and an id whose name has
// left is never given again.
#pragma once

#include "engine/configuration.h"
#include "engine/digest.h"

namespace tricolor::engine {

/// The configuration with every id as the journal has it. What the journal knows and `given` lacks keeps its place as a
/// name without effect: a zone that no camera watches, a shop without a front, a class that is violated nowhere, an
/// officer who is never on duty. A table in which a name is empty or stands twice has no keys; it stays as it is given.
Configuration in_ids_of(const WorldTables& known, Configuration given);

/// True when a configuration gives the names of these tables the ids that they have there, as far as both have keys.
bool has_ids_of(const WorldTables& known, const Configuration& configuration);

}  // namespace tricolor::engine
