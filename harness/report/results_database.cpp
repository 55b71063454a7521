#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <stdexcept>

#include "engine/journal.h"
#include "report/file_formats.h"

namespace tricolor::harness {

namespace {

// Times are text in UTC+8 ("2020-11-02 09:03:01.500"), which sorts; truth values are 0 and 1; what is not known is NULL.
constexpr const char* kSchema = R"(
CREATE TABLE run(key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE merchants(merchant INTEGER PRIMARY KEY, name TEXT, sign TEXT, trade TEXT, legal_person TEXT, licence TEXT, duty_grid TEXT, x_m REAL, y_m REAL,
  colour TEXT, count INTEGER, imported_strikes INTEGER, strikes INTEGER, incidents INTEGER, notices INTEGER, cases INTEGER);
CREATE TABLE cameras(camera INTEGER PRIMARY KEY, name TEXT, owner TEXT, frame_every_s REAL, x_m REAL, y_m REAL, height_m REAL, heading_rad REAL);
CREATE TABLE incidents(incident INTEGER PRIMARY KEY, class TEXT, merchant INTEGER REFERENCES merchants, x_m REAL, y_m REAL, onset TEXT, confirmed_at TEXT,
  closed_at TEXT, closed_how TEXT, voided INTEGER, by_day INTEGER, violation INTEGER REFERENCES violations, wrong_by TEXT);
CREATE TABLE notices(notice INTEGER PRIMARY KEY, incident INTEGER REFERENCES incidents, merchant INTEGER REFERENCES merchants, queued_at TEXT, sent_at TEXT,
  fate_at TEXT, delivered INTEGER, text TEXT);
CREATE TABLE cases(case_id INTEGER PRIMARY KEY, incident INTEGER REFERENCES incidents, report INTEGER REFERENCES reports, duty_grid TEXT, registered_at TEXT,
  due TEXT, warned INTEGER, state TEXT, officer TEXT, dispatched_at TEXT, arrived_at TEXT, closed_at TEXT);
CREATE TABLE case_moves(case_id INTEGER REFERENCES cases, at TEXT, from_state TEXT, to_state TEXT, officer TEXT, reason TEXT);
CREATE TABLE reports(report INTEGER PRIMARY KEY, received_at TEXT, class TEXT, x_m REAL, y_m REAL, text TEXT, incident INTEGER REFERENCES incidents,
  case_id INTEGER REFERENCES cases, valid INTEGER, reply TEXT);
CREATE TABLE colours(merchant INTEGER REFERENCES merchants, at TEXT, from_colour TEXT, to_colour TEXT, count INTEGER);
CREATE TABLE violations(violation INTEGER PRIMARY KEY, class TEXT, merchant INTEGER REFERENCES merchants, x_m REAL, y_m REAL, began TEXT, ended TEXT,
  dwell_end TEXT, by_day INTEGER, in_view INTEGER, camera_working INTEGER, opportunity INTEGER, looks INTEGER, looks_detected INTEGER,
  incident INTEGER REFERENCES incidents, lost_at TEXT);
CREATE TABLE sightings(sighting INTEGER PRIMARY KEY, occupancy INTEGER, camera INTEGER REFERENCES cameras, zone TEXT, class TEXT, onset TEXT, confirmed_at TEXT,
  merchant INTEGER REFERENCES merchants, x_m REAL, y_m REAL, score_256 INTEGER);
CREATE TABLE frames_by_camera(camera INTEGER PRIMARY KEY REFERENCES cameras, looks INTEGER);
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
    run(kSchema);
  }
  void run(const char* sql) { check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr)); }
  void check(int result) {
    if (result != SQLITE_OK && result != SQLITE_DONE && result != SQLITE_ROW) throw std::runtime_error(fmt::format("{}: {}", path_, sqlite3_errmsg(handle_.get())));
  }
  sqlite3* handle() { return handle_.get(); }

 private:
  std::string path_;
  std::unique_ptr<sqlite3, decltype([](sqlite3* it) { sqlite3_close(it); })> handle_;
};

/// Inserts rows into one table: `insert(1, "a", std::nullopt)`.
class Insert {
 public:
  Insert(Database& database, const char* table, int columns) : database_(database) {
    std::string marks = "?";
    for (int i = 1; i < columns; ++i) marks += ",?";
    sqlite3_stmt* statement = nullptr;
    database.check(sqlite3_prepare_v2(database.handle(), fmt::format("INSERT INTO {} VALUES({})", table, marks).c_str(), -1, &statement, nullptr));
    statement_.reset(statement);
  }

  template <class... Values>
  void operator()(const Values&... values) {
    int column = 0;
    (bind(++column, values), ...);
    database_.check(sqlite3_step(statement_.get()));
    sqlite3_reset(statement_.get());
  }

 private:
  void bind(int column, const std::string& text) { sqlite3_bind_text(statement_.get(), column, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT); }
  void bind(int column, std::string_view text) { sqlite3_bind_text(statement_.get(), column, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT); }
  void bind(int column, const char* text) { bind(column, std::string_view(text)); }
  void bind(int column, double value) { sqlite3_bind_double(statement_.get(), column, value); }
  template <std::integral Number>
  void bind(int column, Number value) { sqlite3_bind_int64(statement_.get(), column, static_cast<sqlite3_int64>(value)); }
  void bind(int column, engine::Time time) { bind(column, engine::to_text(time)); }
  template <class Tag>
  void bind(int column, engine::Id<Tag> id) { bind(column, id.value); }
  template <class Value>
  void bind(int column, const std::optional<Value>& value) {
    if (value) bind(column, *value);
    else sqlite3_bind_null(statement_.get(), column);
  }

  Database& database_;
  std::unique_ptr<sqlite3_stmt, decltype([](sqlite3_stmt* it) { sqlite3_finalize(it); })> statement_;
};

std::optional<std::string> or_null(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

void insert_configuration(Database& database, const RunRecord& run, const Tables& tables) {
  const auto& configuration = run.configuration;
  Insert merchants(database, "merchants", 16);
  for (std::size_t i = 0; i < configuration.merchants.size(); ++i) {
    const auto& it = configuration.merchants[i];
    const auto& row = tables.merchants[i];
    const auto grid = it.duty_grid.value;
    merchants(i, it.name, it.sign, it.trade, or_null(it.legal_person), or_null(it.licence),
              grid < configuration.duty_grids.size() ? std::optional(configuration.duty_grids[grid].name) : std::nullopt, it.door.x_m, it.door.y_m,
              engine::name_of(row.colour), row.count, row.imported, row.strikes, row.incidents, row.notices, row.cases);
  }
  Insert cameras(database, "cameras", 8);
  for (std::size_t i = 0; i < configuration.cameras.size(); ++i) {
    const auto& it = configuration.cameras[i];
    std::optional<double> x, y, height, heading;
    if (it.geometry) x = it.geometry->x_m, y = it.geometry->y_m, height = it.geometry->height_m, heading = it.geometry->heading_rad;
    cameras(i, it.name, it.owner, std::chrono::duration<double>(it.frame_every).count(), x, y, height, heading);
  }
  Insert frames(database, "frames_by_camera", 2);
  for (std::size_t i = 0; i < run.frames.looks_by_camera.size(); ++i) frames(i, run.frames.looks_by_camera[i]);
}

void insert_work(Database& database, const RunRecord& run, const Tables& tables) {
  const auto& configuration = run.configuration;
  const auto class_name = [&](engine::ClassId id) { return configuration.classes.at(id.value).code_name; };
  const auto officer_name = [&](const std::optional<engine::OfficerId>& id) {
    return id ? std::optional(configuration.officers.at(id->value).name) : std::nullopt;
  };
  Insert incidents(database, "incidents", 13);
  for (const auto& it : tables.incidents)
    incidents(it.id, class_name(it.violation_class), it.merchant, it.spot.x_m, it.spot.y_m, it.onset, it.confirmed_at, it.closed_at, or_null(it.closed_how),
              it.voided, it.by_day, it.violation, or_null(it.wrong_by));
  Insert notices(database, "notices", 8);
  for (const auto& it : tables.notices) notices(it.id, it.incident, it.merchant, it.queued_at, it.sent_at, it.fate_at, it.delivered, it.text);
  Insert cases(database, "cases", 12);
  for (const auto& it : tables.cases) {
    const auto grid = it.duty_grid.value;
    cases(it.id, it.incident, it.report, grid < configuration.duty_grids.size() ? std::optional(configuration.duty_grids[grid].name) : std::nullopt,
          it.registered_at, it.due, it.warned, engine::name_of(it.state), officer_name(it.officer), it.dispatched_at, it.arrived_at, it.closed_at);
  }
  Insert moves(database, "case_moves", 6);
  for (const auto& it : tables.case_moves) moves(it.id, it.at, engine::name_of(it.from), engine::name_of(it.to), officer_name(it.officer), or_null(it.reason));
  Insert reports(database, "reports", 10);
  for (const auto& it : tables.reports)
    reports(it.id, it.content.at, it.content.violation_class ? std::optional(class_name(*it.content.violation_class)) : std::nullopt, it.content.where.x_m,
            it.content.where.y_m, it.content.text, it.incident, it.case_id, it.valid, or_null(it.reply));
  Insert colours(database, "colours", 5);
  for (const auto& it : tables.colours) colours(it.merchant, it.at, engine::name_of(it.from), engine::name_of(it.to), it.count);
  Insert sightings(database, "sightings", 11);
  for (const auto& it : tables.sightings)
    sightings(it.content.sighting, it.content.occupancy, it.content.camera, configuration.zones.at(it.content.zone.value).name, class_name(it.content.violation_class),
              it.content.onset, it.confirmed_at, it.content.merchant, it.content.spot.x_m, it.content.spot.y_m, it.content.score_256);
}

}  // namespace

void write_results_database(const RunRecord& run, const Tables& tables, const std::filesystem::path& path) {
  Database database(path);
  Insert keys(database, "run", 2);
  const Json summary = summary_json(run, tables);
  for (const auto& [key, value] : summary.items()) keys(key, value.is_string() ? value.get<std::string>() : value.dump());
  insert_configuration(database, run, tables);
  insert_work(database, run, tables);
  Insert violations(database, "violations", 16);
  for (const auto& judged : run.judgement.violations) {
    const auto& it = judged.violation;
    violations(it.id, run.configuration.classes.at(it.violation_class.value).code_name, it.merchant, it.at.x_m, it.at.y_m, it.from, it.until, it.dwell_end, it.by_day,
               it.seeing.in_view, it.seeing.camera_working, it.seeing.opportunity, it.seeing.looks, it.seeing.looks_detected, judged.incident,
               name_of(judged.lost_at));
  }
  Insert journal(database, "journal", 4);
  for (const auto& event : run.journal) journal(event.sequence, event.at, engine::name_of(event.payload), engine::to_line(event));
  database.run("COMMIT;");
}

}  // namespace tricolor::harness
