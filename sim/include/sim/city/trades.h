// The trades of shops (业态): their names, opening hours, and what they put out and how often.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tricolor::sim {

/// Local hours of the day, from < until; 0 … 0 is unused.
struct BusyHours {
  double from = 0, until = 0;
};

struct Trade {
  const char* code;     ///< "fruit_veg"
  const char* name_zh;  ///< "蔬果"
  const char* name_en;
  const char* sign_zh;   ///< Ending of a sign: "水果店".
  double share;          ///< Share of the shops of a mixed street. Assumed.
  double puts_out_rate;  ///< Relative propensity to put goods out, 0 … 3. Assumed.
  double piles;          ///< Share of piled goods in what it puts out; the rest is business out of store. Assumed.
  int opens_hour, closes_hour;      ///< Local time of day.
  std::array<BusyHours, 3> busy{};  ///< Hours in which most of it happens; empty ones are unused. Assumed.
};

inline constexpr std::array<Trade, 12> kTrades{{
    {"fruit_veg", "蔬果", "fruit and vegetables", "水果店", 0.12, 2.6, 0.35, 6, 21, {{{6, 9}, {16, 19}}}},
    {"restaurant", "餐饮", "eating house", "小吃店", 0.18, 1.5, 0.25, 6, 22, {{{6, 9}, {11, 13}, {17, 21}}}},
    {"clothing", "服装", "clothing", "服饰", 0.14, 0.7, 0.2, 9, 21, {{{10, 12}, {18, 21}}}},
    {"hardware", "五金", "hardware", "五金", 0.08, 1.4, 0.75, 7, 19, {{{8, 11}, {14, 17}}}},
    {"convenience", "便利店", "convenience store", "便利店", 0.12, 0.9, 0.7, 7, 23, {{{7, 9}, {17, 20}}}},
    {"pharmacy", "药店", "pharmacy", "大药房", 0.06, 0.15, 0.6, 8, 21, {{{8, 11}, {14, 17}}}},
    {"phone", "手机", "mobile phones", "手机专卖", 0.06, 0.4, 0.2, 9, 21, {{{10, 12}, {18, 21}}}},
    {"bakery", "烘焙", "bakery", "面包房", 0.06, 0.3, 0.3, 7, 21, {{{7, 9}, {16, 19}}}},
    {"hair", "美发", "hairdresser", "美发", 0.07, 0.2, 0.6, 9, 22, {{{9, 20}}}},
    {"bikes", "车行", "bicycles and e-bikes", "车行", 0.04, 1.1, 0.4, 8, 19, {{{9, 18}}}},
    {"flowers", "花店", "flowers", "花店", 0.03, 1.3, 0.2, 8, 20, {{{8, 11}, {16, 19}}}},
    {"tea", "茶叶", "tea and tobacco", "茶庄", 0.04, 0.3, 0.7, 8, 20, {{{9, 12}, {14, 18}}}},
}};

/// The trade of that code name; the first when there is no such trade.
inline const Trade& trade_named(std::string_view code) {
  for (const Trade& trade : kTrades)
    if (code == trade.code) return trade;
  return kTrades[0];
}

}  // namespace tricolor::sim
