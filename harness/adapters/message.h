// Defines what the record of a run keeps of each message to a telephone.
#pragma once

#include <optional>
#include <string>

#include "sim/kernel/simulation.h"

namespace tricolor::harness {

/// One message as the world saw it. Tests count these to check that no message is lost or doubled.
struct Message {
  std::string key, phone, text;
  sim::Time accepted_at;
  std::optional<sim::Time> arrived_at;  ///< Instant of arrival on the phone of the shop; none if it never arrived.
  std::optional<int> shop;              ///< Shop whose phone it is; none for a wrong number or a citizen.
};

}  // namespace tricolor::harness
