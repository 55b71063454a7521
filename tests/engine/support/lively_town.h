// Plans a town with random events of every kind, repeatable from a seed, for properties of whole journals.
#pragma once

#include <cstdint>

#include "engine/support/town.h"

namespace tricolor::engine::testing {

/// SplitMix64, which gives the same numbers on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t n) {
    state_ += 0x9E3779B97F4A7C15ull;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return (z ^ (z >> 31)) % n;
  }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// Gives a policy with some of its switches turned.
Policy any_policy(Dice& dice);

/// Plans four hours in which anything may happen, then a day of rest: things that come and go, cameras that go blind, a
/// gateway with any fault, silent handsets, citizens, appeals; `crashes`: the engine dies at some events;
/// `store_refuses`: for 90 s nothing is stored.
void live(Town& town, Dice& dice, bool crashes, bool store_refuses = true);

}  // namespace tricolor::engine::testing
