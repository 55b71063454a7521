#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <stdexcept>

#include "engine/journal.h"
#include "report/files/file_formats.h"
#include "report/rows/policy_values.h"
#include "report/rows/result_names.h"

namespace tricolor::harness {

namespace {

// These tables have statements of their own; all others are made from their columns (result_table.h).
constexpr const char* kOtherTables = R"(
CREATE TABLE run(key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE columns(table_name TEXT, column_name TEXT, unit TEXT, meaning_en TEXT, meaning_zh TEXT);
CREATE TABLE journal(sequence INTEGER PRIMARY KEY, at TEXT, event TEXT, line TEXT);
)";

class Database {
 public:
  explicit Database(const std::filesystem::path& path) : path_(path.string()) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    sqlite3* handle = nullptr;
    const int result = sqlite3_open(path_.c_str(), &handle);
    handle_.reset(handle);
    check(result);
    run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;");
  }
  void run(const std::string& sql) { check(sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr)); }
  void check(int result) {
    if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW) return;
    throw std::runtime_error(fmt::format("{}: {}", path_, sqlite3_errmsg(handle_.get())));
  }
  sqlite3* handle() { return handle_.get(); }

 private:
  std::string path_;
  std::unique_ptr<sqlite3, decltype([](sqlite3* it) { sqlite3_close(it); })> handle_;
};

/// Inserts rows into one table.
class Insert {
 public:
  Insert(Database& database, const char* table, std::size_t columns) : database_(database), columns_(columns) {
    std::string marks = "?";
    for (std::size_t i = 1; i < columns; ++i) marks += ",?";
    sqlite3_stmt* statement = nullptr;
    const std::string sql = fmt::format("INSERT INTO {} VALUES({})", table, marks);
    database.check(sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &statement, nullptr));
    statement_.reset(statement);
  }

  void operator()(const ResultRow& row) {
    if (row.size() != columns_)
      throw std::logic_error(fmt::format("a row has {} cells for {} columns", row.size(), columns_));
    for (std::size_t i = 0; i < row.size(); ++i)
      std::visit([&](const auto& value) { database_.check(bind(static_cast<int>(i) + 1, value)); }, row[i].value());
    database_.check(sqlite3_step(statement_.get()));
    sqlite3_reset(statement_.get());
  }

 private:
  int bind(int column, std::monostate) { return sqlite3_bind_null(statement_.get(), column); }
  int bind(int column, std::int64_t value) { return sqlite3_bind_int64(statement_.get(), column, value); }
  int bind(int column, double value) { return sqlite3_bind_double(statement_.get(), column, value); }
  int bind(int column, const std::string& text) {
    return sqlite3_bind_text(statement_.get(), column, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
  int bind(int column, engine::Time time) { return bind(column, engine::to_text(time)); }

  Database& database_;
  std::size_t columns_;
  std::unique_ptr<sqlite3_stmt, decltype([](sqlite3_stmt* it) { sqlite3_finalize(it); })> statement_;
};

std::string create_table(const ResultTable& table) {
  std::string columns;
  for (const auto& column : table.columns)
    columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", column.name, column.sql);
  return fmt::format("CREATE TABLE {}({});", table.name, columns);
}

}  // namespace

void write_results_database(const RunRecord& run, const ResultSource& from, const std::filesystem::path& path) {
  Database database(path);
  database.run(kOtherTables);
  Insert keys(database, "run", 2);
  const Json summary = summary_json(run, from.tables);
  for (const auto& [key, value] : summary.items())
    keys({key,
          value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace)});
  for (const auto& [key, value] : policy_values(run.policy()))
    keys({key == "policy" ? "policy.name" : "policy." + key, value});
  Insert dictionary(database, "columns", 5);
  for (const auto& table : result_tables(from)) {
    database.run(create_table(table));
    for (const auto& column : table.columns)
      dictionary({table.name, column.name, text_or_nothing(column.unit), column.meaning_en, column.meaning_zh});
    Insert insert(database, table.name, table.columns.size());
    table.rows([&](const ResultRow& row) { insert(row); });
  }
  Insert journal(database, "journal", 4);
  for (const auto& event : run.journal)
    journal({event.sequence, event.at, std::string(engine::name_of(event.payload)), engine::to_line(event)});
  database.run("COMMIT;");
}

}  // namespace tricolor::harness
