// Measures wall time for reports of speed. Together with the progress line this is the only reader of a real clock;
// nothing that it measures enters a decision.
#pragma once

namespace tricolor::harness {

class Stopwatch {
 public:
  Stopwatch();
  /// Gives the seconds since construction or the last call.
  double lap_s();
  /// Gives the seconds since construction.
  double total_s() const;

 private:
  double started_s_;
  double lap_from_s_;
};

}  // namespace tricolor::harness
