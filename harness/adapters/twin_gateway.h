// Simulates the SMS gateway and the telephone network: accepts messages, carries them to the phones of shops, and sends
// receipts.
//
// Latency is lognormal with a median of 4 s, 0.5 % of messages are lost on the way and 1.5 % of the numbers in the
// dossiers are wrong (all assumed). The gateway accepts a key at most once, as the port demands. Faults of either are
// decorators (harness/faults).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/message.h"
#include "engine/configuration.h"
#include "engine/ports.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"
#include "sockets/engine_socket.h"
#include "sockets/phone_network.h"

namespace tricolor::harness {

class TwinNetwork : public PhoneNetwork {
 public:
  struct Settings {
    double latency_median_s = 4;  ///< Median of the latency, seconds, > 0. Assumed.
    double latency_sigma = 0.5;   ///< Standard deviation of the logarithm of the latency. Assumed.
    double lost_share = 0.005;    ///< Share of messages that are lost, 0 … 1. Assumed.
  };

  TwinNetwork(Settings settings, std::uint64_t seed) : settings_(settings), seed_(seed) {}

  /// Draws by the phone and the quarter of an hour alone, so that two policies meet the same network.
  Journey journey(const std::string& phone, sim::Time at) override;

 private:
  Settings settings_;
  std::uint64_t seed_;
};

class TwinGateway : public engine::MessageGateway {
 public:
  struct Settings {
    double wrong_number_share = 0.015;  ///< Share of shops whose number is wrong, 0 … 1. Assumed.
    std::vector<int> unreachable;       ///< Shops whose number is wrong for certain.
  };

  /// All arguments must outlive it; `receipts` takes the receipts to the engine. Draws are keyed by shop.
  TwinGateway(const engine::Configuration& configuration, sim::World& world, sim::Simulation& kernel,
              PhoneNetwork& network, EngineSocket& receipts, const Settings& settings, std::uint64_t seed);

  engine::SendResult send(const std::string& key, const std::string& phone, const std::string& text) override;
  engine::SendResult query(const std::string& key) override;

  /// Gives a shop's phone to a new owner: the old number no longer belongs to it; the new one does, unless it is empty.
  void set_number(int shop, const std::string& phone);

  /// Gives all accepted messages, in order of acceptance.
  const std::vector<Message>& messages() const { return messages_; }
  /// Gives the number of sends refused because the key had been accepted before.
  std::uint64_t repeated_keys() const { return repeated_keys_; }

 private:
  void accept(const std::string& key, const std::string& phone, const std::string& text);
  void send_receipt(const std::string& key, sim::Time at, bool delivered);
  std::string class_in(const std::string& text) const;

  const engine::Configuration& configuration_;
  sim::World& world_;
  sim::Simulation& kernel_;
  PhoneNetwork& network_;
  EngineSocket& receipts_;
  std::map<std::string, int> shop_by_phone_;
  std::map<std::string, std::size_t> by_key_;
  std::vector<Message> messages_;
  std::uint64_t repeated_keys_ = 0;
};

}  // namespace tricolor::harness
