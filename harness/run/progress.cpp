#include "run/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace tricolor::harness {
namespace {
constexpr double kQuietS = 2;            // Work that is over by then tells nothing.
constexpr double kTerminalEveryS = 0.2;  // Time between two writings of the line of a terminal …
constexpr double kPlainEveryS = 10;      // … and between two lines of anything else, such as a log.
}  // namespace

Progress::Progress(std::string what) : what_(std::move(what)), terminal_(isatty(fileno(stderr)) != 0) {}

Progress::~Progress() { done(); }

void Progress::at(double share, const std::string& where) {
  const double now = watch_.total_s();
  if (now < kQuietS || now - shown_s_ < (terminal_ ? kTerminalEveryS : kPlainEveryS)) return;
  shown_s_ = now;
  // From a smaller share than this the time left cannot be told.
  const std::string left = share > 0.005 ? seconds_text(now * (1 - share) / share) + " left" : "";
  const std::string line = fmt::format("{} {:3.0f} % {} {}", what_, 100 * share, where, left);
  if (terminal_) {
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
    open_ = true;
  } else {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
  std::fflush(stderr);
}

void Progress::done() {
  if (open_) std::fprintf(stderr, "\r\033[K");
  open_ = false;
}

std::string seconds_text(double seconds) {
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  const long whole = static_cast<long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string bytes_text(double bytes) {
  if (bytes < 1e6) return fmt::format("{:.0f} kB", bytes / 1e3);
  return fmt::format("{:.1f} MB", bytes / 1e6);
}

}  // namespace tricolor::harness
