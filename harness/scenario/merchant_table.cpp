// Reads dossiers from a spreadsheet (CSV).
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using engine::Origin;
using engine::Value;

constexpr std::size_t kMostBytes = 16u << 20;

struct Cell {
  std::string text;
  Origin origin;
};

// A cell longer than this is taken for one whose closing quote was forgotten.
constexpr std::size_t kLongestCell = 10'000;

// Reads RFC 4180: cells are separated by commas, and a cell that holds a comma, a quote (doubled) or a line break is in
// quotes.
class CsvText {
 public:
  CsvText(std::string text, std::string file, engine::Diagnostics& diagnostics)
      : text_(std::move(text)), file_(std::move(file)), diagnostics_(diagnostics) {
    if (text_.rfind("\xEF\xBB\xBF", 0) == 0) at_ = 3;
  }

  /// True when the row that was read last has a cell that is at fault.
  bool row_at_fault() const { return at_fault_; }

  bool next_row(std::vector<Cell>& row) {
    row.clear();
    at_fault_ = false;
    if (at_ >= text_.size()) return false;
    for (;;) {
      row.push_back(cell());
      if (at_ >= text_.size()) return true;
      const char after = text_[at_];
      step();
      if (after == ',') continue;
      if (after == '\r' && at_ < text_.size() && text_[at_] == '\n') step();
      return true;
    }
  }

 private:
  Cell cell() {
    Cell cell{{}, {file_, line_, column_}};
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    bool closed = !quoted, too_long = false;
    if (quoted) step();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (quoted && !closed && c == '"') {
        step();
        if (at_ >= text_.size() || text_[at_] != '"') {
          closed = true;
          continue;
        }
      } else if (closed && (c == ',' || c == '\n' || c == '\r')) {
        break;
      } else if (quoted && closed) {
        diagnostics_.add({file_, line_, column_}, "cell", "must end at its closing quote, got more after it");
        at_fault_ = true;
        skip_cell();
        break;
      }
      if (cell.text.size() < kLongestCell) cell.text += text_[at_];
      else too_long = true;
      step();
    }
    if (!closed) diagnostics_.add(cell.origin, "cell", "must have a quote at its end, got none");
    else if (too_long)
      diagnostics_.add(cell.origin, "cell", "must be short, got more than " + std::to_string(kLongestCell) + " bytes");
    at_fault_ = at_fault_ || !closed || too_long;
    return cell;
  }

  void skip_cell() {
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') step();
  }

  void step() {
    if (text_[at_] == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(text_[at_]) & 0xC0) != 0x80) {
      ++column_;
    }
    ++at_;
  }

  std::string text_, file_;
  engine::Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  bool at_fault_ = false;
  int line_ = 1, column_ = 1;
};

Value scalar(const Cell& cell) {
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

Value strikes_of(const Cell& cell) {
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

Value merchant_of(const std::vector<std::string>& names, const std::vector<Cell>& row) {
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
std::vector<std::string> columns_of(const std::vector<Cell>& row, engine::Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const Cell& cell : row) {
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
  std::vector<Cell> row;
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
