// A share with its interval. Wilson's score interval: E. B. Wilson, JASA 22 (1927) 209–212.
#pragma once

#include <cstdint>

namespace tricolor::harness {

struct Proportion {
  std::int64_t hits = 0;  ///< 0 … of.
  std::int64_t of = 0;

  /// hits / of; 0 when `of` is 0 (`of` tells).
  double value() const;
  /// Bounds of the 95 % Wilson interval; 0 and 1 when `of` is 0.
  double low() const;
  double high() const;
  void add(bool hit) {
    hits += hit ? 1 : 0;
    ++of;
  }
};

}  // namespace tricolor::harness
