#include "faults/gateway_faults.h"

#include <chrono>
#include <variant>

#include "faults/fault_window.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using What = FaultLine::What;

// Time between the two receipts of one message, seconds. Assumed.
constexpr auto kSecondReceiptAfter = 2s;

// Journey of a message whose receipt is early, seconds: the least time in which anything in the world has an effect.
constexpr auto kEarly = 1s;

}  // namespace

FaultyReceipts::FaultyReceipts(EngineSocket& inner, const std::vector<FaultLine>& faults, RunClock& clock)
    : inner_(inner), faults_(faults), clock_(clock) {}

void FaultyReceipts::sent(const std::string& key) {
  if (lasts(faults_, What::gateway_silent, clock_.now())) fates_[key] = Fate::swallowed;
  else if (lasts(faults_, What::gateway_duplicate_receipt, clock_.now())) fates_[key] = Fate::twice;
}

void FaultyReceipts::deliver(const engine::Input& input) {
  const auto* receipt = std::get_if<engine::Receipt>(&input);
  const auto fate = receipt ? fates_.find(receipt->key) : fates_.end();
  if (fate == fates_.end()) return inner_.deliver(input);
  const bool swallowed = fate->second == Fate::swallowed;
  fates_.erase(fate);
  if (swallowed) return;
  inner_.deliver(input);
  clock_.schedule(clock_.now() + kSecondReceiptAfter, [this, key = receipt->key, delivered = receipt->delivered] {
    inner_.deliver(engine::Receipt{key, clock_.now(), delivered});
  });
}

FaultyGateway::FaultyGateway(engine::MessageGateway& inner, FaultyReceipts& receipts,
                             const std::vector<FaultLine>& faults, const RunClock& clock)
    : inner_(inner), receipts_(receipts), faults_(faults), clock_(clock) {}

bool FaultyGateway::lasts_now(FaultLine::What what) const { return lasts(faults_, what, clock_.now()); }

engine::SendResult FaultyGateway::send(const std::string& key, const std::string& phone, const std::string& text) {
  if (inner_.query(key) == engine::SendResult::accepted) return inner_.send(key, phone, text);
  if (lasts_now(What::gateway_rejects)) return engine::SendResult::rejected;
  if (lasts_now(What::gateway_down)) return engine::SendResult::unknown;
  receipts_.sent(key);
  const engine::SendResult result = inner_.send(key, phone, text);
  const bool unheard =
      lasts_now(What::gateway_times_out_after_accepting) || lasts_now(What::gateway_receipt_before_reply);
  return unheard ? engine::SendResult::unknown : result;
}

engine::SendResult FaultyGateway::query(const std::string& key) {
  return lasts_now(What::gateway_down) ? engine::SendResult::unknown : inner_.query(key);
}

Journey FaultyNetwork::journey(const std::string& phone, engine::Time at) {
  Journey journey = inner_.journey(phone, at);
  if (lasts(faults_, What::gateway_loses, at)) journey.lost = true;
  if (lasts(faults_, What::gateway_receipt_before_reply, at)) journey.lasts = kEarly;
  return journey;
}

}  // namespace tricolor::harness
