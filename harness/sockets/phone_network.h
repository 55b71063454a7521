// Defines the interface between the simulated gateway and the telephone network that carries its messages.
#pragma once

#include <string>

#include "engine/time.h"

namespace tricolor::harness {

/// The way of one message from the gateway to a telephone.
struct Journey {
  engine::Duration lasts{0};  ///< Time from acceptance to arrival, or to the receipt of a lost message; ≥ 1 s.
  bool lost = false;          ///< True when it never arrives.
};

class PhoneNetwork {
 public:
  virtual ~PhoneNetwork() = default;
  /// Says what becomes of a message that is accepted for `phone` at `at`. To be called once for each message, in any
  /// order.
  virtual Journey journey(const std::string& phone, engine::Time at) = 0;
};

}  // namespace tricolor::harness
