#include "cli/stop_signals.h"

#include <array>
#include <csignal>

namespace tricolor::harness {
namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
std::array<struct sigaction, kSignals.size()> before;
std::function<void()> stop_command;
extern "C" void on_stop_signal(int) { stop_command(); }

// Holds the signals back on this thread; the other threads of a command hold none of their own.
class HeldBack {
 public:
  HeldBack() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : kSignals) sigaddset(&held, signal);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~HeldBack() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldBack(const HeldBack&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

StopSignals::StopSignals(std::function<void()> stop) {
  stop_command = std::move(stop);
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  sigemptyset(&action.sa_mask);
  // SA_RESTART is not set, so that a call which waits for a pipe or a stream returns.
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &before[i]);
    if (kSignals[i] == SIGHUP && before[i].sa_handler == SIG_IGN) continue;
    sigaction(kSignals[i], &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before[i], nullptr);
  stop_command = nullptr;
}

void StopSignals::call_instead(std::function<void()> stop) {
  const HeldBack held;
  stop_command = std::move(stop);
}

}  // namespace tricolor::harness
