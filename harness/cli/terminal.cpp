#include "cli/terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "cli/commands.h"
#include "engine/document.h"

namespace tricolor::harness {
namespace {

constexpr int kUnknown = -1;
std::atomic<int> first_failure{0};  // errno of the first write to standard output that failed, or kUnknown.

void note_failure(int error) {
  int none = 0;
  first_failure.compare_exchange_strong(none, error ? error : kUnknown);
}

}  // namespace

void prepare_output() {
  std::signal(SIGPIPE, SIG_IGN);
  // A closed descriptor would be given to the next file that is opened, and the file would then receive the terminal's
  // output. A descriptor that is opened for the wrong direction stays taken, and every write to it fails as before.
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
      return;
}

void say(std::string_view text) {
  const std::string shown = engine::made_printable(text);
  errno = 0;
  if (std::fwrite(shown.data(), 1, shown.size(), stdout) < shown.size()) note_failure(errno);
}

void complain(std::string_view text) {
  const std::string shown = engine::made_printable(text);
  std::fwrite(shown.data(), 1, shown.size(), stderr);
}

int settle_output(int code) {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) note_failure(errno);
  const int failure = first_failure.load();
  if (failure == 0 || failure == EPIPE) return code;
  std::fprintf(stderr, "tricolor: standard output cannot be written%s%s\n", failure == kUnknown ? "" : ": ",
               failure == kUnknown ? "" : std::strerror(failure));
  return kMachine;
}

}  // namespace tricolor::harness
