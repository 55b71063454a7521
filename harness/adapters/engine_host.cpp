#include "adapters/engine_host.h"

#include <chrono>

#include "clock/stopwatch.h"

namespace tricolor::harness {

using namespace std::chrono_literals;

EngineHost::EngineHost(sim::Simulation& kernel) : kernel_(kernel) {
  kernel_.at_instant_end([this](sim::Time now) { end_of_instant(now); });
}

void EngineHost::start(Build build, bool resume) {
  build_ = std::move(build);
  engine_ = build_();
  if (resume) engine_->restore(kernel_.now());
  touch();
}

void EngineHost::rebuild(bool stored) {
  ++rebuilds_;
  unstored_since_.reset();
  std::vector<engine::Input> again;
  again.swap(unacknowledged_);
  engine_.reset();
  engine_ = build_();
  engine_->restore(kernel_.now());
  touch();
  if (stored) return;
  // The senders of these got no acknowledgement and send them again a second later.
  for (engine::Input& input : again)
    kernel_.schedule(kernel_.now() + 1s, sim::Phase::engine,
                     [this, kept = std::make_shared<engine::Input>(std::move(input))] { deliver(*kept); });
}

void EngineHost::deliver(const engine::Input& input) {
  ++inputs_;
  touch();
  remember(input);
  Stopwatch watch;
  engine_->handle(input, kernel_.now());
  engine_s_ += watch.lap_s();
}

void EngineHost::configure(const engine::Configuration& configuration, const engine::Policy& policy) {
  touch();
  engine_->configure(kernel_.now(), configuration, policy);
}

// A picture or a heartbeat is never sent twice; every other input is sent again by a sender that got no
// acknowledgement.
void EngineHost::remember(const engine::Input& input) {
  if (std::holds_alternative<engine::Frame>(input) || std::holds_alternative<engine::Unchanged>(input)) return;
  if (unacknowledged_.size() < kMostUnacknowledged) unacknowledged_.push_back(input);
  else ++forgotten_;
}

// The store is in trouble: nothing was released. The same instant is tried again shortly.
void EngineHost::refused(sim::Time now) {
  ++refusals_;
  if (!unstored_since_) unstored_since_ = now;
  if (!refused_since_) refused_since_ = now;
  if (retry_armed_) return;
  retry_armed_ = true;
  kernel_.schedule(now + 1s, sim::Phase::engine, [this] {
    retry_armed_ = false;
    touch();
  });
}

void EngineHost::touch() { touched_ = true; }

void EngineHost::end_of_instant(sim::Time now) {
  if (!touched_) return;
  touched_ = false;
  Stopwatch watch;
  try {
    if (!engine_->commit(now)) {
      refused(now);
      engine_s_ += watch.lap_s();
      return;
    }
    if (unstored_since_) refused_until_ = now;
    unstored_since_.reset();
    unacknowledged_.clear();
  } catch (const EngineCrash& crash) {
    rebuild(crash.stored);
    kernel_.schedule(now + 1s, sim::Phase::engine, [this] { touch(); });
  }
  engine_s_ += watch.lap_s();
  arm();
}

void EngineHost::arm() {
  const auto deadline = engine_->next_deadline();
  if (!deadline) return;
  const sim::Time at = std::max<sim::Time>(*deadline, kernel_.now() + sim::Duration{1});
  if (armed_for_ && *armed_for_ > kernel_.now() && *armed_for_ <= at) return;
  armed_for_ = at;
  kernel_.schedule(at, sim::Phase::engine, [this, at] {
    if (armed_for_ == at) armed_for_.reset();
    touch();
    Stopwatch watch;
    const auto due = engine_->next_deadline();
    if (due && *due <= kernel_.now()) engine_->wake(kernel_.now());
    engine_s_ += watch.lap_s();
  });
}

}  // namespace tricolor::harness
