// Defines a gateway, a telephone network and a way back of receipts that misbehave when a scenario says so, in the
// run's own time. What lies behind them knows nothing of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/ports.h"
#include "scenario/scenario.h"
#include "sockets/engine_socket.h"
#include "sockets/phone_network.h"
#include "sockets/run_clock.h"

namespace tricolor::harness {

/// The way of receipts from the gateway to the engine. A `gateway_silent` swallows them, a `gateway_duplicate_receipt`
/// brings each once more, 2 s later. The fault that lasts when a message is sent decides about its receipts; where both
/// last, there is none. Any other input passes.
class FaultyReceipts : public EngineSocket {
 public:
  /// All arguments must outlive it.
  FaultyReceipts(EngineSocket& inner, const std::vector<FaultLine>& faults, RunClock& clock);
  /// Is told of each message when it is handed to the gateway.
  void sent(const std::string& key);
  void deliver(const engine::Input& input) override;

 private:
  enum class Fate : std::uint8_t { swallowed, twice };

  EngineSocket& inner_;
  const std::vector<FaultLine>& faults_;
  RunClock& clock_;
  std::map<std::string, Fate> fates_;  // By key, until the receipt comes.
};

/// The engine's way to the gateway. While a `gateway_rejects` lasts it refuses every new message. While a
/// `gateway_down` lasts it takes none, and no answer comes. While a `gateway_times_out_after_accepting` or a
/// `gateway_receipt_before_reply` lasts it takes messages and its answer is lost. A key that was accepted before is
/// answered as ever.
class FaultyGateway : public engine::MessageGateway {
 public:
  /// All arguments must outlive it. `receipts` is the way back from `inner`.
  FaultyGateway(engine::MessageGateway& inner, FaultyReceipts& receipts, const std::vector<FaultLine>& faults,
                const RunClock& clock);
  engine::SendResult send(const std::string& key, const std::string& phone, const std::string& text) override;
  engine::SendResult query(const std::string& key) override;

 private:
  bool lasts_now(FaultLine::What what) const;

  engine::MessageGateway& inner_;
  FaultyReceipts& receipts_;
  const std::vector<FaultLine>& faults_;
  const RunClock& clock_;
};

/// Loses every message that sets out while a `gateway_loses` lasts. While a `gateway_receipt_before_reply` lasts each
/// takes 1 s, so that its receipt is there before the engine asks.
class FaultyNetwork : public PhoneNetwork {
 public:
  /// All arguments must outlive it.
  FaultyNetwork(PhoneNetwork& inner, const std::vector<FaultLine>& faults) : inner_(inner), faults_(faults) {}
  Journey journey(const std::string& phone, engine::Time at) override;

 private:
  PhoneNetwork& inner_;
  const std::vector<FaultLine>& faults_;
};

}  // namespace tricolor::harness
