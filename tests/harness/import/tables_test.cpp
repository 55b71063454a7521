// Shows that the tables of an import are read as Excel writes them, in both encodings and with both kinds of
// coordinates, and that every fault is told with its place.
#include "import/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "import/gcj02.h"

namespace tricolor::harness::tables_test {
namespace {

using ::testing::HasSubstr;

class Tables : public testing::Test {
 protected:
  ~Tables() override { std::filesystem::remove(path_); }
  ImportTable<RegisteredShop> shops(const std::string& bytes, TextEncoding encoding = TextEncoding::utf_8,
                                    Coordinates coordinates = Coordinates::wgs84) {
    std::ofstream(path_, std::ios::binary) << bytes;
    return read_shop_rows(path_, encoding, coordinates, diagnostics_);
  }

  std::string path_ = std::filesystem::temp_directory_path() / ("tables_" + std::to_string(getpid()) + ".csv");
  engine::Diagnostics diagnostics_;
};

// 店名,业态,经度,纬度 and 阿芳,蔬果 in GB18030.
const std::string kGb18030 =
    "\xb5\xea\xc3\xfb,\xd2\xb5\xcc\xac,\xbe\xad\xb6\xc8,\xce\xb3\xb6\xc8\r\n"
    "\xb0\xa2\xb7\xbc,\xca\xdf\xb9\xfb,121.5,31.1\r\n";

TEST_F(Tables, AreReadInBothEncodings) {
  for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
    const auto table = shops(mark + "店名,业态,经度,纬度\r\n阿芳,蔬果,121.5,31.1\r\n,,,\r\n");
    ASSERT_EQ(table.rows.size(), 1u) << diagnostics_.text();
    EXPECT_EQ(table.rows[0].name, "阿芳");
  }
  const auto table = shops(kGb18030, TextEncoding::gb18030);
  ASSERT_EQ(table.rows.size(), 1u) << diagnostics_.text();
  EXPECT_EQ(table.rows[0].name, "阿芳");
  EXPECT_EQ(trade_code(table.rows[0].trade), "fruit_veg");
  EXPECT_EQ(table.rows[0].origin.line, 2);
  EXPECT_DOUBLE_EQ(table.rows[0].at->lon, 121.5);
  EXPECT_TRUE(diagnostics_.empty()) << diagnostics_.text();
}

TEST_F(Tables, InTheWrongEncodingAreAFaultWithItsPlace) {
  EXPECT_TRUE(shops(kGb18030).rows.empty());
  EXPECT_THAT(diagnostics_.text(), HasSubstr(":1:1: "));
  diagnostics_ = {};
  // 名 in UTF-8 is three bytes, of which the last and the line end are no character of GB18030.
  EXPECT_TRUE(shops("name,trade,lon,lat\n名,\xff,1,1\n", TextEncoding::gb18030).rows.empty());
  EXPECT_THAT(diagnostics_.text(), HasSubstr("must be text in GB18030"));
  EXPECT_THAT(diagnostics_.text(), HasSubstr(":2:"));
}

TEST_F(Tables, OfMapsInChinaAreTakenBackToWgs84) {
  const LonLat there = gcj02_of_wgs84({121.0123456, 30.6912345});
  const auto table =
      shops("name,trade,lon,lat\na,tea," + std::to_string(there.lon) + "," + std::to_string(there.lat) + "\n",
            TextEncoding::utf_8, Coordinates::gcj02);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_NEAR(table.rows[0].at->lon, 121.0123456, 1e-6);
  EXPECT_NEAR(table.rows[0].at->lat, 30.6912345, 1e-6);
}

TEST_F(Tables, TellEveryFaultAtOnce) {
  shops("name,trade,lon,lat,front\na,tea,abc,31.1,5\nb,tea,121,95,5\nc,tea,121.1\nd,tea,121,31,900\n");
  const std::string text = diagnostics_.text();
  EXPECT_THAT(text, HasSubstr(":2:7: lon: must be a longitude in degrees, from -180 to 180, as a bare number, got "
                              "'abc'"));
  EXPECT_THAT(text, HasSubstr(":3:11: lat: must be a latitude"));
  EXPECT_THAT(text, HasSubstr(":4:1: row: must have 5 cells, got 3"));
  EXPECT_THAT(text, HasSubstr(":5:14: front: must be the width"));
}

TEST_F(Tables, NameTheColumnThatIsMeant) {
  shops("name,trade,lon,latt\na,tea,121,31\n");
  EXPECT_THAT(diagnostics_.text(),
              HasSubstr(":1:1: column: must be given (lat, 纬度), got no such column; 'latt' is no "
                        "column (did you mean 'lat'?)"));
}

TEST_F(Tables, PassOverColumnsThatMeanNothingHere) {
  const auto table = shops("name,许可证号,trade,lon,lat\na,330482,tea,121,31\n");
  ASSERT_EQ(table.rows.size(), 1u) << diagnostics_.text();
  ASSERT_EQ(table.passed.size(), 1u);
  EXPECT_EQ(table.passed[0].name, "许可证号");
  EXPECT_EQ(table.passed[0].origin.column, 6);
}

TEST(Words, ForTradesAndOwnersAreTakenInBothLanguages) {
  EXPECT_EQ(trade_code("餐饮"), "restaurant");
  EXPECT_EQ(trade_code("eating house"), "restaurant");
  EXPECT_EQ(trade_code("鱼铺"), "");
  EXPECT_EQ(owner_code("公安"), "police");
  EXPECT_EQ(owner_code(""), "city");
  EXPECT_EQ(owner_code("电信"), "");
}

}  // namespace
}  // namespace tricolor::harness::tables_test
