#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "engine/journal.h"
#include "engine/stores.h"

namespace tricolor::engine {
namespace {

using namespace sqlite_api;  // SOCI includes SQLite's header in a namespace.

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

// A statement of SQLite's own interface, for what is done for every event: SOCI takes a copy of each value.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &it_, nullptr) != SQLITE_OK) fail();
  }
  ~Statement() { sqlite3_finalize(it_); }
  Statement(const Statement&) = delete;

  void bind(int index, std::int64_t value) { check(sqlite3_bind_int64(it_, index, value)); }
  // The bytes must live until the next `reset`.
  void bind(int index, std::string_view text) {
    check(sqlite3_bind_text(it_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
  }
  void bind_bytes(int index, std::string_view bytes) {
    check(sqlite3_bind_blob(it_, index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC));
  }
  // True when there is a row.
  bool step() {
    const int result = sqlite3_step(it_);
    if (result != SQLITE_ROW && result != SQLITE_DONE) fail();
    return result == SQLITE_ROW;
  }
  void reset() { sqlite3_reset(it_); }
  std::int64_t number(int column) { return sqlite3_column_int64(it_, column); }
  std::string_view text(int column) {
    const void* bytes = sqlite3_column_blob(it_, column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(it_, column))};
  }

 private:
  void check(int result) {
    if (result != SQLITE_OK) fail();
  }
  [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(database_)); }

  sqlite3* database_;
  sqlite3_stmt* it_ = nullptr;
};

class SqliteStore : public DurableStore {
 public:
  SqliteStore(const std::string& path, std::unique_ptr<WriteLock> lock)
      : lock_(std::move(lock)), path_(path), session_(soci::sqlite3, settings(path, "")) {
    std::string mode;
    session_ << "PRAGMA journal_mode=WAL", soci::into(mode);
    session_ << "PRAGMA synchronous=FULL";
    session_ << "CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT "
                "NULL, line TEXT NOT NULL)";
    session_ << "CREATE TABLE IF NOT EXISTS snapshot (through INTEGER PRIMARY KEY, version INTEGER NOT NULL, digest "
                "TEXT NOT NULL, content BLOB NOT NULL)";
    auto* const backend = static_cast<soci::sqlite3_session_backend*>(session_.get_backend());
    database_ = backend->conn_;
    insert_.emplace(database_, "INSERT INTO journal (seq, at, event, line) VALUES (?, ?, ?, ?)");
    read_.emplace(database_, "SELECT line FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");
  }

  bool append(std::span<const Event> events) override {
    if (events.empty()) return true;
    try {
      session_ << "BEGIN";
      for (const Event& event : events) {
        const std::string line = to_line(event);
        insert_->bind(1, static_cast<std::int64_t>(event.sequence));
        insert_->bind(2, event.at.time_since_epoch().count());
        insert_->bind(3, name_of(event.payload));
        insert_->bind(4, line);
        insert_->step();
        insert_->reset();
      }
      session_ << "COMMIT";
      return true;
    } catch (const std::runtime_error& error) {
      // The transaction is rolled back; the engine tries again and releases nothing until then.
      trouble_ = path_ + ": " + error.what();
      insert_->reset();
      if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
      return false;
    }
  }

  std::vector<Event> read_all() override { return events_in(session_, path_); }

  std::vector<Event> read_after(std::uint64_t sequence, std::size_t most) override {
    std::vector<Event> events;
    read_->reset();
    read_->bind(1, static_cast<std::int64_t>(sequence));
    read_->bind(2, static_cast<std::int64_t>(std::min<std::size_t>(most, std::numeric_limits<int>::max())));
    try {
      while (read_->step()) events.push_back(from_line(read_->text(0)));
    } catch (const std::runtime_error& error) {
      read_->reset();
      throw std::runtime_error(path_ + ": row " + std::to_string(sequence + events.size() + 1) + ": " + error.what());
    }
    read_->reset();
    return events;
  }

  bool keeps_snapshots() const override { return true; }

  // Trouble with a snapshot is no trouble of the journal: the one before it stays.
  void keep(const Snapshot& snapshot) override {
    try {
      soci::transaction transaction(session_);
      session_ << "DELETE FROM snapshot";
      Statement insert(database_, "INSERT INTO snapshot (through, version, digest, content) VALUES (?, ?, ?, ?)");
      insert.bind(1, static_cast<std::int64_t>(snapshot.through));
      insert.bind(2, static_cast<std::int64_t>(snapshot.version));
      insert.bind(3, snapshot.digest);
      insert.bind_bytes(4, snapshot.content);
      insert.step();
      insert.reset();
      transaction.commit();
    } catch (const std::runtime_error&) {
    }
  }

  std::optional<Snapshot> snapshot() override {
    try {
      Statement select(database_,
                       "SELECT through, version, digest, content FROM snapshot ORDER BY through DESC LIMIT 1");
      if (!select.step()) return std::nullopt;
      return Snapshot{static_cast<std::uint64_t>(select.number(0)), static_cast<std::uint32_t>(select.number(1)),
                      std::string(select.text(2)), std::string(select.text(3))};
    } catch (const std::runtime_error&) {
      // A snapshot that cannot be read is one that is damaged.
      return Snapshot{};
    }
  }

  std::string trouble() const override { return trouble_; }

 private:
  std::unique_ptr<WriteLock> lock_;  ///< Released after the session has ended.
  std::string path_, trouble_;
  soci::session session_;
  sqlite3* database_ = nullptr;             ///< Of the session.
  std::optional<Statement> insert_, read_;  ///< Finalised before the session ends.
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
