// Lets Ctrl-C, `kill` and a terminal that hangs up ask a command to end early and to keep its results.
#pragma once

#include <functional>

namespace tricolor::harness {

/// While it lives, SIGINT, SIGTERM and SIGHUP call `stop` instead of ending the program; blocking system calls return
/// early. A SIGHUP that was ignored before (`nohup`) stays ignored. At most one at a time.
class StopSignals {
 public:
  /// `stop` is called from a signal handler: it may set lock-free atomics and nothing else.
  explicit StopSignals(std::function<void()> stop);
  ~StopSignals();
  /// From here on `stop` is called instead; no signal falls between the two.
  void call_instead(std::function<void()> stop);
  StopSignals(const StopSignals&) = delete;
};

}  // namespace tricolor::harness
