#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include "report/escape.h"
#include "report/files/file_formats.h"

namespace tricolor::harness {

namespace {

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

bool is_instant(const Column& column) { return column.unit == std::string_view("UTC+8"); }

/// Writes an instant as spreadsheets read it: whole seconds in UTC+8.
std::string whole_seconds(engine::Time time) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S}", std::chrono::floor<std::chrono::seconds>(time + engine::kUtcOffset));
}

/// Builds the text of a file cell by cell, quoting and escaping each.
class CsvText {
 public:
  CsvText() : text_(kByteOrderMark) {}
  void cell(std::string_view text) {
    if (!at_row_start_) text_ += ',';
    at_row_start_ = false;
    text_ += csv_cell(text);
  }
  void end_row() {
    text_ += "\r\n";
    at_row_start_ = true;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool at_row_start_ = true;
};

/// Writes metres to the centimetre; further digits mean nothing and are hard to read.
std::string shown(const Column& column, const Cell& cell) {
  if (const auto* metres = std::get_if<double>(&cell.value()); metres && column.unit == std::string_view("m"))
    return fmt::format("{:.2f}", *metres);
  struct Shown {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(engine::Time time) const { return engine::to_text(time); }
  };
  return std::visit(Shown{}, cell.value());
}

}  // namespace

std::string csv_of(const ResultTable& table) {
  CsvText csv;
  for (const auto& column : table.columns) {
    csv.cell(column.name);
    if (is_instant(column)) csv.cell(fmt::format("{}_exact", column.name));
  }
  csv.end_row();
  table.rows([&](const ResultRow& row) {
    if (row.size() != table.columns.size())
      throw std::logic_error(fmt::format("a row of {} has {} cells", table.name, row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto* time = std::get_if<engine::Time>(&row[i].value());
      if (is_instant(table.columns[i])) csv.cell(time ? whole_seconds(*time) : std::string{});
      csv.cell(shown(table.columns[i], row[i]));
    }
    csv.end_row();
  });
  return csv.take();
}

std::string columns_csv(const std::vector<ResultTable>& tables) {
  CsvText csv;
  const auto row = [&](std::string_view file, std::string_view column, std::string_view unit, std::string_view en,
                       std::string_view zh) {
    for (const auto& cell : {file, column, unit, en, zh}) csv.cell(cell);
    csv.end_row();
  };
  row("file", "column", "unit", "meaning_en", "meaning_zh");
  for (const auto& table : tables)
    for (const auto& column : table.columns) {
      const std::string file = fmt::format("{}.csv", table.name), en = column.meaning_en, zh = column.meaning_zh;
      if (is_instant(column)) {
        row(file, column.name, column.unit, en + "; whole seconds, for spreadsheets", zh + "（整秒，供电子表格使用）");
        row(file, fmt::format("{}_exact", column.name), column.unit, en + "; exactly, as in the database",
            zh + "（精确值，与数据库一致）");
      } else {
        row(file, column.name, column.unit, en, zh);
      }
    }
  return csv.take();
}

}  // namespace tricolor::harness
