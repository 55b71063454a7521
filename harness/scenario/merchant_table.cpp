// Reads dossiers from a spreadsheet (CSV).
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "scenario/csv_text.h"
#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using engine::Origin;
using engine::Value;

constexpr std::size_t kMostBytes = 16u << 20;

Value scalar(const CsvCell& cell) {
  Value value;
  value.kind = Value::Kind::scalar;
  value.text = cell.text;
  value.origin = value.key_origin = cell.origin;
  return value;
}

Value empty(Value::Kind kind, const Origin& origin) {
  Value value;
  value.kind = kind;
  value.origin = value.key_origin = origin;
  return value;
}

Value strikes_of(const CsvCell& cell) {
  Value list = empty(Value::Kind::list, cell.origin);
  std::istringstream parts(cell.text);
  for (std::string part; std::getline(parts, part, ';');) {
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    if (!part.empty()) list.items.push_back(scalar({part, cell.origin}));
  }
  Value history = empty(Value::Kind::map, cell.origin);
  history.entries.push_back({"strikes", std::move(list)});
  return history;
}

Value merchant_of(const std::vector<std::string>& names, const std::vector<CsvCell>& row) {
  Value merchant = empty(Value::Kind::map, row.front().origin), frontage = merchant;
  for (std::size_t i = 0; i < std::min(names.size(), row.size()); ++i) {
    if (row[i].text.empty()) continue;
    const std::string& name = names[i];
    if (name == "street" || name == "side" || name == "from" || name == "to")
      frontage.entries.push_back({name, scalar(row[i])});
    else if (name == "strikes") merchant.entries.push_back({"history", strikes_of(row[i])});
    else if (!name.empty()) merchant.entries.push_back({name, scalar(row[i])});
  }
  merchant.entries.push_back({"frontage", std::move(frontage)});
  return merchant;
}

// Gives the names of the columns; an empty one stands for a column that is at fault.
std::vector<std::string> columns_of(const std::vector<CsvCell>& row, engine::Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const CsvCell& cell : row) {
    const bool known =
        std::find(merchant_columns().begin(), merchant_columns().end(), cell.text) != merchant_columns().end();
    const bool again = std::find(names.begin(), names.end(), cell.text) != names.end();
    if (again) diagnostics.add(cell.origin, "column", "must be given once, got '" + cell.text + "' again");
    else if (!known)
      diagnostics.add(cell.origin, "column",
                      "must be one of the known columns, got " + engine::shown(scalar(cell)) +
                          diagnostics.meant(cell.text, merchant_columns()));
    names.push_back(known && !again ? cell.text : std::string{});
  }
  for (const char* needed : {"id", "street", "from", "to"})
    if (std::find(names.begin(), names.end(), needed) == names.end() &&
        std::find(names.begin(), names.end(), "") == names.end())
      diagnostics.add(row.front().origin, "column", "must be given (" + std::string(needed) + "), got no such column");
  return names;
}

}  // namespace

const std::vector<std::string>& merchant_columns() {
  static const std::vector<std::string> kColumns{"id",   "name", "trade", "street",         "side",
                                                 "from", "to",   "phone", "answers_notice", "strikes"};
  return kColumns;
}

std::vector<Value> read_merchant_table(const std::string& path, const Value& named, engine::Diagnostics& diagnostics) {
  std::vector<Value> merchants;
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) {
    diagnostics.add(named.origin, "merchants.import",
                    "must be the path of a CSV file of at most 16 MiB beside this one, got " + engine::shown(named));
    return merchants;
  }
  std::string text;
  if (!engine::read_text_file(path, kMostBytes, text, diagnostics)) return merchants;
  CsvText csv(std::move(text), path, diagnostics);
  std::vector<CsvCell> row;
  std::vector<std::string> names;
  if (csv.next_row(row)) {
    if (row.size() == 1 && row.front().text.find_first_of(";\t") != std::string::npos) {
      diagnostics.add(row.front().origin, "column", "must be apart by commas, got semicolons or tabs");
      return merchants;
    }
    names = columns_of(row, diagnostics);
  }
  while (csv.next_row(row)) {
    if (csv.row_at_fault() || (row.size() == 1 && row.front().text.empty())) continue;
    if (row.size() != names.size()) {
      diagnostics.add(row.front().origin, "row",
                      "must have " + std::to_string(names.size()) + " cells, got " + std::to_string(row.size()));
    } else if (merchants.size() >= kMostItems) {
      diagnostics.add(row.front().origin, "row",
                      "must be one of at most " + std::to_string(kMostItems) + " merchants, got more");
      return {};
    } else {
      merchants.push_back(merchant_of(names, row));
    }
  }
  if (merchants.empty() && diagnostics.empty())
    diagnostics.add({path, 1, 1}, "merchants", "must name at least one merchant below its line of columns, got none");
  return merchants;
}

}  // namespace tricolor::harness
