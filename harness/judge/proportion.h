// Computes a share with its interval, which is Wilson's score interval: E. B. Wilson, JASA 22 (1927) 209–212.
#pragma once

#include <cstdint>

namespace tricolor::harness {

struct Proportion {
  std::int64_t hits = 0;  ///< 0 … of.
  std::int64_t of = 0;

  /// Gives hits / of; 0 when `of` is 0, so that `of` must be checked.
  double value() const;
  /// Give the bounds of the 95 % Wilson interval; 0 and 1 when `of` is 0.
  double low() const;
  double high() const;
  void add(bool hit) {
    hits += hit ? 1 : 0;
    ++of;
  }
};

}  // namespace tricolor::harness
