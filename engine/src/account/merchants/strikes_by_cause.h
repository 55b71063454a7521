// Finds the strikes of an incident or a report, and notes shops once each: the two lists that a ledger asks at every
// event. They lie in arrays, because most events find nothing in them and a search tree costs as much as the rest.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/ids.h"

namespace tricolor::engine {

/// A strike by its shop and its number among the shop's strikes.
using StrikeOfShop = std::pair<MerchantId, std::size_t>;

template <class Cause>
class StrikesByCause {
 public:
  /// Quick for causes that come in rising order, as most do.
  void add(Cause cause, StrikeOfShop strike) {
    const auto place = newer_than_all(cause) ? known_.end()
                                             : std::upper_bound(known_.begin(), known_.end(), cause,
                                                                [](Cause a, const auto& b) { return a < b.first; });
    known_.insert(place, {cause, strike});
  }

  /// Replaces all that is known, in any order of causes.
  void assign(std::vector<std::pair<Cause, StrikeOfShop>> strikes) {
    std::stable_sort(strikes.begin(), strikes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    known_ = std::move(strikes);
  }

  /// Calls `visit` with each strike of a cause, in the order in which they were added.
  template <class Visit>
  void each(Cause cause, Visit&& visit) const {
    if (newer_than_all(cause)) return;
    auto strike =
        std::lower_bound(known_.begin(), known_.end(), cause, [](const auto& a, Cause b) { return a.first < b; });
    for (; strike != known_.end() && strike->first == cause; ++strike) visit(strike->second);
  }

 private:
  bool newer_than_all(Cause cause) const { return known_.empty() || known_.back().first < cause; }

  std::vector<std::pair<Cause, StrikeOfShop>> known_;  ///< By cause.
};

/// A set of shops.
class NotedShops {
 public:
  explicit NotedShops(std::size_t shops) : noted_(shops, false) {}
  void insert(MerchantId shop) {
    if (noted_.at(shop.value)) return;
    noted_[shop.value] = true;
    list_.push_back(shop);
  }
  void erase(MerchantId shop) { noted_.at(shop.value) = false; }
  /// Calls `visit` with each shop and leaves none.
  template <class Visit>
  void take_each(Visit&& visit) {
    for (const MerchantId shop : list_) {
      if (!noted_[shop.value]) continue;
      noted_[shop.value] = false;
      visit(shop);
    }
    list_.clear();
  }

 private:
  std::vector<bool> noted_;
  std::vector<MerchantId> list_;  ///< All that are noted, and some that were erased again.
};

}  // namespace tricolor::engine
