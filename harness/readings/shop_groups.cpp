#include "readings/shop_groups.h"

#include <algorithm>
#include <numeric>

#include "scenario/real_shops.h"

namespace tricolor::harness {

std::vector<ShopGroup> groups_to_be_told(const sim::City& city) {
  std::vector<ShopGroup> streets;
  for (std::size_t shop = 0; shop < city.shops.size(); ++shop) {
    const std::string& name = city.streets.at(static_cast<std::size_t>(city.shops[shop].street)).name;
    auto street = std::find_if(streets.begin(), streets.end(), [&](const ShopGroup& it) { return it.zh == name; });
    if (street == streets.end()) street = streets.insert(street, {name, name, {}});
    street->shops.push_back(shop);
  }
  std::vector<ShopGroup> groups;
  ShopGroup others{"其余街道", "other streets", {}};
  for (ShopGroup& street : streets) {
    if (street.shops.size() >= kSmallestGroup) groups.push_back(std::move(street));
    else others.shops.insert(others.shops.end(), street.shops.begin(), street.shops.end());
  }
  std::sort(others.shops.begin(), others.shops.end());
  if (others.shops.size() >= kSmallestGroup) groups.push_back(std::move(others));
  return groups;
}

FoldedReadings in_order_of_records(const FoldedReadings& folded) {
  std::vector<std::string> records(folded.struck.size());
  for (const std::uint32_t row : folded.row_of)
    for (std::size_t shop = 0; shop < records.size(); ++shop) records[shop] += folded.rows[row][shop];
  std::vector<std::size_t> order(folded.struck.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // R stands before Y only by chance of the alphabet; the order needs no meaning, only to be none of places.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return records[a] > records[b]; });
  FoldedReadings sorted = folded;
  for (std::size_t to = 0; to < order.size(); ++to) {
    sorted.struck[to] = folded.struck[order[to]];
    for (std::size_t row = 0; row < folded.rows.size(); ++row) sorted.rows[row][to] = folded.rows[row][order[to]];
  }
  return sorted;
}

}  // namespace tricolor::harness
