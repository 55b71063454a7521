// Reads the two tables of an import, as Excel writes them: of shops and of cameras.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/document.h"
#include "scenario/plane.h"

namespace tricolor::harness {

enum class TextEncoding : std::uint8_t { utf_8, gb18030 };
enum class Coordinates : std::uint8_t { wgs84, gcj02 };

/// A row of the table of shops. What the row leaves out is empty.
struct RegisteredShop {
  engine::Origin origin;  ///< Of its first cell.
  std::string name, trade, phone, street;
  std::optional<LonLat> at;  ///< WGS 84, whatever the table has.
  std::optional<double> front_m;
  engine::Origin trade_origin;
};

struct RegisteredCamera {
  engine::Origin origin;
  std::string id, owner;
  std::optional<LonLat> at;
  std::optional<double> height_m, heading_deg;  ///< Clockwise from north.
  engine::Origin owner_origin;
};

/// A column that no reader knows; it was passed over.
struct PassedColumn {
  engine::Origin origin;
  std::string name, meant;  ///< `meant`: " (did you mean 'x'?)", or nothing.
};

template <class Row>
struct ImportTable {
  std::vector<Row> rows;
  std::vector<PassedColumn> passed;
};

/// Columns, in English and in Chinese: name 店名, trade 业态, lon 经度, lat 纬度; and where there are any phone 电话,
/// street 街道, front 门面宽 (metres, 3 … 60). Lengths and coordinates are bare numbers. At most 16 MiB and 20,000
/// rows.
ImportTable<RegisteredShop> read_shop_rows(const std::string& path, TextEncoding encoding, Coordinates coordinates,
                                           engine::Diagnostics& diagnostics);

/// Columns: id 编号, lon 经度, lat 纬度; and where there are any owner 权属, height 高度 (metres, 2 … 30), heading 朝向
/// (degrees clockwise from north, 0 … 360).
ImportTable<RegisteredCamera> read_camera_rows(const std::string& path, TextEncoding encoding, Coordinates coordinates,
                                               engine::Diagnostics& diagnostics);

/// The code name of a trade that is written as such, in Chinese or in English; empty for none.
std::string trade_code(const std::string& written);
/// Words for trades that may be meant.
const std::vector<std::string>& trade_words();
/// The same for owners of cameras.
std::string owner_code(const std::string& written);
const std::vector<std::string>& owner_words();

}  // namespace tricolor::harness
