#include "adapters/twin_gateway.h"

#include <algorithm>
#include <chrono>

#include "sim/random/streams.h"

namespace tricolor::harness {
namespace {

constexpr auto kWrongNumber = sim::purpose("gateway.wrong_number");
constexpr auto kJourney = sim::purpose("gateway.journey");

}  // namespace

Journey TwinNetwork::journey(const std::string& phone, sim::Time at) {
  const std::int64_t quarter = std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count() / 15;
  sim::Draw draw({seed_, sim::purpose(phone), kJourney, static_cast<std::uint64_t>(quarter)});
  const double latency_s =
      std::clamp(draw.lognormal_median(settings_.latency_median_s, settings_.latency_sigma), 1.0, 600.0);
  return {sim::Duration{static_cast<std::int64_t>(latency_s * 1e6)}, draw.chance(settings_.lost_share)};
}

TwinGateway::TwinGateway(const engine::Configuration& configuration, sim::World& world, sim::Simulation& kernel,
                         PhoneNetwork& network, EngineSocket& receipts, const Settings& settings, std::uint64_t seed)
    : configuration_(configuration), world_(world), kernel_(kernel), network_(network), receipts_(receipts) {
  for (std::size_t i = 0; i < configuration.merchants.size(); ++i) {
    const std::string& phone = configuration.merchants[i].phone;
    if (phone.empty()) continue;
    const int shop = static_cast<int>(i);
    sim::Draw draw({seed, i, kWrongNumber, 0});
    const bool certain =
        std::find(settings.unreachable.begin(), settings.unreachable.end(), shop) != settings.unreachable.end();
    if (!certain && !draw.chance(settings.wrong_number_share)) shop_by_phone_[phone] = shop;
  }
}

void TwinGateway::set_number(int shop, const std::string& phone) {
  std::erase_if(shop_by_phone_, [shop](const auto& entry) { return entry.second == shop; });
  if (!phone.empty()) shop_by_phone_[phone] = shop;
}

std::string TwinGateway::class_in(const std::string& text) const {
  // One class's name may be part of another's: the longest one in the text is meant.
  const engine::ViolationClass* meant = nullptr;
  for (const engine::ViolationClass& entry : configuration_.classes)
    if (text.find(entry.name_zh) != std::string::npos && (!meant || entry.name_zh.size() > meant->name_zh.size()))
      meant = &entry;
  return meant ? meant->code_name : std::string{};
}

engine::SendResult TwinGateway::send(const std::string& key, const std::string& phone, const std::string& text) {
  if (by_key_.contains(key)) {
    ++repeated_keys_;
    return engine::SendResult::accepted;
  }
  accept(key, phone, text);
  return engine::SendResult::accepted;
}

engine::SendResult TwinGateway::query(const std::string& key) {
  return by_key_.contains(key) ? engine::SendResult::accepted : engine::SendResult::rejected;
}

void TwinGateway::accept(const std::string& key, const std::string& phone, const std::string& text) {
  const std::size_t index = messages_.size();
  by_key_[key] = index;
  Message message{key, phone, text, kernel_.now(), std::nullopt, std::nullopt};
  if (const auto found = shop_by_phone_.find(phone); found != shop_by_phone_.end()) message.shop = found->second;
  messages_.push_back(message);

  const auto [lasts, lost] = network_.journey(phone, kernel_.now());
  const sim::Time arrives = kernel_.now() + lasts;
  const bool reaches_a_phone = !lost && message.shop.has_value();
  if (reaches_a_phone)
    kernel_.schedule(arrives, sim::Phase::world, [this, index] {
      Message& there = messages_[index];
      there.arrived_at = kernel_.now();
      world_.message_arrives(*there.shop, there.text, class_in(there.text));
    });
  // Citizens' phones are outside the simulated city: they get every message.
  const bool to_a_citizen = phone.rfind("citizen", 0) == 0;
  send_receipt(key, arrives, reaches_a_phone || (to_a_citizen && !lost));
}

void TwinGateway::send_receipt(const std::string& key, sim::Time at, bool delivered) {
  kernel_.schedule(at, sim::Phase::engine, [this, key, delivered] {
    receipts_.deliver(engine::Receipt{key, kernel_.now(), delivered});
  });
}

}  // namespace tricolor::harness
