// Defines the tables of a run that the files beside the page show. Each table defines its columns once; the database,
// the CSV files, the dictionary of columns and the attributes of the map layers are all written from that, so that they
// cannot disagree.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/ids.h"
#include "engine/time.h"
#include "report/rows/links.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// A value in a table. An empty value is unknown, or does not apply.
class Cell {
 public:
  using Value = std::variant<std::monostate, std::int64_t, double, std::string, engine::Time>;

  Cell() = default;
  template <std::integral Number>
  Cell(Number number) : value_(static_cast<std::int64_t>(number)) {}
  Cell(double number) : value_(number) {}
  Cell(const char* text) : value_(std::string(text)) {}
  Cell(std::string text) : value_(std::move(text)) {}
  Cell(engine::Time time) : value_(time) {}
  template <class Tag>
  Cell(engine::Id<Tag> id) : Cell(id.value) {}
  template <class T>
  Cell(const std::optional<T>& value) : Cell(value ? Cell(*value) : Cell()) {}

  const Value& value() const { return value_; }

 private:
  Value value_;
};
using ResultRow = std::vector<Cell>;
using RowSink = std::function<void(const ResultRow&)>;

struct Column {
  const char* name;  ///< English, snake_case; the heading in every file.
  const char* sql;   ///< Type in the database, with its constraints: "INTEGER REFERENCES merchants".
  const char* unit;  ///< "m", "s", "rad", "degree", "UTC+8" for an instant, "time of day", "0/1" for a truth value;
                     ///< empty for none.
  const char* meaning_en;
  const char* meaning_zh;
};

struct ResultTable {
  const char* name;    ///< Name in the database, and of the CSV file.
  const char* row_en;  ///< Meaning of one row.
  const char* row_zh;
  std::vector<Column> columns;
  std::function<void(const RowSink&)> rows;  ///< Hands over every row; refers to the run that the table was made from.
};

/// The data from which tables are made. All must outlive the tables.
struct ResultSource {
  const RunRecord& run;
  const Tables& tables;
  const Links& links;
};

// These functions make the tables, each in the order of the run.
ResultTable policies_table(const ResultSource& from);
ResultTable demand_table(const ResultSource& from);
ResultTable merchants_table(const ResultSource& from);
ResultTable cameras_table(const ResultSource& from);
ResultTable frames_by_camera_table(const ResultSource& from);
ResultTable zones_table(const ResultSource& from);
ResultTable duty_grids_table(const ResultSource& from);
ResultTable officers_table(const ResultSource& from);
ResultTable incidents_table(const ResultSource& from);
ResultTable notices_table(const ResultSource& from);
ResultTable cases_table(const ResultSource& from);
ResultTable case_moves_table(const ResultSource& from);
ResultTable reports_table(const ResultSource& from);
ResultTable colours_table(const ResultSource& from);
ResultTable strikes_table(const ResultSource& from);
ResultTable violations_table(const ResultSource& from);
ResultTable sightings_table(const ResultSource& from);
ResultTable evidence_table(const ResultSource& from);

/// Gives all tables. Those that others refer to come first.
std::vector<ResultTable> result_tables(const ResultSource& from);

}  // namespace tricolor::harness
