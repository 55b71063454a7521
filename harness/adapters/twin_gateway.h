// Simulates the SMS gateway: accepts messages, carries them to the phones of shops, and sends receipts.
//
// Latency is lognormal with a median of 4 s, 0.5 % of messages are lost on the way and 1.5 % of the numbers in the
// dossiers are wrong (all assumed). It accepts a key at most once, as the port demands. Faults are windows of time in
// which it misbehaves.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/engine_socket.h"
#include "engine/configuration.h"
#include "engine/ports.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::harness {

struct GatewayFault {
  enum class What : std::uint8_t {
    times_out_after_accepting,  ///< Accepts, and the caller never hears that it did.
    down,                       ///< Refuses nothing and accepts nothing: the caller waits in vain.
    rejects,                    ///< Refuses every message.
    loses,                      ///< Accepts, delivers nothing, sends a receipt that says so.
    silent,                     ///< Accepts and delivers, and sends no receipt.
    duplicate_receipt,          ///< Every receipt comes twice.
    receipt_before_reply,       ///< The receipt is there before the answer to `send`, which is lost.
  };
  What what = What::down;
  sim::Time from, until;
};

/// One message as the world saw it. Tests count these to check that no message is lost or doubled.
struct Message {
  std::string key, phone, text;
  sim::Time accepted_at;
  std::optional<sim::Time> arrived_at;  ///< Instant of arrival on the phone of the shop; none if it never arrived.
  std::optional<int> shop;              ///< Shop whose phone it is; none for a wrong number or a citizen.
};

class TwinGateway : public engine::MessageGateway {
 public:
  struct Settings {
    double latency_median_s = 4;        ///< Median of the latency, seconds, > 0. Assumed.
    double latency_sigma = 0.5;         ///< Standard deviation of the logarithm of the latency. Assumed.
    double lost_share = 0.005;          ///< Share of messages that are lost, 0 … 1. Assumed.
    double wrong_number_share = 0.015;  ///< Share of shops whose number is wrong, 0 … 1. Assumed.
    std::vector<int> unreachable;       ///< Shops whose number is wrong for certain.
  };

  /// All arguments must outlive it. Draws are keyed by shop (wrong number) and by message key (latency, loss).
  TwinGateway(const engine::Configuration& configuration, sim::World& world, sim::Simulation& kernel,
              EngineSocket& engine, Settings settings, std::vector<GatewayFault> faults, std::uint64_t seed);

  engine::SendResult send(const std::string& key, const std::string& phone, const std::string& text) override;
  engine::SendResult query(const std::string& key) override;

  /// Gives a shop's phone to a new owner: the old number no longer belongs to it; the new one does, unless it is empty.
  void set_number(int shop, const std::string& phone);

  /// Gives all accepted messages, in order of acceptance.
  const std::vector<Message>& messages() const { return messages_; }
  /// Gives the number of sends refused because the key had been accepted before.
  std::uint64_t repeated_keys() const { return repeated_keys_; }

 private:
  bool faulty(GatewayFault::What what) const;
  void accept(const std::string& key, const std::string& phone, const std::string& text);
  void send_receipt(const std::string& key, sim::Time at, bool delivered);
  std::string class_in(const std::string& text) const;

  const engine::Configuration& configuration_;
  sim::World& world_;
  sim::Simulation& kernel_;
  EngineSocket& engine_;
  Settings settings_;
  std::vector<GatewayFault> faults_;
  std::uint64_t seed_;
  std::map<std::string, int> shop_by_phone_;
  std::map<std::string, std::size_t> by_key_;
  std::vector<Message> messages_;
  std::uint64_t repeated_keys_ = 0;
};

}  // namespace tricolor::harness
