#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "engine/journal.h"
#include "engine/stores.h"

namespace tricolor::engine {
namespace {

// Lets one process at a time write a journal. The kernel gives the lock up when the process ends, however it ends.
class WriteLock {
 public:
  explicit WriteLock(std::string path) : path_(std::move(path)) {}
  ~WriteLock() {
    if (file_ < 0) return;
    unlink(path_.c_str());
    close(file_);
  }
  WriteLock(const WriteLock&) = delete;

  // Takes the lock. Empty when it is held, otherwise the reason why not.
  std::string take() {
    for (;;) {
      const int file = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
      if (file < 0) return std::generic_category().message(errno);
      if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = holder_of(file);
        close(file);
        return "it is being written by another process" + (holder.empty() ? std::string{} : ", number " + holder);
      }
      // The previous holder may have removed the file between opening and locking; then the lock is on a file that no
      // other process will find.
      struct stat locked, named;  // NOLINT: both are filled before they are read.
      if (fstat(file, &locked) == 0 && stat(path_.c_str(), &named) == 0 && locked.st_ino == named.st_ino) {
        file_ = file;
        // The process number is only for another process's message; the lock holds without it.
        const std::string me = std::to_string(getpid()) + "\n";
        (void)(ftruncate(file_, 0) == 0 && pwrite(file_, me.data(), me.size(), 0) > 0);
        return {};
      }
      close(file);
    }
  }

 private:
  static std::string holder_of(int file) {
    char text[16] = {};
    const ssize_t length = pread(file, text, sizeof text - 1, 0);
    std::string number(text, static_cast<std::size_t>(length > 0 ? length : 0));
    number.erase(number.find_last_not_of('\n') + 1);
    return number;
  }

  std::string path_;
  int file_ = -1;
};

// A pipe or a folder of that name is refused before it is opened, because opening one may never end.
void must_be_a_file_or_nothing(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::exists(path, failed) && !std::filesystem::is_regular_file(path, failed))
    throw std::runtime_error(std::filesystem::is_directory(path, failed) ? "a folder is there" : "no file is there");
}

// SOCI takes its settings as one text, in which a name with blanks stands in quotes.
std::string settings(const std::string& path, const char* more) {
  if (path.find('"') != std::string::npos) throw std::runtime_error("its path must be without quotes");
  return "dbname=\"" + path + "\" timeout=10" + more;
}

// Gives the name by which a reader opens a journal. While no process writes it, it is opened as a file that cannot
// change: otherwise a reader of a write-ahead log makes files beside it, and leaves them behind when the journal is
// damaged.
std::string read_name(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::exists(path + "-wal", failed) || std::filesystem::exists(path + ".lock", failed) ||
      std::filesystem::exists(path + "-journal", failed))
    return path;
  std::string uri = "file:";
  for (const char c : path)
    if (c == '%' || c == '?' || c == '#') {
      constexpr const char* kHex = "0123456789ABCDEF";
      uri += {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    } else {
      uri += c;
    }
  return uri + "?immutable=1";
}

// The events of a journal in order. Throws std::runtime_error that says which row is no event.
std::vector<Event> events_in(soci::session& session, const std::string& path) {
  std::vector<Event> events;
  const soci::rowset<std::string> lines = (session.prepare << "SELECT line FROM journal ORDER BY seq");
  for (const std::string& line : lines) try {
      events.push_back(from_line(line));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(path + ": row " + std::to_string(events.size() + 1) + ": " + error.what());
    }
  return events;
}

class SqliteStore : public DurableStore {
 public:
  SqliteStore(const std::string& path, std::unique_ptr<WriteLock> lock)
      : lock_(std::move(lock)), path_(path), session_(soci::sqlite3, settings(path, "")) {
    std::string mode;
    session_ << "PRAGMA journal_mode=WAL", soci::into(mode);
    session_ << "PRAGMA synchronous=FULL";
    session_ << "CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT "
                "NULL, line TEXT NOT NULL)";
  }

  bool append(std::span<const Event> events) override {
    if (events.empty()) return true;
    try {
      soci::transaction transaction(session_);
      long long sequence = 0, at = 0;
      std::string type, line;
      soci::statement insert =
          (session_.prepare << "INSERT INTO journal (seq, at, event, line) VALUES (:seq, :at, :event, :line)",
           soci::use(sequence), soci::use(at), soci::use(type), soci::use(line));
      for (const Event& event : events) {
        sequence = static_cast<long long>(event.sequence);
        at = event.at.time_since_epoch().count();
        type = name_of(event.payload);
        line = to_line(event);
        insert.execute(true);
      }
      transaction.commit();
      return true;
    } catch (const soci::soci_error& error) {
      // The transaction is rolled back; the engine tries again and releases nothing until then.
      trouble_ = path_ + ": " + error.what();
      return false;
    }
  }

  std::vector<Event> read_all() override { return events_in(session_, path_); }
  std::string trouble() const override { return trouble_; }

 private:
  std::unique_ptr<WriteLock> lock_;  ///< Released after the session has ended.
  std::string path_, trouble_;
  soci::session session_;
};

}  // namespace

std::unique_ptr<DurableStore> open_sqlite_store(const std::string& path, std::string& error) {
  try {
    must_be_a_file_or_nothing(path);
    auto lock = std::make_unique<WriteLock>(path + ".lock");
    if (const std::string why = lock->take(); !why.empty()) {
      error = path + ": cannot keep a journal: " + why;
      return nullptr;
    }
    return std::make_unique<SqliteStore>(path, std::move(lock));
  } catch (const std::exception& exception) {
    error = path + ": cannot keep a journal: " + exception.what();
    return nullptr;
  }
}

std::vector<Event> read_sqlite_journal(const std::string& path) {
  try {
    must_be_a_file_or_nothing(path);
  } catch (const std::runtime_error& what) {
    throw std::runtime_error(path + ": must be the journal of a durable run (SQLite), got: " + what.what());
  }
  try {
    soci::session session(soci::sqlite3, settings(read_name(path), " readonly=true"));
    auto events = events_in(session, path);
    if (const auto fault = fault_in(events)) throw std::runtime_error(path + ": " + *fault);
    return events;
  } catch (const soci::soci_error& error) {
    // The writer was killed while SQLite was writing a page; the next process that opens the journal to write rolls
    // that back.
    const bool torn = std::string(error.what()).find("readonly database") != std::string::npos;
    if (torn)
      throw std::runtime_error(path +
                               ": was cut off in the middle of a write; taking the run up with --resume mends it");
    throw std::runtime_error(path + ": must be the journal of a durable run (SQLite), got: " + error.what());
  }
}

}  // namespace tricolor::engine
