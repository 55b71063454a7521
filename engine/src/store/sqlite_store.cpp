#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "engine/journal.h"
#include "engine/stores.h"

namespace tricolor::engine {
namespace {

class SqliteStore : public Store {
 public:
  explicit SqliteStore(const std::string& path) : session_(soci::sqlite3, "dbname=" + path + " timeout=10") {
    std::string mode;
    session_ << "PRAGMA journal_mode=WAL", soci::into(mode);
    session_ << "PRAGMA synchronous=FULL";
    session_ << "CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, line TEXT NOT NULL)";
  }

  bool append(std::span<const Event> events) override {
    if (events.empty()) return true;
    try {
      soci::transaction transaction(session_);
      long long sequence = 0, at = 0;
      std::string type, line;
      soci::statement insert = (session_.prepare << "INSERT INTO journal (seq, at, event, line) VALUES (:seq, :at, :event, :line)", soci::use(sequence),
                                soci::use(at), soci::use(type), soci::use(line));
      for (const Event& event : events) {
        sequence = static_cast<long long>(event.sequence);
        at = event.at.time_since_epoch().count();
        type = name_of(event.payload);
        line = to_line(event);
        insert.execute(true);
      }
      transaction.commit();
      return true;
    } catch (const soci::soci_error&) {
      return false;  // The transaction is rolled back; the engine tries again and releases nothing until then.
    }
  }

  std::vector<Event> read_all() override {
    std::vector<Event> events;
    const soci::rowset<std::string> lines = (session_.prepare << "SELECT line FROM journal ORDER BY seq");
    for (const std::string& line : lines) events.push_back(from_line(line));
    return events;
  }

 private:
  soci::session session_;
};

}  // namespace

std::unique_ptr<Store> open_sqlite_store(const std::string& path, std::string& error) {
  try {
    return std::make_unique<SqliteStore>(path);
  } catch (const std::exception& exception) {
    error = path + ": cannot keep a journal: " + exception.what();
    return nullptr;
  }
}

}  // namespace tricolor::engine
