// Dossiers from a spreadsheet.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenario/reading.h"

namespace tricolor::harness {
namespace {

using engine::Origin;
using engine::Value;

constexpr std::uintmax_t kMostBytes = 16u << 20;

const std::vector<std::string>& columns() {
  static const std::vector<std::string> kColumns{"id", "name", "trade", "street", "side", "from", "to", "phone", "answers_notice", "strikes"};
  return kColumns;
}

struct Cell {
  std::string text;
  Origin origin;
};

// RFC 4180: cells apart by commas, quotes around a cell that holds a comma, a quote (doubled) or a line break.
class CsvText {
 public:
  CsvText(std::string text, std::string file) : text_(std::move(text)), file_(std::move(file)) {
    if (text_.rfind("\xEF\xBB\xBF", 0) == 0) at_ = 3;
  }

  bool next_row(std::vector<Cell>& row) {
    row.clear();
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
    if (quoted) step();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (quoted && c == '"') {
        step();
        if (at_ >= text_.size() || text_[at_] != '"') break;
      } else if (!quoted && (c == ',' || c == '\n' || c == '\r')) {
        break;
      }
      cell.text += text_[at_];
      step();
    }
    return cell;
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
  std::size_t at_ = 0;
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
    else if (name == "strikes")
      merchant.entries.push_back({"history", strikes_of(row[i])});
    else if (!name.empty())
      merchant.entries.push_back({name, scalar(row[i])});
  }
  merchant.entries.push_back({"frontage", std::move(frontage)});
  return merchant;
}

}  // namespace

std::vector<Value> read_merchant_table(const std::string& path, const Value& named, engine::Diagnostics& diagnostics) {
  std::vector<Value> merchants;
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream in(path, std::ios::binary);
  if (failed || !in || size > kMostBytes) {
    diagnostics.add(named.origin, "merchants.import", "must be the path of a CSV file of at most 16 MiB beside this one, got " + engine::shown(named));
    return merchants;
  }
  std::stringstream text;
  text << in.rdbuf();
  CsvText csv(text.str(), path);
  std::vector<Cell> row;
  std::vector<std::string> names;
  if (csv.next_row(row))
    for (const Cell& cell : row) {
      const bool known = std::find(columns().begin(), columns().end(), cell.text) != columns().end();
      const bool again = std::find(names.begin(), names.end(), cell.text) != names.end();
      const auto meant = engine::did_you_mean(cell.text, columns());
      if (again)
        diagnostics.add(cell.origin, "column", "must be given once, got '" + cell.text + "' again");
      else if (!known)
        diagnostics.add(cell.origin, "column", "must be one of the known columns, got '" + cell.text + "'" + (meant ? " (did you mean '" + *meant + "'?)" : ""));
      names.push_back(known && !again ? cell.text : std::string{});
    }
  while (csv.next_row(row)) {
    if (row.size() == 1 && row.front().text.empty()) continue;
    if (row.size() != names.size())
      diagnostics.add(row.front().origin, "row", "must have " + std::to_string(names.size()) + " cells, got " + std::to_string(row.size()));
    else if (merchants.size() < kMostItems)
      merchants.push_back(merchant_of(names, row));
  }
  if (merchants.empty()) diagnostics.add({path, 1, 1}, "merchants", "must name at least one merchant below its line of columns, got none");
  return merchants;
}

}  // namespace tricolor::harness
