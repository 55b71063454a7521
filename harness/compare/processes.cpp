#include "compare/processes.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>

namespace tricolor::harness {
namespace {

// A line of a child is a share, such as "0.25"; after this mark all that follows is the text of a fault.
constexpr char kFaultMark = '!';
// Time after which the flag of the user's wish to stop is read again, milliseconds.
constexpr int kLookEveryMs = 200;
constexpr int kDone = 0, kFault = 1, kEndedEarly = 2;

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(fmt::format("{} failed: {}", what, std::strerror(errno)));
}

// A flag that this process and all that it forks share.
class SharedFlag {
 public:
  SharedFlag() {
    static_assert(std::atomic<bool>::is_always_lock_free);
    page_ = mmap(nullptr, sizeof(std::atomic<bool>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page_ == MAP_FAILED) fail("mmap");
    flag_ = new (page_) std::atomic<bool>(false);
  }
  ~SharedFlag() { munmap(page_, sizeof(std::atomic<bool>)); }
  SharedFlag(const SharedFlag&) = delete;
  std::atomic<bool>& operator*() const { return *flag_; }

 private:
  void* page_ = nullptr;
  std::atomic<bool>* flag_ = nullptr;
};

void write_all(int pipe, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t more = write(pipe, text.data() + done, text.size() - done);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return;
    done += static_cast<std::size_t>(more);
  }
}

// The end of a child: it returns to nobody and runs no destructor of its parent's.
[[noreturn]] void work_as_child(const PieceOfWork& piece, int pipe, const std::atomic<bool>& stop, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A parent that died before that call sends no signal any more.
  if (getppid() != parent) _exit(kEndedEarly);
  int code = kDone;
  try {
    if (!piece(ParentLink(pipe, &stop))) code = kEndedEarly;
  } catch (const std::exception& failed) {
    write_all(pipe, kFaultMark + std::string(failed.what()));
    code = kFault;
  }
  _exit(code);
}

class Children {
 public:
  Children(const std::vector<PieceOfWork>& pieces, const ProcessOptions& options)
      : pieces_(pieces), options_(options) {}

  bool run() {
    while (true) {
      const bool wanted = options_.stop && options_.stop->load(std::memory_order_relaxed);
      if (wanted || !fault_.empty()) (*stop_).store(true, std::memory_order_relaxed);
      const bool stopping = (*stop_).load(std::memory_order_relaxed);
      while (!stopping && next_ < pieces_.size() && running_.size() < static_cast<std::size_t>(options_.at_once))
        begin(next_++);
      if (running_.empty()) break;
      listen();
    }
    if (!fault_.empty()) throw std::runtime_error(fault_);
    return !ended_early_ && next_ == pieces_.size();
  }

 private:
  struct Child {
    std::size_t piece = 0;
    pid_t process = 0;
    int pipe = -1;
    std::string said;  // What it has said and is not read yet.
  };

  void begin(std::size_t piece) {
    int ends[2];
    if (pipe(ends) != 0) fail("pipe");
    const pid_t parent = getpid(), process = fork();
    if (process < 0) {
      close(ends[0]);
      close(ends[1]);
      // Those that run already must not be left alone.
      if (fault_.empty()) fault_ = fmt::format("fork failed: {}", std::strerror(errno));
      return;
    }
    if (process == 0) {
      close(ends[0]);
      work_as_child(pieces_[piece], ends[1], *stop_, parent);
    }
    close(ends[1]);
    running_.push_back({piece, process, ends[0], {}});
  }

  void listen() {
    std::vector<pollfd> waits;
    for (const Child& child : running_) waits.push_back({child.pipe, POLLIN, 0});
    if (poll(waits.data(), waits.size(), kLookEveryMs) <= 0) return;
    for (std::size_t i = waits.size(); i-- > 0;)
      if (waits[i].revents != 0 && !hear(running_[i])) {
        end(running_[i]);
        running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
      }
  }

  // Reads what a child says; false when it will say no more.
  bool hear(Child& child) {
    char text[4096];
    const ssize_t length = read(child.pipe, text, sizeof text);
    if (length < 0) return errno == EINTR;
    if (length == 0) return false;
    child.said.append(text, static_cast<std::size_t>(length));
    if (child.said.find(kFaultMark) != std::string::npos) return true;
    const std::size_t last = child.said.rfind('\n');
    if (last == std::string::npos) return true;
    const std::size_t before = last == 0 ? std::string::npos : child.said.rfind('\n', last - 1);
    const double share = std::strtod(child.said.c_str() + (before == std::string::npos ? 0 : before + 1), nullptr);
    child.said.erase(0, last + 1);
    if (options_.progress) options_.progress(child.piece, share);
    return true;
  }

  void end(const Child& child) {
    close(child.pipe);
    int status = 0;
    while (waitpid(child.process, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == kDone) {
      if (options_.progress) options_.progress(child.piece, 1);
    } else if (WIFEXITED(status) && WEXITSTATUS(status) == kEndedEarly) {
      ended_early_ = true;
    } else if (fault_.empty()) {
      const std::size_t mark = child.said.find(kFaultMark);
      fault_ = mark != std::string::npos ? child.said.substr(mark + 1)
               : WIFSIGNALED(status)     ? fmt::format("its process was ended by signal {} ({})", WTERMSIG(status),
                                                       strsignal(WTERMSIG(status)))
                                         : "its process ended without a word";
    }
  }

  const std::vector<PieceOfWork>& pieces_;
  const ProcessOptions& options_;
  SharedFlag stop_;
  std::vector<Child> running_;
  std::size_t next_ = 0;
  bool ended_early_ = false;
  std::string fault_;
};

}  // namespace

void ParentLink::tell(double share) const { write_all(pipe_, fmt::format("{}\n", share)); }

bool run_in_processes(const std::vector<PieceOfWork>& pieces, const ProcessOptions& options) {
  return Children(pieces, options).run();
}

}  // namespace tricolor::harness
