#include "import/tables.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "import/gcj02.h"
#include "scenario/csv_text.h"
#include "sim/city/trades.h"

namespace tricolor::harness {
namespace {

constexpr std::size_t kMostTableBytes = 16u << 20, kMostRows = 20'000, kLongestText = 100;

// A column's own name and its Chinese one.
struct ColumnName {
  const char* name;
  std::vector<std::string> also;
  bool needed;
};

const std::vector<ColumnName>& shop_columns() {
  static const std::vector<ColumnName> kColumns{
      {"name", {"店名", "名称", "店铺名称"}, true},   {"trade", {"业态", "行业"}, true},
      {"lon", {"经度", "lng", "longitude"}, true},    {"lat", {"纬度", "latitude"}, true},
      {"phone", {"电话", "联系电话", "手机"}, false}, {"street", {"街道", "路名", "道路"}, false},
      {"front", {"门面宽", "front_m"}, false}};
  return kColumns;
}

const std::vector<ColumnName>& camera_columns() {
  static const std::vector<ColumnName> kColumns{
      {"id", {"编号", "点位编号"}, true},      {"lon", {"经度", "lng", "longitude"}, true},
      {"lat", {"纬度", "latitude"}, true},     {"owner", {"权属", "归属"}, false},
      {"height", {"高度", "height_m"}, false}, {"heading", {"朝向", "方位角", "heading_deg"}, false}};
  return kColumns;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
  return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

// Line and column of a byte of a text in GB18030, in which a byte below 0x40 is never part of a character of two.
engine::Origin place_in(const std::string& bytes, std::size_t at, const std::string& path) {
  engine::Origin origin{path, 1, 1};
  for (std::size_t i = 0; i < at;) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c == '\n') {
      ++origin.line, origin.column = 1, ++i;
      continue;
    }
    ++origin.column;
    const auto second = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : 0;
    i += c < 0x80 ? 1 : second >= 0x30 && second <= 0x39 ? 4 : 2;
  }
  return origin;
}

// Converts by the C library, whose table of GB18030 is the standard's.
std::optional<std::string> from_gb18030(const std::string& bytes, const std::string& path,
                                        engine::Diagnostics& diagnostics) {
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    diagnostics.add({path, 1, 1}, {}, "must be UTF-8 on this machine, whose C library lacks GB18030");
    return std::nullopt;
  }
  std::string text;
  std::array<char, 1 << 14> block{};
  char* in = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  bool good = true;
  while (left > 0 && good) {
    char* out = block.data();
    std::size_t room = block.size();
    good = iconv(converter, &in, &left, &out, &room) != static_cast<std::size_t>(-1) || errno == E2BIG;
    text.append(block.data(), block.size() - room);
  }
  iconv_close(converter);
  if (good) return text;
  diagnostics.add(place_in(bytes, bytes.size() - left, path), {},
                  "must be text in GB18030, got bytes that are none (is it UTF-8? then leave out --encoding)");
  return std::nullopt;
}

std::optional<std::string> text_of_table(const std::string& path, TextEncoding encoding,
                                         engine::Diagnostics& diagnostics) {
  std::string text;
  if (encoding == TextEncoding::utf_8) {
    if (!engine::read_text_file(path, kMostTableBytes, text, diagnostics)) return std::nullopt;
    return text;
  }
  namespace fs = std::filesystem;
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) {
    diagnostics.add({path, 1, 1}, {}, "must be a file that can be read, got none");
    return std::nullopt;
  }
  if (const auto size = fs::file_size(path, failed); failed || size > kMostTableBytes) {
    diagnostics.add({path, 1, 1}, {}, "must be at most 16 MiB, got " + std::to_string(size) + " bytes");
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.rfind("\xEF\xBB\xBF", 0) == 0) {
    diagnostics.add({path, 1, 1}, {}, "must be text in GB18030, got the byte order mark of UTF-8");
    return std::nullopt;
  }
  auto converted = from_gb18030(bytes, path, diagnostics);
  if (!converted) return std::nullopt;
  if (const auto bad = engine::unprintable_in(*converted)) {
    diagnostics.add({path, 1, 1}, {}, "must be printable text, got the character " + *bad);
    return std::nullopt;
  }
  return converted;
}

// One row, by the names of its columns.
class RowReader {
 public:
  RowReader(const std::map<std::string, std::size_t>& columns, const std::vector<CsvCell>& cells,
            engine::Diagnostics& diagnostics)
      : columns_(columns), cells_(cells), diagnostics_(diagnostics) {}

  const CsvCell* cell(const char* column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() ? nullptr : &cells_[found->second];
  }
  std::string text(const char* column) {
    const CsvCell* it = cell(column);
    if (!it) return {};
    std::string text = trimmed(it->text);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    if (engine::characters_in(text) > kLongestText)
      diagnostics_.add(it->origin, column, "must be at most 100 characters long, got more");
    return text;
  }
  std::optional<double> number(const char* column, double low, double high, const char* what) {
    const CsvCell* it = cell(column);
    if (!it) return std::nullopt;
    const std::string text = trimmed(it->text);
    if (text.empty()) return std::nullopt;
    double number = 0;
    const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed == std::errc{} && rest == text.data() + text.size() && number >= low && number <= high) return number;
    diagnostics_.add(it->origin, column, std::string("must be ") + what + ", got '" + text + "'");
    return std::nullopt;
  }
  std::optional<LonLat> place(Coordinates coordinates) {
    const auto lon = number("lon", -180, 180, "a longitude in degrees, from -180 to 180, as a bare number");
    const auto lat = number("lat", -90, 90, "a latitude in degrees, from -90 to 90, as a bare number");
    if (!lon || !lat) return std::nullopt;
    const LonLat at{*lon, *lat};
    return coordinates == Coordinates::gcj02 ? wgs84_of_gcj02(at) : at;
  }
  engine::Origin origin_of(const char* column) const {
    const CsvCell* it = cell(column);
    return it ? it->origin : cells_.front().origin;
  }

 private:
  const std::map<std::string, std::size_t>& columns_;
  const std::vector<CsvCell>& cells_;
  engine::Diagnostics& diagnostics_;
};

// Gives the place of each known column; faults and columns that are passed over go where they belong.
std::map<std::string, std::size_t> columns_of_table(const std::vector<CsvCell>& row,
                                                    const std::vector<ColumnName>& known,
                                                    std::vector<PassedColumn>& passed,
                                                    engine::Diagnostics& diagnostics) {
  std::map<std::string, std::size_t> columns;
  std::vector<std::string> words;
  for (const ColumnName& column : known) {
    words.push_back(column.name);
    words.insert(words.end(), column.also.begin(), column.also.end());
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string given = trimmed(row[i].text);
    const auto column = std::find_if(known.begin(), known.end(), [&](const ColumnName& it) {
      return given == it.name || std::find(it.also.begin(), it.also.end(), given) != it.also.end();
    });
    if (column == known.end()) {
      if (!given.empty()) passed.push_back({row[i].origin, given, diagnostics.meant(given, words)});
    } else if (!columns.emplace(column->name, i).second) {
      diagnostics.add(row[i].origin, "column", "must be given once, got '" + given + "' again");
    }
  }
  for (const ColumnName& column : known) {
    if (!column.needed || columns.contains(column.name)) continue;
    std::string meant;
    for (const PassedColumn& it : passed)
      if (meant.empty() && it.meant.find("'" + std::string(column.name) + "'") != std::string::npos)
        meant = "; '" + it.name + "' is no column" + it.meant;
    diagnostics.add(
        row.front().origin, "column",
        "must be given (" + std::string(column.name) + ", " + column.also.front() + "), got no such column" + meant);
  }
  return columns;
}

template <class Row>
ImportTable<Row> read_import_table(const std::string& path, TextEncoding encoding, const std::vector<ColumnName>& known,
                                   engine::Diagnostics& diagnostics, const std::function<Row(RowReader&)>& one) {
  ImportTable<Row> table;
  const auto text = text_of_table(path, encoding, diagnostics);
  if (!text) return table;
  CsvText csv(*text, path, diagnostics);
  std::vector<CsvCell> row;
  if (!csv.next_row(row) || (row.size() == 1 && row.front().text.empty())) {
    diagnostics.add({path, 1, 1}, "column", "must be given, got an empty table");
    return table;
  }
  if (row.size() == 1 && row.front().text.find_first_of(";\t") != std::string::npos) {
    diagnostics.add(row.front().origin, "column", "must be apart by commas, got semicolons or tabs");
    return table;
  }
  const std::size_t width = row.size();
  const auto columns = columns_of_table(row, known, table.passed, diagnostics);
  const bool usable = std::all_of(known.begin(), known.end(),
                                  [&](const ColumnName& it) { return !it.needed || columns.contains(it.name); });
  std::size_t read = 0;
  while (usable && csv.next_row(row)) {
    // Excel writes a row of commas for each row that was once filled in.
    const bool blank =
        std::all_of(row.begin(), row.end(), [](const CsvCell& cell) { return trimmed(cell.text).empty(); });
    if (csv.row_at_fault() || blank) continue;
    if (row.size() != width) {
      diagnostics.add(row.front().origin, "row",
                      "must have " + std::to_string(width) + " cells, got " + std::to_string(row.size()));
      continue;
    }
    if (++read > kMostRows) {
      diagnostics.add(row.front().origin, "row", "must be one of at most 20000, got more");
      break;
    }
    RowReader reader(columns, row, diagnostics);
    table.rows.push_back(one(reader));
    table.rows.back().origin = row.front().origin;
  }
  if (usable && table.rows.empty() && diagnostics.empty())
    diagnostics.add({path, 1, 1}, "row", "must be given at least once below the line of columns, got none");
  return table;
}

}  // namespace

ImportTable<RegisteredShop> read_shop_rows(const std::string& path, TextEncoding encoding, Coordinates coordinates,
                                           engine::Diagnostics& diagnostics) {
  return read_import_table<RegisteredShop>(path, encoding, shop_columns(), diagnostics, [&](RowReader& reader) {
    RegisteredShop row;
    row.name = reader.text("name");
    row.trade = reader.text("trade");
    row.phone = reader.text("phone");
    row.street = reader.text("street");
    row.at = reader.place(coordinates);
    row.front_m = reader.number("front", 3, 60, "the width of the front in metres, from 3 to 60, as a bare number");
    row.trade_origin = reader.origin_of("trade");
    return row;
  });
}

ImportTable<RegisteredCamera> read_camera_rows(const std::string& path, TextEncoding encoding, Coordinates coordinates,
                                               engine::Diagnostics& diagnostics) {
  return read_import_table<RegisteredCamera>(path, encoding, camera_columns(), diagnostics, [&](RowReader& reader) {
    RegisteredCamera row;
    row.id = reader.text("id");
    row.owner = reader.text("owner");
    row.at = reader.place(coordinates);
    row.height_m = reader.number("height", 2, 30, "a height in metres, from 2 to 30, as a bare number");
    row.heading_deg = reader.number("heading", 0, 360, "degrees clockwise from north, from 0 to 360, as a bare number");
    row.owner_origin = reader.origin_of("owner");
    return row;
  });
}

std::string trade_code(const std::string& written) {
  for (const sim::Trade& trade : sim::kTrades)
    if (written == trade.code || written == trade.name_zh || written == trade.name_en || written == trade.sign_zh)
      return trade.code;
  return {};
}

const std::vector<std::string>& trade_words() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> words;
    for (const sim::Trade& trade : sim::kTrades) {
      words.emplace_back(trade.code);
      words.emplace_back(trade.name_zh);
      words.emplace_back(trade.name_en);
    }
    return words;
  }();
  return kWords;
}

namespace {

struct OwnerWord {
  const char *code, *zh;
};
constexpr OwnerWord kOwnerWords[] = {
    {"city", "城管"}, {"police", "公安"}, {"town", "镇街道"}, {"field", "天眼"}, {"waste", "垃圾分类"}};

}  // namespace

std::string owner_code(const std::string& written) {
  if (written.empty()) return "city";
  for (const OwnerWord& owner : kOwnerWords)
    if (written == owner.code || written == owner.zh) return owner.code;
  return {};
}

const std::vector<std::string>& owner_words() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> words;
    for (const OwnerWord& owner : kOwnerWords) words.insert(words.end(), {owner.code, owner.zh});
    return words;
  }();
  return kWords;
}

}  // namespace tricolor::harness
