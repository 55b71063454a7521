// Prints progress with the time left: one line that is rewritten on a terminal, a plain line every few seconds
// elsewhere, nothing for work that is over within two seconds.
#pragma once

#include <string>

#include "clock/stopwatch.h"

namespace tricolor::harness {

class Progress {
 public:
  /// `what` stands before the figures.
  explicit Progress(std::string what);
  ~Progress();
  /// `share` is 0 … 1; `where` names the present step.
  void at(double share, const std::string& where);
  /// Ends the line on a terminal.
  void done();

 private:
  std::string what_;
  Stopwatch watch_;
  double shown_s_ = 0;
  bool terminal_ = false;
  bool open_ = false;
};

/// Writes a length of time as "3 min 20 s", "12 s" or "0.4 s".
std::string seconds_text(double seconds);
/// Writes a number of bytes as "12.3 MB".
std::string bytes_text(double bytes);

}  // namespace tricolor::harness
