#include "service/watch/lone_engine.h"

#include <algorithm>
#include <stdexcept>

namespace tricolor::harness {

LoneEngine::LoneEngine(std::shared_ptr<const engine::Vision> vision, engine::Time start,
                       const engine::Configuration& configuration, const engine::Policy& policy,
                       std::function<void(const engine::Event&)> heard)
    : heard_(std::move(heard)), start_(start) {
  engine_ =
      std::make_unique<engine::Engine>(std::move(vision), engine::Ports{this, this, this, this, this, this, {this}});
  engine_->configure(start, configuration, policy);
}

void LoneEngine::handle(const engine::Input& input, engine::Time now) {
  const engine::Time before = now - engine::Duration{1};
  for (auto due = engine_->next_deadline(); due && *due <= before; due = engine_->next_deadline()) {
    const engine::Time at = std::max(*due, start_);
    engine_->wake(at);
    if (!engine_->commit(at)) throw std::runtime_error("the journal could not be kept");
    if (const auto next = engine_->next_deadline(); next && *next <= at) break;
  }
  engine_->handle(input, now);
  if (!engine_->commit(now)) throw std::runtime_error("the journal could not be kept");
}

}  // namespace tricolor::harness
