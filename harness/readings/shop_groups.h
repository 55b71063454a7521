// Shows real shops by groups of whole streets, so that no mark of the page can be laid upon a shop: within a group
// marks have no names and stand in the order of their records instead of that of the street.
#pragma once

#include <string>
#include <vector>

#include "readings/readings.h"
#include "sim/city/city.h"

namespace tricolor::harness {

struct ShopGroup {
  std::string zh, en;
  std::vector<std::size_t> shops;  ///< By their index in the city, ascending.
};

/// Streets of at least `kSmallestGroup` shops, in the order of the city; those of the other streets are one group at
/// the end where they are as many together, and are left out otherwise.
std::vector<ShopGroup> groups_to_be_told(const sim::City& city);

/// The same folds with `struck` in the order of the shops' records. Shops of equal records keep their order.
FoldedReadings in_order_of_records(const FoldedReadings& folded);

}  // namespace tricolor::harness
