#include "adapters/patient_store.h"

#include <ctime>
#include <utility>

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Pauses between tries. They are long enough for a lock or another short failure to end, but not for a person to empty
// a full disk. Assumed.
constexpr std::chrono::milliseconds kPauses[] = {1000ms, 2000ms, 3000ms};

}  // namespace

PatientStore::PatientStore(engine::DurableStore& inner, Wait wait, std::function<void()> gave_up)
    : inner_(inner), wait_(std::move(wait)), gave_up_(std::move(gave_up)) {}

bool PatientStore::append(std::span<const engine::Event> events) {
  if (given_up_) return false;
  if (inner_.append(events)) return true;
  for (const std::chrono::milliseconds pause : kPauses) {
    trouble_ = inner_.trouble();
    wait_(pause);
    if (!inner_.append(events)) continue;
    ++waited_for_;
    if (!waited_since_) waited_since_ = events.front().at;
    return true;
  }
  trouble_ = inner_.trouble();
  given_up_ = true;
  gave_up_();
  return false;
}

void wait_in_wall_time(std::chrono::milliseconds time) {
  const timespec length{static_cast<std::time_t>(time.count() / 1000),
                        static_cast<long>(time.count() % 1000) * 1'000'000};
  // A signal ends the pause early, as it should end the run.
  nanosleep(&length, nullptr);
}

}  // namespace tricolor::harness
